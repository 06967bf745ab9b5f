"""Folders of this Mac that anyone on the network may open without a password.

macOS shares each account's «Public» folder with guests as soon as file sharing is on, unless
guests are refused altogether. Only names of attributes are read, never those of folders.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, Settings, as_rows, run_plist, texts
from hygie.workstation.macos_sockets import COMMAND, open_ports
from hygie.workstation.macos_tools import sysadminctl

FACT = "share.open_to_all"
SMB_PORTS = frozenset({139, 445})
SHARES = ("dscl", "-plist", ".", "-readall", "/SharePoints")
GUESTS, REFUSED = "smbGuestAccess", "SMB guest access disabled"
SHARED, GUEST = "dsAttrTypeNative:smb_shared", "dsAttrTypeNative:smb_guestaccess"
REMEDY = (
    "Ouvrez Réglages Système, puis Général, puis Partage, puis Partage de fichiers : regardez "
    "quels dossiers sont partagés, et avec qui."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``share.open_to_all``."""
    try:
        if SMB_PORTS.isdisjoint(open_ports(machine)):
            return [observed(context, FACT, 0, " ".join(COMMAND))]
        shares = _shares(machine)
        count = count_open(shares)
        if count and _refuses_guests(machine):
            return [observed(context, FACT, 0, f"sysadminctl -{GUESTS} status")]
    except MachineRefusedError as refusal:
        return [unreadable(context, FACT, refusal.reason, REMEDY)]
    return [observed(context, FACT, count, " ".join(SHARES))]


def _shares(machine: Machine) -> tuple[Settings, ...]:
    found = run_plist(machine, SHARES)
    shares = as_rows([found] if isinstance(found, dict) else found)
    if shares is None:
        raise MachineRefusedError(ODD)
    return shares


def _refuses_guests(machine: Machine) -> bool:
    """Ask the switch for all folders; when it does not answer, each folder's own one counts."""
    try:
        return sysadminctl(machine, GUESTS).startswith(REFUSED)
    except MachineRefusedError:
        return False


def count_open(shares: Iterable[Settings]) -> int:
    """Count the folders shared with Windows' protocol, guests included."""
    return sum(1 for each in shares if _is_on(each, SHARED) and _is_on(each, GUEST))


def _is_on(share: Settings, attribute: str) -> bool:
    return texts(share, attribute) == ("1",)
