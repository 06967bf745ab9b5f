"""Everything Hygie reads, damaged ten thousand ways: only its own documented refusals come out."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.answers_format import read_answers, write_answers
from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.json_files import parse_document, read_document
from hygie.audit.questionnaire import load_questions, make_situation, read_choices
from hygie.audit.situation_format import read_situation, write_situation
from hygie.catalogue.guidance import parse_guidance, read_guidance
from hygie.catalogue.loader import FOLDER, load_catalogue
from hygie.catalogue.tables import (
    load_correspondences,
    load_programs,
    load_systems,
    load_thresholds,
)
from hygie.core.audits import Audit, make_audit
from hygie.core.comparison import compare
from hygie.core.errors import CatalogueError, HygieError, MisusedError, StorageError
from hygie.core.measures import Catalogue
from hygie.core.predicates import Operator, from_mapping
from hygie.core.readings import Value
from hygie.core.records import Answer, Record
from hygie.core.situation import Profession, Situation
from hygie.practice.sqlite_records import SqliteRecords
from hygie.workstation.sqlite_reading import OddDatabaseError, rows, whole_number
from support.builders import (
    NOW,
    POSTE,
    a_catalogue,
    a_measure,
    an_answer,
    locked,
    no_object,
    unseen,
)
from support.hostile_machine import DATABASE
from support.mutator import ODD_VALUES, Mutator
from support.records import Tokens, a_draft, json_objects

TIMES = 10_000
MANY = 100_000
"""Nine families of parsers; with the machines made up for the probes, two million in all."""

how_many = pytest.mark.parametrize("times", [TIMES, pytest.param(MANY, marks=pytest.mark.long)])

T = TypeVar("T")


def attempt(read: Callable[[], T], seed: int, *allowed: type[HygieError]) -> T | None:
    """Read; None when it was refused as documented, with something to say and to do."""
    try:
        return read()
    except allowed as refusal:
        _is_worth_reading(refusal, seed)
    except Exception as error:  # every other exception is what we are looking for: say which seed
        raise AssertionError(f"seed {seed}: {error!r}") from error
    return None


def _is_worth_reading(refusal: HygieError, seed: int) -> None:
    assert refusal.message, seed
    assert refusal.hint, seed
    assert len(refusal.message) < 1000, seed


def both_ways(read: int, refused: int) -> None:
    """Fail when all was read, or all refused: such damage would prove nothing."""
    assert read > 0
    assert refused > 0


# --- documents people give us -----------------------------------------------------------------


def situation_of(raw: bytes) -> Situation:
    return read_situation(parse_document(raw, "La situation"))


def answers_of(raw: bytes, catalogue: Catalogue) -> tuple[Record, ...]:
    return read_answers(parse_document(raw, "Les réponses"), catalogue, NOW)


def audit_of(raw: bytes) -> Audit:
    return read_audit(parse_document(raw, "L'audit"))


def a_situation() -> dict[str, Any]:
    return write_situation(Situation(profession=Profession.DOCTOR, users=2)) | {
        "exercice": "groupe",
        "lieux": ["cabinet", "domiciles"],
        "echanges": ["mssante", "fax"],
        "depannage": "prestataire",
    }


@how_many
def test_a_damaged_situation_is_read_or_refused(times: int) -> None:
    document, read = a_situation(), 0
    for seed in range(times):
        raw = Mutator(seed).document(document)
        found = attempt(partial(situation_of, raw), seed, MisusedError)
        if found is not None:
            read += 1
            assert read_situation(write_situation(found)) == found, seed
    both_ways(read, times - read)


@how_many
def test_damaged_answers_are_read_or_refused(times: int) -> None:
    catalogue, read = a_catalogue(), 0
    records = [an_answer(answer) for answer in Answer]
    document = write_answers([*records, an_answer(Answer.YES, workstation=POSTE)])
    for seed in range(times):
        raw = Mutator(seed).document(document)
        found = attempt(partial(answers_of, raw, catalogue), seed, MisusedError)
        if found is not None:
            read += 1
            assert all(record.at <= NOW for record in found), seed
            assert read_answers(write_answers(found), catalogue, NOW) == found, seed
    both_ways(read, times - read)


def an_audit_document() -> dict[str, Any]:
    audit = make_audit(
        situation=Situation(),
        readings=[*locked(), unseen("passwords.managers"), no_object("f", poste="poste-2")],
        records=[an_answer(Answer.PARTLY)],
        catalogue=a_catalogue(a_measure(), a_measure(id="autre", number=11)),
        guidance={},
        system="linux",
        now=NOW,
    )
    return write_audit(audit)


@how_many
def test_a_damaged_audit_is_read_or_refused(times: int) -> None:
    document, read = an_audit_document(), 0
    sound = read_audit(document)
    for seed in range(times):
        raw = Mutator(seed).document(document)
        found = attempt(partial(audit_of, raw), seed, MisusedError)
        if found is not None:
            read += 1
            compared = [compare(sound, found), compare(found, sound), write_audit(found)]
            assert all(part is not None for part in compared)
            assert read_audit(json.loads(json.dumps(write_audit(found)))) == found, seed
    both_ways(read, times - read)


@given(json_objects())
def test_a_document_of_anything_is_read_or_refused(document: Mapping[str, Any]) -> None:
    catalogue = a_catalogue()
    readers: list[Callable[[], object]] = [
        lambda: read_situation(document),
        lambda: read_answers(document, catalogue, NOW),
        lambda: read_audit(document),
    ]
    refused = [attempt(reader, 0, MisusedError) for reader in readers]
    assert refused[1:] == [None, None]


@given(st.binary(max_size=400))
def test_a_file_of_anything_is_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "document.json"
    path.write_bytes(raw)
    assert attempt(lambda: read_document(path, "Le fichier"), 0, MisusedError) is None


@how_many
def test_damaged_choices_make_a_situation(times: int) -> None:
    questions = load_questions()
    choices = {
        question.id: [option.value for option in question.options][: 1 + question.multiple]
        for question in questions
    }
    kept_all = 0
    for seed in range(times):
        damaged = Mutator(seed).value(choices)
        kept = read_choices(damaged, questions)
        kept_all += len(kept) == len(choices)
        assert isinstance(make_situation(kept, questions), Situation), seed
    both_ways(kept_all, times - kept_all)


# --- the content ------------------------------------------------------------------------------

FACTS = """[[fact]]
id = "a.b"
probe = "a"
type = "text"
values = ["x", "y"]
label = "Libellé"
"""
SOURCES = """[[source]]
id = "hygie"
title = "Titre"
publisher = "Hygie"
status = "verified"
url = "https://exemple.fr"
"""
SYSTEMS = '[[system]]\nid = "debian 12"\nend = 2028-06-30\nsource = "hygie"\nchecked = 2026-11-22\n'
THRESHOLDS = """[[threshold]]
of = "reading"
name = "a.b"
value = 12
label = "Douze au plus"
basis = "ours"
source = "hygie"
checked = 2026-11-22
"""
CORRESPONDENCES = """[[correspondence]]
measure = "a"
framework = "iso-27001"
reference = "7.7"
title = "Bureau propre"
certainty = "Même objet."
source = "iso-27001-2022"
checked = 2026-11-22
"""
PROGRAMS = '[[program]]\nid = "a"\nkind = "sync"\npackages = ["a"]\nended = { "" = 2025-05-05 }\n'


@how_many
def test_damaged_content_is_read_or_refused(tmp_path: Path, times: int) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "tables").mkdir()
    sound = {
        "facts.toml": FACTS.encode(),
        "sources.toml": SOURCES.encode(),
        "measures/cartes-cps.toml": (FOLDER / "measures" / "cartes-cps.toml").read_bytes(),
        "tables/systems.toml": SYSTEMS.encode(),
        "tables/programs.toml": PROGRAMS.encode(),
        "tables/thresholds.toml": THRESHOLDS.encode(),
        "tables/correspondences.toml": CORRESPONDENCES.encode(),
    }
    loaders: dict[str, Callable[[Path], object]] = {
        "tables/systems.toml": load_systems,
        "tables/programs.toml": load_programs,
        "tables/thresholds.toml": load_thresholds,
        "tables/correspondences.toml": load_correspondences,
    }
    for name, raw in sound.items():
        (tmp_path / name).write_bytes(raw)
    read = 0
    for seed in range(times):
        mutator = Mutator(seed)
        name = mutator.random.choice(list(sound))
        (tmp_path / name).write_bytes(mutator.raw(sound[name]))
        load: Callable[[Path], object] = loaders.get(name, load_catalogue)
        read += attempt(partial(load, tmp_path), seed, CatalogueError) is not None
        (tmp_path / name).write_bytes(sound[name])
    both_ways(read, times - read)


@how_many
def test_damaged_prose_is_read_or_refused(tmp_path: Path, times: int) -> None:
    path = tmp_path / "a.md"
    raw, read = (FOLDER / "measures" / "verrouillage.md").read_bytes(), 0
    for seed in range(times):
        damaged = Mutator(seed).raw(raw)
        guidance = parse_guidance(damaged.decode("utf-8", "replace"))
        assert isinstance(guidance.message, str)
        path.write_bytes(damaged)
        read += attempt(lambda: read_guidance(path), seed, CatalogueError) is not None
    both_ways(read, times - read)


def odd_values(mutator: Mutator) -> Value:
    """Return a value of one of the shapes a reading may have, however odd."""
    pick = mutator.random.choice
    shapes: Iterable[Callable[[], Value]] = (
        lambda: pick([True, False]),
        lambda: int(pick([0, 1, -1, 900, 2**64, 10**400])),
        lambda: mutator.text(pick(["", "wpa3", "2026-11-22"])),
        lambda: tuple(mutator.text("keepassxc") for _ in range(mutator.random.randint(0, 3))),
    )
    return pick(list(shapes))()


@how_many
def test_a_comparison_gives_true_false_or_nothing(times: int) -> None:
    seen = set()
    for seed in range(times):
        mutator = Mutator(seed)
        operator = mutator.random.choice(list(Operator))
        predicate = from_mapping({"fact": "f", operator.value: odd_values(mutator)})
        assert predicate is not None
        seen.add(predicate.holds(odd_values(mutator)))
    assert seen == {True, False, None}


@given(st.dictionaries(st.sampled_from([*Operator, "fact", "role"]), st.booleans()))
def test_an_entry_has_one_comparison_or_none(entry: dict[str, Value]) -> None:
    found = from_mapping(entry)
    assert (found is not None) == (len(set(entry) & set(Operator)) == 1)


# --- files on the disk ------------------------------------------------------------------------


@how_many
def test_a_damaged_database_is_read_or_refused(times: int) -> None:
    counted = 0
    for seed in range(times):
        damaged = Mutator(seed).raw(DATABASE)
        try:
            found = whole_number(rows(damaged, "SELECT count(*) FROM logins", tables=("logins",)))
        except OddDatabaseError:
            continue
        counted += 1
        assert found >= 0, seed
    both_ways(counted, times - counted)


@pytest.mark.parametrize(
    ("written", "damaged"),
    [
        (b"CREATE TRIGGER", b"CRE\xc1TE TRIGGER"[:14]),
        (b"measure TEXT", b"meazure TEXT"),
        (b"WHEN NEW.seq", b"WHEN NEV.seq"),
        (b"entries_by_kind ON", b"entries_by_kinO ON"),
    ],
)
def test_a_damaged_description_is_refused(tmp_path: Path, written: bytes, damaged: bytes) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    records.append(a_draft())
    with closing(sqlite3.connect(records.path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    sound = records.path.read_bytes()
    assert written in sound
    records.path.write_bytes(sound.replace(written, damaged))
    for question in (records.lines, records.verify, lambda: records.append(a_draft())):
        with pytest.raises(MisusedError, match="abîmé"):
            question()


@how_many
def test_damaged_records_are_read_or_refused(tmp_path: Path, times: int) -> None:
    records = SqliteRecords(tmp_path, token=Tokens())
    records.append_all([a_draft(), a_draft(kind="capture"), a_draft(expires=NOW)])
    with closing(sqlite3.connect(records.path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    questions: list[Callable[[], object]] = [
        records.lines,
        records.entries,
        records.verify,
        lambda: records.last("answer") or "none",
    ]
    sound, read = records.path.read_bytes(), 0
    for seed in range(times):
        for beside in tmp_path.iterdir():
            beside.unlink()
        records.path.write_bytes(Mutator(seed).raw(sound))
        question = questions[seed % len(questions)]
        read += attempt(question, seed, MisusedError, StorageError) is not None
    both_ways(read, times - read)


def test_the_damage_is_the_same_each_time_and_leaves_the_original_alone() -> None:
    document = {"a": [1, {"b": "c"}], "d": date(2026, 11, 22).isoformat()}
    kept = json.dumps(document)
    first = [Mutator(seed).document(document) for seed in range(200)]
    assert first == [Mutator(seed).document(document) for seed in range(200)]
    assert json.dumps(document) == kept
    assert len(set(first)) > 150
    assert Mutator(1).value(3) in ODD_VALUES
    assert replace(Situation(), users=1) != Situation()
