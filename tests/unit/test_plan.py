import math

from hypothesis import given
from hypothesis import strategies as st

from hygie.core.findings import Because, Finding, Outcome, Verdict, count
from hygie.core.judgement import judge
from hygie.core.measures import Guidance, Role, Threat
from hygie.core.plan import FIRST_DAY, Task, gravity, make_plan
from hygie.core.records import Answer
from hygie.core.situation import Situation
from support.builders import LOCKS, NOW, a_catalogue, a_measure, an_answer, locked, seen, unseen

ALONE = Situation(users=1)
GUIDANCE = {
    "verrouillage": Guidance(
        why=("Parce que.",),
        how={"linux": ("Ouvrez Paramètres.",), "windows": ("Ouvrez Options.",)},
        where_to_look=("Attendez un quart d'heure.",),
        message="Merci de régler le verrouillage.",
    )
}


def test_a_measure_in_place_is_never_advised() -> None:
    findings = judge(ALONE, locked(), [], a_catalogue(), NOW)
    assert make_plan(findings, a_catalogue(), GUIDANCE, "linux") == ()


def test_a_measure_without_object_is_never_advised() -> None:
    findings = judge(ALONE, [], [an_answer(Answer.NOT_CONCERNED)], a_catalogue(), NOW)
    assert make_plan(findings, a_catalogue(), GUIDANCE, "linux") == ()


def test_what_is_to_do_says_why_and_how_on_this_system() -> None:
    findings = judge(ALONE, [seen(LOCKS, False)], [an_answer(Answer.YES)], a_catalogue(), NOW)
    (action,) = make_plan(findings, a_catalogue(), GUIDANCE, "linux")
    assert (action.task, action.title) == (Task.DO, "Activez le verrouillage automatique.")
    assert action.reasons == (f"{LOCKS} n'est pas en place.",)
    assert action.how == ("Ouvrez Paramètres.",)
    assert action.contradiction
    assert action.today


def test_another_system_has_its_own_steps_and_none_is_borrowed() -> None:
    findings = judge(ALONE, [seen(LOCKS, False)], [], a_catalogue(), NOW)
    (windows,) = make_plan(findings, a_catalogue(), GUIDANCE, "windows")
    (macos,) = make_plan(findings, a_catalogue(), GUIDANCE, "macos")
    assert (windows.how, macos.how) == (("Ouvrez Options.",), ())
    anyone = {"verrouillage": Guidance(how={"anyone": ("Fermez la porte.",)})}
    (by_hand,) = make_plan(findings, a_catalogue(), anyone, "macos")
    assert by_hand.how == ("Fermez la porte.",)


def test_the_steps_are_for_the_workstation_that_fails() -> None:
    """One plan is read on one workstation, and carried to the other."""
    systems = {"poste-2": "windows"}

    def steps_of(*failing: str) -> tuple[str, ...]:
        readings = [seen(LOCKS, False, poste=poste) for poste in failing]
        findings = judge(ALONE, readings, [], a_catalogue(), NOW)
        (action,) = make_plan(findings, a_catalogue(), GUIDANCE, "linux", systems)
        return action.how

    assert steps_of("poste-2") == ("Ouvrez Options.",)
    assert steps_of("poste-1") == steps_of("poste-1", "poste-2") == ("Ouvrez Paramètres.",)


def test_what_is_not_known_leads_somewhere() -> None:
    findings = judge(ALONE, [unseen(LOCKS)], [an_answer(Answer.UNKNOWN)], a_catalogue(), NOW)
    (action,) = make_plan(findings, a_catalogue(), GUIDANCE, "linux")
    assert action.task is Task.FIND_OUT
    assert action.title == "Se verrouille-t-il seul ?"
    assert action.how == ("Attendez un quart d'heure.",)
    assert action.message == "Merci de régler le verrouillage."


def test_all_answers_unknown_give_the_whole_list_and_numbers_that_are_numbers() -> None:
    catalogue = a_catalogue(*(a_measure(id=f"mesure-{rank}", number=rank) for rank in range(1, 34)))
    records = [an_answer(Answer.UNKNOWN, measure=measure) for measure in catalogue.measures]
    findings = judge(Situation(), [], records, catalogue, NOW)
    plan = make_plan(findings, catalogue, {}, "linux")
    assert {action.measure for action in plan} == set(catalogue.measures)
    assert {action.task for action in plan} == {Task.FIND_OUT}
    tally = count(findings)
    assert (tally.met, tally.to_do, tally.to_check) == (0, 0, 33)
    assert all(math.isfinite(action.minutes) for action in plan)


