import plistlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation import macos_plist
from hygie.workstation.machine import MachineRefusedError, MissingError, Output
from support.machine import FakeMachine
from support.macs import all_recordings
from support.mutator import Mutator

NESTED = b"<plist>" + b"<array>" * 5000 + b"</array>" * 5000 + b"</plist>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b"<plist><string>&b;</string></plist>"
)
LONG_NUMBER = b"<plist><integer>" + b"9" * 5000 + b"</integer></plist>"
BINARY = plistlib.dumps(
    {"a": [True, 1, "x", b"y", datetime(2026, 11, 22)]},  # noqa: DTZ001  # as plistlib reads it
    fmt=plistlib.FMT_BINARY,
)


@pytest.mark.parametrize("raw", [b"", b" \n", b"x", LAUGHS, LONG_NUMBER, b"bplist00", NESTED[:900]])
def test_what_is_not_a_property_list_is_nothing(raw: bytes) -> None:
    assert macos_plist.parse_plist(raw) is None


def test_a_deep_list_ends() -> None:
    found = macos_plist.parse_plist(NESTED)
    assert found is None or isinstance(found, list)


@pytest.mark.parametrize("format_", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_both_forms_are_read(format_: plistlib.PlistFormat) -> None:
    raw = plistlib.dumps({"a": 1}, fmt=format_)
    assert macos_plist.parse_plist(raw) == {"a": 1}


@pytest.mark.parametrize("seed", range(400))
def test_no_damage_raises(seed: int) -> None:
    mutator = Mutator(seed)
    raw = mutator.raw(mutator.random.choice([BINARY, *all_recordings()]))
    found = macos_plist.parse_plist(raw)
    assert found is None or isinstance(found, dict | list | str | int | float | bytes | datetime)


@given(st.binary())
def test_any_bytes_after_the_binary_mark_never_raise(raw: bytes) -> None:
    found = macos_plist.parse_plist(b"bplist00" + raw)
    assert found is None or not isinstance(found, MachineRefusedError)


def test_a_file_of_settings_is_a_dictionary_or_refused() -> None:
    machine = FakeMachine(files={"/a": plistlib.dumps({"a": 1}), "/b": plistlib.dumps([])})
    assert macos_plist.read_settings(machine, "/a") == {"a": 1}
    with pytest.raises(MachineRefusedError):
        macos_plist.read_settings(machine, "/b")
    with pytest.raises(MissingError):
        macos_plist.read_settings(machine, "/c")


def test_a_command_that_fails_prints_nothing_we_use() -> None:
    raw = plistlib.dumps({"a": 1}).decode()
    machine = FakeMachine(commands={("x",): Output(code=1, text=raw), ("y",): raw})
    assert macos_plist.run_plist(machine, ("x",)) is None
    assert macos_plist.run_settings(machine, ("y",)) == {"a": 1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (False, False), (1, True), (0, False), (2, None), ("1", None), (None, None)],
)
def test_switches(value: object, expected: object) -> None:
    assert macos_plist.boolean({"a": value}, "a") is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(3, 3), (0, 0), (3.0, 3), ("12", 12), (True, None), (-1, None), (0.5, None)],
        *[("١٢", None), ("-1", None), (float("inf"), None), (float("nan"), None), (None, None)],
    ],
)
def test_numbers(value: object, expected: object) -> None:
    assert macos_plist.number({"a": value}, "a") == expected


def test_lists_have_one_type() -> None:
    found = {"texts": ["a"], "mixed": ["a", 1], "rows": [{}], "empty": []}
    assert macos_plist.texts(found, "texts") == ("a",)
    assert macos_plist.texts(found, "mixed") is None
    assert macos_plist.rows(found, "rows") == ({},)
    assert macos_plist.rows(found, "texts") is None
    assert macos_plist.rows(found, "empty") == ()
    assert macos_plist.rows(found, "absent") is None


def test_dates_are_universal_time() -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001  # as plistlib reads it
    aware = datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=1)))
    found = {"one": naive, "many": [naive, aware, "2026"], "odd": "x"}
    assert macos_plist.dates(found, "one") == (naive.replace(tzinfo=UTC),)
    assert macos_plist.dates(found, "many") == (naive.replace(tzinfo=UTC), aware)
    assert macos_plist.dates(found, "odd") == ()
