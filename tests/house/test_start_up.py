"""What importing Hygie costs and does, seen from a fresh Python."""

import subprocess
import sys

import pytest

from house.sources import read_tree

# Each costs milliseconds, and is needed only by a command that really starts.
HEAVY = frozenset(
    {"asyncio", "concurrent.futures", "ctypes", "email", "hashlib", "hmac", "http", "logging"}
    | {"multiprocessing", "platformdirs", "secrets", "socket", "sqlite3", "ssl", "subprocess"}
    | {"tempfile", "tomllib", "unittest", "urllib.request", "xml", "zoneinfo"}
)
HEAVY_FOR_THE_VERSION = HEAVY | {"argparse", "datetime", "json", "pathlib", "importlib.resources"}

COMMANDS = [source.module for source in read_tree() if source.path.endswith("/commands.py")]
MODULES = [source.module for source in read_tree() if source.stands_alone]

# An audit hook sees whatever Python does, from inside: it cannot be got round by accident.
WATCHING = """
import importlib, sys
seen = []
CODE = (".py", ".pyc", ".so", ".pyd", ".pth", ".dll", ".dylib")
LOOKS = ("subprocess.", "socket.", "sqlite3.", "os.mkdir", "os.remove", "os.rename", "os.system",
    "os.exec", "os.fork", "os.posix_spawn", "os.putenv", "shutil.", "urllib.", "ctypes.")
def hook(event, arguments):
    if event == "open" and not str(arguments[0]).endswith(CODE):
        seen.append(f"open {arguments[0]}")
    elif event.startswith(LOOKS):
        seen.append(event)
# What these do when first imported is Python's own doing, and psycopg's: it reads its version.
import concurrent.futures.thread, ctypes, grp, platformdirs, psycopg, pwd, sqlite3, subprocess
import xml.parsers.expat
sys.addaudithook(hook)
"""


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def loaded(*modules: str) -> set[str]:
    imports = "\n".join(f"import {module}" for module in modules)
    alone = "import sys; before = set(sys.modules)"
    return set(run(f"{alone}\n{imports}\nprint(*set(sys.modules) - before)").split())


def test_the_entry_point_loads_almost_nothing() -> None:
    assert loaded("hygie.cli.main") & HEAVY_FOR_THE_VERSION == set()


def test_the_help_loads_nothing_heavy() -> None:
    assert COMMANDS != []
    assert loaded("hygie.cli.requests", *COMMANDS) & HEAVY == set()


@pytest.mark.parametrize("heavy", ["sqlite3", "tomllib"])
def test_something_heavy_would_be_seen(heavy: str) -> None:
    assert heavy in loaded(heavy) & HEAVY


def test_importing_every_module_does_nothing() -> None:
    imports = f"for name in {MODULES!r}: importlib.import_module(name)"
    assert run(f"{WATCHING}\n{imports}\nprint(*seen, sep='\\n')").split("\n") == ["", ""]


def test_a_module_that_did_something_would_be_seen() -> None:
    acts = "open('/dev/null'); subprocess.run(['true']); sqlite3.connect(':memory:')"
    said = run(f"{WATCHING}\n{acts}\nprint(*seen, sep='\\n')")
    assert {"open /dev/null", "subprocess.Popen", "sqlite3.connect"} <= set(said.split("\n"))
