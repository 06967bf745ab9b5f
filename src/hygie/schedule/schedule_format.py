"""The JSON document of «hygie relecture»."""

from datetime import datetime

from hygie.schedule.plan import Found, Plan

FORMAT = 1
SHOWN, REHEARSED, INSTALLED, REMOVED, RUN = (
    "etat",
    "simulation",
    "installation",
    "retrait",
    "lancement",
)


def write_schedule(
    found: Found, *, act: str, at: datetime, coming: datetime | None, last: datetime | None
) -> dict[str, object]:
    """Return the document of what is, or would be, planned."""
    return {
        **_head(act, at),
        "etat": found.state.value,
        "raison": found.reason or None,
        "prevu": None if found.plan is None else _plan(found.plan),
        "fichiers": [{"chemin": file.path, "contenu": file.text} for file in found.files],
        "prochaine": None if coming is None else coming.isoformat(),
        "dernier_audit": None if last is None else last.isoformat(),
        "notification": None,
    }


def write_run(said: str, notified: str, *, at: datetime) -> dict[str, object]:
    """Return the document of one run by the system."""
    return {
        **_head(RUN, at),
        "etat": None,
        "raison": said,
        "prevu": None,
        "fichiers": [],
        "prochaine": None,
        "dernier_audit": None,
        "notification": notified or None,
    }


def _head(act: str, at: datetime) -> dict[str, object]:
    return {"format": FORMAT, "le": at.isoformat(), "acte": act}


def _plan(plan: Plan) -> dict[str, object]:
    return {"jour": plan.day.value, "heure": plan.hour, "notifications": plan.notify}
