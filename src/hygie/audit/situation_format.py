"""The situation as a JSON document, both ways."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from hygie.audit.json_files import FORMAT, UNCHANGED, nearest, shown
from hygie.core.errors import MisusedError
from hygie.core.situation import Exchange, Exercise, Place, Profession, Repair, Situation

MOST_PEOPLE = 1000


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of the document, the field it fills and how it is read."""

    field: str
    read: Callable[[object], object]
    expected: str


def _boolean(value: object) -> object:
    if isinstance(value, bool):
        return value
    raise ValueError(value)


def _number(value: object, *, least: int = 1) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_PEOPLE:
        return value
    raise ValueError(value)


def _number_or_none(value: object) -> object:
    return _number(value, least=0)


def _one(kind: type[StrEnum]) -> Callable[[object], object]:
    return kind


def _several(kind: type[StrEnum]) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(value)  # noqa: TRY004  # one error for all that is not expected
        return tuple(dict.fromkeys(kind(item) for item in value))

    return read


def _words(kind: type[StrEnum]) -> str:
    return ", ".join(f"« {word.value} »" for word in kind)


YES_NO = "true ou false"
COUNT = f"un nombre entier de 1 à {MOST_PEOPLE}"
COUNT_OR_NONE = f"un nombre entier de 0 à {MOST_PEOPLE}"

KEYS: Mapping[str, _Key] = {
    "profession": _Key("profession", _one(Profession), _words(Profession)),
    "exercice": _Key("exercise", _one(Exercise), _words(Exercise)),
    "lieux": _Key("places", _several(Place), f"une liste parmi {_words(Place)}"),
    "local": _Key("local", _boolean, YES_NO),
    "cloud": _Key("cloud", _boolean, YES_NO),
    "papier": _Key("paper", _boolean, YES_NO),
    "logiciels_partages": _Key("shared_software", _boolean, YES_NO),
    "session_partagee": _Key("shared_session", _boolean, YES_NO),
    "utilisateurs": _Key("users", _number, COUNT),
    "ordinateurs": _Key("computers", _number_or_none, COUNT_OR_NONE),
    "telephones": _Key("phones", _boolean, YES_NO),
    "tablettes": _Key("tablets", _boolean, YES_NO),
    "appareils_personnels": _Key("private_devices", _boolean, YES_NO),
    "echanges": _Key("exchanges", _several(Exchange), f"une liste parmi {_words(Exchange)}"),
    "depannage": _Key("repair", _one(Repair), _words(Repair)),
    "depannage_a_distance": _Key("remote_repair", _boolean, YES_NO),
    "reseau_a_nous": _Key("network_ours", _boolean, YES_NO),
}


ASSUMED = "supposes"
"""The key that lists the keys nobody told."""


def read_situation(document: Mapping[str, Any]) -> Situation:
    """Read a situation; a key left out takes its safe default, so does null.

    Raises MisusedError, naming the key and the nearest known one.
    """
    fields: dict[str, Any] = {}
    for key, value in document.items():
        if key in {"format", ASSUMED} or (key in KEYS and value is None):
            continue
        about = _known(key)
        fields[about.field] = _read(key, about, value)
    situation = with_columns(Situation(**fields))
    unsaid = {about.field for about in KEYS.values()} - set(fields)
    assumed = unsaid | {_known(key).field for key in _assumed(document)}
    kept = frozenset(name for name in assumed if getattr(situation, name) is not None)
    return replace(situation, assumed=kept)


def _assumed(document: Mapping[str, Any]) -> list[str]:
    keys = document.get(ASSUMED, [])
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return keys
    raise MisusedError(
        f"Dans la situation, « {ASSUMED} » n'est pas une liste de clés.",
        hint=f"Corrigez le fichier, puis recommencez. {UNCHANGED}",
    )


def with_columns(situation: Situation) -> Situation:
    """Refuse to judge by no column at all: records on paper only still pass by a computer.

    Raises MisusedError when both ``local`` and ``cloud`` are false.
    """
    if situation.local or situation.cloud:
        return situation
    raise MisusedError(
        "La situation dit que rien n'est informatisé : ni « local », ni « cloud ».",
        hint="Mettez « local » à true : il vaut aussi pour les locaux, le papier et les téléphones."
        f" {UNCHANGED}",
    )


def write_situation(situation: Situation) -> dict[str, Any]:
    """Return the document of a situation, its format included."""
    document: dict[str, Any] = {"format": FORMAT}
    for key, about in KEYS.items():
        value = getattr(situation, about.field)
        document[key] = list(value) if isinstance(value, tuple) else value
    document[ASSUMED] = [key for key, about in KEYS.items() if about.field in situation.assumed]
    return document


def nothing_told() -> Situation:
    """Return the most careful situation: every field of it is assumed."""
    return read_situation({})


def _known(key: str) -> _Key:
    if key in KEYS:
        return KEYS[key]
    raise MisusedError(
        f"La situation contient une clé inconnue : « {shown(key)} ».{nearest(key, KEYS)}",
        hint=f"Corrigez le fichier ; les clés sont décrites dans docs/formats. {UNCHANGED}",
    )


def _read(key: str, about: _Key, value: object) -> object:
    try:
        return about.read(value)
    except ValueError as error:
        words = [word.strip() for word in about.expected.replace("«", "»").split("»")]
        close = nearest(value, words) if isinstance(value, str) else ""
        raise MisusedError(
            f"Dans la situation, « {key} » vaut « {shown(value)} » ; attendu : "
            f"{about.expected}.{close}",
            hint=f"Corrigez le fichier, puis recommencez. {UNCHANGED}",
        ) from error
