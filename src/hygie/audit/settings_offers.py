"""Which settings answer what an audit found: a plan starts the act where Hygie can."""

from collections.abc import Mapping

from hygie.audit.wiring import this_system
from hygie.core.audits import Audit
from hygie.core.findings import Outcome
from hygie.workstation.settings.known import SETTINGS


def settings_offered(audit: Audit, workstation: str) -> Mapping[str, tuple[str, ...]]:
    """Return, by measure, the settings whose fact is failing on this workstation."""
    return {
        finding.measure: tuple(
            setting.id
            for setting in SETTINGS
            if this_system() in setting.planners and failing & set(setting.facts)
        )
        for finding in audit.findings
        if (
            failing := {
                item.fact
                for item in finding.because
                if item.outcome is Outcome.BAD and item.workstation == workstation
            }
        )
    }
