"""Encryption is explained, and never switched on by Hygie: a lost key loses every file."""

from collections.abc import Iterator, Sequence

from hygie.audit.wiring import this_system
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.terminal.layout import bullets, numbered, wrap
from hygie.terminal.tones import Tone, paint

ENCRYPTION = "chiffrement"
TITLE = "Chiffrer le disque : Hygie l'explique et ne l'active jamais."
BEFORE = (
    "D'abord une sauvegarde vérifiée : un fichier rouvert depuis la copie.",
    (
        "Puis la clé de récupération imprimée et enfermée hors du cabinet, avant d'éteindre "
        "l'ordinateur : sans elle, une panne ou un oubli fait perdre tous les fichiers."
    ),
    "Si vous hésitez sur l'un des deux, attendez votre prestataire.",
)


def explained() -> tuple[str, ...]:
    """Return what to do, in order: what comes first, then the steps on this system."""
    catalogue = load_catalogue()
    how = load_guidance(catalogue)[ENCRYPTION].how
    return (*BEFORE, *how.get(this_system(), how.get("anyone", ())))


def drawn_encryption(texts: Sequence[str]) -> Iterator[str]:
    """Draw the explanation."""
    yield from (paint(line, Tone.STRONG) for line in wrap(TITLE))
    yield ""
    yield "Avant tout :"
    yield from bullets(texts[: len(BEFORE)])
    yield ""
    yield "Ensuite, sur ce système :"
    yield from numbered(texts[len(BEFORE) :])
