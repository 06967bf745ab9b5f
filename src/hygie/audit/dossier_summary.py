"""The first pages of the dossier: the cover, one page of summary, the situation."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from hygie.audit.dossier_words import Edition
from hygie.audit.questionnaire import load_questions
from hygie.audit.words import ACTORS, SIGNS, say_assumed, say_situation
from hygie.core.ages import TABLE_DAYS
from hygie.core.audits import Audit
from hygie.core.barriers import Barrier
from hygie.core.findings import Counts, Verdict
from hygie.core.measures import THREAT_LABELS
from hygie.core.plan import Task
from hygie.core.readings import Inapplicable, Observed, Unreadable
from hygie.core.situation import Exchange, Exercise, Place, Repair, Situation
from hygie.documents.blocks import (
    Block,
    barriers,
    box,
    counts,
    heading,
    numbers,
    table,
    text,
)
from hygie.terminal.typography import NO_BREAK, agree, counted, minutes

NEXT_ACTIONS = 5
SHOWN_CONTRADICTIONS = 3

EXERCISES: Mapping[StrEnum, str] = {
    Exercise.ALONE: "seul",
    Exercise.WITH_ASSISTANT: "avec assistante ou secrétariat",
    Exercise.GROUP: "en groupe",
    Exercise.REPLACEMENT: "en remplacement",
    Exercise.COORDINATED: "coordonné (MSP, CPTS)",
}
PLACES: Mapping[StrEnum, str] = {
    Place.PRACTICE: "au cabinet",
    Place.HOMES: "à domicile",
    Place.THIRD_PARTY: "dans les locaux d'un tiers",
}
EXCHANGES: Mapping[StrEnum, str] = {
    Exchange.MSSANTE: "messagerie sécurisée (MSSanté)",
    Exchange.MAIL: "courriel ordinaire",
    Exchange.MESSENGER: "messagerie grand public",
    Exchange.FAX: "télécopie",
}
REPAIRS: Mapping[StrEnum, str] = {
    Repair.SELF: "le praticien",
    Repair.RELATIVE: "un proche",
    Repair.PROVIDER: "un prestataire",
    Repair.VENDOR: "l'éditeur du logiciel",
    Repair.NOBODY: "personne",
}
UNSAID = "non précisé"
TOO_OLD = f"Données vérifiées depuis plus de {TABLE_DAYS} jours"
FROM_FILE = (
    "Cet audit vient d'un fichier qui a été donné à Hygie : il n'a pas été repris du registre de ce"
    " poste, et rien ne montre que le fichier n'a pas été retouché."
)
SCOPE = (
    "Chaque constat dit s'il est constaté, prouvé ou déclaré. Ce dossier n'est ni un certificat"
    " ni une attestation de conformité."
)


def cover(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw what a cover must say: which practice, which day, judged by what, and how far."""
    if edition.demonstration:
        yield box("DÉMONSTRATION. Ce cabinet est fictif : rien ici ne vient d'un vrai ordinateur.")
    elif edition.from_file:
        yield box(FROM_FILE)
    yield table(
        {"Rubrique": 3, "Contenu": 7},
        [
            ("Audit fait le", edition.moment(audit.at)),
            ("Imprimé le", edition.moment(edition.made_at)),
            ("Situation", _situation_in_short(audit.situation)),
            ("Jugé d'après", _capital(_judged_by(audit))),
            ("Périmètre", perimeter(audit)),
            ("Portée", SCOPE),
        ],
    )


def _situation_in_short(told: Situation) -> str:
    said, assumed = _capital(say_situation(told)), say_assumed(told)
    return f"{said} ({assumed} : voir la page du périmètre)" if assumed else said


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _judged_by(audit: Audit) -> str:
    edition = f"liste de contrôle du Mémento de l'ANS, {audit.catalogue.memento}"
    return f"{edition} ; catalogue de Hygie {audit.catalogue.version}"


