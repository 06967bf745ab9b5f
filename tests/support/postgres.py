"""A real PostgreSQL server of the tests' own, in a temporary folder, reached by its socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

ACCOUNT = "postgres"
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where systems keep the server's programs, which are seldom on PATH."""

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@cache
def programs() -> Path | None:
    """Return the folder of the server's programs, the newest; None when there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for place in PLACES for folder in Path("/").glob(place.removeprefix("/"))]
    ready = [folder for folder in folders if (folder / "initdb").is_file()]
    return max(ready, key=lambda folder: folder.parent.name, default=None)


def can_start() -> bool:
    """Tell whether a server can be started; as root, by the account that is made for it."""
    return programs() is not None and (not AS_ROOT or _has_account())


@contextmanager
def server() -> Iterator[str]:
    """Start a server, and give the address of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if AS_ROOT:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        data = folder / "data"
        _run("initdb", "-D", data, "-A", "trust", "-U", ACCOUNT, "-E", "UTF8", "--locale=C")
        only_here = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        _run("pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", only_here)
        try:
            yield f"host={folder} user={ACCOUNT} dbname=postgres"
        finally:
            _run("pg_ctl", "stop", "-w", "-D", data, "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(address: str) -> Iterator[str]:
    """Make a database of a test's own on a server, and give its address."""
    import psycopg  # noqa: PLC0415  # every test run looks at this file's capability

    name = f"essai_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield address.replace("dbname=postgres", f"dbname={name}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _has_account() -> bool:
    done = subprocess.run(["id", "-u", ACCOUNT], capture_output=True, check=False)
    return done.returncode == 0


def _run(program: str, *words: str | Path) -> None:
    folder = programs()
    assert folder is not None
    before = ["runuser", "-u", ACCOUNT, "--"] if AS_ROOT else []
    # The server outlives pg_ctl: it must hold none of our pipes.
    subprocess.run(
        [*before, folder / program, *words],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
