"""The content of the Mémento as values: measures, what proves them, what they stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hygie.core.predicates import Predicate
from hygie.core.readings import Fact
from hygie.core.records import Answer


class Threat(StrEnum):
    """What a measure stops (design §2.7)."""

    THEFT = "vol_ou_perte"
    DATA_LOSS = "perte_de_donnees"
    RANSOMWARE = "rancongiciel"
    PHISHING = "hameconnage"
    DISCLOSURE = "divulgation"
    OUTAGE = "arret_activite"
    NON_COMPLIANCE = "non_conformite"


THREAT_LABELS: Mapping[Threat, str] = {
    Threat.RANSOMWARE: "Rançongiciel",
    Threat.DATA_LOSS: "Perte de données",
    Threat.DISCLOSURE: "Divulgation de données de santé",
    Threat.PHISHING: "Hameçonnage et usurpation",
    Threat.THEFT: "Vol ou perte de matériel",
    Threat.OUTAGE: "Arrêt d'activité",
    Threat.NON_COMPLIANCE: "Non-conformité",
}


class Actor(StrEnum):
    """Who carries a measure out."""

    YOU = "vous"
    ASSISTANT = "assistante"
    PROVIDER = "prestataire"
    VENDOR = "editeur"


class Recipient(StrEnum):
    """To whom the line of a measure is sent, in the grouped messages."""

    PROVIDER = "prestataire"
    VENDOR = "editeur"
    BOTH = "les_deux"

    def concerns(self, reader: "Recipient") -> bool:
        """Tell whether a line for this one goes into the message to ``reader``."""
        return self in {reader, Recipient.BOTH}


class Origin(StrEnum):
    """The 33 lines of the official checklist, or what Hygie adds to them."""

    MEMENTO = "memento"
    COMPLEMENT = "complement"


class Role(StrEnum):
    """What a fact decides. A hint never decides anything."""

    REQUIRED = "required"
    SUFFICIENT = "sufficient"
    HINT = "hint"


class SourceStatus(StrEnum):
    """How far a source was checked; OURS is no source but a choice of Hygie, and says so."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    TO_VERIFY = "to_verify"
    OURS = "ours"


SOURCE_STATUS_LABELS: Mapping[SourceStatus, str] = {
    SourceStatus.VERIFIED: "vérifiée",
    SourceStatus.SECONDARY: "de seconde main",
    SourceStatus.TO_VERIFY: "à vérifier",
    SourceStatus.OURS: "notre choix",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A fact the measure asks for. ``failing`` says in French what a failing value means.

    Only a hint may have no predicate: it is shown, it is neither good nor bad.
    """

    fact: str
    role: Role
    predicate: Predicate | None
    failing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """One way of proving a measure; ``days`` is how long it counts, None for its own end date.

    When some kinds of a measure are ``needed``, all of those are; otherwise any one is enough.
    """

    id: str
    label: str
    days: int | None
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement comes from, and how far that was checked."""

    id: str
    title: str
    publisher: str
    status: SourceStatus
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """The Markdown of a measure, one sentence per item, read from its fixed headings.

    ``how`` is keyed by ``windows``, ``macos``, ``linux`` or ``anyone``.
    """

    why: tuple[str, ...] = ()
    how: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: tuple[str, ...] = ()
    where_to_look: tuple[str, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the checklist. ``title`` is the official one, ``short`` and the rest are ours.

    A ``deferred`` measure is not asked at the keyboard: its own tool asks the vendor. A measure
    that stands ``instead_of`` another is not called for when that other one already is. One about
    ``computers_only`` has no object in a practice that has none; one ``first_on_phones`` leads
    its plan.
    """

    id: str
    number: int
    origin: Origin
    title: str
    short: str
    section: str
    chapter: str
    local: bool
    cloud: bool
    several_users_only: bool = False
    computers_only: bool = False
    first_on_phones: bool = False
    threats: tuple[Threat, ...] = ()
    who: Actor = Actor.YOU
    minutes: int = 0
    question: str = ""
    action: str = ""
    answers: Mapping[Answer, str] = field(default_factory=dict)
    answer_days: int = 365
    deferred: bool = False
    message_for: Recipient | None = None
    wants: tuple[Wanted, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()
    sources: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    instead_of: str = ""

    def concerns(self, *, local: bool, cloud: bool, several_users: bool) -> bool:
        """Tell whether the columns L and C, and the number of users, call for this measure."""
        in_columns = (self.local and local) or (self.cloud and cloud)
        return in_columns and (several_users or not self.several_users_only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All the content a judgement needs. ``memento`` is the edition of the official checklist."""

    version: str
    memento: str
    measures: Mapping[str, Measure]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]

    def called_for(self, *, local: bool, cloud: bool, several_users: bool) -> tuple[Measure, ...]:
        """Return the measures these columns and users call for, each subject once, in order."""
        called = [
            measure
            for measure in self.measures.values()
            if measure.concerns(local=local, cloud=cloud, several_users=several_users)
        ]
        ids = {measure.id for measure in called}
        return tuple(measure for measure in called if measure.instead_of not in ids)