def perimeter(audit: Audit) -> str:
    """Say exactly how many computers were declared, read and not read, and what they answered."""
    told = audit.situation
    declared, word = told.computers, "supposé" if "computers" in told.assumed else "déclaré"
    read = len({reading.workstation for reading in audit.readings})
    unread = max(declared - read, 0)
    unreadable = sum(isinstance(reading, Unreadable) for reading in audit.readings)
    return (
        f"{counted(declared, f'ordinateur {word}', f'ordinateurs {word}s')}, {read}"
        f" {agree(read, 'lu')}, {unread} non {agree(unread, 'lu')} ;"
        f" {counted(len(audit.readings), 'relevé')}, dont {unreadable}"
        f" {agree(unreadable, 'illisible')}. Ni téléphone, ni tablette, ni appareil du réseau"
        " n'est lu."
    )


def summary(audit: Audit) -> Iterator[Block]:
    """Draw the page that is read when only one is."""
    yield heading("L'essentiel en une page", page=True)
    yield text(perimeter(audit), lead="Périmètre")
    yield counts(_figures(audit.counts))
    if audit.counts.not_concerned:
        yield text(
            f"{counted(audit.counts.not_concerned, 'mesure déclarée', 'mesures déclarées')} sans"
            " objet, hors des trois comptes."
        )
    if audit.complements.total:
        yield text(_complements(audit.complements), lead="Compléments de Hygie, comptés à part")
    yield from _contradictions(audit)
    if audit.outdated:
        tables = " ; ".join(one.label for one in audit.outdated)
        yield text(f"{tables}. Ce qui a changé depuis n'est pas jugé.", lead=TOO_OLD)
    yield heading("Barrières contre chaque menace", 2)
    yield barriers(("Menace", "Barrières", "En mots"), [_barrier(one) for one in audit.barriers])
    yield text("Poteau plein : en place. Poteau marqué « ? » : non connu. Poteau vide : manquant.")
    yield heading("Les prochaines actions", 2)
    yield from _next(audit)


def _figures(tally: Counts) -> Iterator[tuple[str, str, str]]:
    total = {Verdict.MET: tally.met, Verdict.TO_DO: tally.to_do, Verdict.TO_CHECK: tally.to_check}
    for verdict, figure in total.items():
        sign, word, _tone = SIGNS[verdict]
        fitting = agree(figure, word) if verdict is Verdict.MET else word
        yield (sign, str(figure), fitting)


def _complements(tally: Counts) -> str:
    met = agree(tally.met, "respecté")
    return f"{tally.met} {met}, {tally.to_do} à traiter, {tally.to_check} à vérifier."


def _contradictions(audit: Audit) -> Iterator[Block]:
    found = [one for one in audit.findings if one.contradiction]
    if not found:
        return
    names = [audit.catalogue.measures[one.measure].short for one in found[:SHOWN_CONTRADICTIONS]]
    more = len(found) - len(names)
    others = f" ; et {counted(more, 'autre')}" if more else ""
    told = "ce qui est déclaré n'est pas ce qui est constaté"
    yield text(f"{told} pour « {' » et « '.join(names)} »{others}.", lead="Contradiction")


def _barrier(item: Barrier) -> Mapping[str, object]:
    words = f"{item.standing} en place sur {item.total}"
    if item.unknown:
        words += f", {counted(item.unknown, 'inconnue')}"
    label = THREAT_LABELS[item.threat]
    missing = counted(item.missing, "manquante")
    return {
        "label": label,
        "standing": item.standing,
        "missing": item.missing,
        "unknown": item.unknown,
        "words": words,
        "alt": f"{label} : barrières, {words}, {missing}",
    }


def _next(audit: Audit) -> Iterator[Block]:
    first = audit.plan[:NEXT_ACTIONS]
    if not first:
        yield text("Rien à faire ni à vérifier à ce jour.")
        return
    yield numbers(
        f"{'À savoir : ' if one.task is Task.FIND_OUT else ''}{one.title}"
        f" ({ACTORS[one.who]},{NO_BREAK}{minutes(one.minutes)})"
        for one in first
    )
    left = len(audit.plan) - len(first)
    if left:
        yield text(f"La suite ({counted(left, 'ligne')}) est dans le plan.")


