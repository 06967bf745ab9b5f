"""The protections of macOS itself: Gatekeeper, and the integrity of the system (SIP).

What belongs to Windows alone has no meaning here.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_profiler import SOFTWARE, token
from hygie.workstation.macos_sockets import COMMAND, open_ports

GATEKEEPER, SIP = "macos.gatekeeper", "macos.sip"
DESKTOP, RECOVERY_KEY = "remote.desktop_open", "disk.recovery_key_saved"
OF_WINDOWS = (
    *("windows.uac", "windows.smartscreen", "windows.smb1"),
    *("remote.desktop_nla", "system.extended_updates", "system.secure_boot", "system.tpm"),
    *("network.category", "media.seen_before"),
)
ASSESSMENT = ("spctl", "--status")
ASSESSED = {"assessments enabled": True, "assessments disabled": False}
SIP_SOURCE = "system_profiler SPSoftwareDataType"
SIP_STATES = {"integrity_enabled": True, "integrity_disabled": False}
SCREEN_SHARING_PORT = 5900

ONLY_WINDOWS = "Ce réglage est propre à Windows : un Mac a d'autres protections."
NO_GATEKEEPER = "macOS n'a pas dit si Gatekeeper contrôle les logiciels téléchargés."
NO_SIP = "macOS n'a pas dit si l'intégrité du système est protégée."
NO_KEY = "macOS ne dit pas où la clé de secours de FileVault a été rangée."
REMEDY = "Demandez à votre prestataire si les protections d'origine de ce Mac sont en service."
REMEDY_SHARING = (
    "Ouvrez Réglages Système, puis Général, puis Partage : « Partage d'écran » et « Gestion à "
    "distance » doivent être désactivés s'ils ne servent pas."
)
REMEDY_KEY = "Cherchez la clé de secours de FileVault : hors de cet ordinateur, dans un lieu sûr."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the two protections of macOS, what is shared with Windows, and what is not."""
    return [
        _gatekeeper(machine, context),
        _sip(machine, context),
        _desktop(machine, context),
        unreadable(context, RECOVERY_KEY, NO_KEY, REMEDY_KEY),
        *(inapplicable(context, fact, ONLY_WINDOWS) for fact in OF_WINDOWS),
    ]


def _gatekeeper(machine: Machine, context: Context) -> Reading:
    """Read one of two sentences, which spctl(8) writes in English in every language."""
    try:
        lines = machine.run(ASSESSMENT).text.split("\n")
        enabled, reason = ASSESSED.get(lines[0].strip()), NO_GATEKEEPER
    except MachineRefusedError as refusal:
        enabled, reason = None, refusal.reason
    if enabled is None:
        return unreadable(context, GATEKEEPER, reason, REMEDY)
    return observed(context, GATEKEEPER, enabled, " ".join(ASSESSMENT))


def _sip(machine: Machine, context: Context) -> Reading:
    try:
        enabled, reason = SIP_STATES.get(token(machine, SOFTWARE, "system_integrity")), NO_SIP
    except MachineRefusedError as refusal:
        enabled, reason = None, refusal.reason
    if enabled is None:
        return unreadable(context, SIP, reason, REMEDY)
    return observed(context, SIP, enabled, SIP_SOURCE)


def _desktop(machine: Machine, context: Context) -> Reading:
    """Tell whether screen sharing or remote management holds its port open."""
    try:
        ports = open_ports(machine)
    except MachineRefusedError as refusal:
        return unreadable(context, DESKTOP, refusal.reason, REMEDY_SHARING)
    return observed(context, DESKTOP, SCREEN_SHARING_PORT in ports, " ".join(COMMAND))
