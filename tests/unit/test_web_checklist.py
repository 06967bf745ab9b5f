"""The checklist: what is ticked, what is shown apart, and what is looked for."""

from dataclasses import replace

import pytest

from hygie.core.audits import Audit
from hygie.core.findings import Counts, Finding, Verdict
from hygie.core.measures import Actor, Origin
from hygie.core.situation import Situation
from hygie.practice.people import Role
from hygie.web.checklist import Line, Sought, by_section, lines_of, not_called_for, read_sought
from hygie.web.owners import owners_of, say_by
from support.builders import NOW, a_catalogue, a_measure

BACKUP = a_measure(
    id="sauvegarde",
    number=18,
    short="Sauvegarder",
    title="Sauvegarder les données",
    section="Anticiper la survenue d'incidents",
    chapter="2.6.1",
    who=Actor.PROVIDER,
)
OURS = a_measure(id="pare-feu", number=36, origin=Origin.COMPLEMENT, short="Pare-feu")
LOCK = a_measure()


def an_audit(*findings: Finding) -> Audit:
    return Audit(
        at=NOW,
        system="linux",
        situation=Situation(),
        readings=(),
        findings=findings,
        plan=(),
        catalogue=a_catalogue(OURS, BACKUP, LOCK),
    )


def found(measure: str, verdict: Verdict, *, applicable: bool = True) -> Finding:
    return Finding(measure=measure, verdict=verdict, applicable=applicable)


def lines(*findings: Finding, origin: Origin = Origin.MEMENTO) -> tuple[Line, ...]:
    return lines_of(an_audit(*findings), origin, owners_of([OURS, BACKUP, LOCK], {}, {}))


@pytest.mark.parametrize(
    ("verdict", "boxes"),
    [
        (Verdict.MET, (True, False)),
        (Verdict.TO_DO, (False, True)),
        (Verdict.TO_CHECK, (False, False)),
        (Verdict.NOT_CONCERNED, (False, False)),
    ],
)
def test_the_boxes_follow_the_verdict_and_a_doubt_is_never_a_no(
    verdict: Verdict, boxes: tuple[bool, bool]
) -> None:
    (line,) = lines(found("verrouillage", verdict))
    assert (line.yes, line.no) == boxes


def test_lines_are_in_the_order_of_the_form_whatever_that_of_the_findings() -> None:
    shown = lines(found("sauvegarde", Verdict.MET), found("verrouillage", Verdict.MET))
    assert [line.measure.number for line in shown] == [10, 18]


def test_complements_and_what_no_column_asks_are_shown_apart() -> None:
    findings = (
        found("verrouillage", Verdict.MET),
        found("sauvegarde", Verdict.TO_DO, applicable=False),
        found("pare-feu", Verdict.TO_DO),
    )
    assert [line.measure.id for line in lines(*findings)] == ["verrouillage"]
    ours = lines(*findings, origin=Origin.COMPLEMENT)
    assert [line.measure.id for line in ours] == ["pare-feu"]
    whose = owners_of([OURS, BACKUP, LOCK], {}, {})
    beside = lines_of(an_audit(*findings), Origin.MEMENTO, whose, applicable=False)
    assert [line.measure.id for line in beside] == ["sauvegarde"]


def test_what_is_not_called_for_is_named_and_what_is_judged_is_not() -> None:
    audit = an_audit(found("verrouillage", Verdict.MET))
    left = not_called_for(audit, audit.catalogue)
    assert [measure.id for measure in left] == ["sauvegarde"]


def test_sections_bear_their_official_title_and_the_chapter_of_the_memento() -> None:
    shown = by_section(lines(found("sauvegarde", Verdict.MET), found("verrouillage", Verdict.MET)))
    assert [(one.chapters, one.title) for one in shown] == [
        ("2.3", "Protéger le poste"),
        ("2.6", "Anticiper la survenue d'incidents"),
    ]


def test_an_annexe_is_named_whole() -> None:
    (line,) = lines(found("verrouillage", Verdict.MET))
    annexe = replace(line, measure=replace(line.measure, chapter="Annexe 1"))
    assert by_section([annexe])[0].chapters == "Annexe 1"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({}, [10, 18]),
        ({"etat": "a_traiter"}, [18]),
        ({"qui": "prestataire"}, [18]),
        ({"qui": "editeur"}, []),
        ({"mots": "VERROUILLER"}, [10]),
        ({"mots": "donnees survenue"}, [18]),
        ({"mots": "18"}, [18]),
        ({"mots": "licorne"}, []),
        ({"etat": "n'importe quoi", "mots": "   "}, [10, 18]),
    ],
)
def test_the_filter_keeps_what_all_its_parts_keep(query: dict[str, str], kept: list[int]) -> None:
    sought = read_sought(query)
    shown = lines(found("verrouillage", Verdict.MET), found("sauvegarde", Verdict.TO_DO))
    assert [line.measure.number for line in shown if sought.keeps(line)] == kept


def test_a_filter_that_leaves_nothing_out_says_so() -> None:
    assert read_sought({"mots": " ", "etat": "", "qui": ""}).everything
    assert not read_sought({"mots": "clé"}).everything
    assert len(read_sought({"mots": "a" * 9999}).words) == 80


def test_counts_of_the_page_are_those_of_the_audit() -> None:
    audit = an_audit(found("verrouillage", Verdict.MET), found("pare-feu", Verdict.TO_DO))
    assert audit.counts == Counts(met=1)
    assert Sought().everything


def test_who_acts_is_the_person_it_was_given_to_else_whom_the_catalogue_names() -> None:
    names = {"7": "Camille"}
    assert owners_of([BACKUP], {}, names) == {"sauvegarde": ("prestataire", "votre prestataire")}
    assert owners_of([BACKUP], {"sauvegarde": "7"}, names)["sauvegarde"] == ("7", "Camille")
    given = owners_of([BACKUP], {"sauvegarde": "secretaire"}, names)["sauvegarde"]
    assert given == ("secretaire", Role.SECRETAIRE.word)
    assert owners_of([BACKUP], {"sauvegarde": "someone who left"}, {})["sauvegarde"][0] == (
        "prestataire"
    )


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("titulaire", "Titulaire"),
        ("associe:7", "Associé · Camille"),
        ("associe:8", "Associé"),
        ("intendant", "Intendant"),
    ],
)
def test_a_record_names_a_person_only_while_their_name_is_known(by: str, said: str) -> None:
    assert say_by(by, {"7": "Camille"}) == said
