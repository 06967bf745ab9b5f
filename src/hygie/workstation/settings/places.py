"""All the places each setting may touch, by system: an undo reaches no other, whatever is written.

The records are a file of the person's own folder; with an administrator's rights, what they say
is not enough.
"""

from collections.abc import Iterable, Iterator, Mapping

from hygie.workstation.settings.autorun import linux as autorun_linux
from hygie.workstation.settings.autorun import windows as autorun_windows
from hygie.workstation.settings.door import Place, Store
from hygie.workstation.settings.firewall import linux as firewall_linux
from hygie.workstation.settings.firewall import macos as firewall_macos
from hygie.workstation.settings.guest import linux as guest_linux
from hygie.workstation.settings.guest import macos as guest_macos
from hygie.workstation.settings.guest import windows as guest_windows
from hygie.workstation.settings.lock import kde, xfce
from hygie.workstation.settings.lock import linux as lock_linux
from hygie.workstation.settings.lock import macos as lock_macos
from hygie.workstation.settings.lock import windows as lock_windows
from hygie.workstation.settings.remote_desktop import windows as remote_desktop
from hygie.workstation.settings.smb1 import windows as smb1
from hygie.workstation.settings.updates import linux as updates_linux
from hygie.workstation.settings.updates import macos as updates_macos
from hygie.workstation.settings.updates import windows as updates_windows
from hygie.workstation.settings.windows_door import NETSH_NAMES
from hygie.workstation.settings.windows_wanted import entry, parents
from hygie.workstation.xfce_lockers import CHANNEL

Places = frozenset[Place]


def _keys(pairs: Iterable[tuple[str, str]]) -> Places:
    return frozenset(Place(store=Store.GSETTINGS, where=where, name=name) for where, name in pairs)


def _registry(*pairs: tuple[str, str]) -> Places:
    """Return values of the registry, and the keys that hold them."""
    held = {entry(key, name, None, "").place for key, name in pairs}
    return frozenset(
        held | {entry(up, "", None, "").place for key, _ in pairs for up in parents(key)}
    )


def _high(store: Store, names: Iterable[str]) -> Places:
    return frozenset(Place(store=store, where=name, elevated=True) for name in names)


def _desktop_locks() -> Iterator[tuple[str, str]]:
    for keys in (lock_linux.GNOME, lock_linux.CINNAMON, lock_linux.MATE):
        yield keys.lockdown, "disable-lock-screen"
        yield keys.saver, "lock-enabled"
        yield keys.saver, "lock-delay"
        yield keys.session, "idle-delay"
    yield lock_linux.GNOME.saver, "ubuntu-lock-on-suspend"
    yield lock_linux.CINNAMON_POWER, "lock-on-suspend"
    yield lock_linux.MATE_POWER, "lock-suspend"
    yield lock_linux.MATE.saver, "idle-activation-enabled"


_PLASMA = frozenset(
    Place(store=Store.KDE, where=f"{kde.FILE}/{kde.GROUP}", name=name)
    for name in (*kde.SWITCHES, "Timeout", "LockGrace")
)
_XFCE = frozenset(
    Place(store=Store.XFCONF, where=CHANNEL, name=name)
    for name in (*xfce.SWITCHES, xfce.IDLE, xfce.WAIT)
)
_SCREEN_SAVER = _registry(
    *(
        (lock_windows.DESKTOP, name)
        for name in (
            *(lock_windows.ACTIVE, lock_windows.SECURE, lock_windows.DELAY),
            *(lock_windows.PROGRAM, lock_windows.AWAY),
        )
    )
)
LOCK: Mapping[str, Places] = {
    "linux": _keys(_desktop_locks()) | _PLASMA | _XFCE,
    "windows": _SCREEN_SAVER
    | {lock_windows.session_place(name) for name in (lock_windows.SECURE, lock_windows.DELAY)}
    | _high(Store.POWER, ("AC", "DC")),
    "macos": frozenset({lock_macos.IDLE}),
}
AUTORUN: Mapping[str, Places] = {
    "linux": _keys((schema, "autorun-never") for schema in autorun_linux.SCHEMAS.values())
    | {Place(store=Store.XFCONF, where=autorun_linux.VOLUMES, name=autorun_linux.RUNS)},
    "windows": _registry((autorun_windows.HANDLERS, "DisableAutoplay")),
}
FIREWALL: Mapping[str, Places] = {
    "linux": frozenset({firewall_linux.UFW, firewall_linux.FIREWALLD}),
    "windows": _high(Store.PROFILE, NETSH_NAMES),
    "macos": frozenset({firewall_macos.PLACE}),
}
UPDATES: Mapping[str, Places] = {
    "linux": _high(Store.FILE, (updates_linux.PATH,)) | _high(Store.UNIT, updates_linux.TIMERS),
    "windows": _registry(
        (updates_windows.POLICY, "NoAutoUpdate"),
        (updates_windows.POLICY, "AUOptions"),
        (updates_windows.SERVICE, "Start"),
    ),
    "macos": frozenset(
        Place(store=Store.DEFAULTS, where=updates_macos.DOMAIN, name=name, elevated=True)
        for name in updates_macos.SWITCHES
    ),
}
GUEST: Mapping[str, Places] = {
    "linux": _high(Store.FILE, (guest_linux.PATH,)),
    "windows": frozenset({guest_windows.GUEST}),
    "macos": frozenset({guest_macos.PLACE}),
}
REMOTE_DESKTOP: Mapping[str, Places] = {
    "windows": _registry((remote_desktop.SETTING, remote_desktop.DENY)),
}
SMB1: Mapping[str, Places] = {
    "windows": _registry((smb1.SETTINGS, "SMB1"), (smb1.CLIENT, "Start")),
}
