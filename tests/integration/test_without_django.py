"""The command line never loads Django, which costs half a second: only the app does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITNESS = """
from pathlib import Path
Path(__file__).with_name("loaded").touch()
raise ImportError("Django was loaded")
"""
"""What stands in Django's place: whoever imports it is seen, were it in a process below."""

COMMANDS = [
    ("--version",),
    ("--aide",),
    ("mesures",),
    ("poste", "--json"),
    ("journal", "--json"),
    ("journal", "verifier"),
    ("plan",),
    ("dossier",),
]

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sans-django")
    (folder / "django").mkdir()
    (folder / "django" / "__init__.py").write_text(WITNESS)
    return folder


@pytest.fixture(scope="module")
def run(watched: Path) -> Run:
    """Give what runs Python with the witness; the practice has an audit already."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(watched), str(ROOT / "src")]),
        "HYGIE_HOME": str(watched / "cabinet"),
    }

    def started(*words: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, *words],
            cwd=watched,
            env=environment,
            capture_output=True,
            check=False,
            timeout=120,
        )

    done = started("-m", "hygie", "audit", "--sans-question")
    assert done.returncode == 0, done.stderr
    return started


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_command_does_without_django(run: Run, watched: Path, words: tuple[str, ...]) -> None:
    done = run("-m", "hygie", *words)
    assert done.returncode == 0, done.stderr
    assert not (watched / "django" / "loaded").exists()


def test_the_rules_of_people_are_read_without_django(run: Run, watched: Path) -> None:
    modules = "people, people_table, personal_codes, opening, records"
    assert run("-c", f"from hygie.practice import {modules}").returncode == 0
    assert not (watched / "django" / "loaded").exists()


def test_django_loaded_would_be_seen(run: Run, watched: Path) -> None:
    assert b"Django was loaded" in run("-c", "import hygie.practice.apps").stderr
    witness = watched / "django" / "loaded"
    assert witness.exists()
    witness.unlink()
