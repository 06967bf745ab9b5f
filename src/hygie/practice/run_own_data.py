"""«hygie mes-donnees»: all that Hygie keeps, saved, put back, exported or erased."""

import secrets
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

from hygie.core.errors import MisusedError
from hygie.practice.evidence_files import EvidenceStore
from hygie.practice.folders import data_folder_to_read, open_data_folder
from hygie.practice.keyring_door import Keyring, SystemKeyring
from hygie.practice.opening import read_records, secret_of
from hygie.practice.own_data_arguments import ERASE, EXPORT, RESTORE, SAVE
from hygie.practice.own_data_backup import save
from hygie.practice.own_data_code import drawn_code, fit_code
from hygie.practice.own_data_erase import Part, erase, inventory, leave_nothing
from hygie.practice.own_data_export import Kept, export
from hygie.practice.own_data_people import people_in
from hygie.practice.own_data_restore import restore
from hygie.practice.own_data_swap import finish_swap
from hygie.practice.own_data_words import (
    ACTS,
    NOTHING,
    say_erased,
    say_exported,
    say_restored,
    say_saved,
    told,
)
from hygie.practice.own_data_work import app_closed
from hygie.practice.own_files import Nature, own_things
from hygie.practice.sealed import Chance, open_regular
from hygie.practice.vault import Secret
from hygie.practice.vault_file import Vault
from hygie.practice.whole_files import new_file
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.prompts import Choice, Question, ask_one
from hygie.terminal.tones import Tone, paint

FORMAT = 1
CODE_BYTES = 4096
TRIES = 3
UNCHANGED = "Rien n'a été modifié."
TOLD = (
    *("chemin", "le", "fichiers", "octets", "ouverture", "intact"),
    *("enregistrements", "abimes", "trousseau_vide"),
)
SEALED = ("preuves", "documents")
"""The folders of sealed files; each has its own key, of the same name."""

SURE = "EFFACER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What these acts need of the outside; ``ask_secret`` returns None when nobody answers."""

    keyring: Keyring
    ask_secret: Callable[[str], str | None]
    chance: Chance


def run_own_data(arguments: Namespace, console: Console, doors: Doors | None = None) -> ExitCode:
    """Do one act, or tell what there is."""
    doors = doors or _real_doors(console)
    acts = {SAVE: _save, RESTORE: _restore, EXPORT: _export, ERASE: _erase}
    return acts.get(arguments.act, _tell)(arguments, console, doors)


def _tell(arguments: Namespace, console: Console, _doors: Doors) -> ExitCode:
    folder = data_folder_to_read(console.environment)
    parts = inventory(folder)
    lines = [*wrap(f"Ce que Hygie garde dans {folder} :"), *told(parts)] if parts else [NOTHING]
    _end(arguments, console, [*lines, "", *bullets(ACTS)], _document("inventaire", parts=parts))
    return ExitCode.DONE


def _save(arguments: Namespace, console: Console, doors: Doors) -> ExitCode:
    target = new_file(arguments.fichier)
    folder = data_folder_to_read(console.environment)
    finish_swap(folder)
    if not _has_data(folder):
        raise MisusedError(f"{NOTHING} Il n'y a rien à sauver.", hint="Commencez par hygie audit.")
    secret = _secret(folder, console, doors)
    code = _closing_code(arguments, console, doors)
    at = console.now()
    saved = save(folder, target, code=code, secret=secret, at=at, chance=doors.chance)
    document = _document(
        SAVE, chemin=str(target), le=at.isoformat(), fichiers=saved.files, octets=saved.size
    )
    _end(arguments, console, say_saved(saved, target), document)
    return ExitCode.DONE


