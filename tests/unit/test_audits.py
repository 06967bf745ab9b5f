from dataclasses import replace
from datetime import timedelta

from hygie.core.ages import TABLE_DAYS, DataTable, outdated
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

    def test_a_new_measure_is_new_whatever_its_verdict(self) -> None:
        small = an_audit()
        catalogue = a_catalogue(a_measure(), a_measure(id="neuve", number=34, wants=()))
        for answer in (Answer.YES, Answer.NO):
            large = an_audit(catalogue=catalogue, records=(an_answer(answer, measure="neuve"),))
            assert [move.change for move in compare(small, large).moved] == [Change.APPEARED]

    def test_outside_the_columns_what_goes_wrong_opens_and_what_is_mended_closes(self) -> None:
        outside = a_catalogue(a_measure(local=False, cloud=False))
        good = an_audit(readings=tuple(locked()), catalogue=outside)
        bad = an_audit(readings=(seen(LOCKS, False),), catalogue=outside)
        assert [move.change for move in compare(good, bad).moved] == [Change.OPENED]
        assert [move.change for move in compare(bad, good).moved] == [Change.CLOSED]

    def test_declared_without_object_is_neither_closed_nor_opened(self) -> None:
        def told(answer: Answer) -> Audit:
            return an_audit(
                catalogue=a_catalogue(a_measure(wants=())), records=(an_answer(answer),)
            )

        without, met, to_do = told(Answer.NOT_CONCERNED), told(Answer.YES), told(Answer.NO)
        assert [move.change for move in compare(to_do, without).moved] == [Change.OTHER]
        assert [move.change for move in compare(without, met).moved] == [Change.OTHER]
        assert [move.change for move in compare(without, to_do).moved] == [Change.OPENED]


class TestTables:
    def test_a_table_is_old_after_its_days_and_not_before(self) -> None:
        table = DataTable(id="systems", label="systèmes", checked=NOW.date())
        assert outdated([table], NOW.date() + timedelta(days=TABLE_DAYS)) == ()
        assert outdated([table], NOW.date() + timedelta(days=TABLE_DAYS + 1)) == (table,)

    def test_a_table_of_tomorrow_is_not_old(self) -> None:
        table = DataTable(id="systems", label="systèmes", checked=NOW.date() + timedelta(days=9))
        assert outdated([table], NOW.date()) == ()

    def test_an_audit_keeps_the_tables_that_were_old_on_its_day(self) -> None:
        old = DataTable(id="vieille", label="vieille", checked=NOW.date() - timedelta(days=181))
        fresh = DataTable(id="neuve", label="neuve", checked=NOW.date())
        audit = make_audit(
            situation=Situation(users=1),
            readings=(),
            records=(),
            catalogue=a_catalogue(),
            guidance={},
            system="linux",
            now=NOW,
            tables=(old, fresh),
        )
        assert audit.outdated == (old,)


def test_a_situation_without_figures_means_several_users() -> None:
    assert Situation().several_users
    assert not replace(Situation(), users=1).several_users
