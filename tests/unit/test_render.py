"""The result in a terminal: what is there, in which order, and that it fits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.messages import READERS, grouped_message
from hygie.audit.render import counts, first_result, old_tables, result, whole_plan
from hygie.core.ages import DataTable
from hygie.core.audits import Audit, make_audit
from hygie.core.measures import Catalogue, Guidance, Recipient
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from hygie.terminal.layout import width_of
from hygie.terminal.tones import plain
from hygie.terminal.typography import NARROW, NO_BREAK
from support.builders import (
    DELAY,
    LOCKS,
    NOW,
    a_catalogue,
    a_measure,
    a_proof,
    an_answer,
    locked,
    seen,
    unseen,
)

MANY = a_catalogue(
    *(a_measure(id=f"mesure-{rank}", short=f"Mesure {rank}", number=rank) for rank in range(1, 34))
)
GUIDANCE = Guidance(how={"linux": ("Ouvrez Paramètres.",)}, message="Merci de faire ceci.")


def an_audit(
    readings: Iterable[Reading] = (),
    records: Iterable[Record] = (),
    catalogue: Catalogue | None = None,
    situation: Situation | None = None,
) -> Audit:
    kept = catalogue or a_catalogue()
    return make_audit(
        situation=situation or Situation(users=1),
        readings=readings,
        records=records,
        catalogue=kept,
        guidance=dict.fromkeys(kept.measures, GUIDANCE),
        system="linux",
        now=NOW,
    )


def drawn(audit: Audit) -> str:
    return text(result(audit, now=NOW, zone=UTC, took=timedelta(seconds=0.8)))


def text(lines: Iterable[str]) -> str:
    return plain("\n".join(lines)).replace(NO_BREAK, " ").replace(NARROW, " ")


def test_the_result_is_in_the_order_of_what_matters() -> None:
    page = drawn(an_audit([seen(LOCKS, False), unseen(DELAY)], [an_answer(Answer.YES)]))
    order = [
        "Situation en partie supposée :",
        "0 respectée   ▲ 1 à traiter   ? 0 à vérifier",
        "Vol ou perte de matériel",
        "Contradiction",
        "À faire d'abord",
        "Ce que ce poste n'a pas pu dire (1)",
        "hygie plan",
    ]
    assert [page.index(mark) for mark in order] == sorted(page.index(mark) for mark in order)


def test_a_contradiction_says_both_sides_and_when() -> None:
    page = drawn(an_audit([seen(LOCKS, False)], [an_answer(Answer.YES)])).replace("\n   ", "")
    assert "vous avez répondu « oui », mais session.lock_enabled n'est pas en place" in page
    assert "(constaté le 22 nov. à 18 h 41)" in page


def test_a_sound_machine_that_words_deny_is_said_too() -> None:
    page = drawn(an_audit(locked(), [an_answer(Answer.NO)]))
    assert "ce poste montre le contraire" in page.replace("\n    ", " ")


def test_a_failed_act_that_words_deny_is_said_too() -> None:
    failed = a_proof(detail={"resultat": "echec"})
    page = drawn(an_audit([unseen(LOCKS)], [failed, an_answer(Answer.YES)]))
    assert "un acte enregistré montre le contraire" in page.replace("\n    ", " ")


def test_nothing_to_do_is_said_and_nothing_more() -> None:
    page = drawn(an_audit(locked()))
    assert "Rien à faire aujourd'hui" in page
    assert "Reste à savoir" not in page
    assert "Contradiction" not in page


def test_all_unknown_lists_everything_to_find_out() -> None:
    records = [an_answer(Answer.UNKNOWN, measure=measure) for measure in MANY.measures]
    page = drawn(an_audit([unseen(LOCKS)], records, MANY))
    assert "Reste à savoir (33)" in page
    assert all(f"? Mesure {rank}\n" in page for rank in range(1, 34))
    assert "nan" not in page.lower()


def test_more_acts_than_fit_point_to_the_plan() -> None:
    records = [an_answer(Answer.NO, measure=measure) for measure in MANY.measures]
    page = drawn(an_audit([unseen(LOCKS)], records, MANY))
    assert "… et 25 autres actes : hygie plan" in page


def test_a_computer_never_read_is_said() -> None:
    one = drawn(an_audit(locked(), situation=Situation(computers=2)))
    assert "1 ordinateur du cabinet n'a pas été lu" in one
    two = drawn(an_audit(locked(), situation=Situation(computers=3)))
    assert "2 ordinateurs du cabinet n'ont pas été lus" in two


def test_a_fault_outside_the_columns_is_shown_apart() -> None:
    catalogue = a_catalogue(a_measure(local=False))
    page = drawn(
        an_audit([seen(LOCKS, False)], catalogue=catalogue, situation=Situation(cloud=False))
    )
    assert "Constaté aussi, hors de votre liste" in page


def test_what_is_without_object_stands_outside_the_three_counts() -> None:
    line = text([counts(an_audit([unseen(LOCKS)], [an_answer(Answer.NOT_CONCERNED)]))])
    assert line.strip() == "● 0 respectée   ▲ 0 à traiter   ? 0 à vérifier   – 1 sans objet"


def test_the_first_result_speaks_of_the_machine_only() -> None:
    took = timedelta(seconds=1)
    ill = text(first_result(an_audit([seen(LOCKS, False)]), took=took))
    assert "▲ session.lock_enabled n'est pas en place." in ill
    assert "Rien d'anormal" in text(first_result(an_audit(locked()), took=took))


def test_the_whole_plan_has_steps_and_doubts() -> None:
    page = text(whole_plan(an_audit([seen(LOCKS, False)])))
    assert "À faire (1)" in page
    assert "Ouvrez Paramètres." in page
    assert "À savoir (1)" in text(whole_plan(an_audit([unseen(LOCKS)])))
    assert "Rien à faire" in text(whole_plan(an_audit(locked())))


def test_the_messages_are_offered_to_whom_they_concern() -> None:
    assert "à votre prestataire : hygie plan --message prestataire" in drawn(an_audit())
    assert "hygie plan --message editeur" not in drawn(an_audit())
    asked = a_catalogue(a_measure(message_for=Recipient.VENDOR))
    assert "à votre éditeur : hygie plan --message editeur" in drawn(an_audit(catalogue=asked))


def test_an_old_table_is_said_and_what_to_do() -> None:
    audit = an_audit()
    old = DataTable(id="systems", label="fin des correctifs", checked=date(2026, 5, 1))
    assert "plus de 180 jours" not in drawn(audit)
    page = " ".join(drawn(replace(audit, outdated=(old,))).split())
    assert "▲ Données vérifiées il y a plus de 180 jours : fin des correctifs (1er mai" in page
    assert "mettez Hygie à jour" in page
    assert list(old_tables(audit)) == []


answers = st.lists(
    st.tuples(st.sampled_from(sorted(MANY.measures)), st.sampled_from(list(Answer))), max_size=33
)


@given(answers, st.booleans(), st.integers(1, 4))
def test_whatever_is_found_fits_in_eighty_columns(
    told: list[tuple[str, Answer]], locks: bool, computers: int
) -> None:
    records = [an_answer(answer, measure=measure) for measure, answer in told]
    audit = an_audit([seen(LOCKS, locks)], records, MANY, Situation(computers=computers))
    messages = [text(grouped_message(audit, reader, zone=UTC)) for reader in READERS]
    pages = [drawn(audit), text(whole_plan(audit)), *messages]
    assert all(width_of(line) <= 80 for page in pages for line in page.split("\n"))
