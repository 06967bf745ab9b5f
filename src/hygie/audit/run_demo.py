"""«hygie demo»: a fictitious practice, judged by the real catalogue, kept apart from real data."""

import secrets
from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hygie.audit.answers_format import DEFAULT_ROLE, make_answer
from hygie.audit.audit_format import write_audit
from hygie.audit.render import result
from hygie.audit.situation_format import read_situation
from hygie.audit.store import save_answers, save_audit, save_situation
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import damaged, load_catalogue, read_toml
from hygie.catalogue.tables import load_tables
from hygie.core.audits import Audit, make_audit
from hygie.core.measures import Catalogue, Measure
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.core.records import Answer, Record
from hygie.practice.folders import open_data_folder, private_folder
from hygie.practice.sqlite_records import SqliteRecords
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.tones import Tone, paint

CONTENT = Path(__file__).with_name("demonstration.toml")
FOLDER = "demonstration"
BANNER = "DÉMONSTRATION · cabinet fictif : rien ici ne vient de votre ordinateur."
NEXT = "Pour votre propre cabinet : hygie audit"
SOURCE = "démonstration"


def run_demo(arguments: Namespace, console: Console) -> ExitCode:
    """Judge the fictitious practice as of now, and keep the result in its own folder."""
    now = arguments.as_of or console.now()
    catalogue = load_catalogue()
    audit, records = make_demonstration(catalogue, now)
    _save(audit, records, console)
    if arguments.json:
        console.json({**write_audit(audit), "demonstration": True})
        return ExitCode.DONE
    banner = paint(BANNER, Tone.STRONG)
    lines = [banner, "", *result(audit, now=now, zone=console.zone), "", banner, NEXT]
    console.show("\n".join(lines))
    return ExitCode.DONE


def make_demonstration(catalogue: Catalogue, now: datetime) -> tuple[Audit, tuple[Record, ...]]:
    """Return the audit of the fictitious practice and the records it rests on."""
    return _made(read_toml(CONTENT), catalogue, now)


def make_demonstration_before(catalogue: Catalogue, now: datetime) -> Audit:
    """Return the audit the same practice had made some months before."""
    content = read_toml(CONTENT)
    try:
        before = content["avant"]
        kept = {
            fact: value
            for fact, value in content["releves"].items()
            if fact not in before["jamais_lus"]
        }
        days, changed = before["il_y_a"], {"reponses", "preuves", "sans_objet"}
        made = {**content, **{key: before[key] for key in changed}}
        made["releves"] = {**kept, **before["releves"]}
    except KeyError as error:
        raise damaged(CONTENT.name, repr(error)) from error
    return _made(made, catalogue, now - timedelta(days=days))[0]


def _made(
    content: Mapping[str, Any], catalogue: Catalogue, now: datetime
) -> tuple[Audit, tuple[Record, ...]]:
    try:
        records = tuple(_records(content, catalogue, now))
        audit = make_audit(
            situation=read_situation(content["situation"]),
            readings=tuple(_readings(content, now)),
            records=records,
            catalogue=catalogue,
            guidance=load_guidance(catalogue),
            system=content["systeme"],
            now=now,
            tables=load_tables(),
        )
    except KeyError as error:
        raise damaged(CONTENT.name, repr(error)) from error
    return audit, records


def _save(audit: Audit, records: tuple[Record, ...], console: Console) -> None:
    folder = private_folder(open_data_folder(console.environment) / FOLDER)
    store = SqliteRecords(folder, token=lambda: secrets.token_bytes(16))
    if not store.lines():
        save_answers(store, records)
        save_situation(store, audit.situation, audit.at)
    save_audit(store, audit)


def _records(content: Mapping[str, Any], catalogue: Catalogue, now: datetime) -> Iterator[Record]:
    for batch in content["reponses"]:
        at = now - timedelta(days=batch["il_y_a"])
        for answer in Answer:
            for id_ in batch.get(answer.value, ()):
                yield make_answer(catalogue.measures[id_], answer, at=at)
    for id_, reason in content["sans_objet"].items():
        measure = catalogue.measures[id_]
        yield make_answer(measure, Answer.NOT_CONCERNED, at=now, reason=reason)
    for proof in content["preuves"]:
        measure = catalogue.measures[proof["mesure"]]
        yield _proof(measure, proof["genre"], now - timedelta(days=proof["il_y_a"]))


def _proof(measure: Measure, kind: str, at: datetime) -> Record:
    days = {evidence.id: evidence.days for evidence in measure.evidence}[kind]
    return Record(
        measure=measure.id,
        kind=kind,
        at=at,
        expires=None if days is None else at + timedelta(days=days),
        by=DEFAULT_ROLE,
    )


def _readings(content: Mapping[str, Any], now: datetime) -> Iterator[Reading]:
    poste = content["poste"]
    for fact, value in content["releves"].items():
        plain = tuple(value) if isinstance(value, list) else value
        yield Observed(fact=fact, workstation=poste, value=plain, source=SOURCE, at=now)
    for fact, why in content["illisibles"].items():
        yield Unreadable(
            fact=fact, workstation=poste, reason=why["raison"], remedy=why["remede"], at=now
        )
    for fact, reason in content["sans_objet_poste"].items():
        yield Inapplicable(fact=fact, workstation=poste, reason=reason, at=now)
