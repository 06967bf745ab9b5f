"""Whether a workstation's file may be taken in: what was known of it before decides."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from hygie.audit.json_files import UNCHANGED
from hygie.audit.received import Received
from hygie.audit.workstation_file_format import WorkstationFile
from hygie.audit.workstation_key import fingerprint, same_fingerprint
from hygie.core.errors import MisusedError

CLOCKS_APART = timedelta(minutes=10)
"""Two computers seldom tell the very same time."""

AGAIN = "Refaites-le sur l'autre poste : hygie poste --sortie FICHIER."


def known(received: Iterable[Received], workstation: str) -> Received | None:
    """Return what is known of a workstation that is still in the practice."""
    found = (each for each in received if each.workstation == workstation and each.file)
    return next(found, None)


def check_file(
    file: WorkstationFile, before: Received | None, *, here: str, now: datetime, older: bool
) -> None:
    """Refuse a file that cannot be this practice's next word on that workstation."""
    if file.workstation == here:
        raise MisusedError(
            "Ce fichier vient de ce poste-ci, que chaque audit lit lui-même.",
            hint=f"Ajoutez le fichier d'un autre poste du cabinet. {UNCHANGED}",
        )
    if file.at > now + CLOCKS_APART:
        raise MisusedError(
            "Ce fichier est daté du futur.",
            hint="Les horloges des deux postes diffèrent de plus de dix minutes : réglez-les, puis"
            f" refaites-le. {UNCHANGED}",
        )
    if not file.readings:
        raise MisusedError(
            "Ce fichier ne dit rien que Hygie connaisse.",
            hint=f"Mettez Hygie à jour sur les deux postes. {AGAIN} {UNCHANGED}",
        )
    if before is not None:
        _check_follows(file, before, older=older)


def _check_follows(file: WorkstationFile, before: Received, *, older: bool) -> None:
    if file.public.hex() != before.key:
        raise MisusedError(
            f"Ce fichier de {file.workstation} porte une autre signature que le dernier reçu.",
            hint="Le plus souvent, il a été écrit depuis un autre compte du même ordinateur, ou"
            " Hygie y a été réinstallé : refaites-le depuis le même compte que la première fois,"
            f" ou bien hygie poste retirer {file.workstation}, puis hygie poste ajouter FICHIER, en"
            " comparant l'empreinte. Si personne du cabinet ne l'a écrit, n'ajoutez rien : ce"
            f" fichier peut être un faux. {UNCHANGED}",
        )
    if before.file is not None and file.at < before.file.at and not older:
        raise MisusedError(
            "Ce fichier est plus ancien que le dernier reçu de ce poste.",
            hint=f"{AGAIN} Pour le prendre quand même : --plus-ancien. {UNCHANGED}",
        )


def check_trust(
    file: WorkstationFile,
    before: Received | None,
    typed: str | None,
    ask: Callable[[str], bool] | None,
) -> None:
    """Make sure somebody vouches for a key seen for the first time.

    ``typed`` is the fingerprint given in the command; ``ask`` puts the question, None when nobody
    is there to answer. Raises MisusedError unless the key is known, typed or vouched for.
    """
    shown = fingerprint(file.public)
    if typed is not None:
        if not same_fingerprint(typed, shown):
            raise MisusedError(
                "L'empreinte donnée n'est pas celle de la clé qui a signé ce fichier.",
                hint=f"Relisez celle que l'autre poste a montrée. {AGAIN} {UNCHANGED}",
            )
        return
    if before is not None:
        return
    if ask is None:
        raise MisusedError(
            f"Premier fichier de {file.workstation} : sa clé n'est pas encore connue.",
            hint=f'Donnez l\'empreinte que ce poste a montrée : --empreinte "…". {UNCHANGED}',
        )
    if not ask(shown):
        raise MisusedError(
            "Ce poste n'a pas été ajouté.",
            hint=f"{AGAIN} Il montre alors son empreinte. {UNCHANGED}",
        )
