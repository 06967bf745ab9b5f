from collections.abc import Sequence
from datetime import timedelta

import pytest

from hygie.core.findings import Basis, Finding, Outcome, Verdict
from hygie.core.judgement import judge
from hygie.core.measures import EvidenceKind, Role
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from support.builders import (
    DELAY,
    LOCKS,
    MANAGER,
    NOW,
    POSTE,
    a_catalogue,
    a_measure,
    a_proof,
    an_answer,
    at_most,
    is_true,
    locked,
    no_object,
    seen,
    unseen,
    verdicts,
)

ALONE = Situation(users=1)


def the_finding(
    readings: Sequence[Reading], records: Sequence[Record], situation: Situation = ALONE
) -> Finding:
    (finding,) = judge(situation, readings, records, a_catalogue(), NOW)
    return finding


def test_a_machine_that_shows_all_is_met_by_reading() -> None:
    finding = the_finding([*locked()], [])
    assert (finding.verdict, finding.basis) == (Verdict.MET, Basis.READING)
    assert finding.since == NOW


def test_one_required_reading_contrary_is_to_do() -> None:
    finding = the_finding([seen(LOCKS, False), seen(DELAY, 300)], [])
    assert (finding.verdict, finding.basis) == (Verdict.TO_DO, Basis.READING)
    assert [item.failing for item in finding.because if item.outcome is Outcome.BAD] == [
        f"{LOCKS} n'est pas en place."
    ]


@pytest.mark.parametrize("readings", [[], [unseen(LOCKS), unseen(DELAY), unseen(MANAGER)]])
def test_an_unreadable_machine_is_neither_healthy_nor_ill(readings: list[Reading]) -> None:
    finding = the_finding(readings, [])
    assert (finding.verdict, finding.basis) == (Verdict.TO_CHECK, None)


def test_required_facts_without_a_sufficient_one_prove_nothing() -> None:
    measure = a_measure(wants=(is_true(LOCKS),))
    (finding,) = judge(ALONE, [seen(LOCKS, True)], [], a_catalogue(measure), NOW)
    assert finding.verdict is Verdict.TO_CHECK


@pytest.mark.parametrize("manager", [True, False])
@pytest.mark.parametrize("answer", list(Answer))
def test_a_hint_never_decides(manager: bool, answer: Answer) -> None:
    without = the_finding([unseen(LOCKS)], [an_answer(answer)])
    with_hint = the_finding([unseen(LOCKS), seen(MANAGER, manager)], [an_answer(answer)])
    assert with_hint.verdict is without.verdict
    assert with_hint.basis is without.basis


def test_a_hint_without_predicate_is_only_shown() -> None:
    hint = at_most(MANAGER, 0, Role.HINT)
    measure = a_measure(
        wants=(is_true(LOCKS), type(hint)(fact=MANAGER, role=Role.HINT, predicate=None))
    )
    (finding,) = judge(ALONE, [seen(MANAGER, True)], [], a_catalogue(measure), NOW)
    assert {item.outcome for item in finding.because} == {Outcome.UNKNOWN, Outcome.SHOWN}


def test_a_value_of_another_kind_is_not_known() -> None:
    finding = the_finding([seen(LOCKS, "oui"), seen(DELAY, 300)], [])
    assert finding.verdict is Verdict.TO_CHECK


def test_a_fact_without_object_does_not_stand_in_the_way() -> None:
    assert the_finding([no_object(LOCKS), seen(DELAY, 300)], []).verdict is Verdict.MET
    assert the_finding([no_object(LOCKS), no_object(DELAY)], []).verdict is Verdict.TO_CHECK


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer.YES, Verdict.MET),
        (Answer.PARTLY, Verdict.TO_DO),
        (Answer.NO, Verdict.TO_DO),
        (Answer.UNKNOWN, Verdict.TO_CHECK),
        (Answer.NOT_CONCERNED, Verdict.NOT_CONCERNED),
    ],
)
def test_what_is_said_counts_when_the_machine_cannot_tell(answer: Answer, verdict: Verdict) -> None:
    finding = the_finding([unseen(LOCKS)], [an_answer(answer)])
    assert finding.verdict is verdict
    assert finding.basis is (None if answer is Answer.UNKNOWN else Basis.DECLARATION)


