"""What is inside a back-up, when whoever made it knew its code and meant harm."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from hygie.core.errors import MisusedError
from hygie.practice.own_data_format import PackReader, PackWriter
from support.mutator import Mutator

NOW = datetime(2026, 11, 22, 18, 41, tzinfo=UTC)
FILES = {"registre.sqlite": b"lignes" * 50, "preuves/0a": b"", "cle-poste-0123abcd": bytes(32)}


def packed(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    writer = PackWriter(target, at=NOW, version="0")
    for name, content in files.items():
        writer.add(name, len(content), BytesIO(content))
    writer.finish()
    return target.getvalue()


def frame(document: Any) -> bytes:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return len(content).to_bytes(4) + content


def read(content: bytes) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in PackReader(BytesIO(content)).files()}


HEADING = frame({"format": 1, "le": NOW.isoformat(), "hygie": "0"})
NO_FILE = frame({"genre": "fin", "fichiers": []})


def test_what_was_packed_comes_back() -> None:
    assert read(packed(FILES)) == FILES
    assert PackReader(BytesIO(packed({}))).at == NOW


def test_what_is_not_looked_at_is_checked_all_the_same() -> None:
    spoiled = packed(FILES).replace(b"lignes", b"lignez", 1)
    with pytest.raises(MisusedError, match="abîmée"):
        for _ in PackReader(BytesIO(spoiled)).files():
            pass


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "/x", "lettre.txt", "preuves/../coffre.json", "preuves/a/b", "", "preuves/nul"),
        *("restauration.json", "application.verrou", 3, None, ["coffre.json"]),
    ],
)
def test_a_name_that_is_none_of_ours_is_refused(name: object) -> None:
    heading = frame({"genre": "fichier", "nom": name, "octets": 0})
    listed = frame({"genre": "fin", "fichiers": [{"nom": name, "octets": 0, "sha256": ""}]})
    with pytest.raises(MisusedError, match="abîmée"):
        read(HEADING + heading + listed)


@pytest.mark.parametrize("size", [-1, 10**30, True, "3", None, 1.5, 4])
def test_a_length_that_is_a_lie_is_refused(size: object) -> None:
    heading = frame({"genre": "fichier", "nom": "coffre.json", "octets": size})
    with pytest.raises(MisusedError, match="abîmée"):
        read(HEADING + heading + b"abc")


def test_a_name_twice_is_refused() -> None:
    twice = frame({"genre": "fichier", "nom": "preuves/a", "octets": 0})
    other = frame({"genre": "fichier", "nom": "preuves/A", "octets": 0})
    with pytest.raises(MisusedError, match="abîmée"):
        read(HEADING + twice + other + NO_FILE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff",
        frame(b"[]"),
        frame(b"[" * 3000),
        frame({"format": 1}),
        frame({"format": 1, "le": "hier"}),
        frame({"format": 1, "le": "2026-11-22T18:41:00"}),
        frame({"format": 1, "le": "0001-01-01T00:00:00+14:00"}),
        HEADING,
        HEADING + frame({"genre": "fin"}),
        HEADING + frame({"genre": "autre"}),
        HEADING + NO_FILE + b"x",
    ],
)
def test_what_is_no_pack_is_refused(content: bytes) -> None:
    with pytest.raises(MisusedError, match="abîmée"):
        read(content)


def test_a_newer_one_says_so() -> None:
    with pytest.raises(MisusedError, match="plus récente"):
        read(frame({"format": 2, "le": NOW.isoformat()}) + NO_FILE)


def test_a_file_that_changed_while_it_was_read_is_not_packed() -> None:
    writer = PackWriter(BytesIO(), at=NOW, version="0")
    with pytest.raises(MisusedError, match="a changé pendant"):
        writer.add("coffre.json", 5, BytesIO(b"abc"))


def test_damage_never_gives_other_bytes() -> None:
    whole, mutator = packed(FILES), Mutator("paquet")
    for _ in range(1500):
        spoiled = mutator.raw(whole)
        try:
            found = read(spoiled)
        except MisusedError:
            continue
        # What is left may say another version or date of itself, never another content.
        assert found == FILES
