import json
from typing import Any

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading
from hygie.workstation import macos_profiler
from hygie.workstation.machine import Machine, MachineRefusedError, Output
from hygie.workstation.probes.disk_encryption import macos as disk_encryption
from hygie.workstation.probes.firewall import macos as firewall
from hygie.workstation.probes.hardening import macos as hardening
from hygie.workstation.probes.power import macos as power
from hygie.workstation.probes.smartcard import macos as smartcard
from hygie.workstation.probes.system import macos as system
from hygie.workstation.probes.wifi import macos as wifi
from support.machine import FakeMachine
from support.macs import a_mac_context, by_fact
from support.recordings import Recording, load

SAID = {
    "portable": "system.portable",
    "firewall": "firewall.active",
    "wifi": "wifi.security",
    "battery": "power.battery",
    "ups": "power.ups",
    "reader": "smartcard.reader",
    "card": "smartcard.card_present",
    "swap": "disk.swap_encrypted",
    "sip": "macos.sip",
}
WORDS: dict[object, str] = {True: "yes", False: "no"}


def a_report(printed: str | Output) -> FakeMachine:
    return FakeMachine(commands={macos_profiler.COMMAND: printed})


def all_readings(machine: Machine) -> dict[str, Reading]:
    probes = (disk_encryption, firewall, hardening, power, smartcard, system, wifi)
    context = a_mac_context()
    return by_fact(each for probe in probes for each in probe.read(machine, context))


def word(reading: Reading) -> str:
    match reading:
        case Observed(value=value):
            return WORDS.get(value, str(value))
        case Inapplicable():
            return "-"
    return "?"


@pytest.mark.parametrize("recording", load("macos", "profiler-"), ids=str)
def test_documented_reports(recording: Recording) -> None:
    found = all_readings(a_report(recording.text))
    said = [f"{name} {word(found[fact])}" for name, fact in SAID.items()]
    assert "; ".join([word(found["system.name"]), *said]) == recording.expect


@pytest.mark.parametrize(
    "printed",
    ["", "{}", "[]", "null", "{", "[" * 9000, '{"SPPowerDataType": {}}', Output(code=1, text="{}")],
)
def test_a_report_that_is_none_tells_nothing(printed: str | Output) -> None:
    found = all_readings(a_report(printed))
    assert {word(found[fact]) for fact in SAID.values()} == {"?"}
    assert word(found["system.name"]) == "?"


def test_a_section_left_out_by_the_time_limit_takes_no_other_along() -> None:
    report = json.loads(load("macos", "profiler-26-arm")[0].text)
    del report[macos_profiler.WIFI]
    found = all_readings(a_report(json.dumps(report)))
    assert word(found["wifi.security"]) == "?"
    assert word(found["firewall.active"]) == "yes"


def test_a_refusal_keeps_its_reason() -> None:
    machine = FakeMachine(commands={macos_profiler.COMMAND: MachineRefusedError("Trop lent.")})
    with pytest.raises(MachineRefusedError, match="Trop lent"):
        macos_profiler.section(machine, macos_profiler.POWER)


@pytest.mark.parametrize(
    ("model", "expected"),
    [("MacBook Neo", True), ("Mac mini", False), ("Mac Pro", False), ("Apple Virtual", None)],
)
def test_models(model: str, expected: object) -> None:
    report: dict[str, Any] = {macos_profiler.HARDWARE: [{"machine_name": model}]}
    assert macos_profiler.is_portable(a_report(json.dumps(report))) is expected
