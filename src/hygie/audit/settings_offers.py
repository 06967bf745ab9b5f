"""Which settings answer what an audit found: a plan starts the act where Hygie can."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hygie.audit.settings_states import would_change
from hygie.audit.settings_world import this_world
from hygie.audit.wiring import this_system
from hygie.core.audits import Audit
from hygie.core.findings import Outcome
from hygie.workstation.settings.known import LOCK_MINUTES, SETTINGS, Setting

Makes = Callable[[Setting], bool]
"""Tells whether a setting has something to change on this workstation."""


def settings_offered(
    audit: Audit, workstation: str, makes: Makes | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Return, by measure, the settings whose fact is failing on this workstation.

    Only those that ``makes`` can make: without it, all those that exist on this system.
    """
    return {
        measure: tuple(
            setting.id
            for setting in SETTINGS
            if this_system() in setting.planners
            and failing & set(setting.facts)
            and (makes is None or makes(setting))
        )
        for measure, failing in _failing(audit, workstation).items()
    }


def made_here(environment: Mapping[str, str], now: datetime) -> Makes:
    """Ask each setting itself, on this workstation, where nothing is written."""
    world = this_world(environment, now, writes=False)
    return lambda setting: would_change(setting, world, LOCK_MINUTES)


def _failing(audit: Audit, workstation: str) -> Mapping[str, set[str]]:
    found = {
        finding.measure: {
            item.fact
            for item in finding.because
            if item.outcome is Outcome.BAD and item.workstation == workstation
        }
        for finding in audit.findings
    }
    return {measure: facts for measure, facts in found.items() if facts}
