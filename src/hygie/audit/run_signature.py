"""«hygie dossier verifier» and «hygie dossier signer»."""

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hygie.audit.signature_compare import joined_to
from hygie.audit.signature_doors import Checker, Doors, real_doors
from hygie.audit.signature_doubts import list_programs
from hygie.audit.signature_files import read_bounded, read_pdf
from hygie.audit.signature_format import write_signing, write_verification
from hygie.audit.signature_keys import (
    CERTIFICATE_FILE,
    Wish,
    given_key,
    own_certificate,
    own_key,
)
from hygie.audit.signature_words import headline, say_signature, say_verification
from hygie.core.errors import HygieError, MisusedError
from hygie.documents.signing import sign, stamper_by
from hygie.documents.signing_certificates import describe, read_authorities
from hygie.documents.signing_check import check
from hygie.documents.signing_keys import Key
from hygie.documents.signing_report import Signature, StampState, State, Verification
from hygie.documents.signing_stamp import server_of
from hygie.practice.folders import data_folder
from hygie.practice.whole_files import write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets
from hygie.terminal.prompts import Choice, Question, ask_one

SIGNABLE = frozenset({State.UNSIGNED, State.INTACT, State.SIGNED_AGAIN})
SUFFIX = "-signe.pdf"


def run_verify(arguments: Namespace, console: Console, checker: Checker = check) -> ExitCode:
    """Say what holds in a document and what does not; done when all of it holds."""
    content = read_pdf(arguments.fichier)
    authorities = _authorities(arguments.autorite or ())
    found = checker(content, at=console.now(), authorities=authorities)
    joined = joined_to(found.attachments, arguments.audit, console)
    own = _own_fingerprint(console)
    if arguments.json:
        console.json(write_verification(found, joined, own))
    else:
        console.show(
            say_verification(
                found,
                joined,
                own=own,
                now=console.now(),
                zone=console.zone,
                width=console.width,
            )
        )
    return ExitCode.DONE if found.holds and joined.agrees else ExitCode.FAILED


def run_sign(arguments: Namespace, console: Console, doors: Doors | None = None) -> ExitCode:
    """Sign a document, look at what was signed, then write it beside the original."""
    doors = doors or real_doors(console)
    if arguments.json:
        doors = replace(doors, ask_secret=lambda _prompt: None)
    target = _target(arguments.fichier, arguments.sortie)
    content = read_pdf(arguments.fichier)
    _check_signable(doors.check(content, at=console.now()))
    wish = _wish(arguments, console)
    key, made = given_key(wish, console, doors), False
    agreed = arguments.horodatage is None or _agreed(arguments, console)
    if key is None:
        key, made = own_key(wish, console, doors)
    address = arguments.horodatage if agreed else None
    signed, signature = _signed(content, key, console, doors, address)
    # Somebody may have taken a while to type: the place is looked at again.
    write_whole(_target(arguments.fichier, arguments.sortie), signed)
    _tell(arguments, console, signature, target, made=made)
    return ExitCode.DONE


def _wish(arguments: Namespace, console: Console) -> Wish:
    return Wish(
        file=arguments.cle,
        phrase=arguments.phrase,
        name=arguments.nom,
        agreed=arguments.oui,
        asking=console.interactive and not arguments.json,
    )


def _signed(
    content: bytes, key: Key, console: Console, doors: Doors, address: str | None
) -> tuple[bytes, Signature]:
    stamper = None
    if address is not None:
        stamper = stamper_by(lambda request: doors.post(address, request))
    signed = sign(content, key, now=console.now(), stamper=stamper)
    found = doors.check(signed, at=console.now())
    if not (found.holds and signed.startswith(content) and found.signatures):
        raise HygieError(
            "Le document signé ne se vérifie pas : Hygie ne l'a pas gardé.",
            hint="Recommencez, sans --horodatage s'il y en avait un. L'original n'a pas changé.",
        )
    last = found.signatures[-1]
    if address is not None and last.stamp.state is StampState.ABSENT:
        raise HygieError(
            "La date demandée n'est pas dans la signature : Hygie n'a rien gardé.",
            hint="Recommencez, ou signez sans --horodatage. L'original n'a pas changé.",
        )
    return signed, last


