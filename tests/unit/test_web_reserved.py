"""What one practitioner keeps to themselves."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from hygie.core.records import Record
from hygie.web.reserved import as_seen_by, seen_by

AT = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)


def a_record(by: str, *, reserved: bool) -> Record:
    detail = {"fichier": "0" * 32, "nom": "registre.pdf", "note": "le mien", "resultat": "reussi"}
    return Record(
        measure="registre-traitements",
        kind="registre",
        at=AT,
        expires=None,
        by=by,
        detail={**detail, **({"reserve": "oui"} if reserved else {})},
    )


def test_its_author_sees_it_whole() -> None:
    record = a_record("associe:b", reserved=True)
    assert as_seen_by([record], "b") == (record,)


def test_another_knows_that_it_is_there_and_no_more() -> None:
    (seen,) = as_seen_by([a_record("associe:b", reserved=True)], "a")
    assert not seen_by(a_record("associe:b", reserved=True), "a")
    assert (seen.measure, seen.kind, seen.at) == ("registre-traitements", "registre", AT)
    assert set(seen.detail) == {"resultat", "reserve"}


def test_what_is_shared_is_everybody_s() -> None:
    record = a_record("associe:b", reserved=False)
    assert as_seen_by([record], "a") == (record,)


@given(by=some.text(max_size=20), person=some.none() | some.text(max_size=20))
def test_nobody_but_its_author_reads_a_reserved_one(by: str, person: str | None) -> None:
    seen = seen_by(a_record(by, reserved=True), person)
    assert seen == (person is None or by.partition(":")[2] == person)
