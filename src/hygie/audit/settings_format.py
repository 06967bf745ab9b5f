"""The JSON document of «hygie poste regler»."""

from collections.abc import Iterable, Sequence

from hygie.audit.json_files import FORMAT
from hygie.audit.settings_flow import Outcome
from hygie.audit.settings_states import State
from hygie.workstation.settings.door import Change


def write_settings(
    states: Iterable[State],
    *,
    act: str | None = None,
    outcome: Outcome | None = None,
    explained: Sequence[str] = (),
) -> dict[str, object]:
    """Return the document: what can be set, or what became of one setting."""
    return {
        "format": FORMAT,
        "acte": act,
        "resultat": None if outcome is None else outcome.result.value,
        "raison": (outcome.reason or None) if outcome is not None else None,
        "reglages": [_state(state) for state in states],
        "explication": list(explained),
    }


def write_change(change: Change) -> dict[str, object]:
    """Return one change; None stands for what is not there."""
    return {
        "effet": change.said or None,
        "ou": where(change),
        "avant": change.before,
        "apres": change.after,
        "administrateur": change.place.elevated,
    }


def where(change: Change) -> str:
    """Name a place as a technician would look for it."""
    return f"{change.place.where} {change.place.name}".strip()


def _state(state: State) -> dict[str, object]:
    setting = state.setting
    return {
        "reglage": setting.id,
        "libelle": setting.label,
        "mesure": setting.measure,
        "etat": state.standing.value,
        "raison": state.reason or None,
        "avec_prestataire": setting.with_provider,
        "changements": [write_change(change) for change in state.changes],
        "peut_arreter": list(setting.may_stop),
    }
