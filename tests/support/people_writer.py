"""A program that declares people and prints each number once it is acknowledged.

Run by the tests as a process of its own, which they interrupt: people_writer.py FILE KEY COUNT
It waits for one line on its standard input, so that the interruption falls on the writes.
"""

import secrets
import sys
from datetime import UTC, datetime

import django
from django.conf import settings

from hygie.practice import people
from hygie.practice.people_upgrade import upgrade


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def set_up(file: str, key: str) -> None:
    engine = "hygie.practice.sqlcipher_backend"
    described = {"ENGINE": engine, "NAME": file, "OPTIONS": {"key": bytes.fromhex(key)}}
    settings.configure(
        INSTALLED_APPS=["hygie.practice.apps.PracticeConfig"],
        DATABASES={"default": described},
        USE_TZ=True,
    )
    django.setup(set_prefix=False)


def write(count: int) -> None:
    upgrade()
    for _ in range(count):
        role = people.Role.ASSOCIE if people.active() else people.Role.TITULAIRE
        added = people.declare(
            f"Personne {secrets.token_hex(8)}",
            role,
            code="tulipe-rabot",
            now=datetime.now(UTC),
            chance=secrets.token_bytes,
        )
        tell(str(added.number))


def main(file: str, key: str, count: str) -> None:
    set_up(file, key)
    tell("prêt")
    sys.stdin.readline()
    write(int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
