import json

import pytest

from hygie.audit.wiring import tables
from hygie.core.readings import Unreadable
from hygie.workstation import macos_profiler
from hygie.workstation.probes.system import macos
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac, a_mac_context, by_fact, settings, values

PROFILER = macos_profiler.COMMAND


def a_report(version: str) -> str:
    return json.dumps({macos_profiler.SOFTWARE: [{"os_version": version}]})


def read(profiler: Answer, version: str = "") -> dict[str, object]:
    machine = FakeMachine(
        commands={PROFILER: profiler},
        files={macos.VERSION_FILE: settings(ProductVersion=version)},
    )
    return values(macos.read(machine, a_mac_context()))


def test_a_version_with_an_end_is_supported_or_not() -> None:
    assert values(macos.read(a_mac("13-intel"), a_mac_context())) == {
        "system.name": "macos 13",
        "system.end_of_support": "2025-09-15",
        "system.supported": False,
        "system.portable": True,
    }


def test_a_version_apple_gives_no_end_is_not_judged() -> None:
    found = by_fact(macos.read(a_mac("26-arm"), a_mac_context()))
    assert values(found.values()) == {"system.name": "macos 26", "system.portable": True}
    assert isinstance(found["system.supported"], Unreadable)
    assert "sans s'y engager (source secondaire" in found["system.supported"].reason


def test_no_version_without_a_published_end_is_ever_said_to_be_mended() -> None:
    systems = tables().systems
    assert [name for name in systems if name.startswith("macos ")][-1] == "macos 14"
    context = a_mac_context(tables=tables())
    for number in range(15, 40):
        machine = FakeMachine(commands={PROFILER: a_report(f"macOS {number}.1 (1A1)")})
        assert "system.supported" not in values(macos.read(machine, context)), number


def test_system_information_wins_over_the_version_shown_to_old_programs() -> None:
    assert read(a_report("macOS 26.1 (25B78)"), "16.1")["system.name"] == "macos 26"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        *[("15.7.1", "macos 15"), ("26.0", "macos 26"), ("10.15.7", "macos 10.15")],
        *[("10.16", None), ("16.0", None), ("", None), ("26 beta", None), ("٢٦", None)],
    ],
)
def test_the_version_file_is_read_last(version: str, expected: object) -> None:
    assert read(REFUSED, version).get("system.name") == expected


@pytest.mark.parametrize(
    "words", ["", "macOS", "macOS 26.1", "Windows 11 (x)", "macOS 16.0 (25A1)"]
)
def test_other_words_are_no_version(words: str) -> None:
    assert macos.parse_version(words, printed=True) == ""


def test_nothing_readable_is_not_an_absence() -> None:
    found = list(macos.read(FakeMachine(), a_mac_context()))
    assert [type(each) for each in found] == [Unreadable] * 4
