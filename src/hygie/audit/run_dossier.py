"""«hygie dossier»: the PDF of an audit, drawn apart and written whole."""

from argparse import Namespace
from hashlib import sha256
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
from hygie.practice.opening import read_records
from hygie.practice.whole_files import write_whole
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console

NAME_LETTERS = 200
BEGINS = b"%PDF-"


def run_dossier(arguments: Namespace, console: Console) -> ExitCode:
    """Choose the audit, draw its dossier, write it; nothing is written when something fails."""
    practice = _practice(arguments.cabinet)
    audit, before, fictitious = _audits(arguments, console)
    edition = Edition(
        made_at=arguments.as_of or console.now(),
        practice=practice,
        zone=console.zone,
        demonstration=fictitious,
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
    console.say("Relisez-le avant de l'envoyer. Rien n'est parti d'ici.")
    return ExitCode.DONE


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
    """Say where to write; a file that is no PDF is never written over."""
    day = edition.here(audit.at).date().isoformat()
    kind = "demonstration" if edition.demonstration else "dossier"
    target = Path(f"hygie-{kind}-{day}.pdf" if given is None else given)
    if _is_something_else(target):
        raise MisusedError(
            f"« {target} » existe déjà et n'est pas un PDF.",
            hint="Donnez un autre nom avec « --sortie ». Rien n'a été modifié.",
        )
    return target


def _is_something_else(target: Path) -> bool:
    try:
        if not target.is_file():
            return False
        with target.open("rb") as file:
            return file.read(len(BEGINS)) not in {BEGINS, b""}
    except (OSError, ValueError):
        return False  # whoever writes says what is wrong with the place


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
