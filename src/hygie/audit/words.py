"""How values, verdicts and situations are said in French."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from hygie.catalogue.tables import load_programs
from hygie.core.audits import Audit
from hygie.core.findings import Basis, Verdict
from hygie.core.measures import Actor
from hygie.core.readings import Fact, FactType, Inapplicable, Observed, Reading, Unreadable, Value
from hygie.core.situation import Exercise, Situation
from hygie.terminal.tones import Tone
from hygie.terminal.typography import agree, counted, day, duration, moment, number

SIGNS: Mapping[Verdict, tuple[str, str, Tone]] = {
    Verdict.MET: ("●", "respectée", Tone.MET),
    Verdict.TO_DO: ("▲", "à traiter", Tone.TO_DO),
    Verdict.TO_CHECK: ("?", "à vérifier", Tone.TO_CHECK),
    Verdict.NOT_CONCERNED: ("–", "sans objet", Tone.QUIET),
}
"""Never a colour alone: a shape, a word, a tone."""

ACTORS: Mapping[Actor, str] = {
    Actor.YOU: "vous",
    Actor.ASSISTANT: "votre assistante",
    Actor.PROVIDER: "votre prestataire",
    Actor.VENDOR: "votre éditeur",
}

BASES: Mapping[Basis, str] = {
    Basis.READING: "constaté sur ce poste",
    Basis.EVIDENCE: "prouvé",
    Basis.DECLARATION: "déclaré",
}

_EXERCISES: Mapping[Exercise | None, str] = {
    Exercise.ALONE: "exercice seul",
    Exercise.WITH_ASSISTANT: "avec assistante ou secrétariat",
    Exercise.GROUP: "en groupe",
    Exercise.REPLACEMENT: "remplacement",
    Exercise.COORDINATED: "exercice coordonné",
    None: "mode d'exercice non précisé",
}


SYSTEM = "system.name"
_SPELLED = {"wpa3": "WPA3", "wpa2": "WPA2", "wpa": "WPA", "wep": "WEP"}

_SINGULARS: Mapping[str, str] = {"mises à jour": "mise à jour", "mots de passe": "mot de passe"}


def say_situation(situation: Situation) -> str:
    """Say a situation in one line."""
    return f"{_EXERCISES[situation.exercise]}, {say_equipment(situation)}"


TOLD_IN_ONE_LINE = frozenset({"exercise", "local", "cloud", "users", "computers"})


def say_assumed(situation: Situation) -> str:
    """Say how far a situation said in one line is nobody's word; empty when all was told."""
    assumed = [situation.is_assumed(name) for name in TOLD_IN_ONE_LINE]
    if all(assumed):
        return "supposée"
    return "en partie supposée" if any(assumed) else ""


def say_verdict(verdict: Verdict | None) -> str:
    """Say a verdict; a dash where the measure was not judged."""
    return "–" if verdict is None else SIGNS[verdict][1]


NO_COMPUTER = "aucun ordinateur"


def say_equipment(situation: Situation) -> str:
    """Say with what a practice works: software, users, computers."""
    columns = {
        (True, True): "logiciels locaux et en ligne",
        (True, False): "logiciels locaux",
        (False, True): "logiciels en ligne",
    }[situation.local, situation.cloud]
    users = "plusieurs utilisateurs" if situation.several_users else "un seul utilisateur"
    computers = counted(situation.computers, "ordinateur") if situation.computers else NO_COMPUTER
    return f"{columns}, {users}, {computers}"


def say_value(fact: Fact | None, value: Value) -> str:
    """Say an observed value with its unit."""
    match value:
        case bool():
            return "oui" if value else "non"
        case int():
            return _with_unit(value, fact.unit if fact else "")
        case tuple():
            return ", ".join(_names().get(each, each) for each in value) if value else "aucun"
        case str():
            is_day = fact is not None and fact.type is FactType.DATE
            return day(date.fromisoformat(value)) if is_day else _named(fact, value)


def _named(fact: Fact | None, value: str) -> str:
    if fact is not None and fact.id == SYSTEM:
        return value[:1].upper() + value[1:]
    return _SPELLED.get(value, value)


@cache
def _names() -> Mapping[str, str]:
    """Return the name of each known program; lists hold their ids, which are for programs."""
    return {str(entry["id"]): str(entry["name"]) for entry in load_programs()}


def _with_unit(value: int, unit: str) -> str:
    if unit == "secondes":
        return duration(timedelta(seconds=value))
    if not unit:
        return number(value)
    singular = _SINGULARS.get(unit, unit.removesuffix("s"))
    return f"{number(value)} {agree(value, singular, unit)}"


def say_reading(fact: Fact | None, reading: Reading) -> str:
    """Say what a workstation answered, or why it did not."""
    match reading:
        case Observed(value=value):
            return say_value(fact, value)
        case Unreadable(reason=reason):
            return f"illisible : {reason}"
        case Inapplicable(reason=reason):
            return f"sans objet : {reason}"


def say_workstations(audit: Audit) -> str:
    """Say how many facts were read, and how many could not be."""
    total = len(audit.readings)
    unreadable = sum(isinstance(reading, Unreadable) for reading in audit.readings)
    return f"{total} {agree(total, 'relevé')}, {unreadable} {agree(unreadable, 'illisible')}"


def say_when(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    """Say a moment: «le 22 nov. à 19 h 41»."""
    return f"le {moment(at, now=now, zone=zone)}"
