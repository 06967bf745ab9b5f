"""The workstation file: what is read back is what the workstation signed, or it is refused."""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.json_files import parse_document
from hygie.audit.workstation_file_format import read_file, signed_bytes, write_content, write_file
from hygie.audit.workstation_file_words import ABSENT, LOOK, NO_OBJECT, NOT_READ, SOURCE
from hygie.audit.workstation_key import (
    SMALL,
    fingerprint,
    is_signed_by,
    key_of,
    own_key,
    same_fingerprint,
)
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import MisusedError
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from support.builders import NOW
from support.schemas import refusals
from support.workstations import (
    DELAY,
    LOCKED,
    OTHER,
    a_file,
    a_key,
    an_observation,
    as_received,
    every_fact,
    signed,
)

FACTS = load_catalogue().facts
BEFORE = NOW - timedelta(hours=1)


def resigned(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return a document changed by the very workstation that signs it."""
    document = write_content(a_file())
    change(document)
    return {**document, "signature": a_key().sign(signed_bytes(document)).hex()}


def refused(document: dict[str, Any]) -> str:
    with pytest.raises(MisusedError) as error:
        read_file(document, FACTS)
    return error.value.message


def test_what_was_written_is_read_back() -> None:
    doubt = Unreadable(
        fact=DELAY,
        workstation=OTHER,
        reason=NOT_READ,
        remedy=LOOK,
        at=BEFORE,
    )
    file = a_file(
        readings=every_fact(at=BEFORE, but=[doubt, an_observation(LOCKED, True, at=BEFORE)])
    )
    document = json.loads(json.dumps(write_file(file, a_key()), ensure_ascii=False))
    assert read_file(document, FACTS) == file
    assert refusals("fichier-poste", document) == []


def test_the_order_of_keys_and_the_spaces_do_not_count() -> None:
    turned = dict(reversed(signed().items()))
    text = json.dumps(turned, indent=7, ensure_ascii=True)
    assert read_file(dict(parse_document(text.encode(), "Le fichier")), FACTS) == as_received(
        a_file()
    )


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, below in inside:
        nested = isinstance(below, dict | list)
        found += leaves(below, (*path, key)) if nested else [(*path, key)]
    return found


@pytest.mark.parametrize("path", leaves(signed()), ids=lambda path: "/".join(map(str, path)))
def test_whatever_is_changed_is_refused(path: tuple[Any, ...]) -> None:
    document = signed()
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    place[path[-1]] = not value if isinstance(value, bool) else f"{value}0"
    assert refused(document)


def test_what_is_added_or_taken_away_is_refused() -> None:
    assert "modifié" in refused({**signed(), "note": "x"})
    assert "modifié" in refused({key: value for key, value in signed().items() if key != "hygie"})
    document = signed()
    document["releves"].append(document["releves"][0])
    assert "modifié" in refused(document)


def test_the_signature_of_another_is_refused() -> None:
    document = {**signed(), "cle": a_key(2).public.hex()}
    assert "modifié" in refused(document)
    assert "modifié" in refused({**signed(), "signature": signed()["signature"].upper()})
    assert "modifié" in refused({**signed(), "signature": "00" * 64})


def test_another_document_says_what_to_do() -> None:
    with pytest.raises(MisusedError, match="n'en est pas un") as error:
        read_file({"format": 1, "releves": []}, FACTS)
    assert "hygie poste --sortie" in error.value.hint


def reading(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["releves"][0]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(poste="poste-autre"),
        lambda d: d.update(poste="cabinet de Camille"),
        lambda d: d.update(systeme="un long\x1b[31m système"),
        lambda d: d.update(hygie=""),
        lambda d: d.update(ecrit_le="2026-11-22T10:00:00"),
        lambda d: d.update(releves={}),
        lambda d: d.update(releves=[reading(d), reading(d)]),
        lambda d: d.update(releves=[{**reading(d), "fait": f"x.{n}"} for n in range(1001)]),
        lambda d: reading(d).update(poste="poste-89abcdef"),
        lambda d: reading(d).update(lu_le=NOW.isoformat()),
        lambda d: reading(d).update(valeur="oui"),
        lambda d: reading(d).update(valeur=1),
        lambda d: reading(d).update(valeur=None),
        lambda d: reading(d).update(fait=DELAY, valeur=-1),
        lambda d: reading(d).update(fait=DELAY, valeur=10**400),
        lambda d: reading(d).update(source="a" * 1001),
        lambda d: reading(d).update(source=""),
        lambda d: reading(d).update(source="a\nb"),
        lambda d: reading(d).update(source="\u202egnp.exe"),
        lambda d: reading(d).update(etat="parfait"),
        lambda d: reading(d).update(etat="illisible", raison="\x1b[2J", remede="Là."),
    ],
)
def test_a_file_out_of_form_is_refused_though_well_signed(
    change: Callable[[dict[str, Any]], object],
) -> None:
    assert "forme attendue" in refused(resigned(change))


def test_a_well_signed_file_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    assert "modifié" in refused(resigned(lambda document: document.update(note=deep)))


def test_a_fact_the_file_does_not_have_is_unreadable_there() -> None:
    file = read_file(signed(), FACTS)
    assert {each.fact for each in file.readings} == set(FACTS)
    (said, *others) = file.readings
    assert said == an_observation(LOCKED, True, at=BEFORE)
    assert {(type(each), getattr(each, "reason", "")) for each in others} == {(Unreadable, ABSENT)}


NAME = "Camille Dupont"


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("browser.installed", ("firefox", NAME, "mot de passe 1234"), ("firefox", "autre")),
        ("system.name", NAME, "windows"),
        ("system.name", "windows 11 25h2", "windows 11 25h2"),
        ("system.name", "windows 11 33h1", "windows 11 33h1"),
        ("system.name", "debian 12", "debian 12"),
        ("system.name", "windows camille", "windows"),
    ],
)
def test_no_word_of_its_writer_is_kept(fact: str, value: Any, kept: Any) -> None:
    given: list[Reading] = [
        Observed(fact=fact, workstation=OTHER, value=value, source=NAME, at=BEFORE),
        Unreadable(fact=LOCKED, workstation=OTHER, reason=NAME, remedy=NAME, at=BEFORE),
        Inapplicable(fact=DELAY, workstation=OTHER, reason=NAME, at=BEFORE),
    ]
    file = read_file(signed(readings=tuple(given)), FACTS)
    first, second, third, *_ = file.readings
    assert (first.value, first.source) == (kept, SOURCE)  # type: ignore[union-attr]  # observed
    assert (second.reason, third.reason) == (NOT_READ, NO_OBJECT)  # type: ignore[union-attr]  # not read
    assert NAME not in repr(file)


@pytest.mark.parametrize("word", ["camille.dupont", "1", "1.2-Camille"])
def test_a_version_is_one(word: str) -> None:
    assert "forme attendue" in refused(resigned(lambda d: d.update(hygie=word)))


def test_an_unknown_system_is_another_one() -> None:
    assert read_file(signed(system="camille"), FACTS).system == "autre"


def test_facts_of_another_version_are_left_out_and_counted() -> None:
    later = {**reading(write_content(a_file())), "fait": "antigravity.level", "valeur": 1.5}
    file = read_file(resigned(lambda document: document["releves"].append(later)), FACTS)
    assert file == as_received(a_file(ignored=1))
    added = resigned(lambda document: document.update(note="une clé de demain"))
    assert read_file(added, FACTS) == as_received(a_file())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from([*signed(), *reading(signed())]), inner, max_size=8)
        ),
        max_leaves=20,
    )
)
def test_anything_at_all_is_read_or_refused(anything: Any) -> None:
    document = anything if isinstance(anything, dict) else {"releves": anything}
    for kind in ({}, {"genre": "fichier-de-poste"}):
        assert refused({**document, **kind})
    try:
        content = {**write_content(a_file()), **document}
        signature = a_key().sign(signed_bytes(content)).hex()
    except ValueError:  # not a number that JSON has
        return
    try:
        file = read_file({**content, "signature": signature}, FACTS)
    except MisusedError:
        return
    assert file.public == a_key().public


def test_a_signature_made_for_something_else_is_worth_nothing() -> None:
    content = write_content(a_file())
    bare = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    assert "modifié" in refused({**content, "signature": a_key().sign(bare).hex()})


def test_a_fingerprint_is_read_aloud_and_typed_back() -> None:
    shown = fingerprint(a_key().public)
    assert [len(group) for group in shown.split()] == [4] * 8
    assert same_fingerprint(shown, shown)
    assert same_fingerprint(shown.upper().replace(" ", "  "), shown)
    assert not same_fingerprint(shown[:-5], shown)
    assert not same_fingerprint("", shown)
    assert shown != fingerprint(a_key(2).public)


def test_keys_that_are_no_keys_sign_nothing() -> None:
    assert not is_signed_by(b"", b"", b"x")
    assert not is_signed_by(bytes(31), bytes(64), b"x")


@pytest.mark.parametrize("sign", [0, 0x80])
def test_keys_that_sign_anything_sign_nothing_here(sign: int) -> None:
    """A signature of zeros holds under some of them, whatever was signed."""
    forged = 0
    for weak in SMALL:
        public = weak[:-1] + bytes([weak[-1] | sign])
        for point in SMALL:
            assert not is_signed_by(public, point + bytes(32), b"x")
            with suppress(InvalidSignature, ValueError):
                Ed25519PublicKey.from_public_bytes(public).verify(point + bytes(32), b"x")
                forged += 1
    assert forged > 0


class TestOwnKey:
    def test_it_is_made_once_and_closed_to_others(self, tmp_path: Any) -> None:
        environment = {"HYGIE_HOME": str(tmp_path / "donnees")}
        first = own_key(environment, OTHER)
        assert own_key(environment, OTHER) == first == key_of(first.seed)
        assert own_key(environment, "poste-89abcdef") != first
        (path,) = (tmp_path / "donnees").glob(f"*{OTHER}")
        path.chmod(0o644)
        own_key(environment, OTHER)
        # On Windows it has the rights of its folder: see tests/windows/test_data.py.
        assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600

    def test_a_damaged_one_is_said_and_left_alone(self, tmp_path: Any) -> None:
        environment = {"HYGIE_HOME": str(tmp_path / "donnees")}
        own_key(environment, OTHER)
        (path,) = (tmp_path / "donnees").iterdir()
        path.write_bytes(b"court")
        with pytest.raises(MisusedError, match="abîmée"):
            own_key(environment, OTHER)
        assert path.read_bytes() == b"court"