def _tell(
    arguments: Namespace, console: Console, signature: Signature, target: Path, *, made: bool
) -> None:
    own = _own_fingerprint(console)
    if arguments.json:
        console.json(write_signing(signature, made=made, own=own))
        return
    console.show(f"Signé : {target}")
    lines = say_signature(signature, own=own, now=console.now(), zone=console.zone)
    console.show("\n".join(bullets(lines, width=console.width)))
    console.say(f"Pour le vérifier : hygie dossier verifier {target}")
    if made:
        kept = data_folder(console.environment) / CERTIFICATE_FILE
        console.say("La clé du cabinet est créée, chiffrée, dans le dossier de données de Hygie.")
        console.say(f"Son certificat, à donner à qui doit vous reconnaître : {kept}")


def _target(document: Path, asked: str | None) -> Path:
    """Return where to write, where nothing is: a file there may be somebody's only one."""
    target = document.with_name(f"{document.stem}{SUFFIX}") if asked is None else Path(asked)
    if asked == "-" or os.path.lexists(target):
        told = "n'est pas un nom de fichier" if asked == "-" else "existe déjà"
        raise MisusedError(
            f"« {target} » {told}.",
            hint="Donnez un autre nom avec --sortie. Rien n'a été signé, ni remplacé.",
        )
    return target


def _check_signable(found: Verification) -> None:
    if found.programs:
        raise MisusedError(
            "Hygie ne signe pas un document qui contient, ou peut contenir, un programme :"
            f" {', '.join(list_programs(found.programs))}.",
            hint="Refaites-le sans, par exemple en PDF/A. L'original n'a pas été touché.",
        )
    if found.state not in SIGNABLE or (found.signatures and not found.holds):
        raise MisusedError(
            f"Hygie ne signe pas ce document. {headline(found)[0]}",
            hint="Refaites-le, puis signez-le. L'original n'a pas été touché.",
        )


def _agreed(arguments: Namespace, console: Console) -> bool:
    """Ask before anything goes out; the address is checked before the question."""
    server = server_of(arguments.horodatage)
    if arguments.oui:
        return True
    if not console.interactive or arguments.json:
        raise MisusedError(
            f"L'horodatage enverrait l'empreinte du document à {server}.",
            hint="Pour l'accepter sans question : ajoutez --oui. Rien n'est parti.",
        )
    question = Question(
        text=f"Demander une date à {server} ?",
        help=(
            "Ce serveur reçoit l'empreinte du document et votre adresse sur internet,"
            " jamais le document lui-même."
        ),
    )
    choices = [
        Choice(value="oui", label="Oui, l'envoyer"),
        Choice(value="non", label="Non, signer sans date"),
        Choice(value="rien", label="Ne rien signer"),
    ]
    answer = ask_one(console, question, choices)
    if answer not in {"oui", "non"}:
        raise MisusedError(
            "Rien n'a été signé, rien n'est parti.", hint="Relancez quand vous voulez."
        )
    return answer == "oui"


def _authorities(files: Sequence[Path]) -> list[bytes]:
    found: list[bytes] = []
    for file in files:
        try:
            found += read_authorities(read_bounded(file, "Le certificat"))
        except ValueError as error:
            raise MisusedError(
                "Un des certificats donnés ne se lit pas.",
                hint="Donnez un fichier .pem ou .crt. Rien n'a été modifié.",
            ) from error
    return found


def _own_fingerprint(console: Console) -> str | None:
    try:
        pem = own_certificate(console)
        return None if pem is None else describe(read_authorities(pem)[0]).fingerprint
    except (HygieError, ValueError):
        # A certificate of ours that was damaged recognises nothing, and prevents nothing.
        return None