def _restore(arguments: Namespace, console: Console, doors: Doors) -> ExitCode:
    folder = open_data_folder(console.environment)
    finish_swap(folder)
    if _has_data(folder) and not arguments.oui:
        _ask_to_replace(arguments, console, folder)
    code = _opening_code(arguments, console, doors)
    with app_closed(folder):
        restored = restore(folder, arguments.fichier, code=code, keyring=doors.keyring)
    document = _document(
        RESTORE,
        chemin=str(arguments.fichier),
        le=restored.at.isoformat(),
        fichiers=restored.files,
        octets=restored.size,
        ouverture=restored.opening.value,
        intact=None if restored.chain is None else restored.chain.whole,
    )
    _end(arguments, console, say_restored(restored, folder), document)
    return ExitCode.DONE


def _export(arguments: Namespace, console: Console, doors: Doors) -> ExitCode:
    target = new_file(arguments.dossier)
    folder = data_folder_to_read(console.environment)
    finish_swap(folder)
    if not _has_data(folder):
        raise MisusedError(f"{NOTHING} Il n'y a rien à exporter.", hint="D'abord : hygie audit.")
    secret = _secret(folder, console, doors)
    kept = Kept(
        records=read_records(console.environment, keyring=doors.keyring),
        stores={} if secret is None else _stores(folder, secret, doors.chance),
        people=lambda: people_in(folder, secret),
    )
    exported = export(kept, target, at=console.now())
    document = _document(
        EXPORT,
        chemin=str(target),
        fichiers=exported.files,
        intact=exported.whole,
        enregistrements=exported.entries,
        abimes=exported.damaged,
    )
    _end(arguments, console, say_exported(exported, target), document)
    return ExitCode.DONE


def _erase(arguments: Namespace, console: Console, doors: Doors) -> ExitCode:
    folder = data_folder_to_read(console.environment)
    parts = inventory(folder)
    if not parts:
        _end(arguments, console, [f"{NOTHING} Il n'y a rien à effacer."], _document(ERASE))
        return ExitCode.DONE
    _ask_twice(arguments, console, parts, folder)
    with app_closed(folder):
        erased = erase(folder, keyring=doors.keyring)
    leave_nothing(folder)
    document = _document(ERASE, parts=erased.parts, trousseau_vide=erased.forgotten)
    _end(arguments, console, say_erased(erased, folder), document)
    return ExitCode.DONE


def _has_data(folder: Path) -> bool:
    return any(found.known.nature is not Nature.PASSING for found in own_things(folder))


def _secret(folder: Path, console: Console, doors: Doors) -> Secret | None:
    if Vault.read(folder) is None:
        return None
    return secret_of(folder, console.environment, keyring=doors.keyring)


def _stores(folder: Path, secret: Secret, chance: Chance) -> dict[str, EvidenceStore]:
    return {
        name: EvidenceStore(folder / name, secret.derived(name), chance=chance) for name in SEALED
    }


def _closing_code(arguments: Namespace, console: Console, doors: Doors) -> str:
    """Return the code of a new back-up: one that is given, or one that is noted and typed again."""
    if arguments.code is not None:
        return fit_code(_read_code(arguments.code))
    if not _asking(arguments, console):
        raise MisusedError(
            "Il faut un code pour fermer la sauvegarde, et personne n'est là pour le noter.",
            hint=f"Écrivez-en un dans un fichier, et ajoutez --code FICHIER. {UNCHANGED}",
        )
    code = drawn_code(doors.chance)
    _say(console, "Voici le code de cette sauvegarde. Notez-le sur papier : il n'est gardé nulle")
    _say(console, "part, et sans lui elle ne s'ouvre pas.")
    console.say(f"\n  {paint(code, Tone.STRONG)}\n")
    last = code.rpartition("-")[2]
    for _ in range(TRIES):
        typed = console.listen("Recopiez les quatre derniers signes : ")
        if typed is None:
            break
        if typed.strip().upper() == last:
            return code
        console.say("Ce n'est pas cela. Relisez votre papier.")
    raise MisusedError(
        "La sauvegarde n'a pas été faite : son code n'a pas été noté.",
        hint=f"Recommencez, un papier sous la main. {UNCHANGED}",
    )


