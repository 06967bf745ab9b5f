"""Removable media: what is plugged in now, and what the desktop does with it.

Counted: USB disks and keys, memory cards, discs in a drive. Not seen: phones and cameras, which
are not disks, and network folders. Encrypted means LUKS or BitLocker; a medium where nothing is
recognised may be empty or hidden by VeraCrypt, and is not judged.
"""

from collections.abc import Callable, Iterable, Mapping

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.block_devices import Device, Mount, Storage, read_storage
from hygie.workstation.desktop import (
    NO_SESSION,
    UNKNOWN_DESKTOP,
    UNKNOWN_SESSION,
    Desktop,
    as_boolean,
    config_folders,
    find_desktop,
    gsettings,
)
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.section_files import parse_boolean, parse_sections, text_of
from hygie.workstation.xfconf import boolean_of
from hygie.workstation.xfconf_live import channel_in_force

ATTACHED, BARE = "media.attached", "media.attached_unencrypted"
REFUSED, MOUNT, RUN = "media.execution_refused", "media.automount", "media.autorun"
SOURCE = "lsblk"
REMEDY = "Regardez les prises USB et les lecteurs de l'ordinateur."
REMEDY_SETTINGS = (
    "Branchez une clé vide à vous : notez si elle s'ouvre seule et si un programme est proposé."
)
UNRECOGNISED = "Un support branché est vide, ou d'une sorte que Hygie ne reconnaît pas."
NOTHING_OPEN = "Aucun support amovible n'est ouvert en ce moment."
NOT_UNDERSTOOD = "Ce réglage du bureau est absent, ou n'a pas la forme attendue."
NO_SCHEMA = "Les réglages des supports amovibles de ce bureau ne sont pas installés."

BARE_FORMATS = frozenset(
    {
        *("vfat", "exfat", "ntfs", "iso9660", "udf", "hfs", "hfsplus"),
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "nilfs2"),
    }
)
START_UP_PARTITION = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
"""The GPT type of an EFI system partition, which disks prepared on a Mac carry bare."""


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts of removable media."""
    return [*_media(machine, context), *_settings(machine, context)]


def _media(machine: Machine, context: Context) -> Iterable[Reading]:
    try:
        storage = read_storage(machine)
    except MachineRefusedError as refusal:
        facts = (ATTACHED, BARE, REFUSED)
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in facts]
    states = media_states(storage)
    return [
        observed(context, ATTACHED, len(states), SOURCE),
        unreadable(context, BARE, UNRECOGNISED, REMEDY)
        if None in states
        else observed(context, BARE, states.count(False), SOURCE),
        _execution(context, storage),
    ]


def media_states(storage: Storage) -> list[bool | None]:
    """Return for each medium whether it is encrypted; None when nothing on it is recognised."""
    mounted = {
        device.name: mount.format
        for mount in storage.mounts
        if (device := storage.device_of(mount)) is not None
    }
    parts: dict[str, list[Device]] = {}
    for device in storage.devices:
        if device.removable:
            parts.setdefault(device.disk, []).append(device)
    return [medium_state(layers, mounted) for layers in parts.values() if _holds_a_medium(layers)]


def medium_state(layers: list[Device], mounted: Mapping[str, str]) -> bool | None:
    """Judge one medium by its last layers: one bare filesystem makes the medium bare."""
    leaves = [each for each in layers if each.leaf and each.part_type != START_UP_PARTITION]
    formats = [(each, each.format or mounted.get(each.name, "")) for each in leaves]
    if any(format_ in BARE_FORMATS and not each.encrypted for each, format_ in formats):
        return False
    known = [each for each, format_ in formats if each.encrypted or format_]
    return True if known and all(each.encrypted for each in known) else None


def _holds_a_medium(layers: list[Device]) -> bool:
    """Tell a medium from an empty reader; an empty disc drive has a size, and no format."""
    first = layers[0]
    return bool(first.format) if first.kind == "rom" else first.size > 0


def _execution(context: Context, storage: Storage) -> Reading:
    opened = [mount for mount in storage.mounts if _is_removable(mount, storage)]
    if not opened:
        return inapplicable(context, REFUSED, NOTHING_OPEN)
    refused = all("noexec" in mount.options for mount in opened)
    return observed(context, REFUSED, refused, "/proc/self/mountinfo")


def _is_removable(mount: Mount, storage: Storage) -> bool:
    device = storage.device_of(mount)
    return device is not None and device.removable


def _settings(machine: Machine, context: Context) -> Iterable[Reading]:
    desktop = find_desktop(machine, context)
    if desktop is Desktop.NONE:
        return [inapplicable(context, fact, NO_SESSION) for fact in (MOUNT, RUN)]
    if desktop is None or desktop is Desktop.OTHER:
        reason = UNKNOWN_SESSION if desktop is None else UNKNOWN_DESKTOP
        return [unreadable(context, fact, reason, REMEDY_SETTINGS) for fact in (MOUNT, RUN)]
    try:
        automount, autorun, source = READERS[desktop](machine, context)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY_SETTINGS) for fact in (MOUNT, RUN)]
    return [
        _setting(context, MOUNT, automount, source),
        _setting(context, RUN, autorun, source),
    ]


def _setting(context: Context, fact: str, value: bool | None, source: str) -> Reading:  # noqa: FBT001  # the value read
    if value is None:
        return unreadable(context, fact, NOT_UNDERSTOOD, REMEDY_SETTINGS)
    return observed(context, fact, value, source)


Answer = tuple[bool | None, bool | None, str]
"""Automatic opening, automatic start of programs, and where they were read."""


def _by_schema(schema: str) -> Callable[[Machine, Context], Answer]:
    def read_schema(machine: Machine, context: Context) -> Answer:
        settings = gsettings(machine, context, schema)
        if settings is None:
            raise MachineRefusedError(NO_SCHEMA)
        never = as_boolean(settings.get("autorun-never"))
        automount = as_boolean(settings.get("automount"))
        # Left at false, «autorun-never» only lets the file manager ask: it starts no program by
        # itself (nautilus and nemo show «unix-software» a question first).
        return automount, None if never is None else False, f"gsettings {schema}"

    return read_schema


def _kde(machine: Machine, context: Context) -> Answer:
    """Plasma opens nothing unless told to (kded_device_automounterrc), and never starts a program.

    «AutomountEnabled» is the master switch: Plasma turns it on with any automatic opening.
    """
    value = "false"
    for folder in reversed(list(config_folders(context))):
        text = text_of(machine, f"{folder}/kded_device_automounterrc")
        value = parse_sections(text).get("General", {}).get("AutomountEnabled", value)
    return parse_boolean(value), False, "~/.config/kded_device_automounterrc"


def _xfce(machine: Machine, context: Context) -> Answer:
    channel = channel_in_force(machine, context, "thunar-volman")
    drives = boolean_of(channel, "/automount-drives/enabled", default=False)
    media = boolean_of(channel, "/automount-media/enabled", default=False)
    automount = None if drives is None or media is None else drives or media
    autorun = boolean_of(channel, "/autorun/enabled", default=False)
    return automount, autorun, "réglages de thunar-volman"


READERS: Mapping[Desktop, Callable[[Machine, Context], Answer]] = {
    Desktop.GNOME: _by_schema("org.gnome.desktop.media-handling"),
    Desktop.CINNAMON: _by_schema("org.cinnamon.desktop.media-handling"),
    Desktop.MATE: _by_schema("org.mate.media-handling"),
    Desktop.KDE: _kde,
    Desktop.XFCE: _xfce,
}
