"""What an act of the journal was, in words: on the team, on what opens the data, a document."""

from collections.abc import Mapping

from hygie.practice.records import ACT, Line
from hygie.practice.team_acts import ROLE_WORDS, role_word, team_act

VAULT, DOCUMENT, NAME = "coffre", "document", "nom"
ACTION, NETWORK = "acte", "reseau"

TEAM_ACTS: Mapping[str, str] = {
    "nom": "nom corrigé",
    "role": "rôle changé",
    "code": "code personnel choisi",
    "depart": "départ noté",
    "effacer": "nom effacé",
}
VAULT_ACTS: Mapping[str, str] = {
    "fiche-de-secours": "fiche de secours faite",
    "code-du-cabinet": "code du cabinet choisi",
}
DOCUMENTS: Mapping[str, str] = {"dossier": "dossier fait"}
ROLES = frozenset({"titulaire", "collaborateur", "prestataire", *ROLE_WORDS})


def act_word(line: Line) -> str:
    """Say what was done; empty when it is no such act, or one of a later version."""
    if line.kind != ACT:
        return ""
    what, _ = team_act(line)
    if what in ROLES:
        return "personne déclarée"
    if what:
        return TEAM_ACTS.get(what, "équipe changée")
    if VAULT in line.summary:
        return VAULT_ACTS.get(str(line.summary[VAULT]), "")
    if DOCUMENT in line.summary:
        return DOCUMENTS.get(str(line.summary[DOCUMENT]), "document fait")
    return "réseau regardé" if line.summary.get(ACTION) == NETWORK else ""


def act_about(line: Line, names: Mapping[str, str] | None = None) -> str:
    """Say what or whom the act is about; without ``names``, of a person only the first role."""
    what, person = team_act(line)
    if what:
        role = role_word(what) if what in ROLES else ""
        name = (names or {}).get(person, "")
        return f"{name} ({role})" if name and role else name or role
    if line.kind == ACT and DOCUMENT in line.summary:
        return str(line.summary.get(NAME, ""))
    return ""
