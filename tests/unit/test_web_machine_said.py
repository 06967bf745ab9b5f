"""What each machine says of a measure, the doubts and the remedies included."""

from datetime import timedelta

from hygie.core.measures import Guidance, Origin, Role
from hygie.core.readings import Reading
from hygie.web.machine_said import (
    LOOK_ANEW,
    NEVER_READ,
    Machine,
    Said,
    fails_elsewhere,
    machines_of,
)
from hygie.web.measure_read import say_columns, say_place, say_threats, steps_of
from support.builders import (
    DELAY,
    LOCKS,
    MANAGER,
    NOW,
    a_catalogue,
    a_measure,
    at_most,
    no_object,
    seen,
    unseen,
)

HERE, OTHER = "poste-1", "poste-2"


def machines(*readings: Reading) -> tuple[Machine, ...]:
    measure = a_measure()
    return machines_of(
        measure,
        readings,
        a_catalogue(measure),
        here=HERE,
        systems={HERE: "linux", OTHER: "windows"},
    )


def said(machine: Machine, fact: str) -> Said:
    return next(one for one in machine.said if one.label == fact)


def test_a_value_is_shown_with_what_was_expected_its_source_and_its_date() -> None:
    (machine,) = machines(seen(LOCKS, False))
    one = said(machine, LOCKS)
    assert (one.value, one.expected, one.word, one.source, one.at) == (
        "non",
        "oui",
        "contraire",
        "essai",
        NOW,
    )
    assert machine.wrong


def test_what_could_not_be_read_says_why_and_where_to_look() -> None:
    (machine,) = machines(unseen(LOCKS), no_object(DELAY))
    assert (said(machine, LOCKS).value, said(machine, LOCKS).remedy) == (
        "Le système refuse.",
        "Regardez.",
    )
    assert said(machine, LOCKS).word == "non lu"
    assert (said(machine, DELAY).value, said(machine, DELAY).word) == (
        "Pas de session.",
        "sans objet",
    )
    assert not machine.wrong


def test_what_was_never_asked_is_a_doubt_and_never_a_silence() -> None:
    (machine,) = machines(seen(DELAY, 60))
    assert (said(machine, LOCKS).value, said(machine, LOCKS).remedy) == (NEVER_READ, LOOK_ANEW)
    assert said(machine, LOCKS).at is None


def test_a_fact_that_two_roles_want_alike_is_said_once() -> None:
    (machine,) = machines(seen(DELAY, 60))
    assert [one.label for one in machine.said].count(DELAY) == 1


def test_two_things_expected_of_one_fact_are_both_said() -> None:
    measure = a_measure(wants=(at_most(DELAY, 900), at_most(DELAY, 300, Role.SUFFICIENT)))
    (machine,) = machines_of(
        measure, [seen(DELAY, 600)], a_catalogue(measure), here=HERE, systems={}
    )
    assert [one.word for one in machine.said] == ["conforme", "contraire"]


def test_a_hint_never_wears_the_sign_of_what_is_to_be_put_right() -> None:
    (machine,) = machines(seen(MANAGER, False), seen(LOCKS, True), seen(DELAY, 60))
    hint = said(machine, MANAGER)
    assert hint.hint
    assert (hint.sign, hint.word, hint.tone) == ("?", "à regarder", "to-check")
    assert not machine.wrong


def test_each_workstation_has_its_own_table_this_one_first() -> None:
    found = machines(seen(LOCKS, False, poste=OTHER), seen(LOCKS, True), seen(DELAY, 60))
    assert [(one.id, one.name, one.here) for one in found] == [
        (HERE, "Linux", True),
        (OTHER, "Windows", False),
    ]
    assert [one.wrong for one in found] == [False, True]


def test_reading_this_workstation_again_is_offered_unless_only_others_are_wrong() -> None:
    good_here = (seen(LOCKS, True), seen(DELAY, 60))
    assert fails_elsewhere(machines(seen(LOCKS, False, poste=OTHER), *good_here))
    assert not fails_elsewhere(machines(seen(LOCKS, False, poste=OTHER), seen(LOCKS, False)))
    assert not fails_elsewhere(machines(*good_here))


def test_only_the_last_reading_speaks() -> None:
    (machine,) = machines(seen(LOCKS, False, at=NOW - timedelta(days=1)), seen(LOCKS, True))
    assert said(machine, LOCKS).value == "oui"


def test_a_measure_no_machine_decides_has_no_table() -> None:
    measure = a_measure(wants=())
    assert machines_of(measure, [seen(LOCKS, True)], a_catalogue(), here=HERE, systems={}) == ()


def test_steps_are_for_this_system_then_for_those_of_the_practice() -> None:
    guidance = Guidance(how={"linux": ("a",), "windows": ("b",), "macos": ("c",)})
    own, windows = steps_of(guidance, "linux", {"windows"}, {"windows"})
    assert (own.title, own.lines, own.shown) == ("", ("a",), True)
    assert (windows.title, windows.lines, windows.shown) == (
        "Sur un poste Windows 11",
        ("b",),
        True,
    )
    assert not steps_of(guidance, "linux", {"windows"}, ())[1].shown
    assert len(steps_of(guidance, "linux", (), ())) == 1


def test_steps_that_need_no_computer_serve_where_there_are_no_others() -> None:
    (steps,) = steps_of(Guidance(how={"anyone": ("a",)}), "linux", {"windows"}, ())
    assert steps.lines == ("a",)
    assert steps_of(Guidance(), "linux", (), ()) == ()


def test_the_place_of_a_measure_never_presents_ours_as_the_official_one() -> None:
    catalogue = a_catalogue()
    assert say_place(a_measure(), catalogue) == "Mémento V2.0, ligne 10, chapitre 2.3.3"
    annexe = a_measure(chapter="Annexe 1", number=29)
    assert say_place(annexe, catalogue) == "Mémento V2.0, ligne 29, Annexe 1"
    ours = a_measure(origin=Origin.COMPLEMENT)
    assert say_place(ours, catalogue).startswith("Complément de Hygie, compté à part")
    alone = a_measure(origin=Origin.COMPLEMENT, chapter="Complément")
    assert say_place(alone, catalogue) == "Complément de Hygie, compté à part"


def test_columns_and_threats_are_said_in_words() -> None:
    assert say_columns(a_measure(cloud=False)) == "données au cabinet (L)"
    assert say_columns(a_measure(several_users_only=True)).endswith("à plusieurs utilisateurs")
    assert say_threats(a_measure()) == (
        "divulgation de données de santé et vol ou perte de matériel"
    )
    assert say_threats(a_measure(threats=())) == ""