def _opening_code(arguments: Namespace, console: Console, doors: Doors) -> str:
    if arguments.code is not None:
        return _read_code(arguments.code)
    found = doors.ask_secret("Code de la sauvegarde : ") if _asking(arguments, console) else None
    if found is None:
        raise MisusedError(
            "Il faut le code de la sauvegarde, et personne n'est là pour le taper.",
            hint=f"Écrivez-le dans un fichier, et ajoutez --code FICHIER. {UNCHANGED}",
        )
    return found


def _read_code(path: Path) -> str:
    with open_regular(path) as file:
        content = file.read(CODE_BYTES + 1)
    lines: list[str] = []
    with suppress(UnicodeDecodeError):
        lines = content.decode("utf-8-sig").splitlines() if len(content) <= CODE_BYTES else []
    if not lines or not lines[0].strip():
        raise MisusedError(
            "Le fichier du code ne peut pas être lu, ou il est vide.",
            hint=f"Écrivez-y le code, seul, sur une ligne. {UNCHANGED}",
        )
    return lines[0]


def _ask_to_replace(arguments: Namespace, console: Console, folder: Path) -> None:
    question = Question(
        text="Des données sont déjà là. Les remplacer par celles de la sauvegarde ?",
        help="Celles d'aujourd'hui seront gardées à côté, jusqu'à la prochaine restauration.",
    )
    _need_yes(
        arguments, console, question, "les remplacer", f"Des données sont déjà dans {folder}."
    )


def _ask_twice(arguments: Namespace, console: Console, parts: Iterable[Part], folder: Path) -> None:
    if arguments.oui and arguments.vraiment:
        return
    if not _asking(arguments, console):
        raise MisusedError(
            "Effacer toutes les données se confirme deux fois.",
            hint=f"Ajoutez --oui et --vraiment. {UNCHANGED}",
        )
    _say(console, f"Seront effacés de {folder}, sans retour possible :")
    for line in told(parts):
        console.say(line)
    _say(console, "avec les clés gardées dans le trousseau de cette session.")
    question = Question(
        text="Tout effacer ?",
        help="Pour garder une copie d'abord : hygie mes-donnees sauver FICHIER",
    )
    _need_yes(arguments, console, question, "tout effacer", "")
    typed = console.listen(f"Pour confirmer, tapez {SURE} : ")
    if typed is None or typed.strip() != SURE:
        raise _nothing_done()


def _need_yes(
    arguments: Namespace, console: Console, question: Question, verb: str, found: str
) -> None:
    if not _asking(arguments, console):
        raise MisusedError(found, hint=f"Pour {verb} : ajoutez --oui. {UNCHANGED}")
    choices = [Choice(value="non", label="Non"), Choice(value="oui", label=f"Oui, {verb}")]
    if ask_one(console, question, choices) != "oui":
        raise _nothing_done()


def _nothing_done() -> MisusedError:
    return MisusedError("Rien n'a été fait.", hint="Relancez quand vous voulez.")


def _asking(arguments: Namespace, console: Console) -> bool:
    return console.interactive and not arguments.json


def _say(console: Console, text: str) -> None:
    console.say("\n".join(wrap(text, width=console.width)))


def _document(act: str, *, parts: Iterable[Part] = (), **told: object) -> dict[str, object]:
    """Return the document of one act: every key is there, null when it says nothing of this act."""
    listed = [{"quoi": part.label, "fichiers": part.files, "octets": part.size} for part in parts]
    return {"format": FORMAT, "acte": act, **dict.fromkeys(TOLD), **told, "contenu": listed}


def _end(
    arguments: Namespace, console: Console, lines: Iterable[str], document: dict[str, object]
) -> None:
    if arguments.json:
        console.json(document)
    else:
        console.show("\n".join(lines))


def _real_doors(console: Console) -> Doors:
    def ask_secret(prompt: str) -> str | None:
        if not console.interactive:
            return None
        try:
            return getpass(prompt, stream=console.stderr)
        except EOFError:
            return None

    return Doors(keyring=SystemKeyring(), ask_secret=ask_secret, chance=secrets.token_bytes)
