"""«hygie appareils»: the guided sheet of each phone and tablet."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

from hygie.audit.devices import (
    MOST_DEVICES,
    Device,
    Devices,
    Point,
    load_points,
    read_devices,
    say_name,
    write_devices,
)
from hygie.audit.devices_interview import NO, YES, ask_another, ask_new, ask_points
from hygie.audit.devices_records import load_devices, save_devices
from hygie.audit.json_files import UNCHANGED, read_document, shown
from hygie.audit.situation_format import read_situation
from hygie.audit.store import load_situation
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import MisusedError
from hygie.core.records import Answer
from hygie.practice.opening import open_records, read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import day

WHAT = "Le fichier des appareils"
NOTHING = "Aucun téléphone ni aucune tablette n'a encore sa fiche : hygie appareils ajouter"
KEPT = "C'est noté ; « hygie audit » en tiendra compte."
LEFT = f"La fiche n'est pas finie. {UNCHANGED}"
INCOMPLETE = (
    "Personne n'a encore dit que la liste est complète : la mesure reste à vérifier."
    " hygie appareils ajouter"
)
SAYS = {
    Answer.YES: ("●", "oui", Tone.MET),
    Answer.NO: ("▲", "à régler", Tone.TO_DO),
    Answer.UNKNOWN: ("?", "à vérifier", Tone.TO_CHECK),
    Answer.NOT_CONCERNED: ("–", "sans objet", Tone.QUIET),
}


def run_devices(arguments: Namespace, console: Console) -> ExitCode:
    """Show the sheets, or fill one in, change it, take it out."""
    if arguments.act is not None and arguments.fichier is not None:
        raise MisusedError(
            "--fichier donne toute la liste : il ne va avec aucun acte.",
            hint=f"Écrivez : hygie appareils --fichier FICHIER. {UNCHANGED}",
        )
    devices = load_devices(read_records(console.environment), console.now())
    acts = {"ajouter": _add, "modifier": _change, "retirer": _remove}
    if arguments.fichier is not None:
        document = read_document(arguments.fichier, WHAT)
        found: Devices | None = read_devices(document, console.now())
    elif arguments.act is None:
        return _show(devices, arguments, console)
    else:
        found = acts[arguments.act](devices, arguments, console)
    if found is None:
        console.say(LEFT)
        return ExitCode.DONE
    if arguments.act != "ajouter":
        _save(found, console)
    console.say(KEPT)
    return _show(found, arguments, console)


def _add(devices: Devices, arguments: Namespace, console: Console) -> Devices | None:
    """Fill in a new sheet, then others; each is written down as soon as it is whole."""
    _check_keyboard(arguments, console)
    found: Devices | None = None
    while True:
        _check_room(found or devices)
        device = ask_new(console, found or devices, console.now())
        if device is None:
            return found
        found = replace((found or devices).put(device), complete=False)
        _save(found, console)
        given = ask_another(console)
        if given == NO:
            found = replace(found, complete=True)
            _save(found, console)
        if given != YES:
            return found


def _change(devices: Devices, arguments: Namespace, console: Console) -> Devices | None:
    device = _named(devices, arguments)
    _check_keyboard(arguments, console)
    before = dict(device.points)
    again = ask_points(console, device.name, device.system, before, console.now())
    return None if again is None else devices.put(again)


def _remove(devices: Devices, arguments: Namespace, _console: Console) -> Devices:
    gone = _named(devices, arguments)
    return replace(devices, each=tuple(each for each in devices.each if each != gone))


def _check_room(devices: Devices) -> None:
    if len(devices.each) >= MOST_DEVICES:
        raise MisusedError(
            f"La liste est pleine : {MOST_DEVICES} appareils.",
            hint=f"Retirez ceux qui ne servent plus : hygie appareils retirer NOM. {UNCHANGED}",
        )


def _named(devices: Devices, arguments: Namespace) -> Device:
    device = devices.named(arguments.appareil)
    if device is None:
        raise MisusedError(
            f"Aucun appareil ne s'appelle « {shown(arguments.appareil)} ».",
            hint=f"Leurs noms : hygie appareils. {UNCHANGED}",
        )
    return device


def _check_keyboard(arguments: Namespace, console: Console) -> None:
    if arguments.json or not console.interactive:
        raise MisusedError(
            "Cette fiche se remplit au clavier.",
            hint=f"Sans question : hygie appareils --fichier FICHIER. {UNCHANGED}",
        )


def _save(devices: Devices, console: Console) -> None:
    records = open_records(console.environment)
    saved = load_situation(records)
    situation = read_situation({"format": 1}) if saved is None else saved.situation
    save_devices(records, devices, situation, load_catalogue(), console.now())


def _show(devices: Devices, arguments: Namespace, console: Console) -> ExitCode:
    if arguments.json:
        console.json(write_devices(devices))
    else:
        console.show("\n".join(_drawn(devices, console)))
    return ExitCode.DONE


def _drawn(devices: Devices, console: Console) -> Iterator[str]:
    if not devices.each:
        yield from wrap(NOTHING)
        return
    points = load_points()
    for device in devices.each:
        told = day(device.at.astimezone(console.zone).date())
        system = {"ios": "iPhone ou iPad", "android": "Android"}[device.system]
        yield paint(f"{say_name(device.name).capitalize()} ({device.name})", Tone.STRONG)
        yield f"  {system} · fiche du {told}"
        for point in points:
            yield from _point(point, device)
        yield ""
    if not devices.complete:
        yield from wrap(INCOMPLETE)


def _point(point: Point, device: Device) -> Iterator[str]:
    answer = device.points[point.id]
    sign, word, tone = SAYS[answer]
    yield paint(f"  {sign} {point.short} : {word}", tone)
    if answer is Answer.NO:
        yield from bullets([point.fix], mark="    •")
    if answer is Answer.UNKNOWN:
        yield from bullets([point.where[device.system]], mark="    •")
