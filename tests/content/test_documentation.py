"""What the pages say is what the program does."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hygie.cli.rooms import find_rooms
from hygie.terminal.arguments import FrenchParser

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = find_rooms("hygie").commands
OFFERED_EVERYWHERE = {"--aide", "-h", "--json"}
"""Said once for all commands at the top of the page."""

DRAWN = ("--lignes", "43", "demo", "--au", "2026-11-22T19:41+01:00")


def options_of(name: str) -> set[str]:
    parser = FrenchParser(prog=f"hygie {name}")
    COMMANDS[name].add_arguments(parser)
    return set(parser.known_options()) - OFFERED_EVERYWHERE


def sections() -> Mapping[str, str]:
    page = (ROOT / "docs" / "commandes.md").read_text("utf-8")
    found = re.split(
        r"^## `hygie ([a-z-]+)`$", page.partition("\n## Réglages")[0], flags=re.MULTILINE
    )
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (page.parent / target).exists()] == []


def test_every_command_has_its_section() -> None:
    assert set(sections()) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_in_its_section_and_no_other(name: str) -> None:
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", sections()[name]))
    assert said - OFFERED_EVERYWHERE == options_of(name)


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "commandes.md"])
def test_every_command_is_in_the_tables(page: Path) -> None:
    rows = re.findall(r"^\| `hygie ([a-z-]+)` \|", page.read_text("utf-8"), flags=re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


def test_the_picture_is_what_the_command_shows_today() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "capture.py"), *DRAWN],
        capture_output=True,
        check=True,
        timeout=60,
    )
    picture = ROOT / "docs" / "images" / "demo.svg"
    redraw = f"python tools/capture.py {' '.join(DRAWN)} > docs/images/demo.svg"
    assert done.stdout.decode() == picture.read_text("utf-8"), redraw
