"""What people say of a line of the plan: who does it, for when, a note, or why it waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hygie.core.errors import MisusedError
from hygie.practice.records import TASK, Draft, Entry, Json
from hygie.terminal.secret_words import NEVER_KEPT, looks_secret

OWNER, DUE, NOTE, UNTIL, REASON = "qui", "pour_le", "note", "reporte_au", "motif"
DONE_BY, DONE_ON = "dit_fait", "dit_fait_le"
NOTE_LETTERS = 500
LONGEST = timedelta(days=366)
UNCHANGED = "Rien n'a été enregistré."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last thing said of a line; ``owner`` is a role, or the id of a person.

    ``done_by`` is who of the staff says it is done, as records name them: to be confirmed.
    """

    owner: str = ""
    due: date | None = None
    note: str = ""
    until: date | None = None
    reason: str = ""
    done_by: str = ""
    done_on: date | None = None

    def waits(self, today: date) -> bool:
        """Tell whether the line is put off to a day to come."""
        return self.until is not None and self.until > today


def told_of(entries: Iterable[Entry]) -> dict[str, Told]:
    """Return the last word on each measure; what cannot be read is as if nobody had said it."""
    return {entry.measure: _read(entry.detail) for entry in entries if entry.measure is not None}


def write(measure: str, told: Told, *, at: datetime, by: str) -> Draft:
    """Prepare what was said of a line for writing."""
    detail: dict[str, Json] = {
        OWNER: told.owner,
        DUE: told.due.isoformat() if told.due else None,
        NOTE: told.note,
        UNTIL: told.until.isoformat() if told.until else None,
        REASON: told.reason,
        DONE_BY: told.done_by,
        DONE_ON: told.done_on.isoformat() if told.done_on else None,
    }
    return Draft(at=at, kind=TASK, by=by, measure=measure, detail=detail)


def checked_note(text: str, *, what: str = "La note") -> str:
    """Return a short text. Raises MisusedError when it is long or looks like a secret."""
    note = " ".join(text.split())
    if len(note) > NOTE_LETTERS:
        raise MisusedError(
            f"{what} est trop longue : {NOTE_LETTERS} caractères au plus. {UNCHANGED}",
            hint="Raccourcissez-la, puis recommencez.",
        )
    if looks_secret(note):
        raise MisusedError(
            f"{what} ressemble à un code ou à un mot de passe.", hint=f"{NEVER_KEPT} {UNCHANGED}"
        )
    return note


def checked_day(text: str, *, today: date) -> date | None:
    """Return a day to come, None when none is given. Raises MisusedError on any other."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise _not_a_day(text) from error
    if not today <= found <= today + LONGEST:
        raise _not_a_day(text)
    return found


def _not_a_day(text: str) -> MisusedError:
    return MisusedError(
        f"« {text[:20]} » n'est pas un jour de l'année qui vient. {UNCHANGED}",
        hint="Choisissez un jour à partir d'aujourd'hui, dans l'année.",
    )


def _read(detail: Mapping[str, Json]) -> Told:
    return Told(
        owner=_text(detail.get(OWNER)),
        due=_day(detail.get(DUE)),
        note=_text(detail.get(NOTE)),
        until=_day(detail.get(UNTIL)),
        reason=_text(detail.get(REASON)),
        done_by=_text(detail.get(DONE_BY)),
        done_on=_day(detail.get(DONE_ON)),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
