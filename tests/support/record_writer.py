"""A program that writes entries and prints the rank of each once it is acknowledged.

Run by the tests as a process of its own, which they interrupt, limit or deprive of rights:
record_writer.py FOLDER COUNT KEY [FILE_BYTES] [UID]
KEY is in hexadecimal, or empty for a plain register.
It waits for one line on its standard input, so that several start together.
"""

import os
import resource
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.records import Draft, Json
from hygie.practice.sqlite_drivers import PLAIN, CipherDriver, Driver
from hygie.practice.sqlite_records import SqliteRecords


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write(folder: Path, count: int, driver: Driver) -> None:
    records = SqliteRecords(folder, token=lambda: secrets.token_bytes(16), driver=driver)
    for number in range(count):
        detail: dict[str, Json] = {"numero": number, "texte": "é" * 500}
        entry = records.append(
            Draft(at=datetime.now(UTC), kind="act", by="titulaire", detail=detail)
        )
        tell(str(entry.seq))


def main(folder: str, count: str, key: str, file_bytes: str = "", uid: str = "") -> None:
    if file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes), int(file_bytes)))
    if uid:
        os.setgroups([])
        os.setgid(int(uid))
        os.setuid(int(uid))
    driver: Driver = CipherDriver(bytes.fromhex(key)) if key else PLAIN
    if key:
        # Loaded before the start is given: it is the writing that is to be interrupted.
        assert driver.errors is not None
    tell("prêt")
    sys.stdin.readline()
    try:
        write(Path(folder), int(count), driver)
    except HygieError as error:
        tell(f"{type(error).__name__} {error.message} {error.hint}")


if __name__ == "__main__":
    main(*sys.argv[1:])
