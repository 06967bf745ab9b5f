"""The catalogue as a library: what CISO Assistant asks of one, read with a YAML reader."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Origin
from hygie.documents.ciso import OFFICIAL, OURS, library, version_number, write_library
from support.builders import a_catalogue, a_measure
from support.exports import HOSTILE

CATALOGUE = load_catalogue()
URN = re.compile(r"urn:[\w-]+:[\w-]+:[\w-]+(:[\w-]+)?:[0-9A-Za-z\[\]()._:-]+", re.ASCII)
LIMITS = {"name": 200, "ref_id": 100, "urn": 255}
"""The form of its identifiers, and the letters its columns hold."""


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    document = library(CATALOGUE, load_guidance(CATALOGUE))
    found: dict[str, Any] = yaml.safe_load(write_library(document))
    assert found == document
    return found


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value:
        if isinstance(below, dict | list):
            yield from objects_in(below)


def nodes_of(read: dict[str, Any]) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = read["objects"]["framework"]["requirement_nodes"]
    return nodes


def test_the_library_says_what_it_is(read: dict[str, Any]) -> None:
    asked = {"urn", "locale", "ref_id", "name", "description", "copyright", "version"}
    assert asked | {"provider", "packager", "objects"} == set(read)
    assert read["version"] == version_number(CATALOGUE.version) > 0
    assert read["locale"] == "fr"


def test_every_identifier_has_the_form_asked_and_serves_once(read: dict[str, Any]) -> None:
    entries = [entry for entry in objects_in(read) if "urn" in entry]
    urns = [entry["urn"] for entry in entries]
    assert len(urns) == len(set(urns))
    assert [urn for urn in urns if not URN.fullmatch(urn) or urn != urn.lower()] == []
    for entry in entries:
        for key, most in LIMITS.items():
            assert len(entry.get(key, "")) <= most, entry["urn"]


def test_every_measure_is_there_in_order_under_its_section(read: dict[str, Any]) -> None:
    measures = [node for node in nodes_of(read) if node["assessable"]]
    assert {node["urn"].rsplit(":", 1)[1] for node in measures} == set(CATALOGUE.measures)
    seen: set[str] = set()
    for node in nodes_of(read):
        assert node["depth"] == (2 if node["assessable"] else 1)
        assert not node["assessable"] or node["parent_urn"] in seen
        seen.add(node["urn"])


def test_every_reference_leads_somewhere(read: dict[str, Any]) -> None:
    known = {entry["urn"] for entry in objects_in(read) if "urn" in entry}
    groups = {
        group["ref_id"]
        for group in read["objects"]["framework"]["implementation_groups_definition"]
    }
    for node in nodes_of(read):
        assert {*node.get("threats", ()), *node.get("reference_controls", ())} <= known
        assert set(node.get("implementation_groups", ())) <= groups


def test_only_the_official_titles_pass_for_official(read: dict[str, Any]) -> None:
    for node in nodes_of(read):
        if node["assessable"]:
            measure = CATALOGUE.measures[node["urn"].rsplit(":", 1)[1]]
            official = measure.origin is Origin.MEMENTO
            assert node["description"] == measure.title
            assert (OFFICIAL in node["annotation"]) is official
            assert (OURS in node["annotation"]) is not official


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_a_text(text: str) -> None:
    catalogue = a_catalogue(a_measure(title=text, short=text, question=text, section=text))
    read = yaml.safe_load(write_library(library(replace(catalogue, memento=text), {})))
    assert all(isinstance(node["name"], str) for node in nodes_of(read))


def test_an_edition_is_a_number_that_grows() -> None:
    assert version_number("2026.11") == 202611 < version_number("2026.12")
    assert version_number("essai") == 1
