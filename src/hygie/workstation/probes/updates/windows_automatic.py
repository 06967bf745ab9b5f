"""Whether Windows installs its updates by itself.

Values are those of Microsoft's «Manage additional Windows Update settings», «Configure Windows
Update for Business» and «Policy CSP - Update». Without any policy, Windows 10 and 11 do; a server
follows a choice made when it was set up, which these keys do not tell.
"""

from datetime import UTC, datetime

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.updates.found import Known
from hygie.workstation.windows_keys import is_key, number, opened, text
from hygie.workstation.windows_machine import SystemVersion, WindowsMachine

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU"
MANAGED = r"HKLM\SOFTWARE\Microsoft\PolicyManager\current\device\Update"
SERVICE = r"HKLM\SYSTEM\CurrentControlSet\Services\wuauserv"
SETTINGS = r"HKLM\SOFTWARE\Microsoft\WindowsUpdate\UX\Settings"
STATE = r"HKLM\SOFTWARE\Microsoft\WindowsUpdate\UpdatePolicy\Settings"
SERVICING = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"
PAUSES = ("PauseUpdatesExpiryTime", "PauseQualityUpdatesEndTime")

DISABLED = 4
"""SERVICE_DISABLED: the service that updates Windows never starts."""

PAUSED = 1
BY_ITSELF, BY_ADMINISTRATOR = 4, 5
NOTIFIES = frozenset({1, 2, 3, 7})
"""AUOptions: 1 off, 2 asks before downloading, 3 before installing, 7 likewise on servers."""

MANAGED_OFF = frozenset({0, 5})
MANAGED_ON = frozenset({1, 2, 3, 4})
"""AllowAutoUpdate: 0 asks first, 5 off, the others install."""

FIRST_BUILD = 10_240
WORKSTATION = 1
ODD = "Le réglage des mises à jour de Windows n'a pas une valeur connue."
NO_SERVICE = "Ce qui met Windows à jour n'est pas sur ce poste."
CHOSEN = "Un réglage laisse l'administrateur de ce poste choisir ; son choix n'est pas lu."
NO_DEFAULT = "Aucun réglage n'est écrit, et ce Windows ne fait pas toujours ses mises à jour seul."


def read_automatic(machine: WindowsMachine, now: datetime) -> Known | str:
    """Tell whether updates install themselves now, or why that is not known."""
    try:
        return _stopped(machine, now) or _by_policy(machine) or _by_default(machine)
    except MachineRefusedError as refusal:
        return refusal.reason


def parse_pause(value: str) -> datetime | None:
    """Read the end of a pause, in universal time; None when it is no moment."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stopped(machine: WindowsMachine, now: datetime) -> Known | str:
    """Tell what stops updates whatever the policy: off, a dead service, a pause."""
    if number(opened(machine, POLICY), "NoAutoUpdate") == 1:
        return Known(value=False, source=POLICY)
    start = number(opened(machine, SERVICE), "Start")
    if start is None:
        return NO_SERVICE
    if start == DISABLED:
        return Known(value=False, source=SERVICE)
    return _paused(machine, now)


def _paused(machine: WindowsMachine, now: datetime) -> Known | str:
    settings = opened(machine, SETTINGS)
    ends = [end for end in (text(settings, name) for name in PAUSES) if end]
    moments = [parse_pause(end) for end in ends]
    if None in moments:
        return ODD
    if any(moment > now for moment in moments if moment is not None):
        return Known(value=False, source=SETTINGS)
    if not ends and number(opened(machine, STATE), "PausedQualityStatus") == PAUSED:
        return Known(value=False, source=STATE)
    return ""


def _by_policy(machine: WindowsMachine) -> Known | str:
    option = number(opened(machine, POLICY), "AUOptions")
    if option is None:
        return _by_manager(machine)
    if option == BY_ADMINISTRATOR:
        return CHOSEN
    if option == BY_ITSELF or option in NOTIFIES:
        return Known(value=option == BY_ITSELF, source=POLICY)
    return ODD


def _by_manager(machine: WindowsMachine) -> Known | str:
    allowed = number(opened(machine, MANAGED), "AllowAutoUpdate")
    if allowed is None:
        return ""
    if allowed in MANAGED_OFF | MANAGED_ON:
        return Known(value=allowed in MANAGED_ON, source=MANAGED)
    return ODD


def _by_default(machine: WindowsMachine) -> Known | str:
    if not is_key(machine, SERVICING):
        return NO_SERVICE
    version = machine.calls.ask(SystemVersion)
    if version.product_type != WORKSTATION or version.build < FIRST_BUILD:
        return NO_DEFAULT
    return Known(value=True, source=SERVICE)
