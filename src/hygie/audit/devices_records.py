"""What the sheets of phones and tablets are worth as evidence, written down with them."""

from datetime import datetime, timedelta

from hygie.audit.answers_format import DEFAULT_ROLE
from hygie.audit.devices import Device, Devices, Kind, load_points, read_devices, write_devices
from hygie.core.declared import FAILED, RESULT
from hygie.core.measures import Catalogue
from hygie.core.records import Answer
from hygie.core.situation import Situation
from hygie.practice.records import DEVICES, Draft, Records

SHEET = ("telephones-tablettes", "fiche-appareils")
INVENTORY = ("equipements-mobiles", "inventaire-mobiles")
"""Measure and kind of evidence. A phone without a code refutes the inventory; nothing here can
prove it, for it is also about laptops and about where things are put away."""

CODE = "code"
IN_ORDER = {Answer.YES, Answer.NOT_CONCERNED}


def load_devices(records: Records, now: datetime) -> Devices:
    """Return what was last written; none at first."""
    entry = records.last(DEVICES)
    return Devices() if entry is None else read_devices(entry.detail, max(now, entry.at))


def save_devices(
    records: Records, devices: Devices, situation: Situation, catalogue: Catalogue, at: datetime
) -> None:
    """Write the sheets down, and what they prove or refute, all or none."""
    sheets = Draft(
        at=at,
        kind=DEVICES,
        by=DEFAULT_ROLE,
        summary={"appareils": len(devices.each), "complet": devices.complete},
        detail=write_devices(devices),
    )
    wrong = any(Answer.NO in _deciding(device) for device in devices.each)
    end = None if wrong else _holds_until(devices, situation, catalogue)
    found: list[Draft | None] = [
        _evidence(records, SHEET, at, wrong=wrong, until=end, catalogue=catalogue),
        _evidence(
            records,
            INVENTORY,
            at,
            wrong=any(device.points[CODE] is Answer.NO for device in devices.each),
            until=None,
            catalogue=catalogue,
        ),
    ]
    records.append_all([sheets, *(draft for draft in found if draft is not None)])


def _holds_until(devices: Devices, situation: Situation, catalogue: Catalogue) -> datetime | None:
    """Return when the sheets stop proving the measure; None when they do not prove it today."""
    kinds = {device.kind.value for device in devices.each}
    known = all(set(_deciding(device)) <= IN_ORDER for device in devices.each)
    if not (devices.each and devices.complete and known and _told(situation) <= kinds):
        return None
    return min(device.at for device in devices.each) + timedelta(days=_days(SHEET, catalogue))


def _told(situation: Situation) -> set[str]:
    """Return the kinds of device that somebody said are there; what is assumed calls for none."""
    phones = situation.phones and not situation.is_assumed("phones")
    tablets = situation.tablets and not situation.is_assumed("tablets")
    found = {Kind.PHONE: phones, Kind.TABLET: tablets}
    return {kind.value for kind, there in found.items() if there}


def _deciding(device: Device) -> list[Answer]:
    return [device.points[point.id] for point in load_points() if point.decides]


def _evidence(  # noqa: PLR0913  # what a piece of evidence is made of
    records: Records,
    of: tuple[str, str],
    at: datetime,
    *,
    wrong: bool,
    until: datetime | None,
    catalogue: Catalogue,
) -> Draft | None:
    """Prepare what is proved or refuted. When neither, an older word is only taken back."""
    measure, kind = of
    if not wrong and until is None and not _stands(records, of):
        return None
    if wrong:
        until = at + timedelta(days=_days(of, catalogue))
    return Draft(
        at=at,
        kind=kind,
        by=DEFAULT_ROLE,
        measure=measure,
        # What ends as it begins counts for nothing: it only takes the place of the last one.
        expires=at if until is None else until,
        detail={RESULT: FAILED} if wrong else {},
    )


def _stands(records: Records, of: tuple[str, str]) -> bool:
    """Tell whether something written here before must be taken back."""
    last = records.last(of[1])
    if last is None or last.expires == last.at:
        return False
    return of == SHEET or last.detail.get(RESULT) == FAILED


def _days(of: tuple[str, str], catalogue: Catalogue) -> int:
    measure, kind = of
    each = catalogue.measures[measure].evidence
    return next((found.days for found in each if found.id == kind and found.days), 0)
