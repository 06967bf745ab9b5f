"""«Am I in danger today?»: what cannot wait is said, and nothing is said when there is nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hygie.core.ages import READING_DAYS
from hygie.core.audits import Audit
from hygie.core.findings import Because, Finding, Outcome, Proof, ProofState, Verdict
from hygie.core.measures import Origin, Role
from hygie.core.situation import Situation
from hygie.web.alarms import ANTIVIRUS, BACKUP, HOSTING, SOON, alarms, attention, endings
from support.builders import NOW, POSTE, a_catalogue, a_measure

OTHER = "verrouillage"
NO_ANTIVIRUS = "Aucun antivirus n'est en marche."


def an_audit(*findings: Finding) -> Audit:
    measures = (a_measure(id=id_, short=id_) for id_ in (BACKUP, ANTIVIRUS, HOSTING, OTHER))
    return Audit(
        at=NOW,
        system="linux",
        situation=Situation(),
        readings=(),
        findings=findings,
        plan=(),
        catalogue=a_catalogue(*measures),
    )


def a_finding(measure: str = OTHER, **changes: Any) -> Finding:
    return replace(Finding(measure=measure, verdict=Verdict.TO_DO), **changes)


def a_proof(state: ProofState, **changes: Any) -> Proof:
    plain = Proof(kind="faite", label="Certificat HDS", state=state, at=NOW, expires=NOW)
    return replace(plain, **changes)


def wrong(fact: str = "antivirus.running", **changes: Any) -> Because:
    plain = Because(
        fact=fact,
        workstation=POSTE,
        role=Role.REQUIRED,
        outcome=Outcome.BAD,
        failing=NO_ANTIVIRUS,
    )
    return replace(plain, **changes)


def said(*findings: Finding, last_read: datetime | None = NOW) -> list[tuple[str, str]]:
    found = alarms(an_audit(*findings), last_read=last_read, now=NOW)
    return [(alarm.measure, alarm.text) for alarm in found]


def test_nothing_wrong_is_nothing_said() -> None:
    assert said() == []
    assert said(a_finding(), a_finding(BACKUP), a_finding(ANTIVIRUS), a_finding(HOSTING)) == []


@pytest.mark.parametrize("state", [ProofState.LAPSED, ProofState.FAILED])
def test_a_backup_that_fell_silent_is_an_alarm(state: ProofState) -> None:
    ((measure, text),) = said(a_finding(BACKUP, proofs=(a_proof(state),)))
    assert (measure, "Sauvegarde silencieuse" in text) == (BACKUP, True)


def test_a_backup_that_was_never_proved_is_no_alarm() -> None:
    """It stands in the plan: an alarm is for what was there and is no more."""
    assert said(a_finding(BACKUP, verdict=Verdict.TO_CHECK)) == []
    assert said(a_finding(BACKUP, proofs=(a_proof(ProofState.HOLDS),))) == []
    met = a_finding(BACKUP, verdict=Verdict.MET, proofs=(a_proof(ProofState.LAPSED),))
    assert said(met) == []


def test_what_the_machine_says_of_the_antivirus_is_said_once() -> None:
    two = (wrong(), wrong(workstation="poste-2"))
    assert said(a_finding(ANTIVIRUS, because=two)) == [(ANTIVIRUS, NO_ANTIVIRUS)]


@pytest.mark.parametrize(
    "changes",
    [
        {"fact": "updates.pending"},
        {"role": Role.HINT},
        {"outcome": Outcome.UNKNOWN},
        {"outcome": Outcome.GOOD},
    ],
)
def test_what_is_not_known_to_be_wrong_alarms_nobody(changes: dict[str, Any]) -> None:
    assert said(a_finding(ANTIVIRUS, because=(wrong(**changes),))) == []


def test_a_hosting_certificate_that_lapsed_is_an_alarm() -> None:
    lapsed = a_proof(ProofState.LAPSED)
    ((measure, text),) = said(a_finding(HOSTING, proofs=(lapsed,)))
    assert (measure, text.startswith("Certificat HDS")) == (HOSTING, True)
    assert said(a_finding(OTHER, proofs=(lapsed,))) == []
    assert said(a_finding(HOSTING, proofs=(replace(lapsed, expires=None),))) == []


def test_a_computer_not_read_for_long_is_an_alarm() -> None:
    long_ago = NOW - timedelta(days=READING_DAYS)
    assert said(last_read=long_ago) == []
    ((measure, text),) = said(last_read=long_ago - timedelta(hours=1))
    assert (measure, f"depuis {READING_DAYS} jours" in text) == ("", True)
    assert said(last_read=None) == []


def test_another_computer_not_heard_of_for_long_is_an_alarm_too() -> None:
    limit = timedelta(days=READING_DAYS)
    others = {"poste-a": NOW - limit, "poste-b": NOW - limit - timedelta(hours=1)}
    (alarm,) = alarms(an_audit(), last_read=NOW, now=NOW, others=others)
    assert alarm.text.startswith("poste-b n'a pas donné de nouvelles")
    assert "à refaire" in alarm.text


def test_the_gravest_comes_first() -> None:
    findings = (
        a_finding(HOSTING, proofs=(a_proof(ProofState.LAPSED),)),
        a_finding(ANTIVIRUS, because=(wrong(),)),
        a_finding(BACKUP, proofs=(a_proof(ProofState.LAPSED),)),
    )
    found = said(*findings, last_read=NOW - timedelta(days=400))
    assert [measure for measure, _ in found] == [BACKUP, ANTIVIRUS, HOSTING, ""]


def test_what_ends_within_a_month_is_announced_the_nearest_first() -> None:
    audit = an_audit(
        a_finding(OTHER, expires=NOW + SOON),
        a_finding(BACKUP, expires=NOW),
        a_finding(ANTIVIRUS, expires=NOW - timedelta(seconds=1)),
        a_finding(HOSTING, expires=NOW + SOON + timedelta(seconds=1)),
        a_finding(OTHER, expires=None),
    )
    found = [(ending.measure, ending.at) for ending in endings(audit, now=NOW)]
    assert found == [(BACKUP, NOW), (OTHER, NOW + SOON)]


def test_of_one_setting_the_memento_speaks_and_its_complement_is_silent() -> None:
    wall, lock = "firewall.active", "session_lock.enabled"
    audit = an_audit(
        a_finding(OTHER, because=(wrong(wall, failing="complément"), wrong(lock, failing="écran"))),
        a_finding(ANTIVIRUS, because=(wrong(wall, failing="mémento"),)),
        a_finding(BACKUP, because=(wrong(role=Role.HINT, failing="indice"),)),
    )
    complement = replace(audit.catalogue.measures[OTHER], origin=Origin.COMPLEMENT)
    measures = {**audit.catalogue.measures, OTHER: complement}
    audit = replace(audit, catalogue=replace(audit.catalogue, measures=measures))
    assert attention(audit) == ("écran", "mémento")
