"""«hygie dossier»: the PDF of an audit, drawn apart and written whole."""

import os
from argparse import Namespace
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from hygie.audit.audit_format import read_audit
from hygie.audit.comparison_format import Compared, compare_audits, read_comparison
from hygie.audit.dossier import make_pdf
from hygie.audit.dossier_words import Edition
from hygie.audit.json_files import FORMAT, read_document
from hygie.audit.run_demo import make_demonstration, make_demonstration_before
from hygie.audit.store import last_audits
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError
from hygie.documents.printable import MARK
from hygie.practice.opening import read_records
from hygie.practice.whole_files import new_file, write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console

NAME_LETTERS = 200
MAIMED = (
    "▲ Des caractères du nom du cabinet n'ont pas de dessin dans les polices du dossier : « � » les"
    " remplace. Donnez un nom en lettres latines avec « --cabinet »."
)


def run_dossier(arguments: Namespace, console: Console) -> ExitCode:
    """Choose the audit, draw its dossier, write it; nothing is written when something fails."""
    practice = _practice(arguments.cabinet)
    audit, before, fictitious = _audits(arguments, console)
    edition = Edition(
        made_at=arguments.as_of or console.now(),
        practice=practice,
        zone=console.zone,
        demonstration=fictitious,
        from_file=arguments.audit is not None,
        compared=before,
    )
    target = _target(arguments.sortie, audit, edition)
    console.pass_by("Le dossier se dessine…")
    pdf = make_pdf(audit, edition)
    console.pass_by("")
    write_whole(target, pdf)
    if arguments.json:
        console.json(_told(target, pdf, audit, edition))
        return ExitCode.DONE
    console.show(f"Dossier écrit : {target}")
    console.say(f"Il porte l'audit du {edition.moment(audit.at)}, et ses données en pièce jointe.")
    if is_maimed(pdf):
        console.say(MAIMED)
    console.say("Relisez-le avant de l'envoyer. Rien n'est parti d'ici.")
    return ExitCode.DONE


def is_maimed(pdf: bytes) -> bool:
    """Tell whether the name printed lost characters: the document's own description says it."""
    _, _, rest = pdf.partition(b"<x:xmpmeta")
    description, _, _ = rest.partition(b"</x:xmpmeta>")
    return MARK.encode("utf-8") in description


def _practice(name: str | None) -> str:
    """Return the name to print; it is kept nowhere."""
    kept = " ".join((name or "").split())
    if len(kept) > NAME_LETTERS:
        raise MisusedError(
            f"Le nom du cabinet dépasse {NAME_LETTERS} caractères.",
            hint="Donnez un nom plus court. Rien n'a été écrit.",
        )
    return kept


def _audits(arguments: Namespace, console: Console) -> tuple[Audit, Compared | None, bool]:
    """Return the audit to print, what changed before it, and whether its practice is fictitious."""
    until = arguments.as_of or console.now()
    if arguments.demo and (arguments.audit is not None or arguments.avant is not None):
        raise MisusedError(
            "« --demo » ne va ni avec « --audit » ni avec « --avant ».",
            hint="Choisissez l'un des deux. Rien n'a été écrit.",
        )
    if arguments.demo:
        catalogue = load_catalogue()
        audit = make_demonstration(catalogue, until)[0]
        return audit, compare_audits(make_demonstration_before(catalogue, until), audit), True
    if arguments.audit is not None:
        document = read_document(arguments.audit, "Le fichier d'audit")
        audit, kept = read_audit(document), document.get("comparaison")
        if audit.at > until:
            raise MisusedError(
                "Cet audit porte une date à venir : il n'a pas pu être fait ainsi.",
                hint="Vérifiez le fichier, et l'heure de cet ordinateur. Rien n'a été écrit.",
            )
        told = read_comparison(kept) if isinstance(kept, dict) else None
        fictitious = document.get("demonstration") is True
        return audit, _since(arguments.avant, audit) or told, fictitious
    audits = last_audits(read_records(console.environment), 2, until=until)
    if not audits:
        raise MisusedError(
            "Aucun audit n'est encore enregistré sur ce poste.",
            hint="Lancez « hygie audit » ; pour voir à quoi cela ressemble : hygie dossier --demo",
        )
    audit = audits[-1]
    saved = compare_audits(audits[0], audit) if len(audits) > 1 else None
    return audit, _since(arguments.avant, audit) or saved, False


def _since(path: Path | None, audit: Audit) -> Compared | None:
    """Compare with the audit of a file, when one is given: it must be the older."""
    if path is None:
        return None
    before = read_audit(read_document(path, "L'audit d'avant"))
    if before.at >= audit.at:
        raise MisusedError(
            "L'audit donné par « --avant » n'est pas plus ancien que celui du dossier.",
            hint="Donnez un audit plus ancien. Rien n'a été écrit.",
        )
    return compare_audits(before, audit)


def _target(given: str | None, audit: Audit, edition: Edition) -> Path:
    """Say where to write: never over something; without a name, the first one that is free."""
    if given is not None:
        return new_file(given)
    day = edition.here(audit.at).date().isoformat()
    stem = f"hygie-{'demonstration' if edition.demonstration else 'dossier'}-{day}"
    names = chain([f"{stem}.pdf"], (f"{stem}-{rank}.pdf" for rank in count(2)))
    return next(path for name in names if not os.path.lexists(path := Path(name)))


def _told(target: Path, pdf: bytes, audit: Audit, edition: Edition) -> dict[str, object]:
    return {
        "format": FORMAT,
        "le": edition.made_at.isoformat(),
        "audit": audit.at.isoformat(),
        "catalogue": audit.catalogue.version,
        "demonstration": edition.demonstration,
        "fichier": str(target),
        "octets": len(pdf),
        "sha256": sha256(pdf).hexdigest(),
    }
