"""A real desktop session without a screen: its own home folder, settings and message bus."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[2]
SECONDS = 30

DRIVER = """
import os, sys
from datetime import UTC, datetime
from hygie.audit.run_settings import find_setting, run_in
from hygie.audit.settings_world import this_world
from hygie.terminal.console import Console
from support.settings import words

console = Console(
    stdin=sys.stdin, stdout=sys.stdout, stderr=sys.stderr, environment=dict(os.environ),
    now=lambda: datetime.now(UTC),
)
world = this_world(console.environment, console.now(), writes=True, seconds=float(sys.argv[1]))
run_in(world, words(), find_setting("verrouillage"), console)
"""
"""The same command with another delay: time is an argument, never an option of the program."""


@dataclass(frozen=True)
class Session:
    """One session; what it holds outlives the programs that ask for it."""

    environment: dict[str, str]

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout

    def hygie(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "hygie", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def keyboard(self, *arguments: str) -> "pexpect.spawn[str]":
        child = pexpect.spawn(
            sys.executable,
            list(arguments),
            env=self.environment,
            encoding="utf-8",
            dimensions=(60, 80),
            timeout=SECONDS,
        )
        child.delaybeforesend = None
        return child

    def key(self, schema: str, name: str) -> str:
        return self.run("gsettings", "get", schema, name).strip()

    def own(self, path: str) -> str:
        """Return what was set by hand, empty when the key follows its default."""
        return self.run("dconf", "read", path).strip()


@contextmanager
def a_session(folder: Path, desktop: str, **more: str) -> Iterator[Session]:
    """Open a session of a desktop, with more variables, and close its bus at the end."""
    home, runtime = folder / "maison", folder / "execution"
    for path in (home, runtime):
        path.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CURRENT_DESKTOP": desktop,
        "HYGIE_HOME": str(folder / "donnees"),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        **more,
    }
    # What the bus starts (dconf's own writer) has the bus's home folder, not its callers'.
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        yield Session({**environment, "DBUS_SESSION_BUS_ADDRESS": address})
    finally:
        bus.terminate()
        bus.wait(timeout=SECONDS)
        if bus.stdout is not None:
            bus.stdout.close()
