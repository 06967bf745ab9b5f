"""The answers of a practice as a JSON document, both ways."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hygie.audit.json_files import FORMAT, UNCHANGED, nearest, shown
from hygie.core.declared import ANSWER_KEY, REASON
from hygie.core.errors import MisusedError
from hygie.core.measures import Catalogue, Measure
from hygie.core.records import ANSWER, Answer, Record
from hygie.terminal.secret_words import NEVER_KEPT, looks_secret

MOST_ANSWERS = 1000
REASON_LETTERS = 500
DOUBT_DAYS = 30
"""A «je ne sais pas» is asked again after a month: by then somebody may have looked."""
DEFAULT_ROLE = "titulaire"
FIX = f"Corrigez le fichier, puis recommencez. {UNCHANGED}"
KEYS = ("mesure", "reponse", "motif", "le", "poste")


def read_answers(
    document: Mapping[str, Any], catalogue: Catalogue, now: datetime
) -> tuple[Record, ...]:
    """Read the answers as records, each with the day it stops counting.

    Raises MisusedError on an unknown measure (naming the nearest), an unknown answer, «sans objet»
    without its reason, or a date to come.
    """
    entries = document.get("reponses")
    if not isinstance(entries, list) or len(entries) > MOST_ANSWERS:
        raise MisusedError("Les réponses n'ont pas la forme attendue (« reponses »).", hint=FIX)
    unknown = [key for key in document if key not in {"format", "reponses"}]
    if unknown:
        raise MisusedError(f"Clé inconnue : « {shown(unknown[0])} ».", hint=FIX)
    return tuple(_read(entry, catalogue, now) for entry in entries)


def make_answer(  # noqa: PLR0913  # what an answer is made of, each by name
    measure: Measure,
    answer: Answer,
    *,
    at: datetime,
    reason: str = "",
    workstation: str | None = None,
    by: str = DEFAULT_ROLE,
) -> Record:
    """Build the record of one answer; its term belongs to the measure."""
    days = min(measure.answer_days, DOUBT_DAYS) if answer is Answer.UNKNOWN else measure.answer_days
    detail = {ANSWER_KEY: answer.value, **({REASON: reason} if reason else {})}
    return Record(
        measure=measure.id,
        kind=ANSWER,
        at=at,
        expires=at + timedelta(days=days),
        by=by,
        workstation=workstation,
        detail=detail,
    )


def write_answers(records: Iterable[Record]) -> dict[str, Any]:
    """Return the document of the answers among these records."""
    answers = [
        {
            "mesure": record.measure,
            "reponse": record.detail[ANSWER_KEY],
            "motif": record.detail.get(REASON),
            "le": record.at.isoformat(),
            "poste": record.workstation,
        }
        for record in records
        if record.kind == ANSWER and ANSWER_KEY in record.detail
    ]
    return {"format": FORMAT, "reponses": answers}


def _read(entry: object, catalogue: Catalogue, now: datetime) -> Record:
    if not isinstance(entry, dict):
        raise MisusedError("Une réponse n'a pas la forme attendue.", hint=FIX)
    unknown = [key for key in entry if key not in KEYS]
    if unknown:
        raise MisusedError(
            f"Une réponse contient une clé inconnue : « {shown(unknown[0])} »."
            f"{nearest(unknown[0], KEYS)}",
            hint=FIX,
        )
    measure = find_measure(entry.get("mesure"), catalogue)
    answer = _answer(entry.get("reponse"), measure)
    return make_answer(
        measure,
        answer,
        at=_moment(entry.get("le"), measure, now),
        reason=check_reason(entry.get("motif"), answer, measure),
        workstation=_workstation(entry.get("poste"), measure),
    )


def find_measure(name: object, catalogue: Catalogue) -> Measure:
    """Return the measure of this id, or of this former id.

    Raises MisusedError, naming the nearest known id.
    """
    for measure in catalogue.measures.values():
        if name in (measure.id, str(measure.number)) or name in measure.formerly:
            return measure
    raise MisusedError(
        f"Mesure inconnue : « {shown(name)} ».{nearest(str(name), catalogue.measures)}",
        hint=f"« hygie mesures » donne la liste. {UNCHANGED}",
    )


def _answer(value: object, measure: Measure) -> Answer:
    try:
        return Answer(str(value))
    except ValueError as error:
        known = [answer.value for answer in Answer]
        close = nearest(str(value), known)
        raise MisusedError(
            f"Réponse inconnue pour « {measure.id} » : « {shown(value)} ».{close}",
            hint=f"Les réponses possibles sont {', '.join(known)}. {UNCHANGED}",
        ) from error


def check_reason(value: object, answer: Answer, measure: Measure) -> str:
    """Return the reason of an answer. Raises MisusedError when it is wanting, long or a secret."""
    if value is not None and (not isinstance(value, str) or len(value) > REASON_LETTERS):
        raise MisusedError(
            f"Le motif donné pour « {measure.id} » n'est pas un texte court.", hint=FIX
        )
    reason = (value or "").strip()
    if looks_secret(reason):
        raise MisusedError(
            f"Le motif donné pour « {measure.id} » ressemble à un code ou à un mot de passe.",
            hint=f"{NEVER_KEPT} {UNCHANGED}",
        )
    if answer is Answer.NOT_CONCERNED and not reason:
        raise MisusedError(
            f"« sans objet » demande un motif pour « {measure.id} ».",
            hint=f"Ajoutez-le (motif, --motif au clavier) : une phrase suffit. {UNCHANGED}",
        )
    return reason


def _workstation(value: object, measure: Measure) -> str | None:
    if value is None or (isinstance(value, str) and 0 < len(value) <= REASON_LETTERS):
        return value
    raise MisusedError(f"Le poste donné pour « {measure.id} » n'est pas un identifiant.", hint=FIX)


def _moment(value: object, measure: Measure, now: datetime) -> datetime:
    if value is None:
        return now
    moment = _parse_moment(value)
    if moment is None:
        raise MisusedError(
            f"La date donnée pour « {measure.id} » n'est pas une date : « {shown(value)} ».",
            hint=f"Écrivez par exemple « 2026-11-22 ». {UNCHANGED}",
        )
    if moment > now:
        raise MisusedError(
            f"La réponse à « {measure.id} » est datée dans l'avenir : « {shown(value)} ».",
            hint=f"Vérifiez la date et l'horloge de l'ordinateur. {UNCHANGED}",
        )
    return moment


def _parse_moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if len(value) <= len("2026-11-22"):
        moment = datetime.combine(date.fromisoformat(value), time(), UTC)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
