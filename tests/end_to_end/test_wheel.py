"""What the installed wheel holds, and what starting it loads."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from support.scenarios import World
from support.wheel import ROOT, Installed

HEAVY = {
    "asyncio",
    "ctypes",
    "django",
    "email",
    "http",
    "hypothesis",
    "multiprocessing",
    "pytest",
    "ssl",
    "unittest",
}
NEVER_FOR_A_LIST = {"sqlite3", "subprocess", "concurrent", "socket"}


def content() -> set[str]:
    """Return what the sources hold beside programs."""
    source = ROOT / "src"
    return {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.suffix in {".toml", ".md", ".typed"}
    }


def loaded(installed: Installed, world: World, *words: str) -> set[str]:
    """Return the top-level modules a command imports, by Python's own account."""
    done = subprocess.run(
        [installed.python, "-X", "importtime", "-m", "hygie", *words],
        env=world.environment,
        cwd=world.folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    names = re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE)
    return {name.partition(".")[0] for name in names}


def test_the_content_is_inside(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        held = set(wheel.namelist())
    assert "hygie/audit/demonstration.toml" in held
    assert "hygie/catalogue/measures/verrouillage.md" in held
    assert content() <= held


def test_nothing_else_is_inside(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        held = wheel.namelist()
    packages = {name.partition("/")[0] for name in held}
    assert {name for name in packages if not name.endswith(".dist-info")} == {"hygie"}
    assert [name for name in held if "__pycache__" in name or "/tests/" in name] == []


def test_what_runs_is_the_wheel_and_not_the_sources(installed: Installed) -> None:
    asked = "import hygie.cli.main, platformdirs; print(hygie.cli.main.__file__)"
    done = subprocess.run(
        [installed.python, "-c", asked], cwd="/", capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.python.parents[1])
    assert not Path(done.stdout.strip()).is_relative_to(ROOT)


@pytest.mark.parametrize("words", [("--version",), ("--aide",), ("mesures",), ("poste", "--json")])
def test_no_heavy_library_is_loaded(
    installed: Installed, world: World, words: tuple[str, ...]
) -> None:
    assert loaded(installed, world, *words) & HEAVY == set()


@pytest.mark.parametrize("words", [("--version",), ("--aide",), ("mesures",)])
def test_a_list_opens_no_register_and_starts_nothing(
    installed: Installed, world: World, words: tuple[str, ...]
) -> None:
    assert loaded(installed, world, *words) & NEVER_FOR_A_LIST == set()
