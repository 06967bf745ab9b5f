"""What the machine checks before Windows starts, and the chip that keeps its keys."""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_fields import whole
from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_report import rows, section

STATE = r"HKLM\SYSTEM\CurrentControlSet\Control\SecureBoot\State"
ENABLED = "UEFISecureBootEnabled"
CHIP = "Win32_PnPEntity (TPM)"
WORKS = 0


def secure_boot(machine: WindowsMachine) -> Said:
    """Tell whether only signed systems may start here."""
    state = number(opened(machine, STATE), ENABLED)
    if state not in {0, 1}:
        raise MachineRefusedError(NOT_SAID)
    return Said(state == 1, ENABLED)


def tpm(machine: WindowsMachine) -> Said:
    """Tell whether Windows has a security chip at work; one switched off is as if absent."""
    codes = [whole(row, "code") for row in rows(section(machine, "tpm"))]
    if WORKS in codes:
        return Said(value=True, source=CHIP)
    if codes:
        raise MachineRefusedError(NOT_SAID)
    return Said(value=False, source=CHIP)
