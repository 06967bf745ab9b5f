"""«hygie repondre»: one answer given or corrected, and the plan brought up to date at once."""

from argparse import Namespace
from collections.abc import Iterator

from hygie.audit.answers_format import check_reason, find_measure, make_answer
from hygie.audit.audit_format import write_finding
from hygie.audit.interview import ask_measure
from hygie.audit.json_files import FORMAT
from hygie.audit.known import Practice
from hygie.audit.render import counts, failing
from hygie.audit.store import last_audits
from hygie.audit.wiring import this_machine, workstation_id
from hygie.audit.words import BASES, SIGNS
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.core.findings import Finding, Verdict
from hygie.core.measures import Measure
from hygie.core.records import Answer, Record
from hygie.practice.opening import open_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import paint
from hygie.terminal.typography import day

NOT_SAVED = "Rien n'a été enregistré."
NO_AUDIT = "C'est noté. « hygie audit » en tiendra compte."


def run_answer(arguments: Namespace, console: Console) -> ExitCode:
    """Take one answer, write it down, and judge again on the last readings."""
    catalogue = load_catalogue()
    measure = find_measure(arguments.mesure, catalogue)
    record = _told(arguments, measure, console)
    if record is None:
        console.say(NOT_SAVED)
        return ExitCode.DONE
    records = open_records(console.environment)
    here = workstation_id(this_machine(console.environment))
    practice = Practice(catalogue=catalogue, records=records, keeps=True, here=here)
    practice.recall()
    practice.answer(record)
    audit = judge_again(practice, console)
    found = _finding(audit, measure)
    if arguments.json:
        console.json(_document(record, found))
    else:
        console.show("\n".join(_drawn(record, measure, audit, found)))
    return ExitCode.DONE


def _told(arguments: Namespace, measure: Measure, console: Console) -> Record | None:
    """Return the answer given, in the command or at the keyboard; None when the person left."""
    if arguments.reponse is not None:
        answer = Answer(arguments.reponse)
        reason = check_reason(arguments.motif, answer, measure)
        return make_answer(measure, answer, at=console.now(), reason=reason)
    if arguments.json or not console.interactive:
        raise MisusedError(
            "La réponse manque.",
            hint=f"Écrivez par exemple : hygie repondre {measure.id} oui. {NOT_SAVED}",
        )
    guidance = load_guidance(load_catalogue())[measure.id]
    told = ask_measure(console, measure, guidance, "", console.now)
    return told if isinstance(told, Record) else None


def judge_again(practice: Practice, console: Console) -> Audit | None:
    """Judge on the readings of the last audit; None when this computer was never audited."""
    now = console.now()
    last = last_audits(practice.records, 1, until=now)
    if not last:
        return None
    audit = practice.judged(last[-1].readings, now)
    practice.conclude(audit)
    return audit


def _finding(audit: Audit | None, measure: Measure) -> Finding | None:
    findings = () if audit is None else audit.findings
    return next((finding for finding in findings if finding.measure == measure.id), None)


def _drawn(
    record: Record, measure: Measure, audit: Audit | None, found: Finding | None
) -> Iterator[str]:
    yield from say_finding(measure, audit, found)
    if audit is not None and found is not None and record.expires is not None:
        yield f"Cette réponse compte jusqu'au {day(record.expires.date())}."


def say_finding(measure: Measure, audit: Audit | None, found: Finding | None) -> Iterator[str]:
    """Say what becomes of a measure now that something was noted, and the three counts."""
    if audit is None or found is None:
        yield NO_AUDIT
        return
    sign, word, tone = SIGNS[found.verdict]
    basis = f" ({BASES[found.basis]})" if found.basis else ""
    for line in wrap(f"{sign} {measure.short} : {word}{basis}"):
        yield paint(line, tone)
    if found.verdict is Verdict.TO_DO:
        yield from bullets(failing(found), mark="▲")
    if found.unread:
        yield from wrap("Un ordinateur du cabinet n'a pas été lu : Hygie ne peut pas conclure.")
    yield counts(audit)


def _document(record: Record, found: Finding | None) -> dict[str, object]:
    return {
        "format": FORMAT,
        "mesure": record.measure,
        "reponse": record.detail["reponse"],
        "le": record.at.isoformat(),
        "expire": None if record.expires is None else record.expires.isoformat(),
        "constat": None if found is None else write_finding(found),
    }
