"""Every statement leads to a source, every source is used, and what is not verified says so."""

import re

from hygie.catalogue.loader import load_catalogue
from hygie.catalogue.tables import LABELS
from hygie.core.measures import SourceStatus
from support.content import entries, prose, table

ENTRIES = table("sources.toml", "source")
IDS = [source["id"] for source in ENTRIES]
KEYS = {"id", "title", "publisher", "status", "url", "note"}

KEPT_UNUSED = {
    "clausier-sante-2024": "clauses types : servira à la vérification des contrats",
}
"""Sources nothing rests on yet, with the reason they are kept."""


def named_by_measures() -> set[str]:
    return {source for measure in entries() for source in measure["sources"]}


def named_by_prose() -> set[str]:
    return {mark for sentence in prose() for mark in sentence.marks}


def named_by_tables() -> set[str]:
    return {line["source"] for file, key in LABELS for line in table(f"tables/{file}.toml", key)}


def test_the_sources_are_in_form() -> None:
    assert len(set(IDS)) == len(IDS)
    for source in ENTRIES:
        assert set(source) <= KEYS
        assert source["title"]
        assert source["publisher"]
        assert source["status"] in {status.value for status in SourceStatus}
        assert re.fullmatch(r"[a-z0-9-]+", source["id"])
        assert source.get("url", "https://").startswith("https://")


def test_every_source_named_exists() -> None:
    named = named_by_measures() | named_by_prose() | named_by_tables()
    assert named - set(IDS) == set()


def test_every_source_is_used_or_kept_for_a_reason() -> None:
    used = named_by_measures() | named_by_prose() | named_by_tables()
    assert set(IDS) - used == set(KEPT_UNUSED)


def test_a_measure_names_the_sources_of_its_prose() -> None:
    """An audit carries the sources a measure names: what its prose rests on must be among them."""
    declared = {measure["id"]: set(measure["sources"]) for measure in entries()}
    missing = [str(line) for line in prose() if not set(line.marks) <= declared[line.measure]]
    assert missing == []


def test_a_measure_names_no_source_it_does_not_use() -> None:
    used: dict[str, set[str]] = {}
    for line in prose():
        used.setdefault(line.measure, set()).update(line.marks)
    used_with_title = {id_: marks | {"memento-v2"} for id_, marks in used.items()}
    idle = {
        (measure["id"], source)
        for measure in entries()
        for source in measure["sources"]
        if source not in used_with_title[measure["id"]]
    }
    assert idle == set()


def test_a_measure_names_a_source_once() -> None:
    for measure in entries():
        assert len(set(measure["sources"])) == len(measure["sources"])


def test_every_official_measure_rests_on_the_official_list() -> None:
    for measure in entries():
        if measure["origin"] == "memento":
            assert measure["sources"][0] == "memento-v2"


def test_what_no_text_confirms_says_so() -> None:
    """A sentence that rests on a source nobody read says «à vérifier» or «reconstruit»."""
    unread = {
        source.id
        for source in load_catalogue().sources.values()
        if source.status is SourceStatus.TO_VERIFY
    }
    silent = [
        str(line)
        for line in prose()
        if set(line.marks) & unread and not re.search("à vérifier|reconstruit", line.text)
    ]
    assert unread
    assert silent == []


def test_what_is_reconstructed_says_so() -> None:
    marked = [line for line in prose() if "reconstruit" in line.marks]
    assert len(marked) >= 5
    assert all("reconstruit" in line.text for line in marked)


def test_what_is_not_official_is_never_said_to_be() -> None:
    """The official questions and the official sheet were not found: Hygie does not have them."""
    for measure in entries():
        if measure["chapter"].startswith("Annexe"):
            assert "reconstruit" in measure["sources"]
