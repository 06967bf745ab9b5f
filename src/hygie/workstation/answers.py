"""How a probe builds its readings: it says the fact and what it found; the rest is known."""

from hygie.core.readings import Inapplicable, Observed, Unreadable, Value
from hygie.workstation.machine import Context

NOT_ASKED_ROOT = "Le système réserve cette information à l'administrateur."


def observed(context: Context, fact: str, value: Value, source: str) -> Observed:
    """Build the reading of a fact that was seen."""
    return Observed(
        fact=fact, workstation=context.workstation, value=value, source=source, at=context.now
    )


def unreadable(context: Context, fact: str, reason: str, remedy: str) -> Unreadable:
    """Build the reading of a fact we asked for and could not know."""
    return Unreadable(
        fact=fact, workstation=context.workstation, reason=reason, remedy=remedy, at=context.now
    )


def inapplicable(context: Context, fact: str, reason: str) -> Inapplicable:
    """Build the reading of a fact that has no meaning on this machine."""
    return Inapplicable(fact=fact, workstation=context.workstation, reason=reason, at=context.now)