def test_acts_come_before_questions_and_the_gravest_first() -> None:
    light = a_measure(id="papier", threats=(Threat.NON_COMPLIANCE,), minutes=5)
    grave = a_measure(id="copie", threats=(Threat.RANSOMWARE, Threat.DATA_LOSS), minutes=60)
    doubt = a_measure(id="doute", threats=(Threat.RANSOMWARE, Threat.DATA_LOSS), minutes=5)
    catalogue = a_catalogue(doubt, light, grave)
    findings = [
        Finding(measure="papier", verdict=Verdict.TO_DO),
        Finding(measure="doute", verdict=Verdict.TO_CHECK),
        Finding(measure="copie", verdict=Verdict.TO_DO),
    ]
    plan = make_plan(findings, catalogue, {}, "linux")
    assert [action.measure for action in plan] == ["copie", "papier", "doute"]


def test_without_a_computer_what_is_of_the_phones_leads_its_kind() -> None:
    grave = a_measure(id="copie", threats=(Threat.RANSOMWARE, Threat.DATA_LOSS))
    phone = a_measure(id="telephone", threats=(Threat.THEFT,), first_on_phones=True)
    catalogue = a_catalogue(grave, phone)
    for verdict in (Verdict.TO_DO, Verdict.TO_CHECK):
        findings = [Finding(measure=id_, verdict=verdict) for id_ in catalogue.measures]
        for phones, first in ((True, "telephone"), (False, "copie")):
            plan = make_plan(findings, catalogue, {}, "linux", phones=phones)
            assert plan[0].measure == first
    findings = [
        Finding(measure="telephone", verdict=Verdict.TO_CHECK),
        Finding(measure="copie", verdict=Verdict.TO_DO),
    ]
    assert make_plan(findings, catalogue, {}, "linux", phones=True)[0].measure == "copie"


def test_of_two_as_grave_the_quick_one_is_first() -> None:
    slow, quick = a_measure(id="lente", minutes=120), a_measure(id="vite", minutes=10, number=11)
    catalogue = a_catalogue(slow, quick)
    findings = [Finding(measure=id_, verdict=Verdict.TO_DO) for id_ in catalogue.measures]
    plan = make_plan(findings, catalogue, {}, "linux")
    assert [action.measure for action in plan] == ["vite", "lente"]


def test_naming_more_threats_does_not_make_a_measure_graver() -> None:
    two = a_measure(threats=(Threat.RANSOMWARE, Threat.DATA_LOSS))
    assert gravity(a_measure(threats=tuple(Threat))) == gravity(two)


@given(st.integers(0, 40))
def test_the_first_day_has_three_actions_at_most(size: int) -> None:
    catalogue = a_catalogue(*(a_measure(id=f"m-{rank}", number=rank) for rank in range(size + 1)))
    findings = [Finding(measure=id_, verdict=Verdict.TO_DO) for id_ in catalogue.measures]
    plan = make_plan(findings, catalogue, {}, "linux")
    assert sum(action.today for action in plan) == min(FIRST_DAY, size + 1)
    assert all(action.today for action in plan[:FIRST_DAY])


def test_one_bad_reading_takes_one_place_among_the_first_acts() -> None:
    measures = [a_measure(id=id_, number=rank) for rank, id_ in enumerate("abcd", start=1)]
    catalogue = a_catalogue(*measures)
    twice = Because(
        fact=LOCKS, workstation="w", role=Role.REQUIRED, outcome=Outcome.BAD, failing="Ouvert."
    )
    findings = [
        Finding(measure="a", verdict=Verdict.TO_DO, because=(twice,)),
        Finding(measure="b", verdict=Verdict.TO_DO, because=(twice,)),
        Finding(measure="c", verdict=Verdict.TO_DO),
        Finding(measure="d", verdict=Verdict.TO_DO),
    ]
    plan = make_plan(findings, catalogue, {}, "linux")
    assert [(action.measure, action.today) for action in plan] == [
        ("a", True),
        ("c", True),
        ("d", True),
        ("b", False),
    ]
