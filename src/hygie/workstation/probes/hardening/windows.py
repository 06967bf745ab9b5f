"""What Windows itself does, or fails to do, to stand against an attack.

A setting that is not there is what Windows does by default only where Microsoft says so for the
versions still in use; elsewhere it is unreadable.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.hardening import (
    firmware,
    hello,
    network,
    recovery,
    remote_desktop,
    smb1,
    tasks,
    usb_history,
)
from hygie.workstation.probes.hardening.said import NOT_SAID, NotConcernedError, Said
from hygie.workstation.windows_extended import (
    ENROLMENT,
    RECEIVED_ONCE,
    has_extended,
    is_enrolled,
)
from hygie.workstation.windows_keys import number, opened, text
from hygie.workstation.windows_machine import SystemVersion, WindowsMachine

POLICIES = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
SCREEN_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System"
SCREEN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer"
SCREEN_WORDS = {"off": False, "warn": True, "prompt": True, "requireadmin": True, "block": True}
OF_MACOS = (
    *("macos.gatekeeper", "macos.sip", "macos.stealth", "macos.launch_items"),
    *("macos.xprotect_version", "macos.xprotect_date", "backup.encrypted"),
)
SILENT_ELEVATION = 0
WINDOWS_10_LAST = 19045

OTHER_SYSTEM = "Ce réglage n'existe pas sur ce système."
NOT_WINDOWS_10 = "Ce poste n'a pas la version de Windows 10 qui reçoit des correctifs prolongés."
NO_EXTENDED = "Windows n'a pas dit si ce poste est inscrit aux correctifs prolongés de Windows 10."

ASK = "Demandez à votre prestataire de regarder ce réglage."
REMEDIES = {
    "windows.uac": "Cherchez « Modifier les paramètres de contrôle de compte » dans le menu"
    " Démarrer : le curseur ne doit pas être tout en bas.",
    "windows.smartscreen": "Ouvrez « Sécurité Windows », « Contrôle des applications et du"
    " navigateur », puis « Protection fondée sur la réputation ».",
    "windows.smb1": "Redémarrez l'ordinateur, puis relisez-le. Si cela reste inconnu, demandez à"
    " votre prestataire de regarder ce réglage.",
    "remote.desktop_open": "Ouvrez Paramètres, Système, Bureau à distance : il doit être"
    " désactivé s'il ne sert pas.",
    "disk.recovery_key_saved": "Cherchez la clé de secours dans le compte Microsoft de la personne"
    " qui a installé le poste, ou sur papier : retrouvez-la avant d'en avoir besoin.",
    "system.extended_updates": "Ouvrez Paramètres, Mise à jour et sécurité, Windows Update :"
    " l'inscription aux mises à jour étendues y est écrite.",
    "windows.hello": "Ouvrez Paramètres, Comptes, Options de connexion : le code, le visage ou"
    " l'empreinte de cette session y sont écrits.",
    "windows.scheduled_tasks": "Cherchez « Planificateur de tâches » dans le menu Démarrer, ou"
    " demandez à votre prestataire de le regarder avec vous.",
    "network.category": "Ouvrez Paramètres, Réseau et Internet, puis le réseau utilisé : son"
    " profil y est écrit.",
}


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the facts of this probe."""
    others = (inapplicable(context, fact, OTHER_SYSTEM) for fact in OF_MACOS)
    return [*(_reading(machine, context, fact) for fact in (*QUESTIONS, *DATED)), *others]


def uac(machine: WindowsMachine) -> Said:
    """Tell whether Windows asks before a program takes the administrator's rights."""
    key = opened(machine, POLICIES)
    enabled = number(key, "EnableLUA")
    if enabled not in {0, 1}:
        raise MachineRefusedError(NOT_SAID)
    silent = number(key, "ConsentPromptBehaviorAdmin") == SILENT_ELEVATION
    return Said(enabled == 1 and not silent, "EnableLUA")


def smartscreen(machine: WindowsMachine) -> Said:
    """Tell whether unknown downloaded programs are stopped: on, unless someone switched it off."""
    policy = number(opened(machine, SCREEN_POLICY), "EnableSmartScreen")
    if policy is not None:
        return Said(policy != 0, "EnableSmartScreen")
    word = text(machine.registry.open(SCREEN), "SmartScreenEnabled")
    if word is None:
        return Said(value=True, source="SmartScreenEnabled, réglage d'origine de Windows")
    if word.lower() not in SCREEN_WORDS:
        raise MachineRefusedError(NOT_SAID)
    return Said(SCREEN_WORDS[word.lower()], "SmartScreenEnabled")


def extended_updates(machine: WindowsMachine) -> Said:
    """Tell whether Windows 10 receives updates past its end; «no» is never sure from here."""
    if machine.calls.ask(SystemVersion).build != WINDOWS_10_LAST:
        raise NotConcernedError(NOT_WINDOWS_10)
    if is_enrolled(machine):
        return Said(value=True, source=ENROLMENT)
    raise MachineRefusedError(RECEIVED_ONCE if has_extended(machine) else NO_EXTENDED)


QUESTIONS: dict[str, Callable[[WindowsMachine], Said]] = {
    "windows.uac": uac,
    "windows.smartscreen": smartscreen,
    "windows.smb1": smb1.active,
    "remote.desktop_open": remote_desktop.is_open,
    "remote.desktop_nla": remote_desktop.asks_first,
    "disk.recovery_key_saved": recovery.key_saved,
    "system.extended_updates": extended_updates,
    "system.secure_boot": firmware.secure_boot,
    "system.tpm": firmware.tpm,
    "network.category": network.category,
    "media.seen_before": usb_history.seen_before,
    "windows.hello": hello.is_set_up,
    "windows.scheduled_tasks": tasks.added,
}
DATED: dict[str, Callable[[WindowsMachine, datetime], Said]] = {
    "media.days_since_newest": usb_history.newest,
    "media.days_since_oldest": usb_history.oldest,
}
"""What is counted from the moment of the audit."""


def _reading(machine: WindowsMachine, context: Context, fact: str) -> Reading:
    try:
        said = DATED[fact](machine, context.now) if fact in DATED else QUESTIONS[fact](machine)
    except NotConcernedError as word:
        return inapplicable(context, fact, word.reason)
    except MachineRefusedError as refusal:
        return unreadable(context, fact, refusal.reason, REMEDIES.get(fact, ASK))
    return observed(context, fact, said.value, said.source)
