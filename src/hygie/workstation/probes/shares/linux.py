"""Folders of this computer that anyone on the network may open without a password.

Seen: Samba and the kernel's NFS server. Shares of other servers (FTP, WebDAV) are not.
"""

from collections.abc import Callable, Iterable, Sequence

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.presence import any_there
from hygie.workstation.probes.shares import nfs, samba
from hygie.workstation.services import read_units

FACT = "share.open_to_all"
SAMBA_PROGRAMS = ("/usr/sbin/smbd", "/usr/bin/smbd", "/usr/local/samba/sbin/smbd")
SAMBA_UNITS = ("smbd.service", "smb.service", "samba-ad-dc.service", "samba.service")
NFS_PROGRAMS = ("/usr/sbin/exportfs", "/usr/bin/exportfs", "/sbin/exportfs")
NFS_UNITS = ("nfs-server.service", "nfs-kernel-server.service")

PARTLY = "Les réglages du partage de fichiers renvoient à d'autres, que Hygie ne lit pas."
REMEDY = (
    "Demandez à votre prestataire quels dossiers de ce poste sont partagés, et avec qui ; ou"
    " regardez, dans le gestionnaire de fichiers, les options de partage de vos dossiers."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``share.open_to_all``; what is surely open is counted even if some stays unread."""
    count, reasons = 0, []
    for look in (_samba, _nfs):
        try:
            found = look(machine)
        except MachineRefusedError as refusal:
            reasons.append(refusal.reason)
            continue
        count += found.open
        reasons += [] if found.complete else [PARTLY]
    if reasons and not count:
        return [unreadable(context, FACT, reasons[0], REMEDY)]
    return [observed(context, FACT, count, f"{samba.MAIN}, {nfs.MAIN}")]


def _samba(machine: Machine) -> samba.Shares:
    return _when_served(machine, SAMBA_PROGRAMS, SAMBA_UNITS, samba.read_shares)


def _nfs(machine: Machine) -> samba.Shares:
    return _when_served(
        machine,
        NFS_PROGRAMS,
        NFS_UNITS,
        lambda machine: samba.Shares(open=nfs.read_exports(machine), complete=True),
    )


def _when_served(
    machine: Machine,
    programs: Sequence[str],
    units: Sequence[str],
    read_settings: Callable[[Machine], samba.Shares],
) -> samba.Shares:
    """Read the settings unless the server is absent, or systemd says it neither runs nor will."""
    if not any_there(machine, *programs):
        return samba.Shares(open=0, complete=True)
    known = read_units(machine, units)
    if known is not None and not any(unit.used for unit in known):
        return samba.Shares(open=0, complete=True)
    return read_settings(machine)
