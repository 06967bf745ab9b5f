"""«hygie exporter»: the last audit, or the catalogue, in the format another tool reads."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.export_arguments import BINARY
from hygie.audit.export_plan import plan_events
from hygie.audit.export_rows import Tables
from hygie.audit.json_files import FORMAT, UNCHANGED, read_document
from hygie.audit.store import last_audits
from hygie.audit.words import say_reading
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.errors import HygieError, MisusedError
from hygie.documents.calendar_file import write_calendar
from hygie.documents.ciso import library, write_library
from hygie.documents.oscal import assessment_results
from hygie.documents.tables import Column, Sheet, write_csv, write_workbook
from hygie.practice.opening import read_records
from hygie.practice.whole_files import new_file, write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import CLOSED, REOPEN, Console, ReaderLeftError
from hygie.terminal.safe_text import HOSTILE
from hygie.version import VERSION

FICTITIOUS = "demonstration"
TITLE = "Audit de sécurité du cabinet"
TOOL = f"Hygie {VERSION}"
PRODUCT = f"-//Hygie//{VERSION}//FR"
YEARS = range(1970, 3000)
"""The years a real audit may speak of: spreadsheets and OSCAL have no others."""

_TABLES: Mapping[str, Callable[[Tables], Sheet]] = {
    "constats": Tables.findings,
    "plan": Tables.plan,
    "releves": Tables.readings,
    "sources": Tables.sources,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The audit to export; ``fictitious`` when it is the demonstration's, which says so."""

    audit: Audit
    fictitious: bool = False

    def titled(self, title: str) -> str:
        """Return a title that does not pass the demonstration off as a real practice."""
        return f"DÉMONSTRATION, cabinet fictif. {title}" if self.fictitious else title


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be exported; ``find`` looks for the audit, when a format needs one."""

    find: Callable[[], Chosen]
    table: str
    zone: tzinfo | None


def run_export(arguments: Namespace, console: Console) -> ExitCode:
    """Write the export whole, in a file or on standard output."""
    name = arguments.forme
    if name in BINARY and arguments.sortie is None:
        raise MisusedError(
            f"Un fichier {name} ne peut pas s'afficher : il faut un nom de fichier.",
            hint=f"Écrivez : hygie exporter {name} --sortie audit.{name}",
        )
    target = None if arguments.sortie is None else new_file(arguments.sortie)
    wish = Wish(find=lambda: _chosen(arguments, console), table=arguments.table, zone=console.zone)
    content = export_content(name, wish)
    if target is not None:
        write_whole(target, content)
        console.say(f"Écrit dans {target}.")
    if arguments.json:
        console.json(_account(name, target, content))
    elif target is None:
        _deliver(content, console)
    return ExitCode.DONE


def _account(name: str, target: Path | None, content: bytes) -> dict[str, object]:
    """Say what was written; without a file, carry it."""
    return {
        "format": FORMAT,
        "export": name,
        "fichier": None if target is None else str(target),
        "octets": len(content),
        "contenu": content.decode("utf-8") if target is None else None,
    }


def _chosen(arguments: Namespace, console: Console) -> Chosen:
    if arguments.audit is None:
        chosen = Chosen(audit=_last(console))
    else:
        document = read_document(arguments.audit, "Le fichier d'audit")
        fictitious = document.get(FICTITIOUS) is True
        chosen = Chosen(audit=read_audit(document), fictitious=fictitious)
    if any(at.year not in YEARS for at in _moments(chosen.audit)):
        raise MisusedError(
            "Cet audit porte une date impossible.",
            hint=f"Reprenez le fichier écrit par « hygie audit --json ». {UNCHANGED}",
        )
    if chosen.fictitious:
        console.say("DÉMONSTRATION · cabinet fictif.")
    return chosen


def _last(console: Console) -> Audit:
    audits = last_audits(read_records(console.environment), 1, until=console.now())
    if not audits:
        raise MisusedError(
            "Aucun audit n'est encore enregistré sur ce poste.",
            hint="Lancez « hygie audit », ou donnez un fichier avec --audit.",
        )
    return audits[-1]


def _moments(audit: Audit) -> Iterator[datetime]:
    yield audit.at
    yield from (reading.at for reading in audit.readings)
    for finding in audit.findings:
        yield from (at for at in (finding.since, finding.expires) if at is not None)


def _as_json(wish: Wish) -> bytes:
    chosen = wish.find()
    mark = {FICTITIOUS: True} if chosen.fictitious else {}
    return _text_of({**write_audit(chosen.audit), **mark})


def _as_csv(wish: Wish) -> bytes:
    chosen = wish.find()
    tables = Tables(audit=chosen.audit, zone=wish.zone)
    return write_csv(_marked(_TABLES[wish.table](tables), chosen))


def _marked(sheet: Sheet, chosen: Chosen) -> Sheet:
    """Say on every row that the practice is fictitious: a table travels without its title."""
    if not chosen.fictitious:
        return sheet
    columns = (*sheet.columns, Column(title="Cabinet fictif", width=16))
    rows = tuple((*row, "DÉMONSTRATION") for row in sheet.rows)
    return replace(sheet, columns=columns, rows=rows)


def _as_workbook(wish: Wish) -> bytes:
    chosen = wish.find()
    tables = Tables(audit=chosen.audit, zone=wish.zone)
    sheets = [_marked(make(tables), chosen) for make in _TABLES.values()]
    return write_workbook(sheets, title=chosen.titled(TITLE), at=chosen.audit.at)


def _as_calendar(wish: Wish) -> bytes:
    chosen = wish.find()
    if not chosen.audit.plan:
        raise MisusedError(
            "Le plan est vide : il n'y a rien à mettre dans un agenda.",
            hint="Voyez l'ensemble avec « hygie plan ».",
        )
    return write_calendar(
        plan_events(chosen.audit, wish.zone),
        name=chosen.titled("Plan de Hygie"),
        product=PRODUCT,
        at=chosen.audit.at,
    )


def _as_oscal(wish: Wish) -> bytes:
    chosen = wish.find()
    if not chosen.audit.findings:
        raise MisusedError(
            "Cet audit n'a jugé aucune mesure : OSCAL n'a pas de quoi le dire.",
            hint="Prenez « json », ou un autre audit.",
        )
    return _text_of(
        assessment_results(chosen.audit, title=chosen.titled(TITLE), say=say_reading, tool=TOOL)
    )


def _as_library(_wish: Wish) -> bytes:
    catalogue = load_catalogue()
    return write_library(library(catalogue, load_guidance(catalogue)))


def _text_of(document: Mapping[str, object]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{HOSTILE.sub(lambda found: json.dumps(found[0])[1:-1], text)}\n".encode()


_FORMATS: Mapping[str, Callable[[Wish], bytes]] = {
    "json": _as_json,
    "csv": _as_csv,
    "xlsx": _as_workbook,
    "ics": _as_calendar,
    "oscal": _as_oscal,
    "ciso": _as_library,
}


def export_content(name: str, wish: Wish) -> bytes:
    """Return the export of that name, whole."""
    return _FORMATS[name](wish)


def _deliver(content: bytes, console: Console) -> None:
    """Put the very bytes of the file on standard output, whatever its encoding and line ends."""
    stream = console.stdout
    if stream is None:
        raise HygieError(CLOSED, hint=REOPEN)
    try:
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(content.decode("utf-8"))
        else:
            stream.flush()
            buffer.write(content)
        stream.flush()
    except BrokenPipeError as error:
        raise ReaderLeftError from error
    except (OSError, ValueError) as error:
        raise HygieError(CLOSED, hint=REOPEN) from error
