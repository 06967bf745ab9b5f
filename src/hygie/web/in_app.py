"""What errors advise is written for the terminal; on a page it is said in the page's own terms."""

import re
from collections.abc import Sequence

GIVE = "« Donner son fichier à un autre poste »"
PUT_BACK = (
    "Si c'est un fichier donné par « Sauver dans un fichier » : fermez Hygie, puis, dans un"
    " terminal, hygie mes-donnees restaurer FICHIER"
)
SAID: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(told), said)
    for told, said in (
        (
            r"Donnez l'empreinte que ce poste a montrée : --empreinte \"…\"\.",
            "Recopiez l'empreinte que l'autre poste montre dans sa page Postes.",
        ),
        (r" Pour le prendre quand même : --plus-ancien\.", ""),
        (
            r"hygie poste retirer \S+, puis hygie poste ajouter FICHIER",
            "retirez ce poste de cette page, puis ajoutez-le de nouveau",
        ),
        (r"écrit par « hygie poste --sortie »", f"donné par l'autre poste ({GIVE})"),
        (r"hygie poste --sortie FICHIER", f"{GIVE}, page Postes"),
        (r"Sur ce poste, « hygie poste » dit", "Sur ce poste, Hygie dit"),
        (r"écrit par « hygie mes-donnees sauver »", "donné par « Sauver dans un fichier »"),
        (r"avec « hygie journal »", "dans la page Journal"),
        (
            r"Lancez « hygie audit » chaque semaine",
            "Ouvrez Hygie chaque semaine et relisez cet ordinateur",
        ),
        (
            r"(copie de sauvegarde[^.]*\.)",
            rf"\1 {PUT_BACK}",
        ),
    )
)
"""The orders that pages may come to show, and what to do there instead."""


def in_app(text: str) -> str:
    """Say an advice as somebody in front of a page can follow it."""
    for told, said in SAID:
        text = told.sub(said, text)
    return text
