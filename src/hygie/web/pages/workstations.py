"""The workstations: this one, and the others by the file each signed."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hygie.audit.json_files import known_document
from hygie.audit.received import save_received, save_removed
from hygie.audit.reception import check_file, check_trust, known
from hygie.audit.wiring import this_system
from hygie.audit.workstation_file_format import WHAT, WorkstationFile, read_file, write_file
from hygie.audit.workstation_key import fingerprint, own_key
from hygie.audit.workstations_said import SYSTEMS
from hygie.core.audits import Audit
from hygie.core.errors import HygieError, MisusedError
from hygie.core.findings import Outcome
from hygie.core.measures import Measure, Role
from hygie.core.readings import Unreadable
from hygie.version import VERSION
from hygie.web.access import CARERS, HOLDERS, page
from hygie.web.desk import Desk
from hygie.web.world import Request, world

FILE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A workstation as the page shows it; ``wrong`` are the measures it shows to be failing."""

    name: str
    here: bool
    system: str
    at: datetime | None
    counts: bool
    read: int
    unreadable: int
    wrong: tuple[Measure, ...]
    fingerprint: str = ""


@page()
def workstations(request: Request) -> HttpResponse:
    """Show each workstation, when it was read, and what is wrong there."""
    return render(request, "web/workstations.html", _shown(world().desk))


def _shown(desk: Desk, error: HygieError | None = None) -> dict[str, object]:
    audit, now = desk.audit(), world().now()
    practice = desk.practice
    seen = [_this(desk, audit)] if practice.situation.computers else []
    for other in practice.others:
        readings = other.readings
        seen.append(
            Seen(
                name=other.workstation,
                here=False,
                system=SYSTEMS.get(other.file.system, "") if other.file else "",
                at=other.file.at if other.file else None,
                counts=other.counts(now),
                read=len(readings),
                unreadable=sum(isinstance(one, Unreadable) for one in readings),
                wrong=_wrong(audit, other.workstation),
                fingerprint=fingerprint(bytes.fromhex(other.key)),
            )
        )
    return {
        "error": error,
        "seen": seen,
        "missing": max(0, practice.situation.computers - len(seen)),
        "computers": practice.situation.computers,
    }


def _this(desk: Desk, audit: Audit) -> Seen:
    return Seen(
        name=desk.here,
        here=True,
        system=SYSTEMS.get(this_system(), ""),
        at=desk.last_read,
        counts=True,
        read=len(desk.readings),
        unreadable=sum(isinstance(one, Unreadable) for one in desk.readings),
        wrong=_wrong(audit, desk.here),
        fingerprint=fingerprint(own_key(world().environment, desk.here).public),
    )


def _wrong(audit: Audit, workstation: str) -> tuple[Measure, ...]:
    return tuple(
        audit.catalogue.measures[finding.measure]
        for finding in audit.findings
        if any(
            item.workstation == workstation
            and item.role is Role.REQUIRED
            and item.outcome is Outcome.BAD
            for item in finding.because
        )
    )


@page(HOLDERS, methods=("POST",))
def add(request: Request) -> HttpResponse:
    """Take in the signed file of another workstation, once somebody vouches for its key."""
    desk = world().desk
    try:
        file = _received(request, desk)
        before = known(desk.practice.received, file.workstation)
        check_file(file, before, here=desk.here, now=world().now(), older=False)
        check_trust(file, before, request.POST.get("empreinte", "") or None, None)
    except MisusedError as error:
        return render(request, "web/workstations.html", _shown(desk, error), status=422)
    if before is None or before.file != file:
        save_received(desk.records, file, world().now())
    return redirect("workstations")


def _received(request: Request, desk: Desk) -> WorkstationFile:
    sent = request.FILES.get("fichier")
    if sent is None or sent.size is None or sent.size > FILE_BYTES:
        raise MisusedError(
            "Le fichier de poste manque, ou il est trop gros pour en être un.",
            hint="Choisissez le fichier écrit par « hygie poste --sortie », ou par hygie-poste.",
        )
    return read_file(known_document(sent.read(FILE_BYTES), WHAT), desk.catalogue.facts)


@page(HOLDERS, methods=("POST",))
def remove(request: Request, name: str) -> HttpResponse:
    """Take a workstation out; the journal keeps what it said."""
    desk = world().desk
    if known(desk.practice.received, name) is None or request.POST.get("sur") != "oui":
        raise Http404
    save_removed(desk.records, name, world().now())
    return redirect("workstations")


@page(CARERS, methods=("POST",))
def send(request: Request) -> HttpResponse:
    """Give this workstation's own signed file, for the practice's other computer."""
    del request
    here, desk = world(), world().desk
    if not desk.readings:
        return redirect("reading")
    key = own_key(here.environment, desk.here)
    file = WorkstationFile(
        workstation=desk.here,
        system=this_system(),
        version=VERSION,
        at=here.now(),
        public=key.public,
        readings=desk.readings,
    )
    content = json.dumps(write_file(file, key), ensure_ascii=False, indent=1)
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{desk.here}.json"'
    return answer
