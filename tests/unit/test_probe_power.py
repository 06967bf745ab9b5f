import pytest

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.power import linux
from support.machine import FakeMachine, a_context

SUPPLIES = "/sys/class/power_supply"


def values(machine: FakeMachine) -> dict[str, object]:
    readings = linux.read(machine, a_context())
    return {reading.fact: reading.value for reading in readings if isinstance(reading, Observed)}


def test_a_laptop_has_a_battery() -> None:
    machine = FakeMachine(
        files={f"{SUPPLIES}/BAT0/type": "Battery\n", f"{SUPPLIES}/AC/type": "Mains\n"}
    )
    assert values(machine) == {"power.battery": True, "power.ups": False}


def test_the_battery_of_a_mouse_is_not_the_computers() -> None:
    machine = FakeMachine(
        files={f"{SUPPLIES}/hid-1/type": "Battery\n", f"{SUPPLIES}/hid-1/scope": "Device\n"}
    )
    assert values(machine) == {"power.battery": False, "power.ups": False}


def test_a_ups_on_usb_is_seen() -> None:
    assert values(FakeMachine(files={f"{SUPPLIES}/hid-2/type": "UPS\n"}))["power.ups"] is True


def test_a_refusal_is_never_an_absence() -> None:
    machine = FakeMachine(folders={SUPPLIES: MachineRefusedError("Refusé.")})
    readings = list(linux.read(machine, a_context()))
    assert [type(reading) for reading in readings] == [Unreadable, Unreadable]


@pytest.mark.parametrize("kind", ["", "battery", "\x00", "UPS?"])
def test_an_unknown_kind_is_neither(kind: str) -> None:
    assert values(FakeMachine(files={f"{SUPPLIES}/x/type": kind})) == {
        "power.battery": False,
        "power.ups": False,
    }
