"""The protections of macOS itself: Gatekeeper, the integrity of the system (SIP), its own lists.

What belongs to Windows alone has no meaning here.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_profiler import FIREWALL, SOFTWARE, token
from hygie.workstation.macos_sockets import COMMAND, open_ports
from hygie.workstation.macos_time_machine import REMEDY as REMEDY_BACKUP
from hygie.workstation.macos_xprotect import find_xprotect
from hygie.workstation.probes.hardening import macos_backup, macos_startup
from hygie.workstation.probes.hardening.said import NotConcernedError

GATEKEEPER, SIP = "macos.gatekeeper", "macos.sip"
STEALTH, STARTUP = "macos.stealth", "macos.launch_items"
BACKUP = "backup.encrypted"
XPROTECT_VERSION, XPROTECT_DATE = "macos.xprotect_version", "macos.xprotect_date"
DESKTOP, RECOVERY_KEY = "remote.desktop_open", "disk.recovery_key_saved"
OF_WINDOWS = (
    *("windows.uac", "windows.smartscreen", "windows.smb1"),
    *("remote.desktop_nla", "system.extended_updates", "system.secure_boot", "system.tpm"),
    *("network.category", "media.seen_before", "media.days_since_newest"),
    *("media.days_since_oldest", "windows.hello", "windows.scheduled_tasks"),
)
ASSESSMENT = ("spctl", "--status")
ASSESSED = {"assessments enabled": True, "assessments disabled": False}
SIP_SOURCE = "system_profiler SPSoftwareDataType"
SIP_STATES = {"integrity_enabled": True, "integrity_disabled": False}
SCREEN_SHARING_PORT = 5900
STEALTH_COMMAND = ("/usr/libexec/ApplicationFirewall/socketfilterfw", "--getstealthmode")
STEALTH_SAID = {
    "Stealth mode enabled": True,
    "Stealth mode disabled": False,
    "Firewall stealth mode is on": True,
    "Firewall stealth mode is off": False,
}
"""What socketfilterfw writes, in English in every language: up to macOS 14, then since 15."""

FIREWALL_OFF = ("spfirewall_globalstate_allow_all", "spfirewall_globalstate_off")

ONLY_WINDOWS = "Ce réglage est propre à Windows : un Mac a d'autres protections."
NO_GATEKEEPER = "macOS n'a pas dit si Gatekeeper contrôle les logiciels téléchargés."
NO_SIP = "macOS n'a pas dit si l'intégrité du système est protégée."
NO_KEY = "macOS ne dit pas où la clé de secours de FileVault a été rangée."
NO_FIREWALL = "Le coupe-feu de macOS est désactivé : son mode furtif n'agit pas."
NO_STEALTH = "macOS n'a pas dit si son coupe-feu est en mode furtif."
NO_XPROTECT = "XProtect, l'antivirus de macOS, n'a pas été trouvé à sa place."
NO_DATE = "La date de la liste des menaces de XProtect n'a pas pu être lue."
REMEDY = "Demandez à votre prestataire si les protections d'origine de ce Mac sont en service."
REMEDY_SHARING = (
    "Ouvrez Réglages Système, puis Général, puis Partage : « Partage d'écran » et « Gestion à "
    "distance » doivent être désactivés s'ils ne servent pas."
)
REMEDY_STEALTH = "Ouvrez Réglages Système, puis Réseau, puis Coupe-feu, puis Options."
REMEDY_STARTUP = (
    "Ouvrez Réglages Système et tapez « ouverture » dans la recherche : la page qui s'ouvre montre "
    "ce qui démarre seul."
)
REMEDY_XPROTECT = (
    "Ouvrez le menu Pomme en gardant la touche Option appuyée, puis Informations Système, puis "
    "Installations : XProtect y porte sa version et sa date."
)
REMEDY_KEY = "Cherchez la clé de secours de FileVault : hors de cet ordinateur, dans un lieu sûr."


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the protections of macOS, what is shared with Windows, and what is not."""
    return [
        _gatekeeper(machine, context),
        _sip(machine, context),
        _stealth(machine, context),
        _startup(machine, context),
        *_xprotect(machine, context),
        _backup(machine, context),
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


def _stealth(machine: Machine, context: Context) -> Reading:
    """Tell whether the firewall leaves probes unanswered; one that is off lets them all in."""
    try:
        if token(machine, FIREWALL, "spfirewall_globalstate") in FIREWALL_OFF:
            return inapplicable(context, STEALTH, NO_FIREWALL)
        output = machine.run(STEALTH_COMMAND)
        words = output.text.strip().removesuffix(".") if output.code == 0 else ""
        stealthy, reason = STEALTH_SAID.get(words), NO_STEALTH
    except MachineRefusedError as refusal:
        stealthy, reason = None, refusal.reason
    if stealthy is None:
        return unreadable(context, STEALTH, reason, REMEDY_STEALTH)
    return observed(context, STEALTH, stealthy, "socketfilterfw --getstealthmode")


def _startup(machine: Machine, context: Context) -> Reading:
    try:
        count = macos_startup.count_added(machine, context.home)
    except MachineRefusedError as refusal:
        return unreadable(context, STARTUP, refusal.reason, REMEDY_STARTUP)
    return observed(context, STARTUP, count, macos_startup.SOURCE)


def _backup(machine: Machine, context: Context) -> Reading:
    try:
        said = macos_backup.disks_encrypted(machine)
    except NotConcernedError as word:
        return inapplicable(context, BACKUP, word.reason)
    except MachineRefusedError as refusal:
        return unreadable(context, BACKUP, refusal.reason, REMEDY_BACKUP)
    return observed(context, BACKUP, said.value, said.source)


def _xprotect(machine: Machine, context: Context) -> list[Reading]:
    """Give the version and the day of the list in force; a day to come is a wrong clock."""
    own, reason = find_xprotect(machine)
    if own is None or reason:
        return [
            unreadable(context, fact, reason or NO_XPROTECT, REMEDY_XPROTECT)
            for fact in (XPROTECT_VERSION, XPROTECT_DATE)
        ]
    version = observed(context, XPROTECT_VERSION, own.version, own.source)
    if own.written is None or own.written > context.now:
        return [version, unreadable(context, XPROTECT_DATE, NO_DATE, REMEDY_XPROTECT)]
    day = own.written.date().isoformat()
    return [version, observed(context, XPROTECT_DATE, day, own.source)]


def _desktop(machine: Machine, context: Context) -> Reading:
    """Tell whether screen sharing or remote management holds its port open."""
    try:
        ports = open_ports(machine)
    except MachineRefusedError as refusal:
        return unreadable(context, DESKTOP, refusal.reason, REMEDY_SHARING)
    return observed(context, DESKTOP, SCREEN_SHARING_PORT in ports, " ".join(COMMAND))
