import re
from pathlib import Path

from hygie.terminal.commands import ExitCode

PAGE = Path(__file__).parents[2] / "docs" / "codes-de-sortie.md"


def test_the_table_says_every_code_and_no_other() -> None:
    rows = re.findall(r"^\| (\d+) \| `([A-Z_]+)` \| \S.*\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [(int(number), name) for number, name in rows] == [
        (code.value, code.name) for code in ExitCode
    ]


def test_codes_never_change() -> None:
    assert [code.value for code in ExitCode] == [0, 1, 2, 3, 4, 130]
