"""The sheets of phones and tablets: what they hold, and what they prove of the measures."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.devices import (
    Device,
    Devices,
    Kind,
    System,
    load_points,
    read_devices,
    say_name,
    write_devices,
)
from hygie.audit.devices_records import load_devices, save_devices
from hygie.audit.situation_format import read_situation
from hygie.audit.store import load_records
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import MisusedError
from hygie.core.findings import Basis, Finding, Verdict
from hygie.core.judgement import judge
from hygie.core.records import Answer
from hygie.practice.sqlite_records import SqliteRecords
from support.builders import NOW
from support.schemas import refusals

FORMAT = Path(__file__).parents[2] / "docs" / "formats" / "appareils.schema.json"
CATALOGUE = load_catalogue()
POINTS = load_points()
FINE = {point.id: Answer.YES for point in POINTS}
PHONE_ONLY = read_situation({"format": 1, "telephones": True, "tablettes": False})
BOTH = read_situation({"format": 1, "telephones": True, "tablettes": True})


def a_device(name: str = "telephone-1", **changes: Any) -> Device:
    kind = Kind(name.partition("-")[0])
    plain = Device(name=name, kind=kind, system=System.IOS, at=NOW, points=FINE)
    return replace(plain, **changes)


def answering(**points: Answer) -> Mapping[str, Answer]:
    return {**FINE, **points}


def devices(*each: Device, complete: bool = True) -> Devices:
    return Devices(each=each, complete=complete)


class TestContent:
    def test_there_are_six_points_and_four_decide(self) -> None:
        assert [point.id for point in POINTS] == [
            "code", "mises-a-jour", "effacement", "sauvegarde", "applications", "photos",
        ]  # fmt: skip
        assert [point.id for point in POINTS if point.decides] == [
            "code", "mises-a-jour", "effacement", "photos",
        ]  # fmt: skip

    def test_each_asks_one_thing_and_says_where_to_look(self) -> None:
        for point in POINTS:
            assert point.question.count("?") == 1
            assert point.question.endswith(" ?")
            texts = (point.why, point.fix, *point.where.values())
            assert [text for text in texts if not text.endswith(".")] == []
            assert max(map(len, (point.question, *texts))) <= 200
            assert set(point.where) == set(System)

    def test_what_decides_always_has_an_object_but_photos_that_nobody_takes(self) -> None:
        assert [point.id for point in POINTS if point.decides and point.none] == ["photos"]


class TestDocument:
    def test_it_reads_back_the_same_and_is_as_described(self) -> None:
        tablet = a_device("tablette-1", system=System.ANDROID, points=answering(code=Answer.NO))
        found = devices(a_device(), tablet, complete=False)
        document = write_devices(found)
        assert read_devices(document, NOW) == found
        assert refusals("appareils", document) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"appareil": "iPhone de Camille"},
            {"appareil": "tablette-1"},
            {"genre": "montre"},
            {"systeme": "symbian"},
            {"le": "2026-11-22"},
            {"le": (NOW + timedelta(seconds=1)).isoformat()},
            {"points": {}},
            {"points": []},
            {"points": {**FINE, "code": "en_partie"}},
            {"points": {**FINE, "code": "sans_objet"}},
            {"points": {**FINE, "modele": "oui"}},
            {"note": "x"},
        ],
    )
    def test_what_is_out_of_form_is_refused(self, changes: dict[str, Any]) -> None:
        document = write_devices(devices(a_device()))
        document["appareils"][0] |= changes
        with pytest.raises(MisusedError, match="forme attendue"):
            read_devices(document, NOW)

    def test_a_device_named_twice_is_refused(self) -> None:
        with pytest.raises(MisusedError):
            read_devices(write_devices(devices(a_device(), a_device())), NOW)

    @given(
        st.dictionaries(
            st.sampled_from(["format", "complet", "appareils"]),
            st.booleans() | st.text() | st.lists(st.dictionaries(st.text(), st.text())),
        )
    )
    def test_anything_is_read_or_refused(self, anything: dict[str, Any]) -> None:
        try:
            found = read_devices(anything, NOW)
        except MisusedError:
            return
        assert found.each == ()

    def test_names_are_given_in_turn(self) -> None:
        found = devices(a_device(), a_device("telephone-3"))
        assert found.new_name(Kind.PHONE) == "telephone-2"
        assert found.new_name(Kind.TABLET) == "tablette-1"
        assert say_name("telephone-2") == "téléphone 2"


class TestWhatTheyProve:
    @pytest.fixture
    def records(self, tmp_path: Path) -> SqliteRecords:
        return SqliteRecords(tmp_path, token=lambda: bytes(16))

    def finding(
        self, records: SqliteRecords, measure: str = "telephones-tablettes", days: int = 0
    ) -> Finding:
        said = load_records(records, CATALOGUE)
        at = NOW + timedelta(days=days)
        findings = judge(PHONE_ONLY, [], said, CATALOGUE, at)
        return next(found for found in findings if found.measure == measure)

    def save(self, records: SqliteRecords, found: Devices, **changes: Any) -> None:
        situation = changes.get("situation", PHONE_ONLY)
        at = changes.get("at", NOW)
        save_devices(records, found, situation, CATALOGUE, at)
        assert load_devices(records, at) == found

    def test_all_in_order_and_complete_proves_the_measure_for_a_year(
        self, records: SqliteRecords
    ) -> None:
        self.save(records, devices(a_device()))
        found = self.finding(records)
        assert (found.verdict, found.basis) == (Verdict.MET, Basis.EVIDENCE)
        assert self.finding(records, days=366).verdict is Verdict.TO_CHECK

    def test_the_oldest_sheet_gives_the_term(self, records: SqliteRecords) -> None:
        old = a_device("telephone-2", at=NOW - timedelta(days=300))
        self.save(records, devices(a_device(), old))
        assert self.finding(records, days=60).verdict is Verdict.MET
        assert self.finding(records, days=70).verdict is Verdict.TO_CHECK

    def test_what_is_not_known_or_not_complete_proves_nothing(self, records: SqliteRecords) -> None:
        doubt = a_device(points=answering(effacement=Answer.UNKNOWN))
        for found in (devices(doubt), devices(a_device(), complete=False), devices()):
            self.save(records, found)
            assert self.finding(records).verdict is Verdict.TO_CHECK
        assert {line.kind for line in records.lines()} == {"devices"}

    def test_a_tablet_that_is_said_to_be_there_needs_its_sheet(
        self, records: SqliteRecords
    ) -> None:
        self.save(records, devices(a_device()), situation=BOTH)
        assert self.finding(records).verdict is Verdict.TO_CHECK
        self.save(records, devices(a_device(), a_device("tablette-1")), situation=BOTH)
        assert self.finding(records).verdict is Verdict.MET

    @pytest.mark.parametrize("point", ["code", "mises-a-jour", "effacement", "photos"])
    def test_one_thing_wrong_on_one_device_is_to_do(
        self, records: SqliteRecords, point: str
    ) -> None:
        wrong = a_device("telephone-2", points=answering(**{point: Answer.NO}))
        self.save(records, devices(a_device(), wrong))
        found = self.finding(records)
        assert (found.verdict, found.basis) == (Verdict.TO_DO, Basis.EVIDENCE)

    @pytest.mark.parametrize("point", ["sauvegarde", "applications"])
    def test_advice_does_not_decide(self, records: SqliteRecords, point: str) -> None:
        self.save(records, devices(a_device(points=answering(**{point: Answer.NO}))))
        assert self.finding(records).verdict is Verdict.MET

    def test_photos_that_nobody_takes_are_in_order(self, records: SqliteRecords) -> None:
        none = a_device(points=answering(photos=Answer.NOT_CONCERNED))
        self.save(records, devices(none))
        assert self.finding(records).verdict is Verdict.MET

    def test_a_later_doubt_takes_back_what_was_proved(self, records: SqliteRecords) -> None:
        self.save(records, devices(a_device()))
        doubt = a_device(points=answering(code=Answer.UNKNOWN))
        self.save(records, devices(doubt), at=NOW + timedelta(days=1))
        assert self.finding(records, days=1).verdict is Verdict.TO_CHECK
        self.save(records, devices(doubt), at=NOW + timedelta(days=2))
        kinds = [line.kind for line in records.lines()]
        assert kinds.count("fiche-appareils") == 2

    def test_a_phone_without_code_refutes_the_inventory_and_nothing_proves_it(
        self, records: SqliteRecords
    ) -> None:
        self.save(records, devices(a_device()))
        assert self.finding(records, "equipements-mobiles").verdict is Verdict.TO_CHECK
        open_one = a_device(points=answering(code=Answer.NO))
        self.save(records, devices(open_one))
        found = self.finding(records, "equipements-mobiles")
        assert (found.verdict, found.basis) == (Verdict.TO_DO, Basis.EVIDENCE)
        self.save(records, devices(a_device()), at=NOW + timedelta(days=1))
        assert self.finding(records, "equipements-mobiles", days=1).verdict is Verdict.TO_CHECK


def test_the_published_format_says_which_points_decide() -> None:
    schema = json.loads(FORMAT.read_text("utf-8"))
    found = [each for each in _descriptions(schema) if set(each) == set(FINE)]
    assert len(found) == 1
    silent = {name for name, said in found[0].items() if "Ne décide de rien" in said}
    assert silent == {point.id for point in POINTS if not point.decides}


def _descriptions(node: object) -> Iterator[dict[str, str]]:
    """Give what each object of a schema says of its properties."""
    if isinstance(node, list):
        for each in node:
            yield from _descriptions(each)
    elif isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            yield {name: str(each.get("description")) for name, each in properties.items()}
        for each in node.values():
            yield from _descriptions(each)
