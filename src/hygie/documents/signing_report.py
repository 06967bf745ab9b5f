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
    """Who a certificate says its holder is. ``fingerprint`` is its SHA-256, in hexadecimal."""

    subject: str
    issuer: str
    self_signed: bool
    fingerprint: str
    since: datetime
    until: datetime
    trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The date an authority vouches for."""

    state: StampState
    at: datetime | None = None
    authority: Certificate | None = None


NO_STAMP = Stamp(state=StampState.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature of a document; ``signed_at`` is only what the signer's computer said."""

    integrity: Integrity
    is_time_stamp: bool = False
    later: Later = Later.OTHER
    covers_all: bool = False
    signed_at: datetime | None = None
    certificate: Certificate | None = None
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the document; ``content`` is None when it is too long or unreadable."""

    name: str
    size: int
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the bytes alone tell, before anything is understood of them.

    ``covered`` are the ends announced by the signatures that the bytes bear.
    """

    length: int
    ends_whole: bool
    covered: tuple[int, ...]

    @property
    def truncated(self) -> bool:
        """Tell whether the end is missing, and was not merely followed by something else."""
        if any(end > self.length for end in self.covered):
            return True
        return not self.ends_whole and not any(end < self.length for end in self.covered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Everything that was found in a document."""

    state: State
    signatures: tuple[Signature, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether the document is signed and is still what was signed."""
        sound = self.state in {State.INTACT, State.SIGNED_AGAIN}
        return sound and all(one.stamp.state is not StampState.FALSE for one in self.signatures)


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
