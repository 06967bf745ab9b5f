"""What a planned reading found that is worth a word on the screen. Pure.

It is read in the documents of «hygie audit --json» and «hygie comparer --json».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hygie.terminal.typography import counted

TO_DO, OPENED, APPEARED, EXPIRED = "a_traiter", "ouvert", "nouveau", "perime"
NEW = frozenset({OPENED, APPEARED, EXPIRED})
BACKUP, BACKUP_DAYS, BACKUP_DONE = "sauvegarde", "backup.days_since_last", "sauvegarde-faite"
CONTRARY, OVER = "contraire", "perimee"

TITLE = "Hygie"
NO_BACKUP = "Aucune sauvegarde récente n'a été constatée : lancez-en une aujourd'hui."
SEE_IT = "Ouvrez Hygie pour le voir."


@dataclass(frozen=True, slots=True)
class News:
    """``opened``: measures that are newly to be dealt with. ``silent``: backups have stopped."""

    opened: int = 0
    silent: bool = False

    @property
    def text(self) -> str:
        """Say it, without a name; empty when there is nothing to say."""
        count = counted(self.opened, "nouveau point à traiter", "nouveaux points à traiter")
        said = [NO_BACKUP] if self.silent else []
        said += [f"{count}."] if self.opened else []
        return " ".join([*said, SEE_IT]) if said else ""


def news(audit: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> News:
    """Return what is new; without a comparison, which needs two audits, nothing can be."""
    moved: Sequence[Mapping[str, Any]] = () if comparison is None else comparison["changements"]
    opened = sum(each["apres"] == TO_DO and each["changement"] in NEW for each in moved)
    return News(opened=opened, silent=any(map(_is_silence, audit["constats"])))


def _is_silence(finding: Mapping[str, Any]) -> bool:
    """Tell whether a backup that was made is too old; one never heard of is not a silence."""
    if finding["mesure"] != BACKUP or finding["verdict"] != TO_DO:
        return False
    late = any(
        each["fait"] == BACKUP_DAYS and each["resultat"] == CONTRARY for each in finding["faits"]
    )
    return late or any(
        each["genre"] == BACKUP_DONE and each["etat"] == OVER for each in finding["preuves"]
    )
