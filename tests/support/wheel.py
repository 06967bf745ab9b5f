"""Hygie as people install it: the wheel, built and installed without network, far from here."""

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT = Path(__file__).parents[2]
NOBODY = 65534
NOT_COPIED = (
    "site-packages",
    "test",
    "idlelib",
    "tkinter",
    "lib2to3",
    "__pycache__",
    "ensurepip",
    "config-*",
)


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the wheel is, and the program and interpreter that use it."""

    wheel: Path
    program: Path
    python: Path


def install(folder: Path) -> Installed:
    """Build the wheel and install it in a new environment; ``folder`` is open to every account."""
    wheel = _build(folder / "roue")
    environment = folder / "environnement"
    _run(_python_for_all(folder / "python"), "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel)
    _lend_platformdirs(folder / "emprunt", python)
    return Installed(wheel=wheel, program=environment / "bin" / "hygie", python=python)


def _build(folder: Path) -> Path:
    building = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    _run(*building, "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _lend_platformdirs(folder: Path, python: Path) -> None:
    """Make the one library Hygie needs importable, and nothing else of this environment."""
    (source,) = platformdirs.__path__
    shutil.copytree(source, folder / "platformdirs")
    (packages,) = python.parents[1].glob("lib/python*/site-packages")
    (packages / "emprunt.pth").write_text(f"{folder}\n")


def _python_for_all(folder: Path) -> Path:
    """Return this Python; copied when only root may enter its folder, as others must run it too."""
    version = f"python{sysconfig.get_python_version()}"
    base = Path(sys.base_prefix)
    usual = base / "bin" / version
    if os.geteuid() != 0 or _runs_as_nobody(usual):
        return usual
    ignored = shutil.ignore_patterns(*NOT_COPIED)
    shutil.copytree(base / "lib" / version, folder / "lib" / version, ignore=ignored)
    for library in (base / "lib").glob("*.so*"):
        shutil.copy2(library, folder / "lib")
    (folder / "bin").mkdir()
    return Path(shutil.copy2(usual, folder / "bin"))


def _runs_as_nobody(python: Path) -> bool:
    try:
        done = subprocess.run(
            [python, "-I", "-c", "import sqlite3"], user=NOBODY, check=False, capture_output=True
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _run(*words: str | Path) -> None:
    subprocess.run(words, check=True, capture_output=True, cwd="/", timeout=120)
