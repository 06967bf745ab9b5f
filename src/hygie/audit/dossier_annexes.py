"""The last pages of the dossier: readings, method and limits, sources, words and signs."""

from collections.abc import Iterator
from pathlib import Path

from hygie.audit.dossier_words import Edition, say_read
from hygie.catalogue.loader import read_toml
from hygie.core.audits import Audit
from hygie.core.measures import SOURCE_STATUS_LABELS, Source
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.documents.blocks import Block, bullets, heading, table, text
from hygie.terminal.typography import day

ATTACHED_NAME = "audit.json"

CONTENT = Path(__file__).with_name("dossier_words.toml")


def readings(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw every reading with its source, each computer apart."""
    yield heading("Les relevés")
    if not audit.readings:
        yield text("Aucun ordinateur n'a été lu.")
    for name in sorted({reading.workstation for reading in audit.readings}):
        found = [reading for reading in audit.readings if reading.workstation == name]
        yield heading(f"Ordinateur {name}", 2)
        yield text(_when(found, edition))
        yield from _observed(audit, found)
        yield from _unreadable(audit, found)
        yield from _inapplicable(audit, found)


def _when(found: list[Reading], edition: Edition) -> str:
    first, last = min(one.at for one in found), max(one.at for one in found)
    if edition.moment(first) == edition.moment(last):
        return f"Lu le {edition.moment(first)}."
    return f"Lu entre le {edition.moment(first)} et le {edition.moment(last)}."


def _label(audit: Audit, reading: Reading) -> str:
    fact = audit.catalogue.facts.get(reading.fact)
    return fact.label if fact else reading.fact


def _observed(audit: Audit, found: list[Reading]) -> Iterator[Block]:
    rows = [
        (
            _label(audit, one),
            say_read(audit.catalogue.facts.get(one.fact), one),
            one.source,
        )
        for one in found
        if isinstance(one, Observed)
    ]
    if rows:
        yield table({"Relevé": 5, "Valeur": 3, "Lu dans": 4}, rows)


def _unreadable(audit: Audit, found: list[Reading]) -> Iterator[Block]:
    rows = [
        (_label(audit, one), one.reason, one.remedy) for one in found if isinstance(one, Unreadable)
    ]
    if rows:
        yield text("Ce que cet ordinateur n'a pas pu dire :")
        yield table({"Relevé illisible": 4, "Pourquoi": 4, "Où regarder": 4}, rows)


def _inapplicable(audit: Audit, found: list[Reading]) -> Iterator[Block]:
    rows = [(_label(audit, one), one.reason) for one in found if isinstance(one, Inapplicable)]
    if rows:
        yield text("Ce qui n'a pas de sens sur cet ordinateur :")
        yield table({"Relevé sans objet": 5, "Raison": 7}, rows)


def method(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Say how this was judged, by whose words, and what it cannot say."""
    yield heading("Méthode et limites")
    yield heading("Méthode", 2)
    content = read_toml(CONTENT)
    for entry in content["method"]:
        yield text(entry["text"], lead=entry["lead"])
    yield heading("Limites", 2)
    yield bullets((*content["limits"], *_old_tables(audit)))
    yield heading("Les données jointes", 2)
    yield text(
        f"Le fichier {ATTACHED_NAME}, joint à ce PDF, porte les données de cet audit et rien de"
        " plus : les constats, le plan, les relevés, et les sources imprimés"
        " ici. Un lecteur de PDF l'ouvre parmi les pièces jointes ; il se lit sans Hygie, et"
        " Hygie sait refaire ce dossier à partir de lui."
    )
    if edition.practice:
        yield text(
            "Le nom du cabinet a été donné pour l'impression. Hygie ne l'a ni vérifié ni gardé,"
            " et il n'est pas dans les données jointes."
        )


def _old_tables(audit: Audit) -> Iterator[str]:
    for one in audit.outdated:
        yield f"Table trop ancienne ce jour-là : {one.label}, vérifiée le {day(one.checked)}."


def sources(audit: Audit) -> Iterator[Block]:
    """List the sources of the measures judged, each with how far it was checked."""
    yield heading("Les sources")
    yield text(
        "« Vérifiée » : lue dans le texte même, ou dans plusieurs qui concordent. « De seconde"
        " main » : lue dans un texte qui la rapporte. « À vérifier » : connue, aucun texte lu."
        " Les constats citent ces numéros."
    )
    rows = [
        (str(rank), _about(source), SOURCE_STATUS_LABELS[source.status])
        for rank, source in enumerate(audit.catalogue.sources.values(), start=1)
    ]
    yield table({"N°": 1, "Source et remarque": 19, "État": 3}, rows)


def _about(source: Source) -> str:
    told = " · ".join(part for part in (source.title, source.publisher, source.url) if part)
    return f"{told}. {source.note}" if source.note else told


def glossary() -> Iterator[Block]:
    """Say what each sign and word means."""
    yield heading("Signes et mots", 2)
    words = read_toml(CONTENT)["word"]
    yield table(
        {"Signe ou mot": 3, "Sens": 8}, [(entry["term"], entry["meaning"]) for entry in words]
    )
