"""What is said of a line of the plan: kept as said, bounded, never a secret."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.practice.records import Draft, Entry
from hygie.web.tasks import (
    LONGEST,
    NOTE_LETTERS,
    Told,
    checked_day,
    checked_note,
    told_of,
    write,
)
from support.builders import NOW
from support.records import json_objects

TODAY = date(2026, 11, 22)
MEASURE = "sauvegarde"

days = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
tolds = st.builds(
    Told, owner=st.text(), due=days, note=st.text(), until=days, reason=st.text()
)  # fmt: skip  # one line as one builder


def as_entry(draft: Draft, seq: int = 1) -> Entry:
    return Entry(
        seq=seq,
        practice="cabinet",
        at=draft.at,
        kind=draft.kind,
        by=draft.by,
        measure=draft.measure,
        summary=draft.summary,
        detail=draft.detail,
        workstation=None,
        expires=None,
        hash="",
    )


def kept(told: Told, seq: int = 1) -> Entry:
    return as_entry(write(MEASURE, told, at=NOW, by="titulaire"), seq)


@given(tolds)
def test_what_is_said_comes_back(told: Told) -> None:
    assert told_of([kept(told)]) == {MEASURE: told}


def test_the_last_word_counts() -> None:
    first, last = Told(note="avant"), Told(note="après")
    assert told_of([kept(first), kept(last, 2)]) == {MEASURE: last}


@given(json_objects())
def test_what_cannot_be_read_is_as_if_nobody_had_said_it(detail: dict[str, Any]) -> None:
    entry = as_entry(Draft(at=NOW, kind="tache", by="x", measure=MEASURE, detail=detail))
    told = told_of([entry])[MEASURE]
    assert isinstance(told.note, str)
    assert told.due is None or isinstance(told.due, date)


def test_a_line_waits_until_the_day_said() -> None:
    put_off = Told(until=TODAY, reason="Travaux")
    assert put_off.waits(TODAY - timedelta(days=1))
    assert not put_off.waits(TODAY)
    assert not Told().waits(TODAY)


@given(st.text())
def test_a_note_is_one_short_line(text: str) -> None:
    try:
        note = checked_note(text)
    except MisusedError:
        return
    assert len(note) <= NOTE_LETTERS
    assert note == " ".join(text.split())


@pytest.mark.parametrize("text", ["Le code est 4821", "mot de passe : Azerty12!"])
def test_a_note_that_looks_like_a_secret_is_refused(text: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        checked_note(text, what="La raison")
    assert refusal.value.message.startswith("La raison ressemble")
    assert "4821" not in f"{refusal.value.message}{refusal.value.hint}"


def test_a_note_too_long_is_refused() -> None:
    assert checked_note("a" * NOTE_LETTERS)
    with pytest.raises(MisusedError, match="trop longue"):
        checked_note("a" * (NOTE_LETTERS + 1))


def test_a_day_is_of_the_year_to_come() -> None:
    assert checked_day("", today=TODAY) is None
    for day in (TODAY, TODAY + timedelta(days=1), TODAY + LONGEST):
        assert checked_day(day.isoformat(), today=TODAY) == day


@pytest.mark.parametrize(
    "text", ["2026-11-21", "2028-01-01", "hier", "2026-13-01", "2026-02-30", "<b>", "0" * 999]
)
def test_no_other_day_is_taken(text: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        checked_day(text, today=TODAY)
    assert len(refusal.value.message) < 200


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_day_is_answered(text: str) -> None:
    try:
        found = checked_day(text, today=TODAY)
    except MisusedError:
        return
    assert found is None or TODAY <= found <= TODAY + LONGEST
