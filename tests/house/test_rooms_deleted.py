"""Delete a folder and its capability is gone, and only that one."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from house.sources import PACKAGE, ROOT, read_tree
from house.walls import ROOMS

FOLDERS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
BY_ROOM = {
    room: [command.name for command in importlib.import_module(f"hygie.{room}.commands").COMMANDS]
    for room in FOLDERS
    if (PACKAGE / room / "commands.py").is_file() and room != "terminal"
}

TRIED: Mapping[str, Sequence[str]] = {
    "audit": ("audit", "--sans-enregistrer", "--json"),
    "demo": ("demo", "--json"),
    "mesures": ("mesures", "--json"),
    "journal": ("journal", "--json"),
    "reseau": ("reseau", "--simulation", "--json"),
    "relecture": ("relecture", "--json"),
}
"""How to try a command whose room can outlive another one; for those left out, its help."""


def needed_by(room: str) -> frozenset[str]:
    """Return the rooms a room cannot do without, itself included."""
    return frozenset({room}).union(*(needed_by(other) for other in ROOMS[room]))


def copy_without(room: str, folder: Path) -> Path:
    source = folder / "src"
    shutil.copytree(PACKAGE, source / "hygie", ignore=shutil.ignore_patterns("__pycache__"))
    if room:
        shutil.rmtree(source / "hygie" / room)
    return source


def python(source: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT / "tests")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYGIE_HOME": str(source.parent / "home"),
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=source.parent,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("gone", FOLDERS)
def test_what_may_not_know_a_room_lives_without_it(gone: str, tmp_path: Path) -> None:
    source = copy_without(gone, tmp_path)
    standing = {room for room in ROOMS if gone not in needed_by(room)}
    modules = [
        one.module
        for one in read_tree()
        if one.room in standing and one.stands_alone and one.path != "__main__.py"
    ]
    imported = "\n".join(f"import {module}" for module in modules)
    done = python(source, "-c", f"{imported}\nprint(hygie.__path__[0])")
    assert done.stderr == b""
    assert done.stdout.decode().strip() == str(source / "hygie")


@pytest.mark.parametrize("gone", sorted({*FOLDERS} - needed_by("cli")))
def test_the_commands_of_the_other_rooms_still_work(gone: str, tmp_path: Path) -> None:
    source = copy_without(gone, tmp_path)
    assert python(source, "-m", "hygie", "--version").returncode == 0
    page = python(source, "-m", "hygie", "--aide")
    assert (page.returncode, page.stderr) == (0, b"")
    offered = page.stdout.decode().split()
    for room, names in BY_ROOM.items():
        assert all((name in offered) is (room != gone) for name in names)
        if gone not in needed_by(room):
            for name in names:
                words = TRIED.get(name, (name, "--aide"))
                done = python(source, "-m", "hygie", *words)
                assert done.returncode == 0, done.stderr.decode()
                assert "--json" not in words or json.loads(done.stdout)["format"] == 1


@pytest.mark.parametrize(
    ("gone", "command"),
    [("catalogue", "poste"), ("workstation", "poste"), ("practice", "audit")],
)
def test_a_command_that_misses_a_room_says_so_calmly(
    gone: str, command: str, tmp_path: Path
) -> None:
    done = python(copy_without(gone, tmp_path), "-m", "hygie", command, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["erreur"]["code"] == 1
    assert b"Traceback" not in done.stderr


def test_a_probe_that_is_gone_leaves_its_facts_unreadable_and_the_others_as_they_were(
    tmp_path: Path,
) -> None:
    done = python(copy_without("", tmp_path), "-m", "house.probe_deleter")
    assert done.stderr == b""
    told = json.loads(done.stdout)
    assert len(told) > 10
    assert {probe: one["known"] + one["moved"] for probe, one in told.items()} == {
        probe: [] for probe in told
    }
    assert [probe for probe, one in told.items() if not one["lost"]] == []
