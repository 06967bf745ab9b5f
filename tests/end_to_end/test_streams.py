"""Closed streams, readers who leave, old encodings, refusing disks."""

import json
import subprocess

import pytest

from support.scenarios import World, flat


def shell(world: World, line: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        ["bash", "-c", line.replace("HYGIE", str(world.program))],
        cwd=world.folder,
        env=world.environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


def calm(text: bytes) -> bool:
    return not any(word in text for word in (b"Traceback", b"Exception", b"Error", b"\x1b"))


@pytest.mark.parametrize("words", ["mesures", "demo", "audit", "mesures --json"])
def test_the_reader_leaves_after_one_line(world: World, words: str) -> None:
    done = shell(world, f"HYGIE {words} | head -1; echo ${{PIPESTATUS[0]}} >&2")
    assert done.stdout.count(b"\n") == 1
    assert done.stderr.splitlines()[-1] == b"0"
    assert calm(done.stderr)


@pytest.mark.parametrize("words", ["audit", "plan", "journal", "demo", "mesures"])
def test_a_closed_input(world: World, words: str) -> None:
    done = shell(world, f"HYGIE {words} <&-")
    assert done.returncode == (2 if words == "plan" else 0)
    assert calm(done.stdout + done.stderr)


@pytest.mark.parametrize("words", ["audit", "demo", "mesures", "mesures --json"])
def test_a_closed_output_is_told(world: World, words: str) -> None:
    done = shell(world, f"HYGIE {words} >&-")
    assert done.returncode == 1
    assert calm(done.stderr)
    assert "la sortie est fermée ou pleine" in done.stderr.decode()


def test_an_output_that_is_full_is_told_and_the_audit_is_kept(world: World) -> None:
    done = shell(world, "HYGIE audit > /dev/full")
    assert done.returncode == 1
    assert calm(done.stderr)
    assert world.hygie("journal", "--json").document["chaine"]["enregistrements"] == 1


def test_everything_closed(world: World) -> None:
    done = shell(world, "HYGIE audit <&- >&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


ENCODINGS = {
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "latin-1": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", ["demo", "mesures verrouillage", "demo --json", "zzz --json"])
def test_old_encodings(world: World, encoding: str, words: str) -> None:
    world.extra = ENCODINGS[encoding]
    done = shell(world, f"HYGIE {words}")
    assert done.returncode == (2 if "zzz" in words else 0)
    assert calm(done.stdout + done.stderr)
    shown, _ = done.stdout.decode(encoding), done.stderr.decode(encoding)
    if "--json" in words:
        assert json.loads(shown)["format"] == 1
    else:
        assert "erification" in shown or "erifier" in shown.replace("é", "e")


@pytest.mark.parametrize("words", [("plan",), ("journal",), ("demo",)])
def test_no_colour_in_a_pipe_even_when_forced(world: World, words: tuple[str, ...]) -> None:
    world.extra = {"TERM": "xterm-256color", "CLICOLOR_FORCE": "1", "FORCE_COLOR": "1"}
    done = world.hygie(*words)
    assert "\x1b" not in done.out + done.err
    assert done.code == (2 if words == ("plan",) else 0)


@pytest.mark.parametrize("words", [("audit", "--json"), ("demo",)])
@pytest.mark.parametrize("begun", [False, True])
def test_a_folder_that_may_not_be_written(
    ordinary: World, words: tuple[str, ...], begun: bool
) -> None:
    if begun:
        assert ordinary.hygie("audit", "--sans-question").code == 0
    ordinary.data.chmod(0o500)
    done = ordinary.hygie(*words)
    ordinary.data.chmod(0o700)
    assert done.code == 1
    assert done.changed == frozenset()
    assert "protégé en écriture" in flat(done.err)
    journal = ordinary.hygie("journal", "--json").document
    assert (journal["chaine"]["intacte"], journal["chaine"]["enregistrements"]) == (True, begun)


def test_the_result_is_shown_even_when_the_disk_is_full(world: World) -> None:
    done = shell(world, "ulimit -f 8; HYGIE audit")
    assert done.returncode == 1
    assert "Reste à savoir" in done.stdout.decode()
    assert "Rien de nouveau n'a été enregistré" in flat(done.stderr.decode())
    assert world.hygie("journal", "--json").document["chaine"]["enregistrements"] == 0