def situation(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw the perimeter workstation by workstation, then the situation as it was told."""
    yield heading("Le périmètre et la situation", page=True)
    yield text(perimeter(audit))
    yield heading("Les ordinateurs", 2)
    yield table(
        {"Ordinateur": 4, "Lus": 2, "Illisibles": 2, "Sans objet": 2, "Dernière lecture": 4},
        _workstations(audit, edition),
    )
    yield text("Le nom d'un ordinateur est un code : il ne dit rien de lui ni de qui s'en sert.")
    yield heading("La situation", 2)
    yield text(
        "Elle décide des mesures qui s'appliquent. « Supposé » : personne ne l'a dit, et Hygie"
        " prend la valeur la plus prudente. Ce n'est pas une déclaration du cabinet."
    )
    yield table({"Rubrique": 4, "Réponse": 6}, _told(audit.situation))


def _workstations(audit: Audit, edition: Edition) -> Iterator[tuple[str, ...]]:
    names = sorted({reading.workstation for reading in audit.readings})
    for name in names:
        found = [reading for reading in audit.readings if reading.workstation == name]
        kinds = [
            str(sum(isinstance(reading, kind) for reading in found))
            for kind in (Observed, Unreadable, Inapplicable)
        ]
        yield (name, *kinds, edition.moment(max(reading.at for reading in found)))
    unread = max(audit.situation.computers - len(names), 0)
    if unread:
        label = counted(unread, "autre ordinateur", "autres ordinateurs")
        yield (label, "0", "0", "0", "jamais lu" if unread == 1 else "jamais lus")


def _told(told: Situation) -> Iterator[tuple[str, str]]:
    """Say each line of the situation; what nobody told is marked."""
    for field, label, said in _lines(told):
        assumed = told.is_assumed(field) and said != UNSAID
        yield (label, f"{said} (supposé)" if assumed else said)


def _lines(told: Situation) -> Iterator[tuple[str, str, str]]:
    yield ("profession", "Profession", _profession(told.profession))
    yield ("exercise", "Exercice", EXERCISES[told.exercise] if told.exercise else UNSAID)
    yield ("places", "Lieux de soins", _listed(told.places, PLACES))
    yield ("local", "Logiciels au cabinet (colonne L)", _yes(told.local))
    yield ("cloud", "Logiciels en ligne (colonne C)", _yes(told.cloud))
    yield ("paper", "Dossiers sur papier", _yes(told.paper))
    yield ("users", "Utilisateurs", "plusieurs" if told.users is None else str(told.users))
    yield ("shared_software", "Logiciels partagés", _yes(told.shared_software))
    yield ("shared_session", "Session partagée", _yes(told.shared_session))
    yield ("computers", "Ordinateurs", str(told.computers))
    yield ("phones", "Téléphones", _yes(told.phones))
    yield ("tablets", "Tablettes", _yes(told.tablets))
    yield ("private_devices", "Appareils personnels utilisés", _yes(told.private_devices))
    yield ("exchanges", "Échanges", _listed(told.exchanges, EXCHANGES))
    yield ("repair", "Qui dépanne", REPAIRS[told.repair] if told.repair else UNSAID)
    yield ("remote_repair", "Dépannage à distance", _yes(told.remote_repair))
    yield ("network_ours", "Réseau propre au cabinet", _yes(told.network_ours))


def profession_labels() -> Mapping[str, str]:
    """Return the French name of each profession the questions know."""
    return {
        option.value: option.label
        for question in load_questions()
        if question.id == "profession"
        for option in question.options
    }


def _profession(value: str | None) -> str:
    return UNSAID if value is None else profession_labels().get(value, value)


def _listed(chosen: Iterable[StrEnum], words: Mapping[StrEnum, str]) -> str:
    return ", ".join(words[one] for one in chosen) or UNSAID


def _yes(value: bool) -> str:  # noqa: FBT001  # a value to say, not a choice of behaviour
    return "oui" if value else "non"
