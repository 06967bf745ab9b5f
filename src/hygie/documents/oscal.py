"""An audit as OSCAL assessment results (NIST), for tools of other trades.

OSCAL only knows «satisfied» and «not satisfied». What is not known is neither: it is an
observation and a risk being investigated, never a finding.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from hygie.core.audits import Audit
from hygie.core.measures import SOURCE_STATUS_LABELS, Source
from hygie.documents.oscal_findings import findings, risks, statements
from hygie.documents.oscal_readings import Say, observations, workstations
from hygie.documents.oscal_words import identifier, line, moment, paragraphs, prop, token, told

OSCAL_VERSION = "1.2.3"
"""The release whose schema our tests hold this document against."""

ABOUT = (
    "Résultat d'un audit de Hygie. Les titres des mesures d'origine « memento » sont ceux de la"
    " liste officielle de l'ANS ; tout le reste est de Hygie."
)
UNKNOWN = (
    "Une mesure « à vérifier » n'est ni satisfaite ni insatisfaite : elle n'a pas de constat OSCAL,"
    " mais une observation et un risque en cours d'examen. Une mesure « sans objet » n'a qu'une"
    " observation."
)
NO_PLAN = (
    "Il n'y a pas de plan d'évaluation OSCAL à part : les mesures, les faits lus et la façon de"
    " juger sont ceux du catalogue de Hygie dont l'édition est indiquée."
)


def assessment_results(audit: Audit, *, title: str, say: Say, tool: str) -> dict[str, Any]:
    """Return the document; ``say`` words a reading in French, ``tool`` names Hygie's version."""
    plan = identifier(audit, "plan")
    body = {
        "uuid": identifier(audit, "document"),
        "metadata": _metadata(audit, title, tool),
        "import-ap": {"href": f"#{plan}", "remarks": NO_PLAN},
        "results": [_result(audit, say)],
        "back-matter": {"resources": [_plan(audit, plan), *_sources(audit)]},
    }
    return {"assessment-results": body}


def _metadata(audit: Audit, title: str, tool: str) -> dict[str, Any]:
    return {
        "title": line(title),
        "last-modified": moment(audit.at),
        "version": line(audit.catalogue.version),
        "oscal-version": OSCAL_VERSION,
        "props": [
            prop("outil", tool),
            prop("catalogue", audit.catalogue.version),
            prop("memento", audit.catalogue.memento),
            prop("systeme", audit.system),
        ],
        "remarks": paragraphs(ABOUT, UNKNOWN),
    }


def _result(audit: Audit, say: Say) -> dict[str, Any]:
    moments = [reading.at for reading in audit.readings] or [audit.at]
    counts = audit.counts
    return told(
        uuid=identifier(audit, "resultat"),
        title="Constats par mesure",
        description=ABOUT,
        start=moment(min(*moments, audit.at)),
        end=moment(audit.at),
        props=[
            prop("respectees", str(counts.met)),
            prop("a-traiter", str(counts.to_do)),
            prop("a-verifier", str(counts.to_check)),
            prop("sans-objet", str(counts.not_concerned)),
        ],
        local_definitions=told(components=workstations(audit)),
        reviewed_controls=_reviewed(audit),
        observations=[*statements(audit), *observations(audit, say)],
        risks=risks(audit),
        findings=findings(audit),
        remarks=UNKNOWN,
    )


def _reviewed(audit: Audit) -> dict[str, Any]:
    tokens = dict.fromkeys(token(finding.measure) for finding in audit.findings)
    chosen = [{"control-id": each} for each in tokens]
    selection = told(description="Les mesures jugées.", include_controls=chosen)
    return {"control-selections": [selection]}


def _plan(audit: Audit, uuid: str) -> dict[str, Any]:
    title = f"Catalogue de Hygie, édition {line(audit.catalogue.version)}"
    return {"uuid": uuid, "title": title, "description": NO_PLAN, "base64": _carried(NO_PLAN)}


def _sources(audit: Audit) -> Iterable[dict[str, Any]]:
    for source in audit.catalogue.sources.values():
        links = _links(source)
        description = paragraphs(source.publisher, source.note) or line(source.publisher)
        yield told(
            uuid=identifier(audit, "source", source.id),
            title=line(source.title),
            description=description,
            props=[prop("source", source.id), prop("statut", SOURCE_STATUS_LABELS[source.status])],
            rlinks=links,
            base64={} if links else _carried(paragraphs(line(source.title), description)),
        )


def _links(source: Source) -> list[dict[str, str]]:
    plain = source.url.isascii() and source.url.isprintable() and " " not in source.url
    known = source.url.startswith(("https://", "http://"))
    return [{"href": source.url}] if plain and known else []


def _carried(text: str) -> dict[str, str]:
    """Return a text as OSCAL carries one: a resource without a link must hold something."""
    value = b64encode(text.encode("utf-8")).decode("ascii")
    return {"filename": "texte.txt", "media-type": "text/plain", "value": value}
