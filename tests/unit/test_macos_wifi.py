import json
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation import macos_profiler
from hygie.workstation.probes.wifi import macos
from support.machine import FakeMachine
from support.macs import a_mac_context

NETWORKS = {"wpa3", "wpa2", "wpa", "wep", "ouvert"}


def read(*cards: dict[str, Any]) -> Reading:
    report = {macos_profiler.WIFI: [{macos.CARDS: list(cards)}]}
    machine = FakeMachine(commands={macos_profiler.COMMAND: json.dumps(report)})
    (reading,) = macos.read(machine, a_mac_context())
    return reading


def a_card(mode: object, state: str = macos.CONNECTED) -> dict[str, Any]:
    return {
        macos.CARD_MARK: "x",
        macos.STATE: state,
        macos.IN_USE: {"_name": "Réseau de quelqu'un", macos.MODE: mode},
    }


@pytest.mark.parametrize("mode", macos.MODES)
def test_every_known_mode_has_a_word_of_the_vocabulary(mode: str) -> None:
    reading = read(a_card(f"spairport_security_mode_{mode}"))
    assert isinstance(reading, Observed)
    assert reading.value in NETWORKS
    assert "quelqu'un" not in repr(reading)


@pytest.mark.parametrize("mode", [None, "", "WPA2 Personnel", "spairport_security_mode_wpa4", 3])
def test_an_unknown_mode_is_not_an_open_network(mode: object) -> None:
    assert isinstance(read(a_card(mode)), Unreadable)


def test_a_network_that_still_takes_the_old_protection_is_worth_it() -> None:
    reading = read(a_card("spairport_security_mode_wpa2_personal_mixed"))
    assert getattr(reading, "value", None) == "wpa"


def test_no_card_and_no_link_are_no_concern() -> None:
    assert isinstance(read(), Inapplicable)
    assert isinstance(read({"_name": "awdl0"}), Inapplicable)
    off = {macos.CARD_MARK: "x", macos.STATE: "spairport_status_off"}
    assert isinstance(read(off), Inapplicable)


def test_an_unknown_state_is_neither_linked_nor_not() -> None:
    assert isinstance(read(a_card("spairport_security_mode_none", state="?")), Unreadable)


def test_two_linked_cards_are_not_chosen_between() -> None:
    card = a_card("spairport_security_mode_wpa3_personal")
    assert isinstance(read(card, card), Unreadable)


@pytest.mark.parametrize("cards", [None, {}, [1], "x"])
def test_an_odd_list_of_cards_is_not_their_absence(cards: object) -> None:
    report = json.dumps({macos_profiler.WIFI: [{macos.CARDS: cards}]})
    machine = FakeMachine(commands={macos_profiler.COMMAND: report})
    (reading,) = macos.read(machine, a_mac_context())
    assert isinstance(reading, Unreadable)
