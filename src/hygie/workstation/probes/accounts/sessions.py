"""Sessions that open without a password: automatic login and guests, per display manager.

Keys are those of the programs' own manuals: GDM «AutomaticLogin» and «TimedLogin», LightDM
«autologin-user» and «allow-guest», SDDM and Plasma «[Autologin] User», agetty(8) «--autologin».
"""

from collections.abc import Callable, Iterable, Mapping

from hygie.workstation.machine import Machine
from hygie.workstation.section_files import (
    Sections,
    names_in,
    parse_boolean,
    parse_sections,
    text_of,
)

GDM_FILES = ("/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf", "/etc/gdm/custom.conf")
LIGHTDM_FOLDERS = ("/usr/share/lightdm", "/usr/local/share/lightdm", "/etc/xdg/lightdm")
SDDM_FOLDERS = ("/usr/lib/sddm/sddm.conf.d", "/etc/sddm.conf.d")
PLASMA_FOLDERS = ("/usr/lib/plasmalogin.conf.d", "/etc/plasmalogin.conf.d")
UNITS = "/etc/systemd/system"
DROP_INS = 50


def gdm_opens(sections: Sections) -> bool:
    """Tell whether GDM opens a session by itself, at once or after a delay."""
    daemon = sections.get("daemon", {})
    return any(
        parse_boolean(daemon.get(f"{kind}Enable", "")) is True and bool(daemon.get(kind))
        for kind in ("AutomaticLogin", "TimedLogin")
    )


def lightdm_opens(sections: Sections) -> bool:
    """Tell whether LightDM opens a session by itself, a guest's included."""
    return any(
        seat.get("autologin-user") or parse_boolean(seat.get("autologin-guest", "")) is True
        for seat in _seats(sections)
    )


def lightdm_allows_guest(sections: Sections) -> bool:
    """Tell whether LightDM offers a guest session, which it does unless told not to."""
    values = [seat["allow-guest"] for seat in _seats(sections) if "allow-guest" in seat]
    return not values or parse_boolean(values[-1]) is not False


def sddm_opens(sections: Sections) -> bool:
    """Tell whether SDDM, or Plasma's own manager, opens a session by itself."""
    return bool(sections.get("Autologin", {}).get("User"))


def getty_opens(text: str) -> bool:
    """Tell whether a terminal's unit opens a session by itself."""
    for line in text.split("\n"):
        key, sign, value = line.strip().partition("=")
        words = value.split()
        if sign and key.strip() == "ExecStart":
            named = [word for word in words if word.split("=")[0] in {"--autologin", "-a"}]
            if named and any(word.lstrip("-@:!+").endswith("agetty") for word in words[:1]):
                return True
    return False


def gdm_sections(machine: Machine) -> Sections:
    """Read the settings of GDM, wherever the distribution puts them."""
    return parse_sections("\n".join(text_of(machine, path) for path in GDM_FILES))


def lightdm_sections(machine: Machine) -> Sections:
    """Read the settings of LightDM in its own order, the last one winning."""
    folders = [f"{folder}/lightdm.conf.d" for folder in (*LIGHTDM_FOLDERS, "/etc/lightdm")]
    return _merged(machine, [*_dropped(machine, folders), "/etc/lightdm/lightdm.conf"])


def sddm_sections(machine: Machine) -> Sections:
    """Read the settings of SDDM in its own order, the last one winning."""
    return _merged(machine, [*_dropped(machine, SDDM_FOLDERS), "/etc/sddm.conf"])


def plasma_sections(machine: Machine) -> Sections:
    """Read the settings of Plasma's own manager, written as SDDM's."""
    return _merged(machine, [*_dropped(machine, PLASMA_FOLDERS), "/etc/plasmalogin.conf"])


MANAGERS: Mapping[str, Callable[[Machine], bool]] = {
    "gdm": lambda machine: gdm_opens(gdm_sections(machine)),
    "lightdm": lambda machine: lightdm_opens(lightdm_sections(machine)),
    "sddm": lambda machine: sddm_opens(sddm_sections(machine)),
    "plasmalogin": lambda machine: sddm_opens(plasma_sections(machine)),
}


def terminal_opens(machine: Machine) -> bool:
    """Tell whether a terminal opens a session by itself: units of the administrator's own."""
    names = [name for name in names_in(machine, UNITS, "") if "getty" in name]
    texts = [text_of(machine, f"{UNITS}/{name}") for name in names if name.endswith(".service")]
    folders = [f"{UNITS}/{name}" for name in names if name.endswith(".service.d")]
    texts += [text_of(machine, path) for path in _dropped(machine, folders)]
    return any(getty_opens(text) for text in texts)


def _seats(sections: Sections) -> list[Mapping[str, str]]:
    """Return the sections of LightDM's seats; «SeatDefaults» is the old name of «Seat:*»."""
    return [
        values for name, values in sections.items() if name.startswith(("Seat:", "SeatDefaults"))
    ]


def _dropped(machine: Machine, folders: Iterable[str]) -> list[str]:
    return [
        f"{folder}/{name}"
        for folder in folders
        for name in names_in(machine, folder, ".conf")[:DROP_INS]
    ]


def _merged(machine: Machine, paths: Iterable[str]) -> Sections:
    return parse_sections("\n".join(f"[]\n{text_of(machine, path)}" for path in paths))
