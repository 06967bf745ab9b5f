"""«hygie poste --sortie», «ajouter», «liste» and «retirer»: the other workstations."""

from argparse import Namespace
from collections.abc import Mapping
from json import dumps
from pathlib import Path

from hygie.audit.json_files import UNCHANGED, read_document, shown
from hygie.audit.received import (
    Received,
    load_received,
    present,
    save_received,
    save_removed,
)
from hygie.audit.reception import check_file, check_trust, known
from hygie.audit.store import load_situation
from hygie.audit.wiring import (
    read_this_workstation,
    this_machine,
    this_system,
    workstation_id,
)
from hygie.audit.workstation_file_format import WHAT, WorkstationFile, read_file, write_file
from hygie.audit.workstation_key import fingerprint, own_key
from hygie.audit.workstations_said import drawn_list, write_list
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import MisusedError
from hygie.practice.opening import open_records, read_records
from hygie.practice.records import Records
from hygie.practice.whole_files import write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.prompts import Choice, Question, ask_one
from hygie.version import VERSION

YES, NO = "oui", "non"
ADDED = "{} est ajouté : le prochain « hygie audit » en tiendra compte."
ALREADY = "Ce fichier de {} était déjà reçu."
TAKEN_OUT = "{} est retiré : les prochains audits ne le comptent plus."
STAYED = f"Le poste n'a pas été retiré. {UNCHANGED}"
WHY_COMPARE = (
    "L'empreinte désigne la clé qui a signé. Identique, elle prouve que le fichier vient bien de ce"
    " poste et que personne ne l'a changé en chemin."
)
WRITTEN = (
    "Portez ce fichier sur le poste qui fait l'audit, et là : hygie poste ajouter FICHIER."
    " Il y demandera l'empreinte de ce poste ; notez-la."
)


def run_send(arguments: Namespace, console: Console) -> ExitCode:
    """Read this workstation and write its signed file; nothing that was there is replaced."""
    target = Path(arguments.sortie)
    _check_free(target)
    here = workstation_id(this_machine(console.environment))
    key = own_key(console.environment, here)
    with console.progress("Lecture de ce poste") as progress:
        found = read_this_workstation(
            load_catalogue(), console.environment, console.now(), progress
        )
    file = WorkstationFile(
        workstation=here,
        system=this_system(),
        version=VERSION,
        # Read again: what was read is never later than the file that says it.
        at=console.now(),
        public=key.public,
        readings=found,
    )
    document = write_file(file, key)
    _check_free(target)
    write_whole(target, _text(document))
    if arguments.json:
        console.json(document)
        return ExitCode.DONE
    console.show(f"Fichier de {here} écrit : {target}")
    console.show(f"Empreinte de ce poste : {fingerprint(key.public)}")
    console.show("\n".join(wrap(WRITTEN)))
    return ExitCode.DONE


def run_joining(arguments: Namespace, console: Console) -> ExitCode:
    """Do what was asked of the other workstations."""
    acts = {"ajouter": run_add, "liste": run_list, "retirer": run_remove}
    return acts[arguments.act](arguments, console)


def run_add(arguments: Namespace, console: Console) -> ExitCode:
    """Take in the file of another workstation, if its key is known or vouched for."""
    catalogue = load_catalogue()
    file = read_file(read_document(arguments.fichier, WHAT), catalogue.facts)
    received = load_received(read_records(console.environment), catalogue.facts)
    before = known(received, file.workstation)
    here = workstation_id(this_machine(console.environment))
    check_file(file, before, here=here, now=console.now(), older=arguments.older)
    asks = console.interactive and not arguments.json
    check_trust(
        file,
        before,
        arguments.empreinte,
        (lambda shown: _vouches(console, file, shown)) if asks else None,
    )
    same = before is not None and before.file == file
    if not same:
        save_received(open_records(console.environment), file, console.now())
    told = [(ALREADY if same else ADDED).format(file.workstation)]
    if file.ignored:
        told.append(f"Relevés que cette version de Hygie ne connaît pas, laissés : {file.ignored}.")
    return _show(told, arguments, console)


def run_list(arguments: Namespace, console: Console) -> ExitCode:
    """List the workstations of the practice."""
    return _show([], arguments, console)


def run_remove(arguments: Namespace, console: Console) -> ExitCode:
    """Take a workstation out, if somebody says so."""
    catalogue = load_catalogue()
    received = load_received(read_records(console.environment), catalogue.facts)
    name = arguments.poste
    if known(received, name) is None:
        raise MisusedError(
            f"Aucun autre poste du cabinet ne s'appelle « {shown(name)} ».",
            hint=f"Leurs noms : hygie poste liste. {UNCHANGED}",
        )
    if not (arguments.oui or _agrees_to_remove(name, arguments, console)):
        console.say(STAYED)
        return ExitCode.DONE
    save_removed(open_records(console.environment), name, console.now())
    return _show([TAKEN_OUT.format(name)], arguments, console)


def _text(document: Mapping[str, object]) -> bytes:
    return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _check_free(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise MisusedError(
            f"« {target.name} » existe déjà, et Hygie ne remplace aucun fichier.",
            hint=f"Donnez un autre nom à --sortie. {UNCHANGED}",
        )


def _vouches(console: Console, file: WorkstationFile, shown: str) -> bool:
    question = Question(
        text="L'autre poste a-t-il montré cette empreinte ?",
        # It begins the line, so that nothing cuts it: it is compared figure by figure.
        help=f"{shown} · C'est le premier fichier de {file.workstation}. Comparez avec ce que"
        " l'autre poste a affiché en écrivant le fichier, de vive voix s'il est loin.",
        more=(WHY_COMPARE,),
    )
    choices = [
        Choice(value=YES, label="Oui, elle est identique"),
        Choice(value=NO, label="Non, ou je ne sais pas : ne pas ajouter ce poste"),
    ]
    return ask_one(console, question, choices) == YES


def _agrees_to_remove(name: str, arguments: Namespace, console: Console) -> bool:
    if arguments.json or not console.interactive:
        raise MisusedError(
            f"Il faut un accord pour retirer {name}.", hint=f"Ajoutez --oui. {UNCHANGED}"
        )
    question = Question(
        text=f"Retirer {name} du cabinet ?",
        help="Ses relevés ne seront plus comptés. Ce qui est au journal y reste.",
    )
    choices = [Choice(value=YES, label="Oui, le retirer"), Choice(value=NO, label="Non")]
    return ask_one(console, question, choices) == YES


def _show(told: list[str], arguments: Namespace, console: Console) -> ExitCode:
    records: Records = read_records(console.environment)
    received: tuple[Received, ...] = load_received(records, load_catalogue().facts)
    saved = load_situation(records)
    computers = None if saved is None else saved.situation.computers
    here, now = workstation_id(this_machine(console.environment)), console.now()
    if arguments.json:
        console.json(write_list(present(received), here, computers, now))
    else:
        lines = drawn_list(present(received), here, computers, now=now, zone=console.zone)
        console.show("\n".join([*told, *([""] if told else []), *lines]))
    return ExitCode.DONE