@pytest.mark.parametrize("detail", [{}, {"reponse": "peut-être"}, {"reponse": "sans_objet"}])
def test_an_answer_that_means_nothing_is_not_known(detail: dict[str, str]) -> None:
    finding = the_finding([unseen(LOCKS)], [an_answer(Answer.YES, detail=detail)])
    assert finding.verdict is Verdict.TO_CHECK


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NOT_CONCERNED])
def test_a_machine_that_contradicts_words_wins_and_says_so(answer: Answer) -> None:
    finding = the_finding([seen(LOCKS, False)], [an_answer(answer)])
    assert finding.verdict is Verdict.TO_DO
    assert finding.contradiction


def test_words_that_contradict_a_sound_machine_are_shown_too() -> None:
    finding = the_finding([*locked()], [an_answer(Answer.NO)])
    assert (finding.verdict, finding.contradiction) == (Verdict.MET, True)


def test_agreement_is_no_contradiction() -> None:
    assert not the_finding([*locked()], [an_answer(Answer.YES)]).contradiction
    assert not the_finding([seen(LOCKS, False)], [an_answer(Answer.NO)]).contradiction
    assert not the_finding([unseen(LOCKS)], [an_answer(Answer.NO)]).contradiction


def test_an_old_answer_falls_back_on_its_very_date() -> None:
    ends = NOW + timedelta(days=364)
    answer = an_answer(Answer.YES)
    (before,) = judge(ALONE, [unseen(LOCKS)], [answer], a_catalogue(), ends - timedelta(seconds=1))
    (after,) = judge(ALONE, [unseen(LOCKS)], [answer], a_catalogue(), ends)
    assert (before.verdict, after.verdict) == (Verdict.MET, Verdict.TO_CHECK)
    assert (before.lapsed, after.lapsed) == (False, True)
    assert before.expires == ends


def test_a_record_from_the_future_proves_nothing() -> None:
    tomorrow = NOW + timedelta(days=1)
    records = [an_answer(Answer.YES, at=tomorrow), a_proof(at=tomorrow)]
    assert the_finding([unseen(LOCKS)], records).verdict is Verdict.TO_CHECK
    assert the_finding([seen(LOCKS, False, at=tomorrow)], []).verdict is Verdict.TO_CHECK


def test_the_last_answer_stands() -> None:
    older = an_answer(Answer.NO, at=NOW - timedelta(days=9))
    assert the_finding([unseen(LOCKS)], [an_answer(Answer.YES), older]).verdict is Verdict.MET


def test_of_two_answers_of_one_instant_the_graver_stands() -> None:
    records = [an_answer(Answer.YES), an_answer(Answer.NO)]
    assert the_finding([unseen(LOCKS)], records).verdict is Verdict.TO_DO
    assert the_finding([unseen(LOCKS)], records[::-1]).verdict is Verdict.TO_DO


def test_an_answer_without_end_never_lapses() -> None:
    record = an_answer(Answer.YES, expires=None)
    assert the_finding([unseen(LOCKS)], [record]).verdict is Verdict.MET


def test_a_former_id_still_speaks() -> None:
    measure = a_measure(formerly=("ecran",))
    record = an_answer(Answer.YES, measure="ecran")
    (finding,) = judge(ALONE, [unseen(LOCKS)], [record], a_catalogue(measure), NOW)
    assert finding.verdict is Verdict.MET


def test_another_measures_records_do_not_count() -> None:
    records = [an_answer(Answer.YES, measure="sauvegarde"), a_proof(measure="sauvegarde")]
    assert the_finding([unseen(LOCKS)], records).verdict is Verdict.TO_CHECK


class TestEvidence:
    def test_a_proof_is_enough(self) -> None:
        finding = the_finding([unseen(LOCKS)], [a_proof()])
        assert (finding.verdict, finding.basis) == (Verdict.MET, Basis.EVIDENCE)
        assert finding.expires == NOW + timedelta(days=364)

    def test_a_proof_of_an_act_that_failed_is_to_do(self) -> None:
        failed = a_proof(detail={"resultat": "echec"})
        finding = the_finding([unseen(LOCKS)], [failed, an_answer(Answer.YES)])
        assert (finding.verdict, finding.basis) == (Verdict.TO_DO, Basis.EVIDENCE)
        assert finding.contradiction

    def test_a_success_after_a_failure_stands(self) -> None:
        failed = a_proof(detail={"resultat": "echec"}, at=NOW - timedelta(days=3))
        assert the_finding([unseen(LOCKS)], [a_proof(), failed]).verdict is Verdict.MET

    def test_a_no_said_after_the_proof_outweighs_it(self) -> None:
        later, earlier = NOW - timedelta(hours=1), NOW - timedelta(days=3)
        no_now, no_then = an_answer(Answer.NO, at=later), an_answer(Answer.NO, at=earlier)
        assert the_finding([unseen(LOCKS)], [a_proof(), no_now]).verdict is Verdict.TO_DO
        assert the_finding([unseen(LOCKS)], [a_proof(), no_then]).verdict is Verdict.MET

    def test_an_old_proof_that_was_not_needed_leaves_the_word(self) -> None:
        old = a_proof(expires=NOW)
        assert the_finding([unseen(LOCKS)], [old]).verdict is Verdict.TO_CHECK
        assert the_finding([unseen(LOCKS)], [old, an_answer(Answer.YES)]).verdict is Verdict.MET

    def test_a_proof_without_end_holds(self) -> None:
        finding = the_finding([unseen(LOCKS)], [a_proof(expires=None)])
        assert (finding.verdict, finding.expires) == (Verdict.MET, None)


