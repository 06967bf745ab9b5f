"""Django in the process of the tests: configured once, as the app is; its database changes.

Nothing here may be imported where Django must not be; the fixtures that use it import it late.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections

from hygie.practice.people_upgrade import upgrade
from hygie.web.settings import settings_of

KEY = bytes(range(32))


def set_up() -> None:
    """Configure Django, the first time it is asked: a process can do it only once."""
    if not settings.configured:
        settings.configure(**settings_of(None, key="essai", databases={}, port=0))
        django.setup(set_prefix=False)


def sqlcipher(folder: Path, *, key: bytes = KEY) -> dict[str, Any]:
    """Describe an encrypted file."""
    return {
        "ENGINE": "hygie.practice.sqlcipher_backend",
        "NAME": str(folder / "cabinet.chiffre"),
        "OPTIONS": {"key": key},
    }


def postgresql(address: str) -> dict[str, Any]:
    """Describe a database of a server, by its libpq address."""
    parts = dict(part.split("=", 1) for part in address.split())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts["host"],
        "USER": parts["user"],
        "NAME": parts["dbname"],
    }


@contextmanager
def database(described: Mapping[str, Any], *, tables: bool = True) -> Iterator[None]:
    """Make this the database of Django, its tables made, until the end of the block."""
    set_up()
    before = connections.settings["default"]
    _use(connections.configure_settings({"default": dict(described)})["default"])
    try:
        if tables:
            upgrade()
        yield
    finally:
        _use(before)


def _use(described: dict[str, Any]) -> None:
    connections.close_all()
    connections.settings["default"] = described
    # Kept per thread, from the first question on.
    with suppress(AttributeError):
        del connections["default"]
