"""The script that writes the report, the readers that ask it and the recordings: the same names."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from hygie.workstation import windows_volumes
from hygie.workstation.probes.antivirus import products
from hygie.workstation.probes.firewall import windows as firewall
from hygie.workstation.probes.hardening import firmware, network, tasks
from hygie.workstation.probes.removable_media import windows as removable_media
from hygie.workstation.probes.updates import windows as updates
from hygie.workstation.probes.updates import windows_hotfixes
from hygie.workstation.windows_report import script
from support.recordings import load

READERS: dict[frozenset[str], tuple[ModuleType, ...]] = {
    frozenset({"defender", "products"}): (products,),
    frozenset({"firewall", "firewall_products"}): (firewall,),
    frozenset({"bitlocker"}): (windows_volumes, removable_media),
    frozenset({"updates"}): (updates,),
    frozenset({"network"}): (network,),
    frozenset({"tpm"}): (firmware,),
    frozenset({"hotfixes"}): (windows_hotfixes,),
    frozenset({"tasks"}): (tasks,),
}
"""Who reads each section; two sections of one module are taken together."""

LOOKS = {"text", "whole", "flag", "moment"}
UNREAD = {
    "firewall": {"name", "guid"},  # only whether a product is on counts
    "updates": {"last_install", "pending"},
}
"""What the script writes and no reader needs."""

KEY = re.compile(r"(?:@\{|;|^)\s*([a-z_]+) = ", re.MULTILINE)


def written() -> dict[str, set[str]]:
    """Return the keys the script writes, by section."""
    found: dict[str, set[str]] = {}
    for block in script().split("\ntry {"):
        name = re.search(r"\$s\.(\w+) = @\{ ok = \$true; value", block)
        if name:
            own = block.partition("} catch {")[0]
            found[name[1]] = set(KEY.findall(own)) - {"ok", "value"}
    return found


def recorded() -> dict[str, set[str]]:
    """Return the keys of all recordings, by section."""
    found: dict[str, set[str]] = {}
    for recording in load("windows_report"):
        start = recording.text.find("{")
        report = json.loads(recording.text[start:]) if start >= 0 else {}
        for name, section in report.get("sections", {}).items():
            value = section.get("value") or []
            for row in value if isinstance(value, list) else [value]:
                found.setdefault(name, set()).update(row)
    return found


def asked(modules: Iterable[ModuleType]) -> set[str]:
    """Return the keys that modules look for in a row of the report."""
    trees = (ast.parse(Path(str(module.__file__)).read_text("utf-8")) for module in modules)
    return {key for tree in trees for node in ast.walk(tree) for key in _looked(node)}


def _looked(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(
            func=ast.Name(id=name), args=[ast.Name(id="row"), ast.Constant(value=str(key))]
        ):
            if name in LOOKS:
                yield key
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="row" | "volume") | ast.Call(), attr="get"),
            args=[ast.Constant(value=str(key))],
        ):
            yield key
        case ast.GeneratorExp(
            elt=ast.Call(func=ast.Name(id=name)),
            generators=[ast.comprehension(iter=ast.Tuple() as all_)],
        ):
            if name in LOOKS:
                yield from (str(each.value) for each in all_.elts if isinstance(each, ast.Constant))


def test_the_recordings_have_the_keys_the_script_writes() -> None:
    assert written() == recorded()


def test_every_section_has_its_readers() -> None:
    assert set(written()) == {name for names in READERS for name in names}


@pytest.mark.parametrize("names", READERS, ids=lambda names: "+".join(sorted(names)))
def test_the_readers_ask_for_the_keys_the_script_writes(names: frozenset[str]) -> None:
    keys = {key for name in names for key in written()[name]}
    unread = {key for name in names for key in UNREAD.get(name, set())}
    assert asked(READERS[names]) == keys - unread
