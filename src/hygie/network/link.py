"""The way out of this computer, and whether its network is said to be open to strangers."""

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime

from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import MisusedError
from hygie.core.readings import Observed, Reading
from hygie.network.place import NOTHING_ASKED, Link
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.machine import Context, Machine, MachineRefusedError, Tables
from hygie.workstation.runner import read_workstation

STRANGERS: Mapping[str, str] = {
    "network.category": "public",
    "wifi.security": "ouvert",
}
"""The readings that mean «anyone may be on this network», and their value."""

PUBLIC = "L'ordinateur dit que ce réseau est public, ou que son Wi-Fi est ouvert à tout venant."
SAFE_FIRST = (
    "Si c'est bien le vôtre, protégez d'abord son Wi-Fi (hygie mesures wifi), ou déclarez-le"
    " privé dans les paramètres de Windows."
)


def this_link(environment: Mapping[str, str]) -> Link:
    """Return the link of this computer. Raises MachineRefusedError when there is none."""
    if sys.platform == "win32":
        from hygie.network import link_windows  # noqa: PLC0415  # ctypes is for Windows only

        return link_windows.read(_machine(environment))
    if sys.platform == "darwin":
        from hygie.network import link_macos  # noqa: PLC0415  # a Mac's only

        return link_macos.read(_machine(environment))
    from hygie.network import link_linux  # noqa: PLC0415  # Linux' only

    return link_linux.read(_machine(environment))


def about_strangers(environment: Mapping[str, str], now: datetime) -> tuple[Reading, ...]:
    """Ask this computer what it knows of its network; the network itself is not asked."""
    facts = [fact for name, fact in load_catalogue().facts.items() if name in STRANGERS]
    return read_workstation(facts, _machine(environment), _context(environment, now))


def refuse_strangers(readings: Iterable[Reading]) -> None:
    """Refuse a network the system says is public. Raises MisusedError.

    A reading that cannot be made refuses nothing: the person has said whose network it is.
    """
    for reading in readings:
        if isinstance(reading, Observed) and reading.value == STRANGERS.get(reading.fact):
            raise MisusedError(PUBLIC, hint=f"{SAFE_FIRST} {NOTHING_ASKED}")


def reason_of(refusal: MachineRefusedError) -> MisusedError:
    """Say that there is no network to look at."""
    return MisusedError(
        refusal.reason, hint=f"Reliez cet ordinateur à votre box, puis recommencez. {NOTHING_ASKED}"
    )


def _machine(environment: Mapping[str, str]) -> Machine:
    if sys.platform == "win32":
        from hygie.workstation.local_windows import LocalWindowsMachine  # noqa: PLC0415  # ctypes

        return LocalWindowsMachine(environment=environment)
    return LocalMachine(environment=environment)


def _context(environment: Mapping[str, str], now: datetime) -> Context:
    """Say no more than these two probes need: nobody is looked for."""
    systems = {"win32": "windows", "darwin": "macos"}
    return Context(
        system=systems.get(sys.platform, sys.platform),
        workstation="poste",
        now=now,
        home="",
        user="",
        uid=-1,
        groups=(),
        environment=environment,
        tables=Tables(),
    )
