"""An audit as a JSON document, both ways: what is saved, printed with --json, and re-read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hygie.audit.fields import (
    flag,
    moment,
    objects,
    optional_moment,
    text,
    texts,
    value,
    whole,
)
from hygie.audit.json_files import FORMAT
from hygie.audit.readings_format import read_reading, write_reading
from hygie.audit.situation_format import read_situation, write_situation
from hygie.core.ages import DataTable
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.core.findings import Basis, Because, Finding, Outcome, Proof, ProofState, Verdict
from hygie.core.measures import (
    Actor,
    Catalogue,
    Measure,
    Origin,
    Recipient,
    Role,
    Source,
    SourceStatus,
    Threat,
    Wanted,
)
from hygie.core.plan import Action, Task
from hygie.core.predicates import Operator, Predicate
from hygie.core.readings import Fact, FactType
from hygie.core.records import Answer

Document = Mapping[str, Any]

OLD_TABLE = "table_ancienne"


def write_audit(audit: Audit) -> dict[str, Any]:
    """Return the whole audit, with all it was judged by."""
    counts, ours = audit.counts, audit.complements
    return {
        "format": FORMAT,
        "le": audit.at.isoformat(),
        "systeme": audit.system,
        "catalogue": audit.catalogue.version,
        "memento": audit.catalogue.memento,
        "situation": write_situation(audit.situation),
        "comptes": {
            "respectees": counts.met,
            "a_traiter": counts.to_do,
            "a_verifier": counts.to_check,
            "sans_objet": counts.not_concerned,
        },
        "comptes_complements": {
            "respectees": ours.met,
            "a_traiter": ours.to_do,
            "a_verifier": ours.to_check,
            "sans_objet": ours.not_concerned,
        },
        "barrieres": [
            {
                "menace": barrier.threat.value,
                "en_place": barrier.standing,
                "manquantes": barrier.missing,
                "inconnues": barrier.unknown,
            }
            for barrier in audit.barriers
        ],
        "avertissements": [_write_table(table) for table in audit.outdated],
        "constats": [write_finding(finding) for finding in audit.findings],
        "plan": [write_action(action) for action in audit.plan],
        "releves": [write_reading(reading) for reading in audit.readings],
        "mesures": [_write_measure(measure) for measure in audit.catalogue.measures.values()],
        "faits": [_write_fact(fact) for fact in audit.catalogue.facts.values()],
        "sources": [_write_source(source) for source in audit.catalogue.sources.values()],
    }


def read_audit(document: Document) -> Audit:
    """Rebuild an audit from its document. Raises MisusedError when it is not one of ours."""
    try:
        audit = Audit(
            at=moment(document, "le"),
            system=text(document, "systeme"),
            situation=read_situation(document["situation"]),
            readings=tuple(read_reading(entry) for entry in objects(document, "releves")),
            findings=tuple(_read_finding(entry) for entry in objects(document, "constats")),
            plan=tuple(_read_action(entry) for entry in objects(document, "plan")),
            catalogue=_read_catalogue(document),
            outdated=_read_tables(document),
        )
        _check_references(audit)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MisusedError(
            "Ce document n'est pas un audit de Hygie, ou il a été modifié.",
            hint="Choisissez un fichier écrit par « hygie audit --json ». Rien n'a été modifié.",
        ) from error
    return audit


def _check_references(audit: Audit) -> None:
    """Refuse an audit that speaks of measures it does not carry, or that denies itself."""
    spoken = {finding.measure for finding in audit.findings}
    spoken |= {action.measure for action in audit.plan}
    missing = spoken - set(audit.catalogue.measures)
    contradicted = {finding.measure for finding in audit.findings if _contradicts_itself(finding)}
    if missing or contradicted:
        raise ValueError(missing | contradicted)


def _contradicts_itself(finding: Finding) -> bool:
    """Tell whether a verdict cannot come from what stands beside it: the file was edited."""
    wanted = [item for item in finding.because if item.role is not Role.HINT]
    failed = any(item.role is Role.REQUIRED and item.outcome is Outcome.BAD for item in wanted)
    if finding.verdict in {Verdict.MET, Verdict.NOT_CONCERNED} and failed:
        return True
    judged = any(item.outcome in {Outcome.GOOD, Outcome.BAD} for item in wanted)
    return finding.basis is Basis.READING and not judged


def _write_table(table: DataTable) -> dict[str, Any]:
    return {
        "genre": OLD_TABLE,
        "table": table.id,
        "libelle": table.label,
        "verifiee_le": table.checked.isoformat(),
    }


def _read_tables(document: Document) -> tuple[DataTable, ...]:
    """Return the tables said to be old; an audit of before they were checked names none."""
    if "avertissements" not in document:
        return ()
    return tuple(
        DataTable(
            id=text(entry, "table"),
            label=text(entry, "libelle"),
            checked=date.fromisoformat(text(entry, "verifiee_le")),
        )
        for entry in objects(document, "avertissements")
        if text(entry, "genre") == OLD_TABLE
    )


def write_finding(finding: Finding) -> dict[str, Any]:
    """Return the finding of one measure."""
    return {
        "mesure": finding.measure,
        "verdict": finding.verdict.value,
        "base": None if finding.basis is None else finding.basis.value,
        "contradiction": finding.contradiction,
        "applicable": finding.applicable,
        "reponse": None if finding.answer is None else finding.answer.value,
        "repondu_le": _moment(finding.answered),
        "depuis": _moment(finding.since),
        "expire": _moment(finding.expires),
        "postes_non_lus": finding.unread,
        "perime": finding.lapsed,
        "faits": [
            {
                "fait": item.fact,
                "poste": item.workstation,
                "role": item.role.value,
                "resultat": item.outcome.value,
                "explication": item.failing,
            }
            for item in finding.because
        ],
        "preuves": [
            {
                "genre": proof.kind,
                "libelle": proof.label,
                "etat": proof.state.value,
                "le": proof.at.isoformat(),
                "expire": _moment(proof.expires),
                "empreinte": proof.fingerprint or None,
            }
            for proof in finding.proofs
        ],
    }


def _read_proofs(entry: Document) -> tuple[Proof, ...]:
    """Return the proofs of a finding; an audit of before they were written names none."""
    if "preuves" not in entry:
        return ()
    return tuple(
        Proof(
            kind=text(item, "genre"),
            label=text(item, "libelle"),
            state=ProofState(text(item, "etat")),
            at=moment(item, "le"),
            expires=optional_moment(item, "expire"),
            fingerprint="" if item["empreinte"] is None else text(item, "empreinte"),
        )
        for item in objects(entry, "preuves")
    )


def _read_finding(entry: Document) -> Finding:
    return Finding(
        measure=text(entry, "mesure"),
        verdict=Verdict(text(entry, "verdict")),
        basis=None if entry["base"] is None else Basis(entry["base"]),
        contradiction=flag(entry, "contradiction"),
        applicable=flag(entry, "applicable"),
        answer=None if entry["reponse"] is None else Answer(entry["reponse"]),
        answered=optional_moment(entry, "repondu_le") if "repondu_le" in entry else None,
        since=optional_moment(entry, "depuis"),
        expires=optional_moment(entry, "expire"),
        unread=whole(entry, "postes_non_lus"),
        lapsed=flag(entry, "perime"),
        because=tuple(
            Because(
                fact=text(item, "fait"),
                workstation=text(item, "poste"),
                role=Role(text(item, "role")),
                outcome=Outcome(text(item, "resultat")),
                failing=text(item, "explication"),
            )
            for item in objects(entry, "faits")
        ),
        proofs=_read_proofs(entry),
    )


def write_action(action: Action) -> dict[str, Any]:
    """Return one line of the plan."""
    return {
        "mesure": action.measure,
        "tache": action.task.value,
        "titre": action.title,
        "qui": action.who.value,
        "minutes": action.minutes,
        "aujourd_hui": action.today,
        "contradiction": action.contradiction,
        "raisons": list(action.reasons),
        "comment": list(action.how),
        "message": action.message,
        "message_pour": None if action.message_for is None else action.message_for.value,
    }


def _read_action(entry: Document) -> Action:
    return Action(
        measure=text(entry, "mesure"),
        task=Task(text(entry, "tache")),
        title=text(entry, "titre"),
        who=Actor(text(entry, "qui")),
        minutes=whole(entry, "minutes"),
        today=flag(entry, "aujourd_hui"),
        contradiction=flag(entry, "contradiction"),
        reasons=texts(entry, "raisons"),
        how=texts(entry, "comment"),
        message=text(entry, "message"),
        message_for=_recipient(entry),
    )


def _recipient(entry: Document) -> Recipient | None:
    """Return to whom a line is sent; an audit of before it was written sent all to the provider."""
    if not entry["message"]:
        return None
    return Recipient(entry.get("message_pour") or Recipient.PROVIDER.value)


def _write_measure(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "numero": measure.number,
        "origine": measure.origin.value,
        "titre": measure.title,
        "court": measure.short,
        "section": measure.section,
        "chapitre": measure.chapter,
        "local": measure.local,
        "cloud": measure.cloud,
        "menaces": [threat.value for threat in measure.threats],
        "souhaits": [
            {
                "fait": wanted.fact,
                "role": wanted.role.value,
                "comparaison": None
                if wanted.predicate is None
                else {
                    "operateur": wanted.predicate.operator.value,
                    "attendu": _plain(wanted.predicate.expected),
                },
            }
            for wanted in measure.wants
        ],
        "sources": list(measure.sources),
    }


def _read_catalogue(document: Document) -> Catalogue:
    measures = [_read_measure(entry) for entry in objects(document, "mesures")]
    facts = [_read_fact(entry) for entry in objects(document, "faits")]
    sources = [_read_source(entry) for entry in objects(document, "sources")]
    return Catalogue(
        version=text(document, "catalogue"),
        memento=text(document, "memento"),
        measures={measure.id: measure for measure in measures},
        facts={fact.id: fact for fact in facts},
        sources={source.id: source for source in sources},
    )


def _read_measure(entry: Document) -> Measure:
    return Measure(
        id=text(entry, "id"),
        number=whole(entry, "numero"),
        origin=Origin(text(entry, "origine")),
        title=text(entry, "titre"),
        short=text(entry, "court"),
        section=text(entry, "section"),
        chapter=text(entry, "chapitre"),
        local=flag(entry, "local"),
        cloud=flag(entry, "cloud"),
        threats=tuple(Threat(threat) for threat in texts(entry, "menaces")),
        wants=tuple(_read_wanted(wanted) for wanted in objects(entry, "souhaits")),
        sources=texts(entry, "sources"),
    )


def _read_wanted(entry: Document) -> Wanted:
    comparison = entry["comparaison"]
    predicate = None
    if comparison is not None:
        predicate = Predicate(
            operator=Operator(text(comparison, "operateur")), expected=value(comparison, "attendu")
        )
    return Wanted(fact=text(entry, "fait"), role=Role(text(entry, "role")), predicate=predicate)


def _write_fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "sonde": fact.probe,
        "type": fact.type.value,
        "libelle": fact.label,
        "unite": fact.unit,
        "reseau": fact.network,
    }


def _read_fact(entry: Document) -> Fact:
    return Fact(
        id=text(entry, "id"),
        probe=text(entry, "sonde"),
        type=FactType(text(entry, "type")),
        label=text(entry, "libelle"),
        unit=text(entry, "unite"),
        network=flag(entry, "reseau"),
    )


def _write_source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "titre": source.title,
        "editeur": source.publisher,
        "statut": source.status.value,
        "url": source.url,
        "note": source.note,
    }


def _read_source(entry: Document) -> Source:
    return Source(
        id=text(entry, "id"),
        title=text(entry, "titre"),
        publisher=text(entry, "editeur"),
        status=SourceStatus(text(entry, "statut")),
        url=text(entry, "url"),
        note=text(entry, "note"),
    )


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _plain(expected: object) -> object:
    return list(expected) if isinstance(expected, tuple) else expected
