from dataclasses import replace
from datetime import timedelta

from hygie.core.audits import Audit, make_audit
from hygie.core.comparison import Change, compare
from hygie.core.findings import Counts, Verdict
from hygie.core.measures import Catalogue, Origin, Threat
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from support.builders import (
    DELAY,
    LOCKS,
    NOW,
    POSTE,
    a_catalogue,
    a_measure,
    an_answer,
    locked,
    no_object,
    seen,
    unseen,
)


def an_audit(
    *,
    readings: tuple[Reading, ...] = (),
    records: tuple[Record, ...] = (),
    catalogue: Catalogue | None = None,
    days: int = 0,
) -> Audit:
    return make_audit(
        situation=Situation(users=1),
        readings=readings,
        records=records,
        catalogue=catalogue or a_catalogue(),
        guidance={},
        system="linux",
        now=NOW + timedelta(days=days),
    )


def test_an_audit_carries_what_it_was_judged_by_and_no_more() -> None:
    other = a_measure(id="nuage", local=False, wants=(), sources=())
    audit = make_audit(
        situation=Situation(users=1, cloud=False),
        readings=tuple(locked()),
        records=(),
        catalogue=a_catalogue(a_measure(), other),
        guidance={},
        system="linux",
        now=NOW,
    )
    assert set(audit.catalogue.measures) == {"verrouillage"}
    assert {LOCKS, DELAY} <= set(audit.catalogue.facts)
    assert set(audit.catalogue.sources) == {"memento-v2"}


def test_the_same_inputs_make_the_same_audit() -> None:
    readings = tuple(locked())
    assert an_audit(readings=readings) == an_audit(readings=readings[::-1])


def test_complements_stand_in_the_barriers_and_outside_the_counts() -> None:
    complement = a_measure(id="wifi", origin=Origin.COMPLEMENT, wants=(), number=40)
    audit = an_audit(readings=tuple(locked()), catalogue=a_catalogue(a_measure(), complement))
    assert audit.counts == Counts(met=1)
    theft = {barrier.threat: barrier for barrier in audit.barriers}[Threat.THEFT]
    assert (theft.standing, theft.missing, theft.unknown, theft.total) == (1, 0, 1, 2)


def test_a_threat_nothing_stops_is_not_drawn() -> None:
    assert {barrier.threat for barrier in an_audit().barriers} == {Threat.DISCLOSURE, Threat.THEFT}


class TestComparison:
    def test_nothing_moved(self) -> None:
        audit = an_audit(readings=tuple(locked()))
        assert compare(audit, audit).moved == ()

    def test_closed_and_read_for_the_first_time(self) -> None:
        before = an_audit(readings=(unseen(LOCKS), no_object(DELAY)))
        after = an_audit(readings=tuple(locked()))
        found = compare(before, after)
        assert [(move.change, move.before, move.after) for move in found.moved] == [
            (Change.CLOSED, Verdict.TO_CHECK, Verdict.MET)
        ]
        assert found.first_read == ((POSTE, DELAY), (POSTE, LOCKS))

    def test_opened(self) -> None:
        before, after = an_audit(readings=tuple(locked())), an_audit(readings=(seen(LOCKS, False),))
        assert [move.change for move in compare(before, after).moved] == [Change.OPENED]

    def test_expired(self) -> None:
        records = (an_answer(Answer.YES),)
        before = an_audit(readings=(unseen(LOCKS),), records=records)
        after = an_audit(readings=(unseen(LOCKS),), records=records, days=400)
        assert [move.change for move in compare(before, after).moved] == [Change.EXPIRED]

    def test_forgotten_is_neither_opened_nor_expired(self) -> None:
        before, after = an_audit(readings=tuple(locked())), an_audit(readings=(unseen(LOCKS),))
        assert [move.change for move in compare(before, after).moved] == [Change.OTHER]

    def test_a_measure_that_comes_or_goes(self) -> None:
        small = an_audit()
        large = an_audit(catalogue=a_catalogue(a_measure(), a_measure(id="neuve", number=34)))
        assert [move.change for move in compare(small, large).moved] == [Change.APPEARED]
        assert [move.change for move in compare(large, small).moved] == [Change.GONE]


def test_a_situation_without_figures_means_several_users() -> None:
    assert Situation().several_users
    assert not replace(Situation(), users=1).several_users
