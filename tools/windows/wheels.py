"""Prints the pinned requirements a Windows Python 3.11 needs, hashes included, markers settled.

pip judges markers for the Python that runs it, even when told to install for another system.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}
NOT_THERE = {
    *("mypy", "ruff", "coverage", "build", "hatchling", "django-stubs", "django-stubs-ext"),
    *("playwright", "axe-playwright-python", "greenlet", "pyee"),
}
"""What looks at the source and not at what it does, and what drives a browser: Linux runs it."""

PIN = re.compile(r"^([a-z0-9][^\\\n]*?) \\\n((?: +--hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def wanted(text: str) -> Iterator[str]:
    """Return each pin whose marker holds on Windows, with its hashes and without that marker."""
    for pin, hashes in PIN.findall(text):
        package = Requirement(pin)
        if package.marker is not None and not package.marker.evaluate(WINDOWS):
            continue
        if package.name not in NOT_THERE:
            yield f"{package.name}{package.specifier} \\\n{hashes.rstrip()}"


def main() -> None:
    """Print those of the files given."""
    for name in sys.argv[1:]:
        for pin in wanted(Path(name).read_text("utf-8")):
            sys.stdout.write(f"{pin}\n")


if __name__ == "__main__":
    main()
