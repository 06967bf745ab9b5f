"""Counts what each page asks of the databases; run as a program, in a process of its own.

``python -m support.app_queries DOSSIER CODE``: one JSON object, page by page.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from hygie.practice import sqlite_file
from hygie.terminal.console import Console
from hygie.web.application import make_application
from hygie.web.run_app import make_world

PAGES = (
    "/", "/mesures", "/mesures/complements", "/mesures/sauvegarde", "/plan", "/postes", "/equipe",
    "/journal", "/documents", "/reglages", "/historique", "/probleme", "/questions/acces-lieu",
)  # fmt: skip  # a list of addresses


def main(home: str, code: str) -> None:
    world = make_world(Path(home), _console({"HYGIE_HOME": home, "HYGIE_CODE_FICHIER": code}))
    world.port = 8000
    application = make_application(world)
    if not world.strongroom.try_alone():
        raise SystemExit("the data stayed shut")
    cookie = world.sessions.enter(world.sessions.new_entry())
    counts = {}
    for page in PAGES:
        _get(application, page, cookie)
        with _counted() as found:
            status = _get(application, page, cookie)
        counts[page] = [status, found["people"], found["records"]]
    sys.stdout.write(json.dumps(counts))


def _get(application: Any, page: str, cookie: str | None) -> str:
    path, _, query = page.partition("?")
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": f"hygie-8000={cookie}",
        "wsgi.input": StringIO(),
        "wsgi.url_scheme": "http",
    }
    for _ in application(environ, lambda status, *_: said.append(status)):
        pass
    return said[-1][:3]


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """Count the questions put to the people's database, and the openings of the records."""
    from django.db import connection  # noqa: PLC0415  # once Django is configured

    found: Counter[str] = Counter()

    def ask(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found["people"] += 1
        return execute(sql, params, many, context)

    reading = sqlite_file.reading

    @contextmanager
    def opened(*arguments: Any, **named: Any) -> Iterator[Any]:
        found["records"] += 1
        with reading(*arguments, **named) as link:
            yield link

    sqlite_file.reading = opened
    try:
        with connection.execute_wrapper(ask):
            yield found
    finally:
        sqlite_file.reading = reading


def _console(environment: dict[str, str]) -> Console:
    return Console(
        stdin=StringIO(),
        stdout=StringIO(),
        stderr=StringIO(),
        environment=environment,
        now=lambda: datetime.now(UTC),
        zone=UTC,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
