"""What was changed on a workstation, written down before the change: what is needed to undo it.

Two stages, one entry each: begun (with the former values), then kept, undone or left so. An entry
begun that has no other is a change nobody vouched for: Hygie was stopped before the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.core.errors import MisusedError
from hygie.practice.changes import ACTION, BEGUN_AT, SETTING, STAGE, is_of_setting
from hygie.practice.records import ACT, Draft, Entry, Json, Records
from hygie.workstation.settings.door import Change, Place, Store
from hygie.workstation.settings.known import Setting

PLACES = "valeurs"


class Stage(StrEnum):
    """How far a change went."""

    BEGUN = "commence"
    KEPT = "garde"
    UNDONE = "annule"
    LEFT = "laisse"
    """Nobody vouched for it, and somebody said to leave it so: it is not asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One change of one setting. ``seq`` is the rank of the entry that began it."""

    seq: int
    setting: str
    measure: str | None
    workstation: str
    at: datetime
    changes: tuple[Change, ...]
    stage: Stage


def begin(
    records: Records, setting: Setting, found: Sequence[Change], workstation: str, at: datetime
) -> Act:
    """Write down what is about to change; on the disk when this returns."""
    entry = records.append(
        Draft(
            at=at,
            kind=ACT,
            by=DEFAULT_ROLE,
            measure=setting.measure,
            workstation=workstation,
            summary=_summary(setting.id, Stage.BEGUN),
            detail={PLACES: [write_place(change) for change in found]},
        )
    )
    return Act(
        seq=entry.seq,
        setting=setting.id,
        measure=setting.measure,
        workstation=workstation,
        at=entry.at,
        changes=tuple(found),
        stage=Stage.BEGUN,
    )


def end(records: Records, act: Act, stage: Stage, at: datetime) -> None:
    """Write down how it ended."""
    records.append(
        Draft(
            at=at,
            kind=ACT,
            by=DEFAULT_ROLE,
            measure=act.measure,
            workstation=act.workstation,
            summary={**_summary(act.setting, stage), BEGUN_AT: act.seq},
        )
    )


def acts(records: Records, workstation: str) -> tuple[Act, ...]:
    """Return the changes made on a workstation, the oldest first, each with its last stage."""
    found: dict[int, Act] = {}
    stages: dict[int, Stage] = {}
    for entry in records.entries(kinds={ACT}):
        if entry.workstation != workstation or not is_of_setting(entry):
            continue
        begun_at = entry.summary.get(BEGUN_AT)
        if isinstance(begun_at, int):
            stages[begun_at] = _stage(entry.summary.get(STAGE))
        else:
            found[entry.seq] = _read(entry)
    return tuple(replace(act, stage=stages.get(seq, Stage.BEGUN)) for seq, act in found.items())


def pending(every: Iterable[Act]) -> tuple[Act, ...]:
    """Return the changes nobody vouched for, the newest first: they are undone in that order."""
    return tuple(reversed([act for act in every if act.stage is Stage.BEGUN]))


def last_kept(every: Iterable[Act], setting: str) -> Act | None:
    """Return the newest change of a setting that still holds, be it only left so."""
    holding = {Stage.KEPT, Stage.LEFT}
    kept = [act for act in every if act.setting == setting and act.stage in holding]
    return kept[-1] if kept else None


def _summary(setting: str, stage: Stage) -> dict[str, Json]:
    return {ACTION: SETTING, SETTING: setting, STAGE: stage.value}


def write_place(change: Change) -> dict[str, Json]:
    """Return one change as it is kept: its place, what it held, what it holds."""
    place = change.place
    return {
        "magasin": place.store.value,
        "ou": place.where,
        "nom": place.name,
        "administrateur": place.elevated,
        "avant": change.before,
        "apres": change.after,
    }


def _read(entry: Entry) -> Act:
    values = entry.detail.get(PLACES)
    listed = values if isinstance(values, Sequence) else ()
    return Act(
        seq=entry.seq,
        setting=str(entry.summary.get(SETTING)),
        measure=entry.measure,
        workstation=entry.workstation or "",
        at=entry.at,
        changes=tuple(read_place(value) for value in listed if isinstance(value, Mapping)),
        stage=Stage.BEGUN,
    )


def read_place(value: Mapping[str, Json]) -> Change:
    """Read one change back; see write_place."""
    place = Place(
        store=_store(value.get("magasin")),
        where=str(value.get("ou")),
        name=str(value.get("nom")),
        elevated=value.get("administrateur") is True,
    )
    return Change(place=place, before=_value(value.get("avant")), after=_value(value.get("apres")))


def _store(word: Json) -> Store:
    try:
        return Store(str(word))
    except ValueError as error:
        raise _newer() from error


def _stage(word: Json) -> Stage:
    try:
        return Stage(str(word))
    except ValueError as error:
        raise _newer() from error


def _newer() -> MisusedError:
    return MisusedError(
        "Un réglage de ce poste a été fait par une version plus récente de Hygie."
        " Rien n'est perdu : il n'y a pas été touché.",
        hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
    )


def _value(value: Json) -> int | str | None:
    return value if isinstance(value, int | str) else None
