r"""Whether Windows asks to sign in when it wakes up.

«Require a password on wakeup» (CONSOLELOCK) decides, a policy's value before the power plan's. On
machines that never really sleep (modern standby), the daily user's own choice counts too: after
how long away («DelayLockInterval»), at once when it was never chosen.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import PowerHardware, SleepSettings, WindowsMachine

POLICY = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Power\PowerSettings\0e796bdb-100d-47d6-a2d5-f7d2daa51f51"
)
DESKTOP = r"HKCU\Control Panel\Desktop"
LONGEST_AWAY = 900
"""The longest choice Windows offers before «never»: a quarter of an hour."""

NEVER = 0xFFFF_FFFF
ASKS = {0: False, 1: True}
NOT_SAID = "Windows n'a pas dit s'il demande le mot de passe à la sortie de veille."


def read_resume(machine: WindowsMachine) -> bool:
    """Tell whether waking up asks to sign in, on mains and on battery.

    Raises MachineRefusedError when that is not known.
    """
    hardware = machine.calls.ask(PowerHardware)
    names = ["ACSettingIndex", *(["DCSettingIndex"] if hardware.battery else [])]
    answers = [_asks(machine, name) for name in names]
    if hardware.connected_standby:
        answers.append(_asks_when_away(machine))
    if False in answers:
        return False
    if None in answers:
        raise MachineRefusedError(NOT_SAID)
    return True


def _asks(machine: WindowsMachine, name: str) -> bool | None:
    value = number(opened(machine, POLICY), name)
    if value is None:
        settings = machine.calls.ask(SleepSettings)
        value = settings.lock_mains if name.startswith("AC") else settings.lock_battery
    return None if value is None else ASKS.get(value)


def _asks_when_away(machine: WindowsMachine) -> bool | None:
    away = number(opened(machine, DESKTOP), "DelayLockInterval")
    if away is None or away <= LONGEST_AWAY:
        return True
    return False if away == NEVER else None
