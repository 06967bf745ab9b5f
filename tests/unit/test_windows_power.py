import pytest

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.power import windows
from hygie.workstation.windows_machine import PowerHardware, PowerState
from support.windows_machine import FakeWindowsMachine, a_windows_context

REFUSED = MachineRefusedError("Refusé.")


def read(
    hardware: PowerHardware | MachineRefusedError, state: PowerState | MachineRefusedError
) -> tuple[object, ...]:
    machine = FakeWindowsMachine(answers={PowerHardware: hardware, PowerState: state})
    found = list(windows.read(machine, a_windows_context()))
    assert [each.fact for each in found] == [windows.BATTERY, windows.UPS]
    return tuple(each.value if isinstance(each, Observed) else None for each in found)


@pytest.mark.parametrize(
    ("battery", "short_term", "expected"),
    [
        (False, False, (False, False)),
        (True, True, (False, True)),
        (True, False, (True, None)),
    ],
)
def test_a_ups_is_a_battery_of_short_term(
    *, battery: bool, short_term: bool, expected: tuple[object, ...]
) -> None:
    hardware = PowerHardware(
        role=1, lid=False, battery=battery, short_term=short_term, connected_standby=False
    )
    assert read(hardware, REFUSED) == expected


@pytest.mark.parametrize(
    ("battery", "expected"), [(False, (False, False)), (True, (None, None)), (None, (None, None))]
)
def test_the_older_call_only_knows_that_there_is_none(
    *, battery: bool | None, expected: tuple[object, ...]
) -> None:
    assert read(REFUSED, PowerState(battery=battery, on_mains=True)) == expected


def test_a_refusal_is_never_an_absence() -> None:
    assert read(REFUSED, REFUSED) == (None, None)
