"""What is typed beside a file that shows an act: its kind, its day, its end, a note. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from hygie.core.declared import FILE, FINGERPRINT, REMOVED
from hygie.core.errors import MisusedError
from hygie.core.measures import EvidenceKind, Measure
from hygie.core.records import Record
from hygie.practice.evidence_files import StoredFile
from hygie.terminal.secret_words import NEVER_KEPT, looks_secret
from hygie.terminal.typography import NO_BREAK, counted, day
from hygie.terminal.values import moment_in
from hygie.web.declared_said import MEDIA, NAME, NOTE, SIZE
from hygie.web.reserved import RESERVED, YES

KIND, DATE, END, TEXT, UPLOAD = "genre", "le", "jusqu_au", "note", "fichier"
"""The fields of the form."""

NOTE_LETTERS = 500
TOO_LONG_AGO = timedelta(days=36500)
YEAR, MONTH = 365, 365 / 12
UNCHANGED = "Rien n'a été enregistré."


class FieldError(MisusedError):
    """A field that cannot be used as filled in; ``field`` names it."""

    def __init__(self, message: str, *, hint: str, field: str) -> None:
        super().__init__(message, hint=f"{hint} {UNCHANGED}")
        self.field = field

    @classmethod
    def of(cls, error: MisusedError, *, field: str) -> "FieldError":
        """Say of which field an error is: its own hint says that nothing was kept."""
        found = cls(error.message, hint="", field=field)
        found.hint = error.hint
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was typed, once checked."""

    kind: EvidenceKind
    at: datetime
    expires: datetime
    note: str
    reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way of proving a measure, with how long it counts in words."""

    id: str
    label: str
    term: str
    needed: bool


def kinds_of(measure: Measure) -> tuple[Kind, ...]:
    """Return what can prove a measure."""
    return tuple(
        Kind(id=one.id, label=one.label, term=say_term(one.days), needed=one.needed)
        for one in measure.evidence
    )


def say_term(days: int | None) -> str:
    """Say how long a kind of evidence counts: in years or months where the figure is one."""
    if days is None:
        return "vaut jusqu'à la date écrite dessus"
    years, months = round(days / YEAR), round(days / MONTH)
    if years and abs(days - years * YEAR) <= 1:
        return f"vaut {counted(years, 'an')}"
    if months and abs(days - months * MONTH) <= 1:
        return f"vaut {months}{NO_BREAK}mois"
    return f"vaut {counted(days, 'jour')}"


def read_form(
    form: Mapping[str, str], measure: Measure, *, now: datetime, zone: tzinfo | None
) -> Given:
    """Check what was typed. Raises FieldError on the first field that will not do."""
    kind = _kind(form.get(KIND, ""), measure)
    at = _when(form.get(DATE, ""), now, zone)
    expires = _end(form.get(END, ""), kind, at, zone)
    if expires <= now:
        raise FieldError(
            f"Cette preuve ne vaut plus rien depuis le {day(expires.astimezone(zone))}.",
            hint="Refaites l'acte, ou corrigez la date.",
            field=END if form.get(END, "").strip() else DATE,
        )
    note, reserved = _note(form.get(TEXT, "")), form.get(RESERVED) == YES
    return Given(kind=kind, at=at, expires=expires, note=note, reserved=reserved)


def make_proof(given: Given, stored: StoredFile, measure: Measure, *, by: str) -> Record:
    """Build the record of a piece of evidence and of the file that shows it."""
    detail = {
        FINGERPRINT: stored.sha256,
        FILE: stored.id,
        NAME: stored.name,
        MEDIA: stored.media.value,
        SIZE: str(stored.size),
        **({NOTE: given.note} if given.note else {}),
        **({RESERVED: YES} if given.reserved else {}),
    }
    return Record(
        measure=measure.id,
        kind=given.kind.id,
        at=given.at,
        expires=given.expires,
        by=by,
        detail=detail,
    )


def make_removal(shown: Record, *, standing: bool, now: datetime, by: str) -> Record:
    """Build the record that ends a proof whose file is taken away.

    Of a proof that a newer one replaced, it bears the date: the newer one goes on standing.
    """
    at = now if standing else shown.at
    return Record(
        measure=shown.measure,
        kind=shown.kind,
        at=at,
        expires=at,
        by=by,
        workstation=shown.workstation,
        detail={REMOVED: shown.detail[FILE]},
    )


def _kind(name: str, measure: Measure) -> EvidenceKind:
    if len(measure.evidence) == 1 and not name:
        return measure.evidence[0]
    found = next((kind for kind in measure.evidence if kind.id == name), None)
    if found is None:
        raise FieldError(
            "Dites ce que montre ce fichier.", hint="Choisissez dans la liste.", field=KIND
        )
    return found


def _when(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    """Return when the act was done; today is now, a day to come is none."""
    if not text.strip():
        return now
    at = _read(text, zone, DATE)
    if at > now and at.date() == now.astimezone(at.tzinfo).date():
        return now
    if at > now or now - at > TOO_LONG_AGO:
        raise FieldError(
            "Cette date n'est pas celle d'un acte déjà fait.", hint="Corrigez-la.", field=DATE
        )
    return at


def _end(text: str, kind: EvidenceKind, at: datetime, zone: tzinfo | None) -> datetime:
    """Return when the proof stops counting: its kind's term, or an earlier end of its own."""
    term = None if kind.days is None else at + timedelta(days=kind.days)
    given = _read(text, zone, END) if text.strip() else None
    if given is not None and given <= at:
        raise FieldError(
            "La preuve finirait avant d'avoir été faite.",
            hint="Corrigez l'une des deux dates.",
            field=END,
        )
    ends = [end for end in (term, given) if end is not None]
    if not ends:
        raise FieldError(
            "Ce document porte sa propre date de fin, et elle manque.",
            hint="Lisez-la sur le document.",
            field=END,
        )
    return min(ends)


def _read(text: str, zone: tzinfo | None, field: str) -> datetime:
    try:
        return moment_in(zone, text)
    except MisusedError as error:
        raise FieldError(
            "Cette date n'est pas lisible.", hint="Écrivez-la ainsi : 22/11/2026.", field=field
        ) from error


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > NOTE_LETTERS:
        raise FieldError(
            f"La note est trop longue : {NOTE_LETTERS} caractères au plus.",
            hint="Raccourcissez-la.",
            field=TEXT,
        )
    if looks_secret(note):
        raise FieldError(
            "La note ressemble à un code ou à un mot de passe.", hint=NEVER_KEPT, field=TEXT
        )
    return note