BACKUP = a_measure(
    wants=(),
    evidence=(
        EvidenceKind(id="faite", label="Sauvegarde faite", days=8, needed=True),
        EvidenceKind(id="restauree", label="Restauration testée", days=91, needed=True),
        EvidenceKind(id="photo", label="Photo", days=365),
    ),
)


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([a_proof("faite"), a_proof("restauree")], Verdict.MET),
        ([a_proof("faite")], Verdict.TO_CHECK),
        ([a_proof("photo")], Verdict.TO_CHECK),
        ([a_proof("faite", expires=NOW), a_proof("restauree")], Verdict.TO_CHECK),
        ([an_answer(Answer.YES)], Verdict.MET),
        # Twenty-three days of silence: an old «oui» does not cover a backup that stopped.
        ([a_proof("faite", expires=NOW), an_answer(Answer.YES)], Verdict.TO_CHECK),
    ],
)
def test_a_backup_needs_its_run_and_its_restore(records: list[Record], verdict: Verdict) -> None:
    (finding,) = judge(ALONE, [], records, a_catalogue(BACKUP), NOW)
    assert finding.verdict is verdict


class TestWorkstations:
    TWO = Situation(users=2, computers=2)

    def test_one_unread_leaves_a_doubt_whatever_is_said(self) -> None:
        finding = the_finding([*locked()], [an_answer(Answer.YES), a_proof()], self.TWO)
        assert (finding.verdict, finding.unread) == (Verdict.TO_CHECK, 1)

    def test_one_unread_does_not_hide_a_fault_or_a_no(self) -> None:
        assert the_finding([seen(LOCKS, False)], [], self.TWO).verdict is Verdict.TO_DO
        assert the_finding([*locked()], [an_answer(Answer.NO)], self.TWO).verdict is Verdict.TO_DO

    def test_the_worst_workstation_decides(self) -> None:
        ill: list[Reading] = [
            seen(LOCKS, False, poste="poste-2"),
            seen(DELAY, 300, poste="poste-2"),
        ]
        assert the_finding([*locked(), *locked("poste-2")], [], self.TWO).verdict is Verdict.MET
        assert the_finding([*locked(), *ill], [], self.TWO).verdict is Verdict.TO_DO
        silent = unseen(LOCKS, poste="poste-2")
        assert the_finding([*locked(), silent], [], self.TWO).verdict is Verdict.TO_CHECK

    def test_people_answer_for_a_workstation_that_was_read_but_silent(self) -> None:
        readings: list[Reading] = [*locked(), unseen(LOCKS, poste="poste-2")]
        of_one = an_answer(Answer.YES, workstation=POSTE)
        of_two = an_answer(Answer.YES, workstation="poste-2")
        assert the_finding(readings, [of_one], self.TWO).verdict is Verdict.TO_CHECK
        assert the_finding(readings, [of_one, of_two], self.TWO).verdict is Verdict.MET
        assert the_finding(readings, [an_answer(Answer.YES)], self.TWO).verdict is Verdict.MET

    def test_a_proof_for_one_workstation_says_nothing_of_the_other(self) -> None:
        readings = [unseen(LOCKS), unseen(LOCKS, poste="poste-2")]
        assert the_finding(readings, [a_proof(workstation=POSTE)]).verdict is Verdict.TO_CHECK

    def test_a_measure_machines_do_not_decide_waits_for_none(self) -> None:
        measure = a_measure(wants=())
        records = [an_answer(Answer.YES)]
        (finding,) = judge(self.TWO, [], records, a_catalogue(measure), NOW)
        assert finding.verdict is Verdict.MET

    def test_the_newest_reading_of_a_workstation_stands(self) -> None:
        yesterday = NOW - timedelta(days=1)
        readings = [*locked(), seen(LOCKS, False, at=yesterday)]
        assert the_finding(readings, []).verdict is Verdict.MET


