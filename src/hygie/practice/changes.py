"""How a change of a workstation is told in the summaries of the records: words for ever."""

from collections.abc import Iterable, Mapping

from hygie.practice.records import Line

ACTION, SETTING, STAGE, BEGUN_AT = "acte", "reglage", "etape", "debut"

STAGES: Mapping[str, str] = {
    "commence": "réglage commencé",
    "garde": "réglage gardé",
    "annule": "réglage annulé",
    "laisse": "réglage laissé ainsi",
}
"""Each stage as a person reads it."""

READING, PLANNED, REMOVED = "relecture", "planifiee", "retiree"
DAY, HOUR, NOTIFIED = "jour", "heure", "notifications"

READINGS: Mapping[str, str] = {
    PLANNED: "relecture planifiée",
    REMOVED: "relecture retirée",
}
"""What was done to the planned reading, as a person reads it."""

BACKUP_SAID = "sauvegarde_declaree"
"""An act: somebody said that a backup was made and tried, before a setting that needs one."""


def is_of_setting(line: Line) -> bool:
    """Tell whether an act is one stage of a setting."""
    return line.summary.get(ACTION) == SETTING


def is_of_backup(line: Line) -> bool:
    """Tell whether an act is the word of a person on their backup, before a setting."""
    return line.summary.get(ACTION) == BACKUP_SAID


def unfinished(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the changes that were begun, and neither kept nor undone."""
    told = [line for line in lines if is_of_setting(line)]
    ends = (line.summary.get(BEGUN_AT) for line in told)
    ended = {seq for seq in ends if isinstance(seq, int)}
    return tuple(line for line in told if BEGUN_AT not in line.summary and line.seq not in ended)
