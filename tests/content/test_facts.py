"""The vocabulary of facts, the measures that want them and the probes that read them."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import hygie.workstation.probes as probes_package
from hygie.core.readings import FactType
from support.content import entries, table

FACTS = table("facts.toml", "fact")
KEYS = {"id", "probe", "type", "unit", "label", "network", "values"}
PROBES = sorted({fact["probe"] for fact in FACTS})


def wanted_facts() -> set[str]:
    return {wanted["fact"] for measure in entries() for wanted in measure.get("wants", [])}


def probe_folders() -> list[str]:
    (root,) = probes_package.__path__
    return sorted(path.parent.name for path in Path(root).glob("*/__init__.py"))


def test_the_facts_are_in_form() -> None:
    ids = [fact["id"] for fact in FACTS]
    assert len(set(ids)) == len(ids)
    for fact in FACTS:
        assert set(fact) <= KEYS
        assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", fact["id"])
        assert fact["type"] in {kind.value for kind in FactType}
        assert 0 < len(fact["label"]) <= 70
        assert not fact["label"].endswith(".")
        assert ("unit" in fact) == (fact["type"] == "integer"), fact["id"]
        assert "values" not in fact or fact["type"] == "text"


def test_labels_tell_facts_apart() -> None:
    labels = [fact["label"] for fact in FACTS]
    assert len(set(labels)) == len(labels)


def test_every_fact_wanted_exists_and_every_fact_is_wanted() -> None:
    assert {fact["id"] for fact in FACTS} == wanted_facts()


def test_every_probe_named_has_its_folder_and_every_folder_is_named() -> None:
    assert probe_folders() == PROBES


@pytest.mark.parametrize("probe", PROBES)
def test_every_probe_reads_linux(probe: str) -> None:
    assert find_spec(f"hygie.workstation.probes.{probe}.linux") is not None
