"""Says which workstations of the practice are covered, and which are not."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from hygie.audit.json_files import FORMAT
from hygie.audit.received import Received
from hygie.audit.words import say_when
from hygie.audit.workstation_key import fingerprint
from hygie.core.ages import READING_DAYS
from hygie.core.audits import Audit
from hygie.core.findings import Outcome
from hygie.core.measures import Role
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.typography import counted

SYSTEMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}
READ, TOO_OLD = "lu", "trop_ancien"
HOW = (
    "Sur chacun : hygie poste --sortie FICHIER. Puis ici : hygie poste ajouter FICHIER."
    " Jusque-là, ce que la machine seule peut prouver reste à vérifier."
)
WHICH_ONE = (
    "Pour savoir quel ordinateur porte un nom : sur cet ordinateur, « hygie poste liste » montre le"
    " sien."
)
NO_COMPUTER = "Vous avez dit qu'aucun ordinateur ne sert au cabinet : ce poste-ci n'est pas compté."


def covered(
    audit: Audit,
    others: Sequence[Received],
    here: str,
    *,
    counted_here: bool,
    zone: tzinfo | None,
) -> Iterator[str]:
    """Say, under an audit of several workstations, which ones it covers and where to go.

    ``counted_here`` is False when the practice has no computer: this one is not its own.
    """
    if not counted_here:
        yield from wrap(NO_COMPUTER)
    if not others:
        return
    computers = int(counted_here)
    for name, line in _each(others, here, computers, now=audit.at, zone=zone):
        wrong = _wrong(audit, name)
        yield from bullets([f"{line}. À traiter : {wrong}" if wrong else line])
    missing = audit.situation.computers - computers - len(others)
    if missing > 0:
        yield from wrap(_never_received(missing))


def _wrong(audit: Audit, workstation: str) -> str:
    """Return, in a few words, the measures that this workstation shows to be failing."""
    shorts = (
        audit.catalogue.measures[finding.measure].short
        for finding in audit.findings
        for item in finding.because
        if item.workstation == workstation
        and item.role is Role.REQUIRED
        and item.outcome is Outcome.BAD
    )
    return " ; ".join(dict.fromkeys(shorts))


def drawn_list(
    others: Sequence[Received],
    here: str,
    computers: int | None,
    *,
    now: datetime,
    zone: tzinfo | None,
) -> Iterator[str]:
    """Draw the list of the workstations; ``computers`` is None when it was never told."""
    declared = 1 if computers is None else computers
    if not declared:
        yield from wrap(f"{NO_COMPUTER} Son nom : {here}.")
    yield from bullets(line for _, line in _each(others, here, declared, now=now, zone=zone))
    if any(other.workstation != here for other in others):
        yield from wrap(WHICH_ONE)
    missing = declared - bool(declared) - len(others)
    if missing > 0:
        yield from wrap(_never_received(missing))
        yield from wrap(HOW)


def write_list(
    others: Iterable[Received], here: str, computers: int | None, now: datetime
) -> dict[str, Any]:
    """Return the list as a document."""
    return {
        "format": FORMAT,
        "ici": here,
        "ordinateurs": computers,
        "postes": [_write(other, now) for other in others if other.workstation != here],
    }


def _write(other: Received, now: datetime) -> dict[str, Any]:
    file = other.file
    return {
        "poste": other.workstation,
        "systeme": file.system if file else "",
        "lu_le": (file.at if file else other.at).isoformat(),
        "recu_le": other.at.isoformat(),
        "releves": len(other.readings),
        "etat": READ if other.counts(now) else TOO_OLD,
        "empreinte": fingerprint(bytes.fromhex(other.key)),
    }


def _each(
    others: Iterable[Received],
    here: str,
    computers: int,
    *,
    now: datetime,
    zone: tzinfo | None,
) -> Iterator[tuple[str, str]]:
    if computers:
        yield here, f"{here}, ce poste-ci : lu à chaque audit"
    for other in others:
        if other.workstation != here:
            yield other.workstation, _said(other, now, zone)


def _said(other: Received, now: datetime, zone: tzinfo | None) -> str:
    file = other.file
    if file is None or not file.readings:
        return f"{other.workstation} : son fichier ne se lit plus, il est à refaire"
    name = f"{other.workstation} ({SYSTEMS.get(file.system, file.system)})"
    when = say_when(file.at, now, zone)
    if other.counts(now):
        return f"{name} : lu {when}, par son fichier"
    return (
        f"{name} : lu {when}, il y a plus de {READING_DAYS} jours ; compté comme non lu,"
        " son fichier est à refaire"
    )


def _never_received(missing: int) -> str:
    subject = counted(missing, "ordinateur")
    if missing == 1:
        return f"{subject} du cabinet n'a pas encore envoyé son fichier."
    return f"{subject} du cabinet n'ont pas encore envoyé leur fichier."
