import json
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_profiler
from hygie.workstation.probes.smartcard import macos
from support.machine import FakeMachine
from support.macs import a_mac_context, by_fact, values

DRIVERS = {"_name": macos.DRIVERS}


def read(*items: Any) -> dict[str, Reading]:
    report = json.dumps({macos_profiler.CARDS: list(items)})
    machine = FakeMachine(commands={macos_profiler.COMMAND: report})
    return by_fact(macos.read(machine, a_mac_context()))


def test_several_readers_and_one_card() -> None:
    readers = {"_name": macos.READERS, "#01": "A", "#02": "B (ATR:{length = 4})"}
    found = read(readers, DRIVERS)
    assert values(found.values()) == {macos.READER: True, macos.CARD: True}
    assert isinstance(found[macos.SERVICE], Inapplicable)


@pytest.mark.parametrize(
    "items",
    [
        [{"_name": macos.READERS}],
        [DRIVERS],
        [{"_name": macos.READERS, "#01": 1}, DRIVERS],
        [{"_name": "LECTEURS"}, DRIVERS],
    ],
)
def test_a_list_cut_short_is_not_the_lack_of_a_reader(items: list[dict[str, Any]]) -> None:
    found = read(*items)
    assert isinstance(found[macos.READER], Unreadable)
    assert isinstance(found[macos.CARD], Unreadable)
