"""What a machine may lack, and how to know. A test names it with ``@pytest.mark.needs("root")``.

Each capability has its line in docs/plateformes.md, with the reason and the tests that need it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from support import postgres

PRETENDED = Path(__file__).parents[2] / ".windows" / "libraries"
"""Libraries of Windows that play a part Wine has not (tools/windows/*.c)."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _can_unshare(*options: str) -> bool:
    if shutil.which("unshare") is None:
        return False
    done = subprocess.run(["unshare", *options, "true"], capture_output=True, check=False)
    return done.returncode == 0


def _has_session_bus() -> bool:
    return all(shutil.which(program) for program in ("dbus-run-session", "gsettings"))


def _can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-f", "true"], capture_output=True, check=False)
    return done.returncode == 0


def _has_xfconf() -> bool:
    """Look for both halves: the command, and the service that the bus starts for it."""
    service = Path("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
    if shutil.which("xfconf-query") is None or not service.is_file():
        return False
    done = subprocess.run(["xfconf-query", "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _writes_kde_settings() -> bool:
    return any(shutil.which(program) for program in ("kwriteconfig6", "kwriteconfig5"))


def _opens_encrypted_disks() -> bool:
    """Look for the driver as well as the command: its place may be there without it."""
    try:
        os.close(os.open("/dev/mapper/control", os.O_RDWR))
    except OSError:
        return False
    return shutil.which("cryptsetup") is not None


CAPABILITIES: Mapping[str, Callable[[], bool]] = {
    "root": _is_root,
    "user-namespaces": lambda: _can_unshare("--map-root-user"),
    "network-namespaces": lambda: _can_unshare("--map-root-user", "--net"),
    "dbus": _has_session_bus,
    "pdfsig": lambda: shutil.which("pdfsig") is not None,
    "kwriteconfig": _writes_kde_settings,
    "xfconf": _has_xfconf,
    "ufw": lambda: shutil.which("ufw") is not None,
    "device-mapper": _opens_encrypted_disks,
    "nftables": lambda: all(map(shutil.which, ("ip", "nft", "iptables-nft"))),
    "miniupnpd": lambda: all(map(shutil.which, ("ip", "nft", "miniupnpd"))),
    "samba": lambda: shutil.which("smbd") is not None,
    "postgresql": postgres.can_start,
    "chromium": lambda: shutil.which("chromium") is not None,
    "dpkg": lambda: shutil.which("dpkg") is not None,
    "lynis": lambda: shutil.which("lynis") is not None,
    "strace": _can_trace,
    "systemd": lambda: Path("/run/systemd/system").is_dir(),
    "systemd-analyze": lambda: shutil.which("systemd-analyze") is not None,
    "windows": lambda: sys.platform == "win32",
    "pretended-libraries": PRETENDED.is_dir,
    "executables": lambda: "HYGIE_EXECUTABLES" in os.environ,
}


@cache
def has(capability: str) -> bool:
    """Tell whether this machine can; looked at once, and only when a test asks."""
    return CAPABILITIES[capability]()
