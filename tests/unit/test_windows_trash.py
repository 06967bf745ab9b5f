import pytest

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.trash import windows
from hygie.workstation.windows_machine import RecycleBin
from support.windows_machine import FakeWindowsMachine, a_windows_context


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (RecycleBin(items=0), 0),
        (RecycleBin(items=37), 37),
        (RecycleBin(items=-1), None),
        (MachineRefusedError("Refusé."), None),
    ],
)
def test_the_bin_is_only_counted(answer: object, expected: int | None) -> None:
    machine = FakeWindowsMachine(answers={RecycleBin: answer})
    (reading,) = windows.read(machine, a_windows_context())
    assert (reading.value if isinstance(reading, Observed) else None) == expected
