import json

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_profiler, macos_sockets
from hygie.workstation.machine import Output
from hygie.workstation.probes.hardening import macos
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac, a_mac_context, by_fact, values


def read(mac: str = "26-arm", **commands: Answer) -> dict[str, Reading]:
    named = {
        "gatekeeper": macos.ASSESSMENT,
        "profiler": macos_profiler.COMMAND,
        "netstat": macos_sockets.COMMAND,
    }
    machine = a_mac(mac, commands={named[name]: raw for name, raw in commands.items()})
    return by_fact(macos.read(machine, a_mac_context()))


def test_the_protections_of_a_mac() -> None:
    assert values(read().values()) == {
        macos.GATEKEEPER: True,
        macos.SIP: True,
        macos.DESKTOP: False,
    }


def test_a_mac_left_open() -> None:
    off = Output(code=1, text="assessments disabled\n")
    assert values(read("14-intel", gatekeeper=off).values()) == {
        macos.GATEKEEPER: False,
        macos.SIP: False,
        macos.DESKTOP: True,
    }


def test_what_is_windows_own_has_no_meaning_here() -> None:
    found = read()
    assert {type(found[fact]) for fact in macos.OF_WINDOWS} == {Inapplicable}


@pytest.mark.parametrize(
    "said", ["", "x", "évaluations activées", REFUSED, Output(code=1, text="")]
)
def test_other_sentences_of_gatekeeper_are_no_answer(said: Answer) -> None:
    assert isinstance(read(gatekeeper=said)[macos.GATEKEEPER], Unreadable)


@pytest.mark.parametrize("state", ["", "Enabled", "Activée", "integrity_custom"])
def test_other_words_about_the_integrity_are_no_answer(state: str) -> None:
    report = json.dumps({macos_profiler.SOFTWARE: [{"system_integrity": state}]})
    assert isinstance(read(profiler=report)[macos.SIP], Unreadable)


def test_an_empty_machine_says_nothing() -> None:
    assert values(macos.read(FakeMachine(), a_mac_context())) == {}
