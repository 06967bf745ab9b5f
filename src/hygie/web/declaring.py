"""An answer as a form gives it, made into a record. Pure."""

from collections.abc import Mapping
from datetime import datetime

from hygie.audit.answers_format import REASON_LETTERS, check_reason, make_answer
from hygie.core.errors import MisusedError
from hygie.core.measures import Measure
from hygie.core.records import Answer, Record

ANSWER, REASON = "reponse", "motif"


def read_answer(form: Mapping[str, str], measure: Measure, *, at: datetime, by: str) -> Record:
    """Return the record of what was chosen. Raises MisusedError when nothing offered was."""
    chosen = form.get(ANSWER, "")
    if chosen not in {Answer.UNKNOWN, *measure.answers}:
        raise MisusedError(
            "Aucune réponse n'a été choisie. Rien n'a été enregistré.",
            hint="Choisissez-en une : « Je ne sais pas » en est une.",
        )
    answer = Answer(chosen)
    # The reason is that of «sans objet» alone: a text left in the field says nothing of a «oui».
    reason = _reason(form.get(REASON, ""), measure) if answer is Answer.NOT_CONCERNED else ""
    return make_answer(measure, answer, at=at, reason=reason, by=by)


def _reason(text: str, measure: Measure) -> str:
    reason = " ".join(text.split())
    if not 0 < len(reason) <= REASON_LETTERS:
        raise MisusedError(
            "Dites en une phrase pourquoi cette mesure ne vous concerne pas.",
            hint="Elle figurera au dossier. Rien n'a été enregistré.",
        )
    return check_reason(reason, Answer.NOT_CONCERNED, measure)
