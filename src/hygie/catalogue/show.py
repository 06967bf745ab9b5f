"""Shows the measures: the list the situation calls for, or the whole card of one."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from hygie.catalogue.guidance import SYSTEMS, read_guidance
from hygie.catalogue.loader import FOLDER, load_catalogue
from hygie.catalogue.tables import (
    Correspondence,
    Threshold,
    figures_of,
    load_correspondences,
    load_thresholds,
)
from hygie.catalogue.tables_said import (
    RECIPIENTS,
    say_correspondence,
    say_threshold,
    write_correspondences,
    write_thresholds,
)
from hygie.core.errors import MisusedError
from hygie.core.measures import (
    SOURCE_STATUS_LABELS,
    THREAT_LABELS,
    Catalogue,
    Guidance,
    Measure,
    Origin,
    Recipient,
    Source,
    SourceStatus,
)
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, numbered, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted, minutes

FORMAT = 1
RECONSTRUCTED = "reconstruit"
WARNING = "Texte reconstruit par Hygie : ce n'est pas celui de l'ANS."
OURS = "Le titre officiel est celui de la liste de l'ANS ; tout le reste est rédigé par Hygie."
ADDED = "Cette mesure n'est pas dans la liste de l'ANS : Hygie l'ajoute, et la compte à part."
NO_CHAPTER = "Complément"
"""What stands for the chapter of a measure that extends none of the Mémento's."""


def show_measures(arguments: Namespace, console: Console) -> ExitCode:
    """Show the list, or one measure when it is named."""
    catalogue = load_catalogue()
    if arguments.mesure is not None:
        return _show_one(_find(arguments.mesure, catalogue), catalogue, arguments, console)
    measures = _called_for(catalogue, arguments)
    if arguments.json:
        console.json(
            {
                "format": FORMAT,
                "catalogue": catalogue.version,
                "memento": catalogue.memento,
                "mesures": [_line_document(measure) for measure in measures],
            }
        )
    else:
        console.show("\n".join(_list(measures, catalogue)))
    return ExitCode.DONE


def _called_for(catalogue: Catalogue, arguments: Namespace) -> list[Measure]:
    """Return the measures of the columns asked for; neither column named means both."""
    neither = not (arguments.local or arguments.cloud)
    return list(
        catalogue.called_for(
            local=arguments.local or neither,
            cloud=arguments.cloud or neither,
            several_users=arguments.utilisateurs is None or arguments.utilisateurs > 1,
        )
    )


def _find(name: str, catalogue: Catalogue) -> Measure:
    for measure in catalogue.measures.values():
        if name in {measure.id, str(measure.number), *measure.formerly}:
            return measure
    close = get_close_matches(name[:80], catalogue.measures, n=1, cutoff=0.5)
    meant = f" Le plus proche est « {close[0]} »." if close else ""
    raise MisusedError(
        f"Hygie ne connaît pas la mesure « {name[:80]} ».{meant}",
        hint="La liste des mesures : hygie mesures",
    )


def _list(measures: Iterable[Measure], catalogue: Catalogue) -> Iterator[str]:
    kept = list(measures)
    yield f"Mémento {catalogue.memento} · {_figures(kept)} · L : au cabinet, C : en ligne"
    section = ""
    for measure in kept:
        if measure.section != section:
            section = measure.section
            yield ""
            yield from (paint(line, Tone.STRONG) for line in wrap(section))
        columns = f"{'L' if measure.local else ' '} {'C' if measure.cloud else ' '}"
        yield from wrap(measure.short, first=f"{measure.number:>4}  {columns}  ", rest=" " * 11)
    yield ""
    yield "Une mesure en entier : hygie mesures NUMÉRO"


def _figures(measures: Iterable[Measure]) -> str:
    """Count the official lines, and ours apart."""
    origins = [measure.origin for measure in measures]
    added = origins.count(Origin.COMPLEMENT)
    official = counted(origins.count(Origin.MEMENTO), "mesure")
    return f"{official} et {counted(added, 'complément')}" if added else official


