"""Who practises, where and with what: what decides which measures apply.

Each field has a safe default: what is not known is assumed to need protection.
"""

from dataclasses import dataclass
from enum import StrEnum


class Profession(StrEnum):
    """The professions the practices we know of have."""

    DOCTOR = "medecin"
    NURSE = "infirmier"
    PHYSIOTHERAPIST = "masseur-kinesitherapeute"
    DENTIST = "chirurgien-dentiste"
    MIDWIFE = "sage-femme"
    PHARMACIST = "pharmacien"
    SPEECH_THERAPIST = "orthophoniste"
    PODIATRIST = "pedicure-podologue"
    ORTHOPTIST = "orthoptiste"
    OTHER = "autre"


class Exercise(StrEnum):
    """How the practitioner works."""

    ALONE = "seul"
    WITH_ASSISTANT = "assistant"
    GROUP = "groupe"
    REPLACEMENT = "remplacant"
    COORDINATED = "coordonne"


class Place(StrEnum):
    """Where care is given."""

    PRACTICE = "cabinet"
    HOMES = "domiciles"
    THIRD_PARTY = "tiers"


class Exchange(StrEnum):
    """How information about patients leaves the practice."""

    MSSANTE = "mssante"
    MAIL = "courriel"
    MESSENGER = "messagerie_grand_public"
    FAX = "fax"


class Repair(StrEnum):
    """Who mends the computer."""

    SELF = "moi"
    RELATIVE = "proche"
    PROVIDER = "prestataire"
    VENDOR = "editeur"
    NOBODY = "personne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The situation of a practice. Counts are of devices and people, never names.

    ``profession`` has no default: None means not asked. ``users`` None means several. ``assumed``
    names the other fields nobody told: their value is the safe default, never somebody's word.
    """

    profession: Profession | None = None
    exercise: Exercise | None = None
    places: tuple[Place, ...] = ()
    local: bool = True
    cloud: bool = True
    paper: bool = False
    shared_software: bool = True
    shared_session: bool = True
    users: int | None = None
    computers: int = 1
    phones: bool = True
    tablets: bool = True
    private_devices: bool = True
    exchanges: tuple[Exchange, ...] = ()
    repair: Repair | None = None
    remote_repair: bool = True
    network_ours: bool = False
    assumed: frozenset[str] = frozenset()

    def is_assumed(self, name: str) -> bool:
        """Tell whether nobody told this field."""
        return name in self.assumed or getattr(self, name) is None

    @property
    def on_phones_alone(self) -> bool:
        """Tell whether the practice works without any computer, on phones or tablets."""
        return not self.computers and (self.phones or self.tablets)

    @property
    def several_users(self) -> bool:
        """Tell whether more than one person uses the computers; not known means yes."""
        return self.users is None or self.users > 1
