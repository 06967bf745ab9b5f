"""The program that only reads a workstation, alone in an empty folder, as on a USB key."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.schemas import refusals

pytestmark = pytest.mark.needs("executables")

SECONDS = 120
NAME = "hygie-poste.exe" if sys.platform == "win32" else "hygie-poste"
MEASURED = {"system.name", "network.open_ports", "browser.installed"}
"""Facts that any computer gives, through files, system calls or the registry."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    built = Path(os.environ["HYGIE_EXECUTABLES"]) / NAME
    folder = tmp_path / "Clé USB d'Élise"
    folder.mkdir()
    return Path(shutil.copy(built, folder / NAME))


def run(program: Path, *words: str, **extra: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [program, *words],
        cwd=program.parent,
        env={**os.environ, "HYGIE_HOME": str(program.parent / "donnees"), **extra},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )


def states(readings: object) -> Mapping[str, str]:
    assert isinstance(readings, list)
    return {each["fait"]: each["etat"] for each in readings}


def test_it_reads_what_the_installed_program_reads(program: Path) -> None:
    done = run(program, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout)
    assert refusals("poste", document) == []
    installed = subprocess.run(
        [sys.executable, "-P", "-m", "hygie", "poste", "--json"],
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    assert states(document["releves"]) == states(json.loads(installed.stdout)["releves"])
    read = {fact for fact, state in states(document["releves"]).items() if state == "observe"}
    assert read >= MEASURED


def test_it_leaves_nothing_and_takes_nothing_away(program: Path) -> None:
    note = program.with_name("à garder.txt")
    note.write_text("à garder")
    assert run(program).returncode == 0
    assert {path.name for path in program.parent.iterdir()} == {NAME, note.name}
    assert note.read_text() == "à garder"


def test_it_writes_a_file_that_the_practice_takes_in(program: Path) -> None:
    target = program.with_name("poste d'Élise.json")
    done = run(program, "--sortie", target.name, "--fiche-remise", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, json.loads(target.read_text("utf-8")))
    again = run(program, "--sortie", target.name, "--fiche-remise")
    assert again.returncode == 2
    assert "existe déjà" in again.stderr.decode("utf-8")
    # Here is the workstation that wrote it: it is known for what it is, and refused for that.
    taken = subprocess.run(
        [sys.executable, "-P", "-m", "hygie", "poste", "ajouter", target, "--empreinte", "0"],
        env={**os.environ, "HYGIE_HOME": str(program.parent / "cabinet")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    assert taken.returncode == 2
    assert "ce poste" in taken.stderr.decode("utf-8")


@pytest.mark.parametrize(("word", "expected"), [("--version", "Hygie 0."), ("--aide", "--faits")])
def test_it_says_what_it_is(program: Path, word: str, expected: str) -> None:
    done = run(program, word)
    assert done.returncode == 0
    assert expected in done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [["audit"], ["regler"], ["--inconnue"], ["poste"]])
def test_it_does_nothing_else(program: Path, words: list[str]) -> None:
    done = run(program, *words)
    told = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert "Rien n'a été fait" in told
    assert "Traceback" not in told


def test_it_names_only_what_it_can_do(program: Path) -> None:
    done = run(program, "--sortie", "poste.json")
    told = " ".join(done.stderr.decode("utf-8").split())
    assert done.returncode == 2
    assert "hygie-poste --fiche" in told
    assert "hygie poste" not in told


if sys.platform != "win32":

    def test_without_a_word_it_asks_then_writes_beside_itself(program: Path) -> None:
        import pexpect  # noqa: PLC0415  # there is none on Windows

        environment = {**os.environ, "HYGIE_HOME": str(program.parent / "donnees")}
        child = pexpect.spawn(
            "/usr/bin/env",
            [str(program)],
            cwd="/",
            env=environment,
            encoding="utf-8",
            timeout=SECONDS,
        )
        for typed in ("1", "1"):
            child.expect("Votre réponse")
            child.sendline(typed)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        (written,) = program.parent.glob("poste-????-??-??.hygie")
        assert refusals("fichier-poste", json.loads(written.read_text("utf-8"))) == []
