"""What is known of the people of the practice, for an export: read without Django."""

from collections.abc import Mapping
from pathlib import Path

from hygie.practice import sqlite_file
from hygie.practice.sqlite_drivers import CipherDriver
from hygie.practice.sqlite_errors import translated
from hygie.practice.vault import Secret

FILE_NAME = "cabinet.chiffre"
PURPOSE = "cabinet"
TABLE = "practice_person"

TOLD: Mapping[str, str] = {
    "id": "identifiant",
    "number": "numero",
    "name": "nom",
    "role": "role",
    "active": "presente",
    "created": "depuis",
    "left": "partie",
    "last_opened": "derniere_ouverture",
}
"""What is exported, under its French name: never the print of a personal code."""


def people_in(folder: Path, secret: Secret | None) -> list[dict[str, object]]:
    """Return what is told of each person; nothing when there is no such file."""
    path = folder / FILE_NAME
    if secret is None or not path.is_file():
        return []
    driver = CipherDriver(secret.derived(PURPOSE))
    with translated(path, driver), sqlite_file.opened(path, driver) as connection:
        columns = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({TABLE})")}
        told = [name for name in TOLD if name in columns]
        if not told:
            return []
        asked = ", ".join(f'"{name}"' for name in told)
        rows = connection.execute(f'SELECT {asked} FROM {TABLE} ORDER BY "created"').fetchall()  # noqa: S608  # made of this file's words
        return [dict(zip([TOLD[name] for name in told], row, strict=True)) for row in rows]
