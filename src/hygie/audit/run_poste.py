"""«hygie poste»: every reading of this workstation; only that the staff was told is kept."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from hygie.audit.information import drawn, load_sheet, write_sheet
from hygie.audit.readings_format import write_readings
from hygie.audit.run_workstation_file import run_send
from hygie.audit.staff_first import tell_staff_first
from hygie.audit.wiring import read_this_workstation
from hygie.audit.words import say_value
from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted


def run_poste(arguments: Namespace, console: Console) -> ExitCode:
    """Read this workstation and show what it says, or write it in a signed file."""
    if arguments.sheet:
        return _show_sheet(arguments, console)
    tell_staff_first(
        console,
        given=arguments.sheet_given,
        asks=console.interactive and not arguments.json,
        quiet=arguments.json,
        leaves=arguments.sortie is not None,
    )
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
