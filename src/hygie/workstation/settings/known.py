"""The settings Hygie knows how to change, and what it says of each before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings import places
from hygie.workstation.settings.autorun import linux as autorun_linux
from hygie.workstation.settings.autorun import macos as autorun_macos
from hygie.workstation.settings.autorun import windows as autorun_windows
from hygie.workstation.settings.door import Change, NotHereError, Place, Planner, Sight
from hygie.workstation.settings.firewall import linux as firewall_linux
from hygie.workstation.settings.firewall import macos as firewall_macos
from hygie.workstation.settings.firewall import windows as firewall_windows
from hygie.workstation.settings.guest import linux as guest_linux
from hygie.workstation.settings.guest import macos as guest_macos
from hygie.workstation.settings.guest import windows as guest_windows
from hygie.workstation.settings.lock import linux as lock_linux
from hygie.workstation.settings.lock import macos as lock_macos
from hygie.workstation.settings.lock import windows as lock_windows
from hygie.workstation.settings.remote_desktop import windows as remote_desktop_windows
from hygie.workstation.settings.smb1 import windows as smb1_windows
from hygie.workstation.settings.updates import linux as updates_linux
from hygie.workstation.settings.updates import macos as updates_macos
from hygie.workstation.settings.updates import windows as updates_windows

LOCK_MINUTES = 10
MOST_MINUTES = 15
"""The measure «verrouillage» takes no longer delay."""

NOT_YET = "Hygie ne fait pas encore ce réglage sur ce système."
ONLY_WINDOWS = "Ce réglage n'existe que sous Windows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that can be set right. ``facts`` are those it mends, read again afterwards.

    ``may_stop`` says what may no longer work. One that is ``with_provider`` can cut the practice
    off from its provider or its devices: it asks for more before. ``stricter``: it may still be
    tightened by who asks for it, when the facts are already right. ``restarts``: the system obeys
    at its next start only. ``places`` are all those it may touch: what is written down of any
    other is never put back.
    """

    id: str
    label: str
    measure: str
    facts: tuple[str, ...]
    may_stop: tuple[str, ...]
    with_provider: bool = False
    stricter: bool = False
    restarts: bool = False
    planners: Mapping[str, Planner]
    places: Mapping[str, Collection[Place]] = field(default_factory=dict)

    def declares(self, system: str, place: Place) -> bool:
        """Tell whether this setting may touch a place."""
        return place in self.places.get(system, ())

    def plan(self, sight: Sight) -> tuple[Change, ...]:
        """Say what would change on this workstation; see Planner."""
        planner = self.planners.get(sight.context.system)
        if planner is None:
            if set(self.planners) == {"windows"}:
                raise NotHereError(ONLY_WINDOWS)
            raise MachineRefusedError(NOT_YET)
        return planner(sight)


SETTINGS = (
    Setting(
        id="verrouillage",
        label="Verrouiller l'écran tout seul, avec mot de passe au retour",
        measure="verrouillage",
        facts=("session.lock_enabled", "session.lock_delay", "session.lock_on_resume"),
        may_stop=(
            (
                "Si plusieurs personnes partagent cette session, chacune doit connaître son mot de "
                "passe."
            ),
            "Une prise en main à distance peut s'interrompre quand l'écran se verrouille.",
            "Si vous ne connaissez pas le mot de passe de cette session, ne faites pas ce réglage.",
        ),
        stricter=True,
        places=places.LOCK,
        planners={"linux": lock_linux.plan, "windows": lock_windows.plan, "macos": lock_macos.plan},
    ),
    Setting(
        id="execution-automatique",
        label="Arrêter l'ouverture automatique des clés USB : aucun programme ne se lance seul",
        measure="supports-amovibles",
        facts=("media.autorun",),
        may_stop=(
            (
                "Un appareil livré avec sa clé ou son disque ne s'ouvre plus tout seul : ouvrez-le "
                "depuis le gestionnaire de fichiers."
            ),
        ),
        stricter=True,
        places=places.AUTORUN,
        planners={
            "linux": autorun_linux.plan,
            "windows": autorun_windows.plan,
            "macos": autorun_macos.plan,
        },
    ),
    Setting(
        id="pare-feu",
        label="Activer le pare-feu de l'ordinateur",
        measure="pare-feu",
        facts=("firewall.active",),
        may_stop=(
            "La prise en main à distance de votre prestataire, si elle passe par le réseau local.",
            "Un scanner, une imprimante ou un appareil qui envoie des documents à ce poste.",
            "Les autres postes du cabinet, s'ils utilisent un logiciel ou un dossier de celui-ci.",
            "La télétransmission, si le lecteur de cartes est relié par le réseau.",
        ),
        places=places.FIREWALL,
        planners={
            "linux": firewall_linux.plan,
            "windows": firewall_windows.plan,
            "macos": firewall_macos.plan,
        },
    ),
    Setting(
        id="mises-a-jour",
        label="Installer seul les correctifs de sécurité",
        measure="mises-a-niveau",
        facts=("updates.automatic",),
        may_stop=(
            "L'ordinateur peut demander à redémarrer.",
            (
                "Un logiciel métier ou un lecteur de cartes peut ne pas suivre une mise à jour : "
                "gardez le numéro de votre éditeur."
            ),
        ),
        places=places.UPDATES,
        planners={
            "linux": updates_linux.plan,
            "windows": updates_windows.plan,
            "macos": updates_macos.plan,
        },
    ),
    Setting(
        id="compte-invite",
        label="Fermer le compte invité",
        measure="comptes-administrateur",
        facts=("account.guest_enabled",),
        may_stop=(
            "Une personne qui se servait de ce poste sans mot de passe a besoin d'un compte.",
            "Un scanner ou un poste ancien qui entre dans un dossier partagé sans mot de passe.",
        ),
        places=places.GUEST,
        planners={
            "linux": guest_linux.plan,
            "windows": guest_windows.plan,
            "macos": guest_macos.plan,
        },
    ),
    Setting(
        id="bureau-a-distance",
        label="Fermer le Bureau à distance de Windows",
        measure="ports-ouverts",
        facts=("remote.desktop_open",),
        may_stop=(
            (
                "Votre accès à ce poste depuis chez vous, et celui de votre prestataire, s'ils "
                "passent par le Bureau à distance."
            ),
            "Si vous êtes en ce moment sur ce poste à distance, vous ne pourrez plus y revenir.",
        ),
        with_provider=True,
        places=places.REMOTE_DESKTOP,
        planners={"windows": remote_desktop_windows.plan},
    ),
    Setting(
        id="smb1",
        label="Fermer l'ancien partage de fichiers SMBv1",
        measure="ports-ouverts",
        facts=("windows.smb1",),
        may_stop=(
            "Un scanner ou un copieur ancien qui dépose ses documents dans un dossier de ce poste.",
            "Un poste sous Windows XP, un appareil médical ou un disque réseau (NAS) ancien.",
        ),
        with_provider=True,
        restarts=True,
        places=places.SMB1,
        planners={"windows": smb1_windows.plan},
    ),
)


def by_id() -> Mapping[str, Setting]:
    """Return the settings by the name people type."""
    return {setting.id: setting for setting in SETTINGS}
