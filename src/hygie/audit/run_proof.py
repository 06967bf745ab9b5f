"""«hygie prouver»: an act done, with the file that shows it, noted and dated.

The file stays where it is: its fingerprint alone is kept, so that who is shown it can check that
it is that one. Neither its name nor what it says is written down.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from hygie.audit.answers_format import DEFAULT_ROLE, find_measure
from hygie.audit.audit_format import write_finding
from hygie.audit.json_files import FORMAT, UNCHANGED, nearest
from hygie.audit.known import Practice
from hygie.audit.run_answer import judge_again, say_finding
from hygie.audit.wiring import this_machine, workstation_id
from hygie.catalogue.loader import load_catalogue
from hygie.core.declared import FINGERPRINT
from hygie.core.errors import MisusedError
from hygie.core.findings import Finding
from hygie.core.measures import EvidenceKind, Measure
from hygie.core.records import Record
from hygie.practice.opening import open_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.typography import day

LARGEST = 2 << 30
"""A film of a visit is smaller; a larger file would hold the screen for minutes."""

TOO_LONG_AGO = timedelta(days=36500)


def run_proof(arguments: Namespace, console: Console) -> ExitCode:
    """Note one proof and judge again, or list the proofs this measure takes."""
    catalogue = load_catalogue()
    measure = find_measure(arguments.mesure, catalogue)
    if arguments.genre is None:
        console.show("\n".join(_kinds(measure)))
        return ExitCode.DONE
    record = _record(arguments, measure, console.now())
    here = workstation_id(this_machine(console.environment))
    records = open_records(console.environment)
    practice = Practice(catalogue=catalogue, records=records, keeps=True, here=here)
    practice.recall()
    practice.answer(record)
    audit = judge_again(practice, console)
    findings = () if audit is None else audit.findings
    found = next((each for each in findings if each.measure == measure.id), None)
    if arguments.json:
        console.json(_document(record, found))
    else:
        told = [*wrap(_noted(record)), *say_finding(measure, audit, found)]
        console.show("\n".join(told))
    return ExitCode.DONE


def _record(arguments: Namespace, measure: Measure, now: datetime) -> Record:
    kind = _kind(arguments.genre, measure)
    if arguments.fichier is None:
        raise MisusedError(
            "Il manque le fichier qui montre cet acte : photo, facture, attestation, compte rendu.",
            hint="Ajoutez « --fichier ». Sans fichier, dites-le par « hygie repondre ».",
        )
    at = _when(arguments.le, now)
    expires = _end(arguments.jusqu_au, kind, at)
    if expires <= now:
        raise MisusedError(
            f"Cette preuve ne vaut plus rien depuis le {day(expires.date())}.",
            hint=f"Refaites l'acte, ou corrigez la date. {UNCHANGED}",
        )
    return Record(
        measure=measure.id,
        kind=kind.id,
        at=at,
        expires=expires,
        by=DEFAULT_ROLE,
        detail={FINGERPRINT: fingerprint(arguments.fichier)},
    )


def _kind(name: str, measure: Measure) -> EvidenceKind:
    kinds = {kind.id: kind for kind in measure.evidence}
    if name in kinds:
        return kinds[name]
    raise MisusedError(
        f"« {measure.id} » n'a pas de preuve « {name} ».{nearest(name, kinds)}",
        hint=f"Celles qu'elle prend : hygie prouver {measure.id}. {UNCHANGED}",
    )


def _when(given: datetime | None, now: datetime) -> datetime:
    """Return when the act was done; «today» without an hour is now, never a moment to come."""
    if given is None or (given > now and given.date() == now.astimezone(given.tzinfo).date()):
        return now
    if given > now or now - given > TOO_LONG_AGO:
        raise MisusedError(
            "Cette date n'est pas celle d'un acte déjà fait.",
            hint=f"Corrigez « --le ». {UNCHANGED}",
        )
    return given


def _end(given: datetime | None, kind: EvidenceKind, at: datetime) -> datetime:
    """Return when the proof stops counting: its kind's term, or an earlier end of its own."""
    term = None if kind.days is None else at + timedelta(days=kind.days)
    if term is None and given is None:
        raise MisusedError(
            "Cette preuve porte sa propre date de fin, et elle manque.",
            hint=f"Ajoutez « --jusqu-au », lue sur le document. {UNCHANGED}",
        )
    if given is not None and given <= at:
        raise MisusedError(
            "La preuve finirait avant d'avoir été faite.",
            hint=f"Corrigez « --le » ou « --jusqu-au ». {UNCHANGED}",
        )
    return min(end for end in (term, given) if end is not None)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file. Raises MisusedError when it is empty, huge or unreadable."""
    try:
        size = path.stat().st_size
        if not 0 < size <= LARGEST:
            raise MisusedError(
                "Ce fichier est vide." if not size else "Ce fichier dépasse 2 Go.",
                hint=f"Donnez celui qui montre l'acte. {UNCHANGED}",
            )
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MisusedError(
            "Ce fichier ne peut pas être lu.", hint=f"Vérifiez ses droits. {UNCHANGED}"
        ) from error


def _kinds(measure: Measure) -> Iterator[str]:
    yield f"Preuves que prend « {measure.short} » :"
    yield from bullets(
        f"{kind.id} : {kind.label}" + (" (il la faut)" if kind.needed else "")
        for kind in measure.evidence
    )
    yield f"Pour en noter une : hygie prouver {measure.id} {measure.evidence[0].id} --fichier F"


def _noted(record: Record) -> str:
    until = f", valable jusqu'au {day(record.expires.date())}" if record.expires else ""
    return (
        f"Preuve notée{until}. Gardez le fichier : Hygie n'en a que l'empreinte. Il ne l'a pas lu :"
        " c'est à vous de voir qu'il montre bien cet acte."
    )


def _document(record: Record, found: Finding | None) -> dict[str, object]:
    return {
        "format": FORMAT,
        "mesure": record.measure,
        "preuve": record.kind,
        "le": record.at.isoformat(),
        "expire": None if record.expires is None else record.expires.isoformat(),
        "empreinte": record.detail[FINGERPRINT],
        "constat": None if found is None else write_finding(found),
    }
