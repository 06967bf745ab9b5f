import re

import pytest

from house.documented import Typed, pages, typed_in
from house.sources import ROOT
from hygie.cli.main import main
from hygie.cli.rooms import find_rooms
from support.console import a_console, shown

COMMANDS = find_rooms("hygie").commands
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in pages()}
TYPED = [typed for page, text in PAGES.items() for typed in typed_in(text, page)]
KNOWN = {*COMMANDS, "--aide", "-h", "--version", "COMMANDE"}
OPTION = re.compile(r"--[a-zé-]+")


def options_of(name: str) -> set[str]:
    seconds = {typed.words[1] for typed in TYPED if typed.name == name and len(typed.words) > 1}
    found: set[str] = set()
    for words in ((name,), *((name, second) for second in sorted(seconds))):
        console = a_console()
        main((*words, "--aide"), console)
        found |= set(OPTION.findall(shown(console)))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_page_names_exists(page: str) -> None:
    assert [typed for typed in typed_in(PAGES[page], page) if typed.name not in KNOWN] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_a_page_names_exists(name: str) -> None:
    told = {option for typed in TYPED if typed.name == name for option in typed.options}
    assert sorted(told - options_of(name)) == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_explained_somewhere(name: str) -> None:
    explained = {typed.name for typed in TYPED if "commandes.md" in typed.page}
    welcomed = {typed.name for typed in TYPED if typed.page == "README.md"}
    assert name in explained | welcomed


def test_commands_are_found_in_blocks_and_in_sentences() -> None:
    block = "```\n$ hygie audit --json  # x\nhygie poste | less\n```\n"
    text = f"{block}`hygie plan [--message]` hygie dort"
    assert [(typed.name, typed.options) for typed in typed_in(text, "x")] == [
        ("audit", ("--json",)),
        ("poste", ()),
        ("plan", ("--message",)),
    ]


def test_what_is_typed_keeps_its_page() -> None:
    assert list(typed_in("`hygie demo`", "p")) == [Typed(page="p", words=("demo",))]
