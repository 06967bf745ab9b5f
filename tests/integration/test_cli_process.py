"""The program as the shell starts it: real streams, real pipes, a real terminal."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from hygie.version import VERSION

HYGIE = (sys.executable, "-m", "hygie")
ROOT = Path(__file__).parents[2]

# A program like the script of the package, but with the rooms of the tests.
TOY_PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from hygie.cli.main import main
from hygie.cli.system import this_console
sys.exit(main(sys.argv[1:], this_console(), package="support.toys"))
"""


def run(*words: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # options are the caller's
        [*HYGIE, *words], capture_output=True, check=False, timeout=60, **options
    )


def shell(line: str) -> "subprocess.CompletedProcess[bytes]":
    program = f"{sys.executable} -m hygie"
    return subprocess.run(
        ["bash", "-c", line.replace("HYGIE", program)], capture_output=True, check=False, timeout=60
    )


def test_the_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Hygie {VERSION}\n".encode(), b"")


def test_the_script_of_the_package_answers_the_same() -> None:
    script = Path(sys.executable).with_name("hygie")
    done = subprocess.run([script, "--version"], capture_output=True, check=False, timeout=60)
    assert done.stdout == f"Hygie {VERSION}\n".encode()


def test_the_version_loads_almost_nothing() -> None:
    program = (
        "import sys; sys.argv[1:] = ['--version']\n"
        "from hygie.cli.main import entry\n"
        "try: entry()\n"
        "except SystemExit: sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )
    loaded = set(done.stderr.decode().split())
    assert "hygie.version" in loaded
    assert loaded & {"argparse", "dataclasses", "json", "datetime", "django", "sqlite3"} == set()


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys; sys.argv[1:] = ['--aide']\n"
        "from hygie.cli.main import entry\n"
        "try: entry()\n"
        "except SystemExit: sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )
    loaded = set(done.stderr.decode().split())
    assert "argparse" in loaded
    assert loaded & {"django", "sqlite3", "subprocess", "tomllib", "multiprocessing"} == set()


def test_the_help_says_what_hygie_alone_does() -> None:
    done = run("--aide")
    assert done.returncode == 0
    assert "hygie COMMANDE" in done.stdout.decode()
    assert "ouvre Hygie dans votre navigateur" in done.stdout.decode()


def test_an_error_goes_to_the_error_stream() -> None:
    done = run("zzzz")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "ne connaît pas la commande zzzz" in done.stderr.decode()


def test_an_error_is_a_document_when_asked() -> None:
    done = run("zzzz", "--json")
    assert json.loads(done.stdout)["erreur"]["code"] == done.returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_encoding_is_served(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("\udce9\udcff«zz»", env=environment)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode(encoding).startswith("Hygie ne conna")


@pytest.mark.parametrize("words", ["--version", "--aide"])
def test_a_reader_who_leaves_is_no_error(words: str) -> None:
    done = shell(f"(sleep 0.3; HYGIE {words}; echo $? >&2) | true")
    assert done.stderr == b"0\n"


@pytest.mark.parametrize("words", ["--version", "--aide", "zzzz --json"])
def test_a_full_disk_is_told_by_the_code(words: str) -> None:
    done = shell(f"HYGIE {words} > /dev/full")
    assert done.returncode == (2 if "zzzz" in words else 1)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_never_end_in_a_trace(closed: str) -> None:
    done = shell(f"HYGIE --aide {closed}")
    assert done.returncode == (1 if " >&-" in f" {closed}" else 0)
    assert b"Traceback" not in done.stderr


def test_colour_and_erasing_codes_are_absent_from_a_pipe() -> None:
    assert b"\x1b" not in run("--aide", env={**os.environ, "TERM": "xterm-256color"}).stdout


def test_a_real_terminal_reads_french(tmp_path: Path) -> None:
    child = pexpect.spawn(HYGIE[0], [*HYGIE[1:], "--aide"], encoding="utf-8", cwd=str(tmp_path))
    child.expect("affiche cette aide")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_control_c_is_told_calmly(tmp_path: Path) -> None:
    program = tmp_path / "wait.py"
    program.write_text(TOY_PROGRAM)
    done = subprocess.run(
        [sys.executable, program, "arreter"], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 130
    assert "Interrompu. Rien n'est perdu" in done.stderr.decode()


def test_a_real_signal_while_a_question_waits(tmp_path: Path) -> None:
    program = tmp_path / "toys.py"
    program.write_text(TOY_PROGRAM)
    child = pexpect.spawn(sys.executable, [str(program), "demander"], encoding="utf-8")
    child.expect("Votre réponse")
    child.kill(signal.SIGINT)
    child.expect("Rien n'est perdu")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
