"""What every engine behind the Records door must do, and how to build what goes through it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.core.records import ANSWER, Record
from hygie.practice.records import (
    ACT,
    AUDIT,
    DETAIL_BYTES,
    SITUATION,
    SUMMARY_BYTES,
    Anchor,
    Chain,
    Draft,
    Records,
    as_draft,
    declared,
)

NOW = datetime(2026, 11, 22, 18, 41, 7, 5, tzinfo=UTC)

OpenRecords = Callable[[], Records]
"""Opens the records of one practice, the same each time."""


class Tokens:
    """Chance without chance: the same tokens in the same order, all different."""

    def __init__(self, seed: str = "essai") -> None:
        self._seed = seed
        self._given = 0

    def __call__(self) -> bytes:
        self._given += 1
        return sha256(f"{self._seed}{self._given}".encode()).digest()[:16]


def a_draft(**changes: Any) -> Draft:
    plain = Draft(
        at=NOW,
        kind=ANSWER,
        by="titulaire",
        measure="verrouillage",
        summary={"reponse": "oui"},
        detail={"motif": "Réglé à l'instant."},
    )
    return replace(plain, **changes)


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


def json_objects() -> st.SearchStrategy[Mapping[str, Any]]:
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
    leaves = st.none() | st.booleans() | numbers | words
    values = st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner)
    )
    return st.dictionaries(words, values, max_size=5)


def drafts() -> st.SearchStrategy[Draft]:
    words = st.text(
        st.characters(exclude_categories=["C", "Z"], include_characters=" "),
        min_size=1,
        max_size=64,
    )
    zones = st.integers(-14 * 60, 14 * 60).map(lambda late: timezone(timedelta(minutes=late)))
    moments = st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001  # the zone comes from the next argument
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001  # same
        timezones=zones,
    )
    return st.builds(
        Draft,
        at=moments,
        kind=words,
        by=words,
        measure=st.none() | words,
        workstation=st.none() | words,
        expires=st.none() | moments,
        summary=json_objects().filter(lambda summary: len(repr(summary)) < SUMMARY_BYTES // 4),
        detail=json_objects(),
    )


class RecordsContract:
    """Inherit, and give a fixture ``open_records``: these tests then run on your engine."""

    def test_there_is_nothing_before_the_first_entry(self, open_records: OpenRecords) -> None:
        records = open_records()
        assert records.entries() == records.lines() == ()
        assert records.last(ANSWER) is None
        assert records.verify() == Chain()

    def test_what_is_returned_is_what_is_read_later(self, open_records: OpenRecords) -> None:
        written = open_records().append(a_draft(expires=NOW + timedelta(days=8)))
        assert open_records().entries() == (written,)
        assert (written.seq, written.at, written.measure) == (1, NOW, "verrouillage")
        assert written.detail == {"motif": "Réglé à l'instant."}

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
        ],
    )
    @given(draft=drafts())
    def test_what_goes_in_comes_out(self, open_records: OpenRecords, draft: Draft) -> None:
        written = open_records().append(draft)
        found = open_records().last(str(draft.kind))
        assert found == written
        for name in ("at", "kind", "by", "measure", "workstation", "expires", "summary", "detail"):
            assert getattr(written, name) == getattr(draft, name)
        assert open_records().verify().whole

    def test_correcting_an_answer_keeps_the_old_one(self, open_records: OpenRecords) -> None:
        records = open_records()
        first = records.append(a_draft(summary={"reponse": "oui"}))
        records.append(a_draft(summary={"reponse": "non"}))
        assert records.entries()[0] == first
        assert [entry.summary["reponse"] for entry in records.entries()] == ["oui", "non"]

    def test_a_practice_has_one_id_and_no_gap(self, open_records: OpenRecords) -> None:
        open_records().append(a_draft())
        open_records().append_all([a_draft(), a_draft()])
        found = open_records().entries()
        assert [entry.seq for entry in found] == [1, 2, 3]
        assert len({entry.practice for entry in found}) == 1
        assert found[0].practice != ""

    def test_two_equal_entries_have_different_seals(self, open_records: OpenRecords) -> None:
        one, other = open_records().append_all([a_draft(), a_draft()])
        assert one.hash != other.hash

    def test_a_moment_is_read_in_utc(self, open_records: OpenRecords) -> None:
        paris = timezone(timedelta(hours=1))
        written = open_records().append(a_draft(at=NOW.astimezone(paris)))
        assert written.at.isoformat() == NOW.isoformat()

    def test_kinds_and_rank_choose_what_is_listed(self, open_records: OpenRecords) -> None:
        records = open_records()
        records.append_all(a_draft(kind=kind) for kind in (SITUATION, ANSWER, AUDIT, ANSWER))
        assert [entry.seq for entry in records.entries(kinds={ANSWER})] == [2, 4]
        assert [entry.seq for entry in records.entries(kinds=[ANSWER, AUDIT], after=2)] == [3, 4]
        assert [line.seq for line in records.lines(after=3)] == [4]
        assert [line.seq for line in records.lines(until=2)] == [1, 2]
        assert [line.seq for line in records.entries(kinds={ANSWER}, after=2, until=4)] == [4]
        assert records.entries(kinds=()) == ()

    def test_a_line_is_an_entry_without_its_detail(self, open_records: OpenRecords) -> None:
        entry = open_records().append(a_draft())
        (line,) = open_records().lines(kinds={ANSWER})
        assert not hasattr(line, "detail")
        assert all(getattr(line, name) == getattr(entry, name) for name in line.__slots__)

    def test_the_last_of_a_kind_is_found(self, open_records: OpenRecords) -> None:
        records = open_records()
        records.append_all([a_draft(kind=AUDIT), a_draft(kind=AUDIT), a_draft(kind=ACT)])
        found = records.last(AUDIT)
        assert found is not None
        assert found.seq == 2

    def test_nothing_is_written_when_one_draft_is_refused(self, open_records: OpenRecords) -> None:
        records = open_records()
        records.append(a_draft())
        with pytest.raises(MisusedError):
            records.append_all([a_draft(), a_draft(by=""), a_draft()])
        assert len(records.entries()) == 1
        assert records.append(a_draft()).seq == 2

    def test_writing_nothing_writes_nothing(self, open_records: OpenRecords) -> None:
        assert open_records().append_all([]) == ()
        assert open_records().entries() == ()

    @pytest.mark.parametrize(
        "changes",
        [
            {"detail": {"texte": "é" * (DETAIL_BYTES // 2)}},
            {"summary": {"texte": "x" * SUMMARY_BYTES}},
            {"detail": {"nombre": float("nan")}},
            {"detail": {"nom de fichier": "\udce9t\udce9"}},
            {"detail": {"profond": nested(100)}},
            {"detail": {"profond": nested(100_000)}},
            {"kind": "deux\nlignes"},
            {"by": "x" * 65},
            {"measure": ""},
            {"workstation": "\x00"},
        ],
    )
    def test_what_cannot_be_kept_is_refused_whole(
        self, open_records: OpenRecords, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(MisusedError) as refusal:
            open_records().append(a_draft(**changes))
        assert "Rien n'a été enregistré." in refusal.value.message
        assert refusal.value.hint
        assert open_records().entries() == ()

    def test_a_detail_may_be_as_long_as_promised(self, open_records: OpenRecords) -> None:
        detail = {"t": "x" * (DETAIL_BYTES - len('{"t":""}'))}
        open_records().append(a_draft(detail=detail))
        (entry,) = open_records().entries()
        assert entry.detail == detail

    def test_frozen_mappings_and_tuples_are_kept(self, open_records: OpenRecords) -> None:
        frozen = MappingProxyType({"dedans": MappingProxyType({"liste": ("a", "b")})})
        written = open_records().append(a_draft(detail=frozen))
        assert written.detail == {"dedans": {"liste": ["a", "b"]}}

    def test_what_is_not_json_is_a_mistake_of_ours(self, open_records: OpenRecords) -> None:
        with pytest.raises(TypeError, match="datetime"):
            open_records().append(a_draft(detail={"quand": NOW}))
        assert open_records().entries() == ()

    def test_a_moment_needs_its_time_zone(self, open_records: OpenRecords) -> None:
        with pytest.raises(ValueError, match="time zone"):
            open_records().append(a_draft(at=NOW.replace(tzinfo=None)))
        assert open_records().entries() == ()

    def test_an_anchor_holds_while_the_records_grow(self, open_records: OpenRecords) -> None:
        records = open_records()
        noted = [records.verify().anchor]
        for _ in range(3):
            records.append(a_draft())
            noted.append(records.verify().anchor)
        assert [anchor.count for anchor in noted] == [0, 1, 2, 3]
        assert all(records.verify(anchor).whole for anchor in noted)

    def test_an_anchor_shows_a_missing_end(self, open_records: OpenRecords) -> None:
        records = open_records()
        head = records.append(a_draft()).hash
        chain = records.verify(Anchor(count=2, head="f" * 64))
        assert (chain.count, chain.head, chain.broken_at) == (1, head, 2)
        assert "la fin manque" in chain.reason

    def test_an_anchor_shows_other_records_in_their_place(self, open_records: OpenRecords) -> None:
        records = open_records()
        records.append_all([a_draft(), a_draft()])
        chain = records.verify(Anchor(count=1, head="f" * 64))
        assert (chain.broken_at, chain.whole) == (1, False)

    def test_answers_and_evidence_come_back_for_judging(self, open_records: OpenRecords) -> None:
        told = Record(
            measure="sauvegarde",
            kind="restauration-testee",
            at=NOW,
            expires=NOW + timedelta(days=92),
            by="titulaire",
            workstation="poste-1",
            detail={"resultat": "relue"},
        )
        records = open_records()
        records.append_all([as_draft(told), a_draft(kind=AUDIT), a_draft(kind=ACT)])
        assert declared(records, {told.kind, AUDIT, ACT}) == (told,)
