"""The published schemas: validate a document, spoil one, and see which properties it exercises."""

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[2] / "docs" / "formats"
SUFFIX = ".schema.json"
SCHEMAS: Mapping[str, Any] = {
    path.name.removesuffix(SUFFIX): json.loads(path.read_text("utf-8"))
    for path in sorted(FOLDER.glob(f"*{SUFFIX}"))
}
EXTRA = "cle_en_trop"

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _has_zone(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{name}{SUFFIX}", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)


def refusals(name: str, document: object) -> list[str]:
    """Return what the schema refuses in a document; nothing when it is valid."""
    return _refusals(f"{name}{SUFFIX}", document)


def _refusals(address: str, document: object) -> list[str]:
    validator = Draft202012Validator({"$ref": address}, registry=_REGISTRY, format_checker=_FORMATS)
    return [
        f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)
    ]


def properties_of(name: str) -> set[str]:
    """Return the address of every property a schema describes."""
    return set(_declared(f"{name}{SUFFIX}#", SCHEMAS[name]))


def _declared(address: str, node: Any) -> Iterator[str]:
    for key, below in node.get("properties", {}).items():
        yield f"{address}/properties/{key}"
        yield from _declared(f"{address}/properties/{key}", below)
    for key, below in node.get("$defs", {}).items():
        yield from _declared(f"{address}/$defs/{key}", below)
    for word in ("oneOf", "anyOf"):
        for rank, below in enumerate(node.get(word, ())):
            yield from _declared(f"{address}/{word}/{rank}", below)
    if "items" in node:
        yield from _declared(f"{address}/items", node["items"])


def properties_used(name: str, document: object) -> set[str]:
    """Return the address of every property, in any schema, that a valid document exercises."""
    return set(_used(f"{name}{SUFFIX}#", document))


def _used(address: str, value: Any) -> Iterator[str]:
    node = _at(address)
    if "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        yield from _used(f"{name or address.partition('#')[0]}#{pointer}", value)
    for word in ("oneOf", "anyOf"):
        for rank in range(len(node.get(word, ()))):
            if not _refusals(f"{address}/{word}/{rank}", value):
                yield from _used(f"{address}/{word}/{rank}", value)
    if isinstance(value, dict):
        for key in node.get("properties", {}).keys() & value.keys():
            yield f"{address}/properties/{key}"
            yield from _used(f"{address}/properties/{key}", value[key])
    if isinstance(value, list) and "items" in node:
        for item in value:
            yield from _used(f"{address}/items", item)


def _at(address: str) -> Any:
    name, _, pointer = address.partition("#")
    node = SCHEMAS[name.removesuffix(SUFFIX)]
    for step in pointer.split("/")[1:]:
        node = node[int(step) if isinstance(node, list) else step]
    return node


def condensed(value: Any) -> Any:
    """Keep one item of each form in every list: a long document then takes no time to spoil."""
    if isinstance(value, dict):
        return {key: condensed(below) for key, below in value.items()}
    if isinstance(value, list):
        return list({_form(item): condensed(item) for item in value}.values())
    return value


def _form(value: Any) -> object:
    if isinstance(value, dict):
        return tuple((key, _form(below)) for key, below in value.items())
    return type(value).__name__


def objects_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the way to every object of a document, itself included."""
    if isinstance(value, dict):
        yield path
    steps: Any = value.items() if isinstance(value, dict) else ()
    steps = enumerate(value) if isinstance(value, list) else steps
    for step, below in steps:
        yield from objects_in(below, (*path, step))


def with_extra_keys(document: Any) -> Iterator[tuple[str, Any]]:
    """Return, for every object of a document, the document with one key too many there."""
    for path in objects_in(document):
        spoiled = copy.deepcopy(document)
        _inside(spoiled, path)[EXTRA] = True
        yield "/".join(map(str, path)), spoiled


def without_each_key(document: Any) -> Iterator[tuple[str, Any]]:
    """Return the document without each of its keys, at any depth, with the key's place."""
    for path in objects_in(document):
        for key in _inside(document, path):
            spoiled = copy.deepcopy(document)
            del _inside(spoiled, path)[key]
            names = [str(step) for step in (*path, key) if isinstance(step, str)]
            yield "/".join(names), spoiled


def _inside(document: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    found = document
    for step in path:
        found = found[step]
    assert isinstance(found, dict)
    return found
