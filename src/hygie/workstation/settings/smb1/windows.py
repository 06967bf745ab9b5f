r"""Closes SMBv1 where it is installed; Windows obeys at its next start.

Microsoft's «Detect, enable and disable SMBv1, SMBv2 and SMBv3»: the server's value SMB1, and the
start of the client's driver. While the workstation service still depends on that driver,
disabling it would cut every shared folder: that is the provider's to do.
"""

from collections.abc import Iterator
from contextlib import suppress

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.settings.door import Change, NotHereError, Sight, Wanted
from hygie.workstation.settings.windows_wanted import entry, registry_changes, value_of, windows

SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
CLIENT, SERVER = f"{SERVICES}\\mrxsmb10", f"{SERVICES}\\srv"
SETTINGS = f"{SERVICES}\\LanmanServer\\Parameters"
WORKSTATION = f"{SERVICES}\\LanmanWorkstation"
DISABLED = 4
SERVES = (
    "Les dossiers partagés de ce poste n'acceptent plus l'ancien SMBv1, après un redémarrage : "
    "essayez alors le scanner, et revenez en arrière s'il le faut."
)
VISITS = "Ce poste ne va plus chercher de dossier par l'ancien SMBv1, après un redémarrage."
NOT_INSTALLED = "L'ancien partage SMBv1 n'est pas installé sur ce poste."
NEEDED = (
    "Le service de partage de Windows dépend encore de SMBv1 : c'est à votre prestataire de le "
    "retirer."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change."""
    client, server = (value_of(sight, key, "Start") for key in (CLIENT, SERVER))
    if client is None and server is None:
        raise NotHereError(NOT_INSTALLED)
    if client not in {None, DISABLED} and _is_needed(sight):
        raise MachineRefusedError(NEEDED)
    return registry_changes(sight, _wanted(client=client, server=server))


def _wanted(*, client: object, server: object) -> Iterator[Wanted]:
    if server not in {None, DISABLED}:
        yield entry(SETTINGS, "SMB1", 0, SERVES)
    if client not in {None, DISABLED}:
        yield entry(CLIENT, "Start", DISABLED, VISITS)


def _is_needed(sight: Sight) -> bool:
    found: object = ()
    with suppress(MissingError):
        found = windows(sight).registry.open(WORKSTATION).values.get("dependonservice", ())
    if not isinstance(found, tuple):
        raise MachineRefusedError(NEEDED)
    return any(str(name).lower() == "mrxsmb10" for name in found)
