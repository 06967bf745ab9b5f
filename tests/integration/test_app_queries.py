"""What a page asks of the databases does not grow with the years."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.app import CODE, SOURCE
from support.practices import with_a_past


def asked(folder: Path, *, weeks: int, evidence: int) -> dict[str, list[object]]:
    home = folder / f"hygie-{weeks}"
    with_a_past(home, weeks=weeks, evidence=evidence)
    code = folder / f"code-{weeks}"
    code.write_text(CODE, encoding="utf-8")
    paths = os.pathsep.join([str(SOURCE), str(SOURCE.parent / "tests")])
    done = subprocess.run(
        [sys.executable, "-m", "support.app_queries", str(home), str(code)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    return asked(tmp_path_factory.mktemp("short"), weeks=2, evidence=10)


def test_every_page_asks_as_much_of_two_weeks_as_of_a_year(
    short: dict[str, list[object]], tmp_path: Path
) -> None:
    assert asked(tmp_path, weeks=52, evidence=400) == short


def test_a_page_asks_little(short: dict[str, list[object]]) -> None:
    for page, (status, people, records) in short.items():
        assert status == "200", page
        assert isinstance(people, int), page
        assert isinstance(records, int), page
        assert 0 < people + records <= 12, (page, people, records)
