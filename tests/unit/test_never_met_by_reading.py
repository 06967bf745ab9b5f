"""What one reading alone must keep from «respectée (constaté)», in the measures as they are."""

from collections.abc import Mapping

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.core.facts_judged import FactsJudged, judge_facts
from hygie.core.readings import Observed, Reading, Unreadable, Value
from support.machine import NOW

POST = "poste-essai"
LOCKED: dict[str, Value] = {
    "session.lock_enabled": True,
    "session.lock_delay": 300,
    "session.lock_on_resume": True,
    "account.automatic_login": False,
    "account.empty_passwords": 0,
}
WATCHED: dict[str, Value] = {
    "antivirus.present": True,
    "antivirus.running": True,
    "antivirus.signatures_age": 2,
    "antivirus.up_to_date": True,
}


def judged(measure: str, values: Mapping[str, Value | None]) -> FactsJudged:
    latest = {(POST, fact): a_reading(fact, value) for fact, value in values.items()}
    return judge_facts(load_catalogue().measures[measure], [POST], latest)


def a_reading(fact: str, value: Value | None) -> Reading:
    if value is None:
        return Unreadable(fact=fact, workstation=POST, reason="Refusé.", remedy="Voyez.", at=NOW)
    return Observed(fact=fact, workstation=POST, value=value, source="essai", at=NOW)


@pytest.mark.parametrize(
    ("measure", "good", "fact", "bad"),
    [
        ("verrouillage", LOCKED, "account.empty_passwords", 1),
        ("antivirus", WATCHED, "antivirus.up_to_date", False),
    ],
)
def test_one_contrary_reading_fails_and_one_unknown_leaves_it_to_people(
    measure: str, good: dict[str, Value], fact: str, bad: Value
) -> None:
    assert judged(measure, good).met
    assert judged(measure, {**good, fact: bad}).failed
    unknown = judged(measure, {**good, fact: None})
    assert (unknown.met, unknown.failed) == (False, False)
