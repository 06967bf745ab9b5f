"""What other programs of Windows read from ours."""

import json
import subprocess
from pathlib import Path

import pytest

from support.windows_program import SECONDS, Practice

pytestmark = pytest.mark.needs("windows")


def test_a_file_holds_utf_8(practice: Practice, tmp_path: Path) -> None:
    target = tmp_path / "mesures.txt"
    with target.open("wb") as file:
        assert practice.started("mesures", stdout=file).wait(timeout=SECONDS) == 0
    assert "Maîtriser l'accès physique" in target.read_text("utf-8")


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "cp437", "ascii"])
def test_an_old_encoding_gets_what_it_can_show(practice: Practice, encoding: str) -> None:
    practice.extra["PYTHONIOENCODING"] = encoding
    told = practice.raw("demo").stdout.decode(encoding)
    assert "mise en garde" in told.lower() or "cabinet fictif" in told
    document = json.loads(practice.raw("demo", "--json").stdout.decode("utf-8"))
    assert document["demonstration"] is True


def test_a_reader_who_leaves_is_no_error(practice: Practice) -> None:
    running = practice.started("mesures", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(timeout=SECONDS) == 0
