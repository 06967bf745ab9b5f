from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.terminal.typography import (
    agree,
    counted,
    day,
    decimal,
    duration,
    minutes,
    moment,
    number,
    typeset,
)

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)
WINTER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("Vite ! Ici ; là", "Vite\u202f! Ici\u202f; là"),
        ("Poste : lu", "Poste\u00a0: lu"),
        ("« fermé »", "«\u00a0fermé\u00a0»"),
        ("12 % de 3 €", "12\u00a0% de 3\u00a0€"),
    ],
)
def test_spaces_that_must_not_break(written: str, set_: str) -> None:
    assert typeset(written) == set_


@pytest.mark.parametrize(
    "written", ["http://127.0.0.1:8000/?a=1", "hygie audit --json", "a   ? 13 à vérifier", "? aide"]
)
def test_no_space_is_added_and_gaps_stay(written: str) -> None:
    assert typeset(written) == written


@given(st.text())
def test_setting_twice_is_setting_once_and_only_spaces_change(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    assert len(once) == len(text)
    spaces = str.maketrans("\u00a0\u202f", "  ")
    assert once.translate(spaces) == text.translate(spaces)


def test_figures() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
    assert number(999) == "999"
    assert decimal(0.8) == "0,8"
    assert decimal(1234.56, digits=2) == "1\u202f234,56"


def test_plurals_begin_at_two() -> None:
    assert [agree(count, "jour") for count in (0, 1, 2)] == ["jour", "jour", "jours"]
    assert agree(3, "relevé illisible", "relevés illisibles") == "relevés illisibles"
    assert counted(23, "jour") == "23\u00a0jours"


def test_days() -> None:
    assert day(date(2026, 11, 22)) == "22\u00a0nov.\u00a02026"
    assert day(date(2027, 2, 1)) == "1er\u00a0févr.\u00a02027"


def test_a_moment_is_told_where_the_reader_is() -> None:
    assert moment(NOW, now=NOW, zone=WINTER) == "22\u00a0nov. à 19\u00a0h\u00a041"


def test_the_year_is_told_when_it_is_another_there() -> None:
    eve = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    midnight = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert moment(eve, now=NOW, zone=WINTER) == "31\u00a0déc.\u00a02025 à 23\u00a0h\u00a059"
    assert moment(midnight, now=NOW, zone=WINTER) == "1er\u00a0janv. à 0\u00a0h\u00a000"


@pytest.mark.parametrize(
    ("count", "written"), [(20, "20 min"), (60, "1 h"), (90, "1 h 30"), (125, "2 h 05")]
)
def test_minutes(count: int, written: str) -> None:
    assert minutes(count).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=0.85), "0,8 s"),
        (timedelta(seconds=9.99), "9,9 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=23, minutes=59), "23 h 59"),
        (timedelta(days=1, hours=23), "1 jour"),
        (timedelta(days=23), "23 jours"),
    ],
)
def test_a_duration_only_counts_what_is_over(length: timedelta, written: str) -> None:
    assert duration(length).replace("\u00a0", " ") == written
