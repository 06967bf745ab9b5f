"""The password rules a Mac imposes, as pwpolicy(8) lists them for every account.

A rule is an expression; only the plain form of a length is understood («.{8,}+»), the others can
only ask for more. A Mac delays each new try after some failures, which is not a blocking.
"""

import re
from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import ODD, Settings, number, parse_plist, rows, text

LENGTH, LOCKOUT = "password.minimum_length", "password.lockout_attempts"
COMMAND = ("pwpolicy", "-getaccountpolicies")
SOURCE = " ".join(COMMAND)
START = "<?xml"
CONTENT, OPENING = "policyCategoryPasswordContent", "policyCategoryAuthentication"
ATTEMPTS = "policyAttributeMaximumFailedAuthentications"

NO_RULES = "macOS n'a rendu aucune règle de mot de passe."
REMEDY = "Demandez à votre prestataire quelle règle de mot de passe ce poste impose."

_LENGTH = re.compile(r"policyAttributePassword matches '\.\{([0-9]{1,3}),([0-9]{1,3})?\}\+?'")


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return ``password.minimum_length`` and ``password.lockout_attempts``."""
    try:
        output = machine.run(COMMAND)
        policies = parse_policies(output.text) if output.code == 0 else None
        reason = NO_RULES
    except MachineRefusedError as refusal:
        policies, reason = None, refusal.reason
    if policies is None:
        return [unreadable(context, fact, reason, REMEDY) for fact in (LENGTH, LOCKOUT)]
    length, attempts = minimum_length(policies), lockout_attempts(policies)
    return [
        unreadable(context, fact, ODD, REMEDY)
        if value is None
        else observed(context, fact, value, SOURCE)
        for fact, value in ((LENGTH, length), (LOCKOUT, attempts))
    ]


def parse_policies(printed: str) -> Settings | None:
    """Read the property list that follows a line of text; None when there is none."""
    at = printed.find(START)
    found = parse_plist(printed[at:].encode("utf-8", "replace")) if at >= 0 else None
    return found if isinstance(found, dict) else None


def minimum_length(policies: Settings) -> int | None:
    """Return the longest of the lengths asked for, 0 when none is; every rule has to be met."""
    rules = _rules(policies, CONTENT)
    if rules is None:
        return None
    found = [_LENGTH.fullmatch(text(rule, "policyContent").strip()) for rule in rules]
    return max((int(match[1]) for match in found if match), default=0)


def lockout_attempts(policies: Settings) -> int | None:
    """Return the failures after which an account is blocked, 0 when no rule blocks it."""
    rules = _rules(policies, OPENING)
    if rules is None:
        return None
    found = [
        number(rule["policyParameters"], ATTEMPTS)
        for rule in rules
        if isinstance(rule.get("policyParameters"), dict) and ATTEMPTS in rule["policyParameters"]
    ]
    if None in found:
        return None
    return min((each for each in found if each), default=0)


def _rules(policies: Settings, category: str) -> tuple[Settings, ...] | None:
    return rows(policies, category) if category in policies else ()