def _show_one(
    measure: Measure, catalogue: Catalogue, arguments: Namespace, console: Console
) -> ExitCode:
    guidance = read_guidance(FOLDER / "measures" / f"{measure.id}.md")
    beside = _beside(measure)
    sources = _sources(measure, guidance, beside, catalogue)
    if arguments.json:
        console.json(_card_document(measure, guidance, beside, sources, catalogue))
    else:
        console.show("\n".join(_card(measure, guidance, beside, sources, catalogue)))
    return ExitCode.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What the data tables say of one measure."""

    correspondences: Sequence[Correspondence]
    figures: Sequence[Threshold]


def _beside(measure: Measure) -> _Beside:
    return _Beside(
        correspondences=[line for line in load_correspondences() if line.measure == measure.id],
        figures=figures_of(measure, load_thresholds()),
    )


def _sources(
    measure: Measure, guidance: Guidance, beside: _Beside, catalogue: Catalogue
) -> list[Source]:
    figures = [line.source for line in beside.figures]
    elsewhere = [line.source for line in beside.correspondences]
    named = dict.fromkeys([*measure.sources, *guidance.sources, *figures, *elsewhere])
    return [catalogue.sources[id_] for id_ in named]


def _card(
    measure: Measure,
    guidance: Guidance,
    beside: _Beside,
    sources: Iterable[Source],
    catalogue: Catalogue,
) -> Iterator[str]:
    """Draw a whole measure, in the order one reads it: why, how, check, where to look."""
    yield from (paint(line, Tone.STRONG) for line in wrap(f"{measure.number}. {measure.short}"))
    yield from wrap(f"{_place(measure, catalogue)} : « {measure.title} »")
    if RECONSTRUCTED in {*measure.sources, *guidance.sources}:
        yield from wrap(f"▲ {WARNING}", rest="  ")
    yield from _part("Pourquoi", guidance.why)
    for title, system in SYSTEMS.items():
        if system in guidance.how:
            heading = "Comment" if system == "anyone" else f"Comment, sur {title}"
            yield ""
            yield paint(heading, Tone.STRONG)
            yield from numbered(guidance.how[system])
    yield from _part("Vérifier", guidance.check)
    yield from _part("Si vous ne savez pas", guidance.where_to_look)
    if guidance.message:
        asked = RECIPIENTS[measure.message_for or Recipient.PROVIDER]
        yield from _part(f"À demander {asked}", [guidance.message])
    yield from _part("Précisions", guidance.notes)
    yield from _part("Ce que cela arrête", [_threats(measure)])
    yield from _part("Durée", [minutes(measure.minutes)])
    yield from _part("Ce que Hygie lit sur l'ordinateur", _wanted(measure, catalogue))
    yield from _part("Chiffres retenus", map(say_threshold, beside.figures))
    yield from _part("Preuves possibles", [kind.label for kind in measure.evidence])
    yield from _part("Demandé aussi ailleurs", map(say_correspondence, beside.correspondences))
    yield from _part("Sources", [_source(source) for source in sources])
    yield ""
    yield from wrap(OURS if measure.origin is Origin.MEMENTO else ADDED)


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    kept = list(lines)
    if kept:
        yield ""
        yield paint(heading, Tone.STRONG)
        yield from bullets(kept)


def _place(measure: Measure, catalogue: Catalogue) -> str:
    """Say where the Mémento has this measure, or what ours goes with."""
    if measure.origin is Origin.MEMENTO:
        return f"Mémento {catalogue.memento}, {_chapter(measure)}"
    if measure.chapter == NO_CHAPTER:
        return "Complément de Hygie"
    return f"Complément de Hygie, près de : Mémento {catalogue.memento}, {_chapter(measure)}"


def _chapter(measure: Measure) -> str:
    return (
        measure.chapter if measure.chapter.startswith("Annexe") else f"chapitre {measure.chapter}"
    )


def _threats(measure: Measure) -> str:
    return ", ".join(THREAT_LABELS[threat].lower() for threat in measure.threats)


def _wanted(measure: Measure, catalogue: Catalogue) -> list[str]:
    names = dict.fromkeys(wanted.fact for wanted in measure.wants)
    return [catalogue.facts[name].label for name in names]


def _source(source: Source) -> str:
    address = f" {source.url}" if source.url else ""
    note = f" {source.note}" if source.note else ""
    word = SOURCE_STATUS_LABELS[source.status]
    status = word if source.status is SourceStatus.OURS else f"source {word}"
    return f"{source.title} ({source.publisher}) : {status}.{note}{address}"


def _asked(measure: Measure, guidance: Guidance) -> str | None:
    return (measure.message_for or Recipient.PROVIDER).value if guidance.message else None


def _line_document(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "numero": measure.number,
        "origine": measure.origin.value,
        "chapitre": measure.chapter,
        "section": measure.section,
        "titre": measure.title,
        "court": measure.short,
        "local": measure.local,
        "cloud": measure.cloud,
        "plusieurs_utilisateurs": measure.several_users_only,
        "menaces": [threat.value for threat in measure.threats],
        "qui": measure.who.value,
        "minutes": measure.minutes,
    }


def _card_document(
    measure: Measure,
    guidance: Guidance,
    beside: _Beside,
    sources: Iterable[Source],
    catalogue: Catalogue,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "catalogue": catalogue.version,
        "mesure": {
            **_line_document(measure),
            "question": measure.question,
            "reponses": {answer.value: label for answer, label in measure.answers.items()},
            "action": measure.action,
            "pourquoi": list(guidance.why),
            "comment": {system: list(steps) for system, steps in guidance.how.items()},
            "verifier": list(guidance.check),
            "ou_regarder": list(guidance.where_to_look),
            "message": guidance.message,
            "message_pour": _asked(measure, guidance),
            "precisions": list(guidance.notes),
            "faits": [{"fait": wanted.fact, "role": wanted.role.value} for wanted in measure.wants],
            "preuves": [
                {"id": kind.id, "libelle": kind.label, "jours": kind.days, "exigee": kind.needed}
                for kind in measure.evidence
            ],
            "chiffres": write_thresholds(beside.figures),
            "correspondances": write_correspondences(beside.correspondences),
            "sources": [
                {
                    "id": source.id,
                    "titre": source.title,
                    "editeur": source.publisher,
                    "statut": source.status.value,
                    "url": source.url,
                    "note": source.note,
                }
                for source in sources
            ],
        },
    }
