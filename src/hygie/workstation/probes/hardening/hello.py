"""Whether the person of this session set up Windows Hello: a code, a face or a finger.

Windows keeps one line by account for the provider that signs in with a code (NGC), without which
neither face nor finger can be set up. Microsoft does not publish it; several public tools of
administrators read it alike: 1 means set up. One public sample has 2 beside accounts without code.
"""

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening.said import NOT_SAID, Said
from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import Session, WindowsMachine

PROVIDER = (
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\Credential Providers"
    r"\{D6886603-9D2F-4EB2-B667-1971041FA96B}"
)
STATE = "LogonCredsAvailable"
STATES = {1: True, 2: False}


def is_set_up(machine: WindowsMachine) -> Said:
    """Tell it of the account of this session alone; no line, or another number, says nothing."""
    account = machine.calls.ask(Session).sid
    state = STATES.get(number(opened(machine, f"{PROVIDER}\\{account}"), STATE) or 0)
    if state is None:
        raise MachineRefusedError(NOT_SAID)
    return Said(state, STATE)
