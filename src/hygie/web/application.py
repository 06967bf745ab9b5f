"""Puts the app together: Django configured once, its tables made, the guard at the door."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hygie.core.errors import HygieError, LockedError
from hygie.practice.vault import Secret
from hygie.web.guard import HEADERS, Application, Guard
from hygie.web.settings import settings_of

if TYPE_CHECKING:
    from hygie.web.world import World

STATIC = Path(__file__).parent / "static"
PEOPLE_FILE = "cabinet.chiffre"
KEY_BYTES = 32


def make_application(world: "World") -> Application:
    """Return what the server calls for each request. Once per process: Django allows no more."""
    from django.conf import settings  # noqa: PLC0415  # Django is loaded by the app only

    from hygie.web.rooms import room_templates  # noqa: PLC0415  # after Django

    settings.configure(
        **settings_of(
            world,
            key=world.chance(KEY_BYTES).hex(),
            databases={"default": database_of(world.folder)},
            port=world.port,
            templates=room_templates(),
        )
    )
    import django  # noqa: PLC0415  # the same
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  # the same
    from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # noqa: PLC0415  # no types

    django.setup(set_prefix=False)
    world.strongroom.on_open = open_people
    world.strongroom.on_shut = shut_people
    fixed = WhiteNoise(
        WSGIHandler(), root=STATIC, prefix="fixe/", max_age=0, add_headers_function=_add_headers
    )
    return Guard(fixed, port=lambda: world.port)


def database_of(folder: Path) -> dict[str, Any]:
    """Return how Django reaches the people's database; its key comes when the data is open."""
    return {
        "ENGINE": "hygie.practice.sqlcipher_backend",
        "NAME": str(folder / PEOPLE_FILE),
        "OPTIONS": {"key": b""},
        # One connection for each of the server's threads: opening one derives its keys anew.
        # Windows moves no open file, and a restore moves this one: there each page opens its own.
        "CONN_MAX_AGE": 0 if sys.platform == "win32" else None,
    }


def open_people(secret: Secret, named: frozenset[str]) -> None:
    """Give Django the key of the people's database, and bring its tables up to date.

    ``named`` are the ids the journal tells of. Raises LockedError when they are not there: with an
    empty list nobody's code would be asked any more.
    """
    from django.db import connections  # noqa: PLC0415  # Django is the app's only

    from hygie.practice.people_upgrade import upgrade  # noqa: PLC0415  # the same

    settings = connections.settings["default"]
    if named and not _is_filled(Path(settings["NAME"])):
        raise _people_gone()
    settings["OPTIONS"]["key"] = secret.derived("cabinet")
    connections.close_all()
    try:
        upgrade()
        _check_people(named)
    except HygieError:
        settings["OPTIONS"]["key"] = b""
        raise
    finally:
        connections.close_all()


def shut_people() -> None:
    """Take the key of the people's database back from Django."""
    from django.db import connections  # noqa: PLC0415  # Django is the app's only

    connections.settings["default"]["OPTIONS"]["key"] = b""
    connections.close_all()


def _check_people(named: frozenset[str]) -> None:
    """Refuse a list that lacks people and would ask nobody for a code: it is not the last one."""
    from hygie.practice import people  # noqa: PLC0415  # Django, once configured

    if named - {str(one.id) for one in people.everyone()} and not people.codes_wanted():
        raise _people_gone()


def _is_filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _people_gone() -> LockedError:
    return LockedError(
        f"Le journal parle de personnes que la liste du cabinet, {PEOPLE_FILE}, n'a pas : ce"
        " fichier manque, ou il a été remplacé. Hygie reste fermé, et n'a touché à rien.",
        hint=f"Remettez {PEOPLE_FILE} en place dans le dossier de données, depuis la corbeille ou"
        " une copie de sauvegarde, puis rechargez cette page.",
    )


def _add_headers(headers: Any, path: str, url: str) -> None:  # noqa: ANN401  # whitenoise's own type
    """Files that never change still obey the same policy; they may be kept for the session."""
    del path, url
    for name, text in HEADERS.items():
        headers[name] = text
    headers["Cache-Control"] = "private, max-age=3600"
