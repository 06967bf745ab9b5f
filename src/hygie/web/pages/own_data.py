"""Hygie's own data: saved in one encrypted file, restored, exported, erased."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connections
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from hygie.core.errors import HygieError, LockedError, MisusedError
from hygie.practice.evidence_files import EvidenceStore
from hygie.practice.own_data_backup import save
from hygie.practice.own_data_erase import erase, inventory
from hygie.practice.own_data_export import Kept, export
from hygie.practice.own_data_people import people_in
from hygie.practice.own_data_restore import restore
from hygie.practice.own_data_words import say_erased, say_exported, say_restored, size
from hygie.practice.own_data_work import RECEIVED, SENT, passing_file
from hygie.practice.whole_streams import new_whole_file
from hygie.web.access import OWNER, page
from hygie.web.downloads import file_once
from hygie.web.own_code import check_own_code, own_code_wanted
from hygie.web.shared_data import SharedRecords, SharedStore
from hygie.web.world import Request, world

SEALED = ("preuves", "documents")
SURE = "effacer"


@page(OWNER)
def own_data(request: Request) -> HttpResponse:
    """Show what there is, and what can be done with it."""
    return render(request, "web/own_data.html", _shown(request))


def _shown(request: Request, error: HygieError | None = None) -> dict[str, object]:
    folder = world().folder
    parts = [(part.label, part.files, size(part.size)) for part in inventory(folder)]
    return {
        "parts": parts,
        "folder": str(folder),
        "error": error,
        "own_code": own_code_wanted(request),
    }


def _refused(request: Request, error: HygieError) -> HttpResponse:
    status = 422 if isinstance(error, LockedError | MisusedError) else 503
    return render(request, "web/own_data.html", _shown(request, error), status=status)


@page(OWNER, methods=("POST",))
def backup(request: Request) -> HttpResponseBase:
    """Give everything in one encrypted file, to be put away from this computer."""
    here, now = world(), world().now()
    target = passing_file(here.folder, SENT, here.chance)
    try:
        check_own_code(request)
        save(
            here.folder,
            target,
            code=_code(request),
            secret=here.strongroom.secret,
            at=now,
            chance=here.chance,
        )
    except HygieError as error:
        return _refused(request, error)
    day = now.astimezone(here.zone).date().isoformat()
    return file_once(target, f"hygie-sauvegarde-{day}.hygie")


@page(OWNER, methods=("POST",))
def put_back(request: Request) -> HttpResponse:
    """Replace everything by what a back-up holds, then stop: the next start opens it."""
    here, sent = world(), request.FILES.get("fichier")
    target = passing_file(here.folder, RECEIVED, here.chance)
    try:
        if sent is None:
            raise MisusedError(
                "Aucun fichier n'a été choisi. Rien n'a été modifié.",
                hint="Choisissez le fichier d'une sauvegarde de Hygie.",
            )
        check_own_code(request)
        with new_whole_file(target) as file:
            file.writelines(sent.chunks())
        connections.close_all()
        restored = restore(
            here.folder, target, code=request.POST.get("code", ""), keyring=here.keyring
        )
    except HygieError as error:
        return _refused(request, error)
    finally:
        target.unlink(missing_ok=True)
    return _end(request, "Vos données sont en place", say_restored(restored, here.folder))


@page(OWNER, methods=("POST",))
def write_all(request: Request) -> HttpResponse:
    """Write everything in clear in a new folder of this account."""
    here, desk = world(), world().desk
    secret = here.strongroom.secret
    records = SharedRecords(desk.records, None if request.who is None else request.who.person)
    hidden = records.hidden_files()
    stores: dict[str, EvidenceStore] = {
        name: SharedStore(
            here.folder / name, secret.derived(name), chance=here.chance, hidden=hidden
        )
        for name in SEALED
    }
    kept = Kept(records=records, stores=stores, people=lambda: people_in(here.folder, secret))
    day = here.now().astimezone(here.zone)
    target = _home() / f"hygie-export-{day:%Y-%m-%d-%H%M%S}"
    try:
        check_own_code(request)
        exported = export(kept, target, at=here.now())
    except HygieError as error:
        return _refused(request, error)
    shown = {"title": "Tout est exporté", "lines": list(say_exported(exported, target))}
    return render(request, "web/own_data_done.html", shown)


@page(OWNER, methods=("POST",))
def erase_all(request: Request) -> HttpResponse:
    """Erase everything, once the word was typed, then stop."""
    here = world()
    if request.POST.get("mot", "").strip().lower() != SURE:
        return _refused(
            request,
            MisusedError(
                f"Le mot « {SURE} » n'a pas été tapé. Rien n'a été effacé.",
                hint="Tapez-le si vous voulez vraiment tout effacer.",
            ),
        )
    try:
        check_own_code(request)
    except HygieError as error:
        return _refused(request, error)
    connections.close_all()
    erased = erase(here.folder, keyring=here.keyring)
    here.erased = True
    return _end(request, "Tout est effacé", say_erased(erased, here.folder))


def _end(request: Request, title: str, lines: Iterable[str]) -> HttpResponse:
    """Say what was done, without asking the data anything more, and stop."""
    request.who = None
    shown = {"title": title, "lines": list(lines), "stopped": True}
    answer = render(request, "web/own_data_done.html", shown)
    world().stopping.set()
    return answer


def _code(request: Request) -> str:
    code = request.POST.get("code", "")
    if code != request.POST.get("encore", ""):
        raise MisusedError(
            "Les deux codes ne sont pas les mêmes. Rien n'a été écrit.",
            hint="Tapez-les de nouveau.",
        )
    return code


def _home() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
