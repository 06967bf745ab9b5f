"""Removable media: what is plugged in now, as diskutil(8) lists the disks outside the Mac.

Encrypted means FileVault or encrypted APFS. A medium that is closed, or of an unknown sort, may be
encrypted by BitLocker or VeraCrypt, and is not judged. A card in the Mac's own slot, a phone and a
network folder are not seen.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_disks import OUTSIDE, read_disks, read_volumes, states_of

ATTACHED, BARE = "media.attached", "media.attached_unencrypted"
REFUSED, MOUNT, RUN = "media.execution_refused", "media.automount", "media.autorun"
SOURCE = "diskutil list external"
REMEDY = "Regardez les prises USB et les lecteurs de l'ordinateur."
UNRECOGNISED = "Un support branché est fermé, vide, ou d'une sorte que Hygie ne reconnaît pas."
GATEKEEPER = "macOS n'a pas ce réglage : il contrôle les programmes, d'où qu'ils viennent."
ALWAYS_OPENED = "macOS ouvre toujours les supports branchés : ce n'est pas un réglage."
NO_AUTORUN = "macOS ne lance aucun programme depuis un support qu'on branche."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts of removable media."""
    return [
        *_media(machine, context),
        inapplicable(context, REFUSED, GATEKEEPER),
        inapplicable(context, MOUNT, ALWAYS_OPENED),
        inapplicable(context, RUN, NO_AUTORUN),
    ]


def _media(machine: Machine, context: Context) -> list[Reading]:
    try:
        disks = read_disks(machine, OUTSIDE)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (ATTACHED, BARE)]
    attached = observed(context, ATTACHED, len(disks), SOURCE)
    if not disks:
        return [attached, observed(context, BARE, 0, SOURCE)]
    try:
        volumes = read_volumes(machine)
    except MachineRefusedError as refusal:
        return [attached, unreadable(context, BARE, refusal.reason, REMEDY)]
    states = [medium_state(states_of(disk, volumes)) for disk in disks]
    if None in states:
        return [attached, unreadable(context, BARE, UNRECOGNISED, REMEDY)]
    return [attached, observed(context, BARE, states.count(False), SOURCE)]


def medium_state(states: Iterable[bool | None]) -> bool | None:
    """Judge one medium: one bare volume makes it bare; with none known it is not judged."""
    found = list(states)
    if False in found:
        return False
    return True if found and None not in found else None
