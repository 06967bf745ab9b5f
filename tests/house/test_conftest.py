"""What tests/conftest.py promises, seen on a small project of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from house.sources import ROOT, calls, dotted, read_tree
from support.capabilities import CAPABILITIES

LINE = re.compile(r"^\| `?([a-z-]+)`? \|", re.MULTILINE)
TABLE = "| capacité | pourquoi | tests |"

PROJECT = """
import pytest

@pytest.mark.needs("moon")
def test_far(): assert False

@pytest.mark.needs("earth")
def test_near(): assert True

@pytest.mark.long
def test_heavy(): assert True
"""

SKIPPING = "import pytest\ndef test_it(): pytest.skip('tired')\n"
CAPABILITIES_OF_THE_PROJECT = """
CAPABILITIES = {"moon": None, "earth": None}
def has(name): return name == "earth"
"""


def run_pytest(folder: Path, test: str, *options: str, ci: str = "") -> tuple[int, str]:
    (folder / "support").mkdir()
    (folder / "support" / "capabilities.py").write_text(CAPABILITIES_OF_THE_PROJECT)
    (folder / "test_it.py").write_text(test)
    (folder / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\naddopts = --strict-markers\nmarkers =\n  long\n  needs(name)\n"
    )
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**os.environ, "CI": ci, "COLUMNS": "80"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode()


def test_what_is_out_of_reach_is_deselected_and_listed(tmp_path: Path) -> None:
    code, said = run_pytest(tmp_path, PROJECT)
    assert code == 0
    assert "1 passed, 2 deselected" in said
    assert re.search(r"hors de portée de cette machine : moon[ =]+\n+test_it.py::test_far\n", said)
    assert "earth" not in said


def test_a_heavy_test_runs_when_it_is_chosen(tmp_path: Path) -> None:
    code, said = run_pytest(tmp_path, PROJECT, "-m", "long")
    assert code == 0
    assert "1 passed, 2 deselected" in said


def test_an_unknown_capability_stops_everything(tmp_path: Path) -> None:
    code, _ = run_pytest(tmp_path, PROJECT.replace("moon", "mars"))
    assert code == 4


def test_a_skip_is_a_failure_in_ci(tmp_path: Path) -> None:
    code, said = run_pytest(tmp_path, SKIPPING, ci="true")
    assert code == 1
    assert "1 failed" in said


def test_a_module_that_skips_itself_is_a_failure_in_ci(tmp_path: Path) -> None:
    code, _ = run_pytest(tmp_path, "import pytest\npytest.importorskip('no_such')\n", ci="true")
    assert code != 0


def test_no_test_of_ours_skips_or_expects_to_fail() -> None:
    forbidden = {"pytest.skip", "pytest.importorskip", "pytest.xfail"}
    marks = {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}
    for source in read_tree(ROOT / "tests"):
        assert calls(source.tree) & forbidden == set(), source.path
        assert dotted(source.tree) & marks == set(), source.path


def test_every_capability_has_its_line_in_the_page_of_platforms() -> None:
    page = (ROOT / "docs" / "plateformes.md").read_text("utf-8")
    _, _, below = page.partition(TABLE)
    table = below.split("\n\n")[0]
    assert set(LINE.findall(table)) == set(CAPABILITIES)
