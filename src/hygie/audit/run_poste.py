"""«hygie poste»: every reading of this workstation; only that the staff was told is kept."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from hygie.audit.information import (
    check_given,
    drawn,
    has_staff,
    is_informed,
    load_sheet,
    save_informed,
    write_sheet,
)
from hygie.audit.readings_format import write_readings
from hygie.audit.run_workstation_file import run_send
from hygie.audit.store import load_situation
from hygie.audit.wiring import read_this_workstation, this_machine, workstation_id
from hygie.audit.words import say_value
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.practice.opening import open_records, read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted


def run_poste(arguments: Namespace, console: Console) -> ExitCode:
    """Read this workstation and show what it says, or write it in a signed file."""
    if arguments.sheet:
        return _show_sheet(arguments, console)
    _tell_staff_first(arguments, console)
    if arguments.sortie is not None:
        return run_send(arguments, console)
    catalogue = load_catalogue()
    with console.progress("Lecture de ce poste") as progress:
        readings = read_this_workstation(catalogue, console.environment, console.now(), progress)
    if arguments.json:
        console.json(write_readings(readings))
    else:
        console.show("\n".join(_drawn(readings, catalogue, detailed=arguments.faits)))
    return ExitCode.DONE


def _show_sheet(arguments: Namespace, console: Console) -> ExitCode:
    if arguments.json:
        console.json(write_sheet(load_sheet()))
    else:
        console.show("\n".join(drawn(load_sheet())))
    return ExitCode.DONE


def _tell_staff_first(arguments: Namespace, console: Console) -> None:
    """Have the sheet given before the first reading.

    On the workstation of a colleague nobody told the situation: the sheet is given all the same.
    """
    records = read_records(console.environment)
    saved = load_situation(records)
    staffed = arguments.sortie is not None if saved is None else has_staff(saved.situation)
    here = workstation_id(this_machine(console.environment))
    if staffed and not is_informed(records, here):
        asks = console.interactive and not arguments.json
        said = check_given(console, given=arguments.sheet_given, asks=asks)
        save_informed(open_records(console.environment), here, said, console.now())


def _drawn(readings: Sequence[Reading], catalogue: Catalogue, *, detailed: bool) -> Iterator[str]:
    groups: tuple[tuple[str, type, str], ...] = (
        ("Lu sur ce poste", Observed, "•"),
        ("N'a pas pu être lu", Unreadable, "?"),
        ("Sans objet sur ce poste", Inapplicable, "–"),
    )
    yield counted(len(readings), "relevé")
    for heading, kind, mark in groups:
        found = [reading for reading in readings if isinstance(reading, kind)]
        if found:
            yield ""
            yield paint(f"{heading} ({len(found)})", Tone.STRONG)
            yield from bullets(
                (_said(reading, catalogue, detailed=detailed) for reading in found), mark=mark
            )


def _said(reading: Reading, catalogue: Catalogue, *, detailed: bool) -> str:
    fact = catalogue.facts[reading.fact]
    match reading:
        case Observed(value=value, source=source):
            tail = f" [{fact.id}, lu dans {source}]" if detailed else ""
            return f"{fact.label} : {say_value(fact, value)}{tail}"
        case Unreadable(reason=reason, remedy=remedy):
            tail = f" [{fact.id}]" if detailed else ""
            return f"{fact.label} : {reason} {remedy}{tail}"
        case Inapplicable(reason=reason):
            tail = f" [{fact.id}]" if detailed else ""
            return f"{fact.label} : {reason}{tail}"
