from dataclasses import fields
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hygie.core.records import ANSWER, Record
from hygie.practice import rows
from hygie.practice.records import (
    AUDIT,
    GENESIS,
    Draft,
    Entry,
    as_draft,
    as_record,
)
from hygie.practice.rows import DamagedError, Row, Tail
from support.records import NOW, Tokens, a_draft

COUNT = 6


def a_chain(count: int = COUNT) -> list[Row]:
    tokens = Tokens()
    tail, chain = Tail(practice="cabinet-essai"), []
    for number in range(count):
        chain.append(rows.seal(a_draft(detail={"numero": number}), tail, tokens()))
        tail = Tail(practice="cabinet-essai", seq=chain[-1].seq, hash=chain[-1].hash)
    return chain


def as_entry(draft: Draft) -> Entry:
    return rows.read_entry(rows.seal(draft, Tail(practice="cabinet-essai"), bytes(16)))


def test_the_documented_way_of_sealing_is_the_one_used() -> None:
    _, row = a_chain(2)
    assert row.salt is not None
    assert row.detail == '{"numero":1}'
    digest = sha256(bytes.fromhex(row.salt) + row.detail.encode()).hexdigest()
    sealed = (
        f'["{row.previous}",2,"cabinet-essai","2026-11-22T18:41:07.000005Z","answer",'
        f'"verrouillage",null,null,"titulaire","{{\\"reponse\\":\\"oui\\"}}","{digest}"]'
    )
    assert row.hash == sha256(sealed.encode()).hexdigest()


def test_the_first_row_follows_the_genesis() -> None:
    assert a_chain(1)[0].previous == GENESIS


def test_an_untouched_chain_is_whole() -> None:
    chain = a_chain()
    found = rows.walk(chain, None)
    assert (found.whole, found.count, found.head) == (True, COUNT, chain[-1].hash)


anything = st.none() | st.integers() | st.floats() | st.text(max_size=80) | st.binary(max_size=80)


@settings(max_examples=300)
@given(
    rank=st.integers(0, COUNT - 1),
    name=st.sampled_from(Row._fields),
    value=anything,
    data=st.data(),
)
def test_any_altered_field_is_seen_where_it_is(
    rank: int, name: str, value: object, data: st.DataObject
) -> None:
    chain: list[Any] = list(a_chain())
    borrowed = data.draw(st.sampled_from([None, *range(COUNT)]))
    new = value if borrowed is None else getattr(chain[borrowed], name)
    assume(new != getattr(chain[rank], name) or type(new) is not type(getattr(chain[rank], name)))
    chain[rank] = chain[rank]._replace(**{name: new})
    found = rows.walk(chain, None)
    assert (found.broken_at, found.count) == (rank + 1, rank)
    assert found.reason


@given(kept=st.sets(st.integers(0, COUNT - 1)))
def test_any_deletion_before_the_end_is_seen(kept: set[int]) -> None:
    assume(kept != set(range(len(kept))))
    chain = [row for rank, row in enumerate(a_chain()) if rank in kept]
    assert not rows.walk(chain, None).whole


@given(order=st.permutations(range(COUNT)))
def test_any_reordering_is_seen(order: list[int]) -> None:
    assume(order != sorted(order))
    chain = a_chain()
    assert not rows.walk([chain[rank] for rank in order], None).whole
    renumbered = [chain[rank]._replace(seq=place) for place, rank in enumerate(order, start=1)]
    assert not rows.walk(renumbered, None).whole


def test_a_forged_row_must_still_follow_the_one_before() -> None:
    chain = a_chain(3)
    forged = rows.seal(a_draft(by="assistante"), Tail("cabinet-essai", 1, GENESIS), bytes(16))
    found = rows.walk([chain[0], forged, chain[2]], None)
    assert (found.broken_at, found.reason) == (2, rows.UNLINKED)


def test_a_detail_that_is_gone_is_damage() -> None:
    chain = a_chain(2)
    chain[1] = chain[1]._replace(salt=None, detail=None)
    assert rows.walk(chain, None).broken_at == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"a":NaN}', "[" * 100_000, '{"a":' + "9" * 5000 + "}"]
)
@pytest.mark.parametrize("name", ["summary", "detail"])
def test_nonsense_with_a_right_seal_is_a_clear_error(name: str, text: str) -> None:
    row = rows.seal(a_draft(), Tail(practice="cabinet-essai"), bytes(16))
    row = row._replace(summary=text) if name == "summary" else row._replace(detail=text)
    assert row.salt is not None
    assert row.detail is not None
    row = row._replace(digest=rows.digest_of(row.salt, row.detail))
    row = row._replace(hash=rows.hash_of(row))
    with pytest.raises(DamagedError, match=r"n° 1 .*forme attendue"):
        rows.read_entry(row)


@pytest.mark.parametrize("text", ["", "hier", "2026-11-22", "2026-11-22T18:41:07"])
@pytest.mark.parametrize("name", ["at", "expires"])
def test_a_moment_that_means_nothing_is_a_clear_error(name: str, text: str) -> None:
    row = rows.seal(a_draft(), Tail(practice="cabinet-essai"), bytes(16))
    row = row._replace(at=text) if name == "at" else row._replace(expires=text)
    row = row._replace(hash=rows.hash_of(row))
    with pytest.raises(DamagedError):
        rows.read_line(row)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        rows.seal(a_draft(), Tail(practice="cabinet-essai"), b"trop court")


def test_the_same_detail_never_shows_by_its_digest() -> None:
    tail = Tail(practice="cabinet-essai")
    tokens = Tokens()
    assert (
        rows.seal(a_draft(), tail, tokens()).digest != rows.seal(a_draft(), tail, tokens()).digest
    )


def test_a_record_goes_and_comes_back() -> None:
    record = Record(
        measure="sauvegarde", kind=ANSWER, at=NOW, expires=None, by="titulaire", detail={"a": "b"}
    )
    assert as_record(as_entry(as_draft(record))) == record


def test_every_field_of_a_record_is_kept() -> None:
    assert {field.name for field in fields(Record)} <= {field.name for field in fields(Draft)}


def test_a_record_keeps_only_the_texts_of_a_detail() -> None:
    record = as_record(as_entry(a_draft(detail={"a": "b", "nombre": 3, "liste": ["c"]})))
    assert record is not None
    assert record.detail == {"a": "b"}


def test_an_audit_is_not_a_proof() -> None:
    assert as_record(as_entry(a_draft(kind=AUDIT))) is None
    assert as_record(as_entry(a_draft(measure=None))) is None
    record = Record(measure="sauvegarde", kind=AUDIT, at=NOW, expires=None, by="titulaire")
    with pytest.raises(ValueError, match="kind of evidence"):
        as_draft(record)
