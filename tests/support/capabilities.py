"""What a machine may lack, and how to know. A test names it with ``@pytest.mark.needs("root")``.

Each capability has its line in docs/plateformes.md, with the reason and the tests that need it.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path


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


CAPABILITIES: Mapping[str, Callable[[], bool]] = {
    "root": _is_root,
    "user-namespaces": lambda: _can_unshare("--map-root-user"),
    "network-namespaces": lambda: _can_unshare("--map-root-user", "--net"),
    "dbus": _has_session_bus,
    "pdfsig": lambda: shutil.which("pdfsig") is not None,
    "dpkg": lambda: shutil.which("dpkg") is not None,
    "lynis": lambda: shutil.which("lynis") is not None,
    "strace": _can_trace,
    "systemd": lambda: Path("/run/systemd/system").is_dir(),
}


@cache
def has(capability: str) -> bool:
    """Tell whether this machine can; looked at once, and only when a test asks."""
    return CAPABILITIES[capability]()
