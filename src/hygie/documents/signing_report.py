"""What can be said of a signed document: values, and the decision. Nothing is read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What a document is, as a whole; an interface."""

    INTACT = "intact"
    SIGNED_AGAIN = "signe_a_nouveau"
    UNSIGNED = "non_signe"
    ALTERED = "altere"
    FORGED = "signature_fausse"
    TRUNCATED = "coupe"
    EXTENDED = "complete"
    CHANGED_THEN_SIGNED = "change_puis_signe"
    REMOVED = "signature_retiree"
    DAMAGED = "abime"
    LOCKED = "protege"
    TOO_HEAVY = "trop_lourd"


class Fault(StrEnum):
    """Why an unchanged document is not enough: what is wrong with one signature; an interface."""

    WEAK = "trop_faible"
    BY_ANOTHER = "signe_par_un_autre"
    WRONG_USE = "cle_pas_faite_pour_signer"
    EXPIRED = "certificat_perime"
    EARLY = "certificat_pas_encore_valable"
    DATED_BY_ANOTHER = "date_par_un_autre"


class Program(StrEnum):
    """What a document holds that acts instead of being read; an interface."""

    SCRIPT = "javascript"
    FORM = "formulaire_xfa"
    OPENING = "action_automatique"
    LAUNCH = "lancement"
    SENDING = "envoi"
    MEDIA = "media"
    FILE = "fichier_executable"
    UNKNOWN = "illisible"


class Integrity(StrEnum):
    """Whether what one signature covers is what was signed."""

    INTACT = "intacte"
    ALTERED = "document_change"
    FORGED = "fausse"
    UNREADABLE = "illisible"


class Later(StrEnum):
    """What was added after one signature."""

    NOTHING = "rien"
    SIGNATURES = "signatures"
    OTHER = "autre"


class StampState(StrEnum):
    """What a time-stamp is worth."""

    ABSENT = "absent"
    TRUSTED = "reconnu"
    BY_UNKNOWN = "autorite_inconnue"
    FALSE = "faux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Who a certificate says its holder is. ``fingerprint`` is its SHA-256, in hexadecimal.

    ``may_sign`` is whether it was made for that, ``strong`` whether its key cannot be guessed.
    """

    subject: str
    issuer: str
    self_signed: bool
    fingerprint: str
    since: datetime
    until: datetime
    trusted: bool
    may_sign: bool = True
    strong: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The date an authority vouches for."""

    state: StampState
    at: datetime | None = None
    authority: Certificate | None = None


NO_STAMP = Stamp(state=StampState.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature of a document; ``signed_at`` is only what the signer's computer said.

    ``strong`` is whether its method still protects; ``faults`` what is wrong besides its integrity.
    """

    integrity: Integrity
    is_time_stamp: bool = False
    later: Later = Later.OTHER
    covers_all: bool = False
    signed_at: datetime | None = None
    certificate: Certificate | None = None
    stamp: Stamp = NO_STAMP
    strong: bool = True
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the document; what is too long or unreadable has no content, nor a size."""

    name: str
    size: int | None
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the bytes alone tell, before anything is understood of them.

    ``covered`` are the ends announced by the signatures that the bytes bear; ``broken_off`` is
    whether what comes after the last of them is the beginning of an update.
    """

    length: int
    ends_whole: bool
    covered: tuple[int, ...]
    broken_off: bool = False

    @property
    def truncated(self) -> bool:
        """Tell whether the end is missing, and was not merely followed by something else."""
        if any(end > self.length for end in self.covered):
            return True
        followed = any(end < self.length for end in self.covered)
        return not self.ends_whole and (self.broken_off or not followed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Everything that was found in a document."""

    state: State
    signatures: tuple[Signature, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    programs: tuple[Program, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Tell whether the document is signed, and byte for byte what was signed."""
        return self.state in {State.INTACT, State.SIGNED_AGAIN}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with its signatures, the most serious first."""
        found = {fault for one in self.signatures for fault in one.faults}
        return tuple(fault for fault in Fault if fault in found)

    @property
    def false_date(self) -> bool:
        """Tell whether a time-stamp was made for something else."""
        return any(one.stamp.state is StampState.FALSE for one in self.signatures)

    @property
    def holds(self) -> bool:
        """Tell whether it is unchanged, and nothing else stands against it."""
        return self.unchanged and not (self.faults or self.false_date or self.programs)


def faults_of(certificate: Certificate, at: datetime, *, strong: bool = True) -> tuple[Fault, ...]:
    """Say what is wrong with a key that signs at that moment; ``strong`` is of the method used."""
    wrong = {
        Fault.WEAK: not (strong and certificate.strong),
        Fault.WRONG_USE: not certificate.may_sign,
        Fault.EXPIRED: at > certificate.until,
        Fault.EARLY: at < certificate.since,
    }
    return tuple(fault for fault, found in wrong.items() if found)


def conclude(shape: Shape, signatures: Sequence[Signature] | None) -> State:
    """Say what a document is; ``signatures`` is None when its structure could not be read."""
    if shape.truncated:
        return State.TRUNCATED
    if signatures is None:
        return State.DAMAGED
    if not signatures:
        return State.REMOVED if shape.covered else State.UNSIGNED
    return _signed_state(signatures)


def _signed_state(signatures: Sequence[Signature]) -> State:
    found = {one.integrity for one in signatures}
    for integrity, state in (
        (Integrity.ALTERED, State.ALTERED),
        (Integrity.FORGED, State.FORGED),
        (Integrity.UNREADABLE, State.DAMAGED),
    ):
        if integrity in found:
            return state
    if not any(one.covers_all for one in signatures):
        return State.EXTENDED
    if any(one.later is Later.OTHER for one in signatures):
        return State.CHANGED_THEN_SIGNED
    return State.INTACT if len(signatures) == 1 else State.SIGNED_AGAIN
