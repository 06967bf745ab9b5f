import json
from typing import Any

import pytest

from hygie.workstation import macos_profiler
from hygie.workstation.probes.power import macos
from support.machine import FakeMachine
from support.macs import a_mac_context, values


def read(*items: dict[str, Any]) -> dict[str, object]:
    report = json.dumps({macos_profiler.POWER: items})
    machine = FakeMachine(commands={macos_profiler.COMMAND: report})
    return values(macos.read(machine, a_mac_context()))


def test_a_partial_report_is_not_the_lack_of_a_battery() -> None:
    assert read({"_name": "sppower_information"}) == {}


def test_a_battery_seen_is_enough() -> None:
    assert read({"_name": macos.BATTERY_ITEM}) == {macos.BATTERY: True}


@pytest.mark.parametrize("word", ["Yes", "VRAI", "", 1])
def test_an_unknown_word_about_a_ups_is_no_answer(word: object) -> None:
    found = read({"_name": macos.WIRING_ITEM, macos.UPS_KEY: word})
    assert found == {macos.BATTERY: False}
