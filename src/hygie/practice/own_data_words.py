"""What «hygie mes-donnees» says: what was done, what is left to do."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from hygie.practice.own_data_backup import Saved
from hygie.practice.own_data_erase import Erased, Part
from hygie.practice.own_data_export import Exported
from hygie.practice.own_data_restore import Opening, Restored
from hygie.practice.own_files import FORMER, KEYS, WORKSTATION_KEY
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.typography import NO_BREAK, agree, counted, day, decimal, number

THOUSAND, MILLION = 1000, 1_000_000

NOTHING = "Hygie n'a encore rien enregistré sur ce poste."
ACTS = (
    "Tout sauver dans un fichier chiffré : hygie mes-donnees sauver FICHIER",
    "Remettre une sauvegarde en place : hygie mes-donnees restaurer FICHIER",
    "Tout écrire, lisible sans Hygie : hygie mes-donnees exporter DOSSIER",
    "Tout effacer de ce poste : hygie mes-donnees effacer",
)
OPENED = {
    Opening.PLAIN: "Elles ne sont pas chiffrées.",
    Opening.KEYRING: "Le trousseau de cette session les ouvre : il n'y a rien à retenir.",
    Opening.CODE: (
        "Aucun trousseau ne garde leur clé sur ce poste : le code de la sauvegarde les ouvre"
        " désormais. Gardez-le."
    ),
    Opening.ASKED: (
        "Elles sont chiffrées : le code du cabinet, ou le code de secours imprimé, vous sera"
        " demandé à la première ouverture."
    ),
}
ELSEWHERE = "Les sauvegardes et les exports que vous avez rangés ailleurs y sont toujours."
KEY_GONE = (
    "La clé de ce poste est effacée aussi. Si un autre poste du cabinet recevait ses fichiers :"
    " retirez-le là-bas (hygie poste retirer), puis ajoutez-le de nouveau s'il sert encore."
)
KEY_LEFT = (
    "Le trousseau de cette session n'a pas répondu : il garde peut-être encore une clé de Hygie."
    " Elle n'ouvre plus rien sur ce poste ; ôtez-la dans les mots de passe du système, au nom"
    " « Hygie »."
)


def told(parts: Iterable[Part]) -> Iterator[str]:
    """List what there is, by kind."""
    yield from bullets(
        f"{part.label} : {counted(part.files, 'fichier')}, {size(part.size)}" for part in parts
    )


def say_saved(saved: Saved, path: Path) -> Iterator[str]:
    """Say what was saved, and what to do with it."""
    yield from wrap(
        f"Tout est sauvé dans {path} : {counted(saved.files, 'fichier')}, {size(saved.size)},"
        " relu en entier après écriture."
    )
    yield from wrap(
        "Rangez ce fichier hors de cet ordinateur, et son code ailleurs que lui : sans le code,"
        " personne ne l'ouvre, pas même Hygie."
    )


def say_restored(restored: Restored, folder: Path) -> Iterator[str]:
    """Say what was put back, what opens it, and where the former data is."""
    yield from wrap(
        f"Les données du {day(restored.at.astimezone().date())} sont en place :"
        f" {counted(restored.files, 'fichier')}, {size(restored.size)}."
        f" {OPENED[restored.opening]}"
    )
    if restored.chain is not None and not restored.chain.whole:
        yield from wrap(
            "Le journal sauvé n'était déjà plus intact : voyez où avec « hygie journal »."
        )
    if restored.former_kept:
        yield from wrap(
            f"Les données d'avant sont gardées dans {folder / FORMER} jusqu'à la prochaine"
            " restauration."
        )


def say_exported(exported: Exported, path: Path) -> Iterator[str]:
    """Say what was exported, and that it is in clear."""
    yield from wrap(
        f"Tout est écrit dans {path} : {counted(exported.entries, 'enregistrement')},"
        f" {counted(exported.files, 'fichier')}. Commencez par LISEZMOI.txt."
    )
    yield from wrap(
        "Ce dossier n'est pas chiffré : rangez-le en lieu sûr, ou effacez-le après usage."
    )
    if not exported.whole:
        yield from wrap(
            "Le journal n'est plus intact : seuls les enregistrements qui précèdent le changement"
            " sont exportés. Voyez où avec « hygie journal »."
        )
    if exported.damaged:
        yield from wrap(
            f"{counted(exported.damaged, 'fichier')} {agree(exported.damaged, 'abîmé')} n'"
            f"{agree(exported.damaged, 'a', 'ont')} pas pu être"
            f" {agree(exported.damaged, 'exporté')} : reprenez d'une sauvegarde."
        )


def say_erased(erased: Erased, folder: Path) -> Iterator[str]:
    """Say what is gone, and what is not."""
    count = sum(part.files for part in erased.parts)
    keys = any(part.label == KEYS for part in erased.parts)
    yield from wrap(
        f"Tout est effacé de ce poste : {counted(count, 'fichier')}"
        + (", et les clés qui les ouvraient." if keys else ".")
    )
    if erased.strangers:
        yield from wrap(
            f"{counted(erased.strangers, 'autre fichier', 'autres fichiers')} du dossier {folder}"
            " ne viennent pas de Hygie : ils y restent."
        )
    if not erased.forgotten:
        yield from wrap(KEY_LEFT)
    yield from wrap(ELSEWHERE)
    if any(part.label == WORKSTATION_KEY for part in erased.parts):
        yield from wrap(KEY_GONE)


def size(length: int) -> str:
    """Write «12 Ko» or «3,4 Mo»."""
    if length < MILLION:
        return f"{number(-(-length // THOUSAND))}{NO_BREAK}Ko"
    return f"{decimal(length / MILLION)}{NO_BREAK}Mo"