class TestColumns:
    LOCAL_ONLY = a_measure(id="locale", cloud=False)
    CLOUD_ONLY = a_measure(id="nuage", local=False)
    CHARTER = a_measure(id="charte", several_users_only=True)
    CATALOGUE = a_catalogue(LOCAL_ONLY, CLOUD_ONLY, CHARTER)

    def ids(self, **situation: object) -> set[str]:
        return set(verdicts(judge(Situation(**situation), [], [], self.CATALOGUE, NOW)))  # type: ignore[arg-type]  # any field

    def test_columns_and_users_call_for_measures(self) -> None:
        assert self.ids(users=2) == {"locale", "nuage", "charte"}
        assert self.ids() == {"locale", "nuage", "charte"}
        assert self.ids(users=1, cloud=False) == {"locale"}
        assert self.ids(users=1, local=False) == {"nuage"}

    def test_a_bad_reading_is_shown_whatever_the_columns_say(self) -> None:
        situation = Situation(local=False, users=1)
        findings = judge(situation, [seen(LOCKS, False)], [], self.CATALOGUE, NOW)
        by_id = {finding.measure: finding for finding in findings}
        assert by_id["locale"].verdict is Verdict.TO_DO
        assert not by_id["locale"].applicable
        assert by_id["nuage"].applicable


class TestStandIns:
    CHARTER = a_measure(id="charte", cloud=False, several_users_only=True, wants=())
    ITS_OWN = a_measure(
        id="charte-c", local=False, several_users_only=True, wants=(), instead_of="charte"
    )
    ORPHAN = a_measure(id="seule", local=False, wants=(), instead_of="absente")
    CATALOGUE = a_catalogue(CHARTER, ITS_OWN, ORPHAN)

    def ids(self, **situation: object) -> set[str]:
        return set(verdicts(judge(Situation(**situation), [], [], self.CATALOGUE, NOW)))  # type: ignore[arg-type]  # any field

    def test_a_stand_in_leaves_when_the_line_it_stands_for_applies(self) -> None:
        assert self.ids(users=2) == {"charte", "seule"}
        assert self.ids(users=2, cloud=False) == {"charte"}

    def test_a_stand_in_is_called_for_when_that_line_is_not(self) -> None:
        assert self.ids(users=2, local=False) == {"charte-c", "seule"}

    def test_a_stand_in_keeps_its_own_conditions(self) -> None:
        assert self.ids(users=1, local=False) == {"seule"}
        assert self.ids(users=1) == {"seule"}

    def test_a_stand_in_shows_its_bad_reading_like_any_other(self) -> None:
        stand_in = a_measure(id="c", local=False, wants=(is_true(LOCKS),), instead_of="l")
        catalogue = a_catalogue(a_measure(id="l", cloud=False, wants=()), stand_in)
        findings = judge(Situation(users=1), [seen(LOCKS, False)], [], catalogue, NOW)
        assert [(finding.measure, finding.applicable) for finding in findings] == [
            ("l", True),
            ("c", False),
        ]
        assert verdicts(findings)["c"] is Verdict.TO_DO


class TestNoComputer:
    ONLY = a_measure(computers_only=True)
    NONE = Situation(users=1, computers=0)

    def verdict(
        self, situation: Situation, *records: Record, readings: Sequence[Reading] = ()
    ) -> tuple[Verdict, Basis | None]:
        (found,) = judge(situation, readings, records, a_catalogue(self.ONLY), NOW)
        return (found.verdict, found.basis)

    def test_what_is_only_about_computers_has_no_object(self) -> None:
        expected = (Verdict.NOT_CONCERNED, Basis.DECLARATION)
        assert self.verdict(self.NONE) == expected
        for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN):
            assert self.verdict(self.NONE, an_answer(answer)) == expected

    def test_one_computer_or_one_reading_is_enough_to_judge(self) -> None:
        assert self.verdict(Situation(users=1)) == (Verdict.TO_CHECK, None)
        found = self.verdict(self.NONE, readings=[seen(LOCKS, False)])
        assert found == (Verdict.TO_DO, Basis.READING)

    def test_the_rest_is_asked_like_anywhere(self) -> None:
        (found,) = judge(self.NONE, [], [], a_catalogue(), NOW)
        assert (found.verdict, found.unread) == (Verdict.TO_CHECK, 0)
