from pathlib import Path

import pytest

from hygie.catalogue.tables import load_programs, load_systems
from hygie.core.errors import CatalogueError


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    return tmp_path


def write(content: Path, name: str, text: str) -> None:
    (content / "tables" / name).write_text(text, "utf-8")


def test_a_system_ends_on_a_day() -> None:
    assert load_systems()["debian 12"] == "2028-06-30"
    assert "windows 10" in load_systems()


def test_programs_come_as_they_are_written() -> None:
    found = {program["id"]: program for program in load_programs()}
    assert found["clamav"]["kind"] == "antivirus"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[system]]\nid = 'a'",
        "[[system]]\nend = 2026-01-01",
        "[[system]]\nid = 'a'\nend = 'demain'",
        "system = 3",
        "system = ['a']",
        "[[system]",
    ],
)
def test_systems_out_of_form_are_refused(content: Path, text: str) -> None:
    write(content, "systems.toml", text)
    with pytest.raises(CatalogueError, match=r"systems\.toml"):
        load_systems(content)


@pytest.mark.parametrize("text", ["", "program = 3", "[[program]", "program = ['a']"])
def test_programs_out_of_form_are_refused(content: Path, text: str) -> None:
    write(content, "programs.toml", text)
    with pytest.raises(CatalogueError, match=r"programs\.toml"):
        load_programs(content)


def test_missing_tables_are_named(content: Path) -> None:
    with pytest.raises(CatalogueError, match=r"systems\.toml"):
        load_systems(content)
    with pytest.raises(CatalogueError, match=r"programs\.toml"):
        load_programs(content)


def test_an_empty_table_is_a_table(content: Path) -> None:
    write(content, "systems.toml", "system = []")
    write(content, "programs.toml", "program = []")
    assert load_systems(content) == {}
    assert load_programs(content) == []
