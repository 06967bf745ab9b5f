"""Carries a step out on this computer, with an administrator's rights when it needs them.

The password is asked by the system itself (pkexec, sudo): Hygie never sees it.
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from hygie.workstation.local_machine import SEARCH_PATH
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Step

SECONDS = 30.0
PASSWORD_SECONDS = 300.0
"""Somebody has to find and type an administrator's password."""

NO_WAY = "Ce réglage demande les droits d'administrateur, et rien ne permet de les demander ici."
REFUSED = "Le système a refusé le changement, ou le mot de passe n'a pas été donné."
LATE = "Le système n'a pas répondu à temps."


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What carries steps out. ``administrator``: this process may already write everywhere."""

    environment: Mapping[str, str]
    administrator: bool
    search_path: str = SEARCH_PATH

    def __call__(self, step: Step) -> None:
        """Run the command to its end. Raises MachineRefusedError unless it succeeded."""
        asked = step.elevated and not self.administrator
        words = [*(self.elevation() if asked else ()), *step.command]
        program = shutil.which(words[0], path=self.search_path)
        if program is None:
            raise MachineRefusedError(f"La commande {words[0]} n'est pas installée.")
        try:
            done = subprocess.run(  # noqa: S603  # the words come from our settings
                [program, *words[1:]],
                input=step.text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=None if asked else subprocess.DEVNULL,
                env={**self.environment, "PATH": self.search_path},
                timeout=PASSWORD_SECONDS if asked else SECONDS,
                check=False,
                cwd="/",
            )
        except subprocess.TimeoutExpired as error:
            raise MachineRefusedError(LATE) from error
        except OSError as error:
            raise MachineRefusedError(REFUSED) from error
        if done.returncode != 0:
            raise MachineRefusedError(REFUSED)

    def elevation(self) -> tuple[str, ...]:
        """Return the command that asks for an administrator's rights."""
        shown = self.environment.get("DISPLAY") or self.environment.get("WAYLAND_DISPLAY")
        known = ("pkexec", "sudo") if shown else ("sudo", "pkexec")
        for name in known:
            if shutil.which(name, path=self.search_path):
                return (name,)
        raise MachineRefusedError(NO_WAY)
