from pathlib import Path

import pytest

from hygie.catalogue.tables import (
    LABELS,
    Basis,
    Framework,
    figures_of,
    load_correspondences,
    load_programs,
    load_systems,
    load_tables,
    load_thresholds,
)
from hygie.core.errors import CatalogueError
from support.builders import a_measure


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


LINE = """
[[correspondence]]
measure = "verrouillage"
framework = "iso-27001"
reference = "7.7"
title = "Bureau propre et écran vide"
certainty = "Leur demande est plus large."
source = "iso-27001-2022"
checked = 2026-11-22
"""

FIGURE = """
[[threshold]]
of = "reading"
name = "session.lock_delay"
value = 900
label = "Verrouillage en 15 minutes"
basis = "ours"
source = "hygie"
checked = 2026-11-22
"""


def test_a_correspondence_is_read_whole(content: Path) -> None:
    write(content, "correspondences.toml", LINE)
    (found,) = load_correspondences(content)
    assert (found.framework, found.reference) == (Framework.ISO, "7.7")
    assert found.checked.isoformat() == "2026-11-22"


def test_a_figure_is_read_whole_and_belongs_to_the_measure_that_wants_it(content: Path) -> None:
    write(content, "thresholds.toml", FIGURE)
    (found,) = load_thresholds(content)
    assert (found.value, found.basis, found.note) == (900, Basis.OURS, "")
    assert figures_of(a_measure(), [found]) == (found,)
    assert figures_of(a_measure(wants=()), [found]) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"iso-27001"', '"iso-9001"'),
        ('reference = "7.7"', ""),
        ("2026-11-22", '"hier"'),
        ("2026-11-22", "2026-11-22T10:00:00"),
    ],
)
def test_a_correspondence_out_of_form_is_refused(content: Path, old: str, new: str) -> None:
    write(content, "correspondences.toml", LINE.replace(old, new))
    with pytest.raises(CatalogueError, match=r"correspondences\.toml"):
        load_correspondences(content)


@pytest.mark.parametrize(
    ("old", "new"), [('"ours"', '"nous"'), ("900", '"900"'), ("900", "9.5"), ('"reading"', "3")]
)
def test_a_figure_out_of_form_is_refused(content: Path, old: str, new: str) -> None:
    write(content, "thresholds.toml", FIGURE.replace(old, new))
    with pytest.raises(CatalogueError, match=r"thresholds\.toml"):
        load_thresholds(content)


def test_a_table_is_as_old_as_its_newest_line(content: Path) -> None:
    for name, key in LABELS:
        older, newer = (f"[[{key}]]\nchecked = 2026-{month}-01\n" for month in ("05", "09"))
        write(content, f"{name}.toml", newer + older)
    assert {table.checked.isoformat() for table in load_tables(content)} == {"2026-09-01"}
    write(content, "programs.toml", "program = []")
    with pytest.raises(CatalogueError, match=r"programs\.toml"):
        load_tables(content)


def test_an_empty_table_is_a_table(content: Path) -> None:
    write(content, "systems.toml", "system = []")
    write(content, "programs.toml", "program = []")
    assert load_systems(content) == {}
    assert load_programs(content) == []
