"""Four Macs, each put together from the recordings of the same name, and changed at will."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from hygie.core.readings import Observed, Reading
from hygie.workstation import macos_disks, macos_profiler, macos_sockets, macos_xprotect
from hygie.workstation.machine import Context, Entry, MachineRefusedError, Tables
from hygie.workstation.macos_tools import sysadminctl_command
from hygie.workstation.probes.accounts import macos as accounts
from hygie.workstation.probes.accounts.sudoers import SUDOERS
from hygie.workstation.probes.hardening import macos as hardening
from hygie.workstation.probes.hardening import macos_startup
from hygie.workstation.probes.management import macos as management
from hygie.workstation.probes.password_policy import macos as password_policy
from hygie.workstation.probes.shares import macos as shares
from support.machine import NOW, Answer, FakeMachine, a_context, an_entry
from support.recordings import RECORDINGS, load, parse

MACS = ("13-intel", "14-intel", "15-arm", "26-arm")
HOME = "/Users/alix"
REFUSED = MachineRefusedError("Refusé.")
PLAIN_LOGIN = (
    b'<plist version="1.0"><dict><key>RetriesUntilHint</key><integer>3</integer></dict></plist>'
)
SAVER = "com.apple.screensaver"

Content = bytes | str | MachineRefusedError


def recorded(name: str) -> bytes:
    """Return what one recording holds."""
    (found,) = [each for each in load("macos", name) if each.name == name]
    return found.raw


def settings(**keys: Any) -> bytes:
    """Write a property list of switches and numbers."""
    tags = {True: "<true/>", False: "<false/>"}
    lines = [
        f"<key>{key}</key>"
        + (tags[value] if isinstance(value, bool) else f"<{kind(value)}>{value}</{kind(value)}>")
        for key, value in keys.items()
    ]
    return f'<plist version="1.0"><dict>{"".join(lines)}</dict></plist>'.encode()


def kind(value: object) -> str:
    return "integer" if isinstance(value, int) else "string"


def commands_of(mac: str) -> dict[tuple[str, ...], Answer]:
    """Return what the tools of one Mac print; a tool it has no recording for is missing."""
    names = {
        macos_profiler.COMMAND: f"profiler-{mac}",
        macos_disks.INSIDE: f"inside-{mac}",
        macos_disks.OUTSIDE: f"outside-{mac}",
        macos_disks.APFS: f"apfs-{mac}",
        macos_disks.STARTED_FROM: f"root-{mac}",
        macos_sockets.COMMAND: f"netstat-{mac}",
        password_policy.COMMAND: f"pwpolicy-{mac}",
        accounts.USERS: f"users-{mac}",
        accounts.MEMBERS: f"members-{mac}",
        shares.SHARES: f"shares-{mac}",
    }
    there = {path.stem for path in (RECORDINGS / "macos").glob("*.rec")}
    own: dict[tuple[str, ...], Answer] = {
        words: recorded(name) for words, name in names.items() if name in there
    }
    own[sysadminctl_command("screenLock")] = recorded("lock-immediate")
    own[management.ENROLMENT] = recorded("enrolment-none")
    own[management.NODES] = recorded("nodes-local")
    own[hardening.ASSESSMENT] = "assessments enabled\n"
    own[hardening.STEALTH_COMMAND] = recorded("stealth-14-off" if mac < "15" else "stealth-15-on")
    own["ps", "-A", "-o", "comm="] = "/sbin/launchd\n"
    return own


def a_mac(
    mac: str = "26-arm",
    *,
    commands: Mapping[tuple[str, ...], Answer] | None = None,
    files: Mapping[str, Content] | None = None,
    folders: Mapping[str, tuple[Entry, ...] | MachineRefusedError] | None = None,
) -> FakeMachine:
    """Return one of the Macs; a command or a file given here takes the place of its own."""
    own: dict[str, Content] = {
        "/Applications/Safari.app/Contents/Info.plist": settings(CFBundleIdentifier="x"),
        f"{HOME}/.zshrc": "",
        accounts.LOGIN_FILE: PLAIN_LOGIN,
        SUDOERS: REFUSED,
        f"{macos_xprotect.BUNDLES[-1]}/Info.plist": settings(CFBundleShortVersionString="5321"),
        "/Library/Preferences/com.apple.SoftwareUpdate.plist": recorded(f"updates-{mac}"),
    }
    written = an_entry("Info.plist", modified=NOW - timedelta(days=20))
    return FakeMachine(
        commands={**commands_of(mac), **(commands or {})},
        files={**own, **(files or {})},
        folders={macos_xprotect.BUNDLES[-1]: (written,), **launch_folders(), **(folders or {})},
    )


def launch_folders() -> dict[str, tuple[Entry, ...]]:
    """Return the folders of what starts by itself: two programs, and what is none."""
    agents, daemons = macos_startup.SHARED
    names = ("fr.exemple.lecteur.plist", ".DS_Store", "Notes.txt")
    return {
        agents: tuple(an_entry(name) for name in names),
        daemons: (an_entry("fr.exemple.maj.plist"),),
    }


def a_mac_context(**changes: Any) -> Context:
    """Return the session of someone who administers their Mac."""
    plain = {
        "system": "macos",
        "home": HOME,
        "uid": 501,
        "groups": ("staff", "admin"),
        "tables": Tables(systems={"macos 13": "2025-09-15"}),
    }
    return a_context(**{**plain, **changes})


def values(readings: Iterable[Reading]) -> dict[str, object]:
    """Return what was observed, by fact."""
    return {each.fact: each.value for each in readings if isinstance(each, Observed)}


def by_fact(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return each reading by its fact."""
    return {each.fact: each for each in readings}


def all_recordings() -> list[bytes]:
    """Return every output kept for macOS."""
    paths = sorted((RECORDINGS / "macos").glob("*.rec"))
    return [parse(path.stem, path.read_bytes()).raw for path in paths]
