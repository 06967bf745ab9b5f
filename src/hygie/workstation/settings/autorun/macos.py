"""Nothing to set: macOS starts no program from a medium."""

from hygie.workstation.settings.door import Change, NotHereError, Sight

NEVER = "macOS ne lance aucun programme depuis un support qu'on branche."


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say that there is no such thing here."""
    del sight
    raise NotHereError(NEVER)
