"""OSCAL assessment results, held against the schema NIST publishes."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

from hygie.audit.words import say_reading
from hygie.core.audits import Audit
from hygie.core.findings import Verdict
from hygie.documents.oscal import OSCAL_VERSION, assessment_results
from hygie.documents.oscal_words import token
from support.exports import HOSTILE, a_hostile_audit, the_demonstration

FOLDER = Path(__file__).parents[1] / "data" / "oscal"
PUBLISHED = (FOLDER / "oscal_assessment-results_schema.json").read_bytes()
SCHEMA = json.loads(PUBLISHED)

IN_PYTHON = ((r"\p{L}", r"[^\W\d_]"), (r"\p{N}", r"\d"))
"""The two Unicode classes of the schema's patterns, which Python writes otherwise."""


def matches(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    for published, ours in IN_PYTHON:
        pattern = pattern.replace(published, ours)
    if isinstance(value, str) and not re.search(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern}")


VALIDATOR = extend(Draft7Validator, {"pattern": matches})(SCHEMA)  # type: ignore[no-untyped-call]  # it has no types


def written(audit: Audit) -> dict[str, Any]:
    document = assessment_results(audit, title="Audit", say=say_reading, tool="Hygie")
    found: dict[str, Any] = json.loads(json.dumps(document))
    return found


def refusals(document: Any) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def result_of(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["assessment-results"]["results"][0]
    return found


def value_of(entry: dict[str, Any], name: str) -> str | None:
    return next((one["value"] for one in entry["props"] if one["name"] == name), None)


def test_the_schema_is_the_published_one() -> None:
    assert sha256(PUBLISHED).hexdigest() in (FOLDER / "README.md").read_text("utf-8")
    assert f"/{OSCAL_VERSION}/" in SCHEMA["$id"]


def test_the_demonstration_is_valid() -> None:
    assert refusals(written(the_demonstration())) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_valid(text: str) -> None:
    assert refusals(written(a_hostile_audit(text))) == []


def test_an_audit_without_readings_or_plan_is_valid() -> None:
    assert refusals(written(replace(the_demonstration(), readings=(), plan=()))) == []


@pytest.mark.parametrize("key", ["uuid", "target", "title"])
def test_a_spoilt_document_is_refused(key: str) -> None:
    document = written(the_demonstration())
    del result_of(document)["findings"][0][key]
    assert refusals(document) != []


def test_a_spoilt_token_is_refused() -> None:
    document = written(the_demonstration())
    result_of(document)["findings"][0]["target"]["target-id"] = "1 2"
    assert refusals(document) != []


def test_what_is_not_known_is_never_a_finding() -> None:
    audit = the_demonstration()
    result = result_of(written(audit))
    decided = {
        finding.measure: finding.verdict
        for finding in audit.findings
        if finding.verdict in {Verdict.MET, Verdict.TO_DO}
    }
    found = {value_of(one, "mesure"): one["target"]["status"] for one in result["findings"]}
    assert set(found) == set(decided)
    for measure, verdict in decided.items():
        assert found[measure]["state"] == (
            "satisfied" if verdict is Verdict.MET else "not-satisfied"
        )
    stated = {value_of(one, "mesure") for one in result["observations"]} - {None}
    assert stated == {finding.measure for finding in audit.findings}


def test_what_is_not_known_is_a_risk_being_looked_into() -> None:
    audit = the_demonstration()
    verdicts = {finding.measure: finding.verdict for finding in audit.findings}
    risks = result_of(written(audit))["risks"]
    assert [value_of(risk, "mesure") for risk in risks] == [one.measure for one in audit.plan]
    for risk in risks:
        to_do = verdicts[str(value_of(risk, "mesure"))] is Verdict.TO_DO
        assert risk["status"] == ("open" if to_do else "investigating")


def test_every_reference_leads_somewhere_and_no_identifier_serves_twice() -> None:
    document = written(the_demonstration())
    uuids = list(_found(document, "uuid"))
    assert len(uuids) == len(set(uuids))
    for key in ("observation-uuid", "subject-uuid"):
        referred = set(_found(document, key))
        assert referred != set()
        assert referred <= set(uuids)
    assert document["assessment-results"]["import-ap"]["href"].removeprefix("#") in uuids


def test_every_source_has_a_link_or_a_text() -> None:
    audit = the_demonstration()
    resources = written(audit)["assessment-results"]["back-matter"]["resources"]
    assert len(resources) == len(audit.catalogue.sources) + 1
    assert [one for one in resources if ("rlinks" in one) == ("base64" in one)] == []


def test_every_reading_is_told() -> None:
    audit = the_demonstration()
    told = [value_of(one, "fait") for one in result_of(written(audit))["observations"]]
    assert sorted(filter(None, told)) == sorted(reading.fact for reading in audit.readings)


def test_the_same_audit_gives_the_same_document_wherever_it_was_made() -> None:
    audit = the_demonstration()
    assert written(audit) == written(audit)
    odd = replace(audit, at=audit.at.astimezone(timezone(timedelta(hours=5, minutes=37))))
    assert refusals(written(odd)) == []


@given(st.text())
def test_any_text_makes_a_token(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", token(text))


def test_two_texts_do_not_make_one_token() -> None:
    assert token("acces-lieu") == "acces-lieu"
    assert len({token(text) for text in ("a b", "a_b", "a/b", "1", "_1")}) == 5


def _found(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            if name == key:
                yield below
            yield from _found(below, key)
    if isinstance(value, list):
        for below in value:
            yield from _found(below, key)
