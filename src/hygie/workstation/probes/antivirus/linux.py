"""Known antivirus programs: installed, running, and how old their signatures are.

A program that only fetches signatures (freshclam) watches nothing: it is not «running».
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import Installed, as_reading, installed, running
from hygie.workstation.machine import Context, Entry, Machine, MachineRefusedError

KIND = "antivirus"
CLAMAV = "clamav"
DEFENDER = "defender"
SIGNATURES = "/var/lib/clamav"
SIGNATURE_ENDINGS = (".cvd", ".cld")
HEALTH = ("mdatp", "health", "--output", "json")
HOUR = timedelta(hours=1)
YEARS = 20 * 365 * 24 * 60
"""An age beyond this many minutes is not an age."""

NONE_FOUND = "Aucun antivirus connu de Hygie n'a été trouvé sur ce poste."
UNSEEN = "Hygie ne sait pas lire l'état de cet antivirus sans son éditeur."
AGE_TELLS = "Sur ce système, c'est l'âge de la liste des menaces qui le dit."
NO_AGE = "La date de la liste des menaces (signatures) de l'antivirus n'a pas pu être lue."
REMEDY = (
    "Ouvrez l'antivirus : son premier écran dit s'il est actif et à jour. "
    "Sinon, demandez à votre prestataire."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What Microsoft Defender says of itself; None for what it did not say."""

    protecting: bool | None = None
    minutes: int | None = None


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts about antivirus programs."""
    current = inapplicable(context, "antivirus.up_to_date", AGE_TELLS)
    return [*_of_the_machine(machine, context), current]


def _of_the_machine(machine: Machine, context: Context) -> list[Reading]:
    look = installed(machine, context, KIND)
    products = as_reading(context, "antivirus.products", look, remedy=REMEDY)
    if not look.found and not look.complete:
        rest = ("present", "running", "signatures_age")
        return [products, *(_unknown(context, fact, look.reason) for fact in rest)]
    present = observed(context, "antivirus.present", bool(look.found), look.source)
    if not look.found:
        nothing = ("antivirus.running", "antivirus.signatures_age")
        return [products, present, *(inapplicable(context, fact, NONE_FOUND) for fact in nothing)]
    health = _health(machine) if DEFENDER in look.ids else Health()
    return [
        products,
        present,
        _running(machine, context, look, health),
        _age(machine, context, look, health),
    ]


def parse_health(text: str) -> Health:
    """Read `mdatp health --output json`; a setting is a boolean or an object holding one."""
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        return Health()
    if not isinstance(report, dict):
        return Health()
    minutes = report.get("definitionsUpdatedMinutesAgo")
    return Health(
        protecting=_boolean(report.get("realTimeProtectionEnabled")),
        minutes=minutes if _is_count(minutes) else None,
    )


def newest_signature(entries: Iterable[Entry]) -> datetime | None:
    """Return when the newest ClamAV base was written; None when there is none."""
    return max(
        (each.modified for each in entries if each.name.endswith(SIGNATURE_ENDINGS)), default=None
    )


def _running(machine: Machine, context: Context, look: Installed, health: Health) -> Reading:
    if health.protecting is not None:
        return observed(context, "antivirus.running", health.protecting, " ".join(HEALTH))
    seen = running(machine, context, KIND)
    if seen.programs:
        return observed(context, "antivirus.running", value=True, source=seen.source)
    if not seen.complete:
        return _unknown(context, "running", seen.reason)
    if not all(each.program.processes for each in look.found):
        return _unknown(context, "running", UNSEEN)
    return observed(context, "antivirus.running", value=False, source=seen.source)


def _age(machine: Machine, context: Context, look: Installed, health: Health) -> Reading:
    ages: dict[int, str] = {}
    if health.minutes is not None:
        ages[health.minutes // 60] = " ".join(HEALTH)
    if CLAMAV in look.ids:
        hours = _clamav_hours(machine, context.now)
        if hours is not None:
            ages[hours] = SIGNATURES
    if not ages:
        return _unknown(context, "signatures_age", NO_AGE)
    return observed(context, "antivirus.signatures_age", min(ages), ages[min(ages)])


def _clamav_hours(machine: Machine, now: datetime) -> int | None:
    try:
        newest = newest_signature(machine.entries(SIGNATURES))
    except MachineRefusedError:
        return None
    if newest is None or newest > now + HOUR:
        return None
    return max(0, (now - newest) // HOUR)


def _health(machine: Machine) -> Health:
    try:
        output = machine.run(HEALTH)
    except MachineRefusedError:
        return Health()
    return parse_health(output.text) if output.code == 0 else Health()


def _boolean(value: Any) -> bool | None:  # noqa: ANN401  # whatever the JSON holds
    inner = value.get("value") if isinstance(value, Mapping) else value
    return inner if isinstance(inner, bool) else None


def _is_count(value: Any) -> bool:  # noqa: ANN401  # whatever the JSON holds
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < YEARS


def _unknown(context: Context, fact: str, reason: str) -> Reading:
    return unreadable(context, f"antivirus.{fact}", reason, REMEDY)
