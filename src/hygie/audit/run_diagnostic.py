"""«hygie diagnostic-technique»: what a repairer needs, nothing of anybody, shown before writing."""

import json
import os
import platform
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from hygie.audit.json_files import FORMAT
from hygie.audit.staff_first import tell_staff_if_known
from hygie.audit.wiring import read_this_workstation, this_system
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import HygieError, MisusedError
from hygie.core.measures import Catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.practice.opening import read_records
from hygie.practice.whole_files import write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.prompts import Choice, Question, ask_one
from hygie.version import VERSION

DEFAULT_NAME = "hygie-diagnostic.json"
SHOWN = (
    "Voici tout ce que contiendrait le fichier : des versions, des états et des durées. Aucun nom,"
    " aucune valeur lue, aucune réponse, aucun chemin, aucune donnée de patient."
)
STATES: Mapping[type, str] = {
    Observed: "observe",
    Unreadable: "illisible",
    Inapplicable: "sans_objet",
}


def run_diagnostic(arguments: Namespace, console: Console) -> ExitCode:
    """Gather, show, then write only if told to."""
    tell_staff_if_known(
        console,
        given=arguments.sheet_given,
        asks=console.interactive and not (arguments.json or arguments.oui),
        quiet=arguments.json,
    )
    document = gather(console)
    if arguments.json:
        console.json(document)
        return ExitCode.DONE
    text = json.dumps(document, ensure_ascii=False, indent=2)
    console.show("\n".join([*wrap(SHOWN), "", text]))
    if arguments.sortie is None and not arguments.oui and not console.interactive:
        console.say("Pour l'écrire : hygie diagnostic-technique --sortie FICHIER --oui")
        return ExitCode.DONE
    if not (arguments.oui or _agreed(console)):
        console.say("Rien n'a été écrit.")
        return ExitCode.DONE
    target = Path(arguments.sortie or DEFAULT_NAME)
    _refuse_existing(target)
    write_whole(target, f"{text}\n".encode())
    console.say(f"Écrit dans {target}.")
    console.say("À vous de l'envoyer à qui vous dépanne, ou de l'effacer.")
    return ExitCode.DONE


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise MisusedError(
            f"Il y a déjà quelque chose à cet endroit : {target.name}.",
            hint="Donnez un autre nom avec --sortie. Rien n'a été remplacé.",
        )


def gather(console: Console) -> dict[str, object]:
    """Return the support document: no value read, no name, no path, no answer."""
    catalogue = load_catalogue()
    began = monotonic()
    readings = read_this_workstation(catalogue, console.environment, console.now())
    return {
        "format": FORMAT,
        "le": console.now().isoformat(),
        "hygie": VERSION,
        "catalogue": catalogue.version,
        "python": platform.python_version(),
        "systeme": this_system(),
        "architecture": platform.machine(),
        "encodage": getattr(console.stdout, "encoding", None) or "inconnu",
        "lecture_en_secondes": round(monotonic() - began, 2),
        "releves": [_state(reading, catalogue) for reading in readings],
        "registre": _records_state(console),
    }


def _state(reading: Reading, catalogue: Catalogue) -> dict[str, object]:
    """Say how a reading went; the value itself stays here, the reason is a sentence of ours."""
    state: dict[str, object] = {
        "fait": reading.fact,
        "sonde": catalogue.facts[reading.fact].probe,
        "etat": STATES[type(reading)],
    }
    if not isinstance(reading, Observed):
        state["raison"] = reading.reason
    return state


def _records_state(console: Console) -> dict[str, object]:
    try:
        records = read_records(console.environment)
        chain = records.verify()
    except HygieError as error:
        return {"etat": "illisible", "erreur": type(error).__name__}
    return {
        "etat": "intact" if chain.whole else "rompu",
        "enregistrements": chain.count,
        "rompu_a": chain.broken_at,
        "chiffre": records.encrypted,
    }


def _agreed(console: Console) -> bool:
    question = Question(text="Écrire ce fichier ?", help="Il reste sur votre ordinateur.")
    choices = [Choice(value="oui", label="Oui, l'écrire"), Choice(value="non", label="Non")]
    return ask_one(console, question, choices) == "oui"
