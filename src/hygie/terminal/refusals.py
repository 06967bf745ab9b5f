"""What argparse refuses, said in French.

argparse has no French, and only tells its errors as English sentences. A sentence missing here
becomes a plain French one: none ever goes through as it is.
"""

import re

from hygie.terminal.nearest import nearest

UNKNOWN_REFUSAL = "Hygie n'a pas compris cette commande."

_ABOUT = r"argument (?P<name>.+?): "

TRANSLATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(english, re.DOTALL), french)
    for english, french in (
        (r"the following arguments are required: (?P<names>.+)", "Il manque : {names}."),
        (
            r"one of the arguments (?P<names>.+) is required",
            "Il manque l'une de ces options : {names}.",
        ),
        (
            rf"{_ABOUT}not allowed with argument (?P<other>.+)",
            "{name} et {other} ne vont pas ensemble.",
        ),
        (rf"{_ABOUT}expected one argument", "{name} attend une valeur."),
        (rf"{_ABOUT}expected at most one argument", "{name} attend une valeur au plus."),
        (rf"{_ABOUT}expected at least one argument", "{name} attend au moins une valeur."),
        (rf"{_ABOUT}expected (?P<count>\d+) arguments?", "{name} attend {count} valeurs."),
        (rf"{_ABOUT}ignored explicit argument (?P<value>.+)", "{name} n'attend pas de valeur."),
        (
            rf"{_ABOUT}invalid int value: (?P<value>.+)",
            "{name} attend un nombre entier, et non « {value} ».",
        ),
        (
            rf"{_ABOUT}invalid float value: (?P<value>.+)",
            "{name} attend un nombre, et non « {value} ».",
        ),
        (
            rf"{_ABOUT}invalid \S+ value: (?P<value>.+)",
            "{name} : « {value} » ne convient pas.",
        ),
        (
            r"ambiguous option: (?P<name>.+) could match (?P<names>.+)",
            "{name} peut vouloir dire : {names}.",
        ),
    )
)

_CHOICE = re.compile(
    rf"{_ABOUT}(?:invalid choice:|unknown parser) (?P<value>.+?)(?:, maybe you meant .+)?"
    r" \((?:choose from|choices:) (?P<choices>.*)\)",
    re.DOTALL,
)


def in_french(refusal: str) -> str:
    """Translate a sentence of argparse."""
    if found := _CHOICE.fullmatch(refusal):
        return _choice(found["name"], _unquoted(found["value"]), found["choices"])
    for english, french in TRANSLATIONS:
        if found := english.fullmatch(refusal):
            return french.format(
                **{key: _unquoted(text) for key, text in found.groupdict().items()}
            )
    return UNKNOWN_REFUSAL


def _choice(name: str, value: str, choices: str) -> str:
    possible = [_unquoted(choice) for choice in choices.split(", ")]
    meant = nearest(value, possible)
    question = f" Vouliez-vous dire {meant} ?" if meant else ""
    return f"{name} : « {value} » n'est pas possible.{question} Choix : {', '.join(possible)}."


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
