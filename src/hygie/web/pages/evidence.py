"""Files that show an act: added, looked at, given back, taken away. Never obeyed by a browser."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from hygie.core.declared import FILE, FINGERPRINT, of_measure, still_there
from hygie.core.errors import MisusedError, StorageError
from hygie.core.measures import Measure
from hygie.core.records import Record
from hygie.practice.evidence_files import FILE_BYTES, StoredFile
from hygie.practice.media import Media
from hygie.web.access import CARERS, may_take_away, page
from hygie.web.declared_said import MEDIA, NAME, find_file, is_photo, told_of
from hygie.web.downloads import attachment, picture
from hygie.web.evidence_form import (
    UPLOAD,
    FieldError,
    Given,
    kinds_of,
    make_proof,
    make_removal,
    read_form,
)
from hygie.web.evidence_room import evidence_store
from hygie.web.pages.measure import back_to, by_of, conclude, find
from hygie.web.reserved import as_seen_by, seen_by
from hygie.web.who import codes_wanted
from hygie.web.world import Request, world


@page(CARERS, methods=("GET", "POST"))
def evidence(request: Request, name: str) -> HttpResponse:
    """Ask for the file that shows an act, and keep it sealed."""
    asked = find(name)
    if not asked.evidence:
        raise Http404
    error: MisusedError | None = None
    if request.method == "POST":
        try:
            _keep(request, asked)
        except MisusedError as refusal:
            error = refusal
        else:
            return back_to(asked, "preuve")
    return render(request, "web/evidence.html", _form(request, asked, error), status=_status(error))


@page()
def file(request: Request, id_: str) -> HttpResponseBase:
    """Give a file back, as it is kept: always to be saved, never shown in the page."""
    _shown_by(request, id_)
    store = evidence_store()
    about = store.about(id_)
    kind = Media.OTHER if about.media.only_downloaded else about.media
    return attachment(about, store.open(id_), kind.value)


@page()
def photo(request: Request, id_: str) -> HttpResponse:
    """Show a photo in a page, with the way back."""
    record = _shown_by(request, id_)
    if not is_photo(record.detail.get(MEDIA, "")):
        raise Http404
    shown = {"measure": find(record.measure), "id": id_, "name": record.detail.get(NAME, "")}
    return render(request, "web/evidence_photo.html", shown)


@page()
def preview(request: Request, id_: str) -> HttpResponse:
    """Show a photo at the size of a page, as it was drawn again."""
    _shown_by(request, id_)
    return _shown(evidence_store().preview(id_))


@page()
def thumbnail(request: Request, id_: str) -> HttpResponse:
    """Show a photo small."""
    _shown_by(request, id_)
    return _shown(evidence_store().thumbnail(id_))


@page(CARERS, methods=("GET", "POST"))
def removal(request: Request, id_: str) -> HttpResponse:
    """Ask once more, then erase a file; that it was there stays written."""
    record, desk = _shown_by(request, id_), world().desk
    if not may_take_away(request.who, record.by):
        raise Http404
    asked = find(record.measure)
    told = told_of(asked, desk.practice.said, {}, world().now())
    one = next((one for one in told if one.file == id_), None)
    if request.method == "POST":
        standing = one is not None and one.stands
        evidence_store().remove(id_)
        desk.declare(make_removal(record, standing=standing, now=world().now(), by=by_of(request)))
        conclude(request)
        return back_to(asked, "retrait")
    return render(request, "web/evidence_removal.html", {"measure": asked, "one": one, "id": id_})


def _keep(request: Request, asked: Measure) -> None:
    """Keep what was sent: the form first, then the file, then the record that names it."""
    now = world().now()
    given = read_form(request.POST.dict(), asked, now=now, zone=world().zone)
    sent = request.FILES.get(UPLOAD)
    if not isinstance(sent, UploadedFile):
        raise FieldError(
            "Il manque le fichier qui montre cet acte.",
            hint="Choisissez une photo, une facture, une attestation, un compte rendu.",
            field=UPLOAD,
        )
    stored = _store(sent)
    if _is_there(request, asked, given, stored):
        evidence_store().remove(stored.id)
        raise FieldError(
            "Ce fichier est déjà là, pour cette même preuve.",
            hint="Pour en corriger la date ou la note, retirez-le d'abord.",
            field=UPLOAD,
        )
    try:
        world().desk.declare(make_proof(given, stored, asked, by=by_of(request)))
    except StorageError:
        evidence_store().remove(stored.id)
        raise
    conclude(request)


def _is_there(request: Request, asked: Measure, given: Given, stored: StoredFile) -> bool:
    """Tell whether this person already sees this very file as this kind of proof."""
    said = still_there(of_measure(asked, world().desk.practice.said))
    person = None if request.who is None else request.who.person
    return any(
        record.kind == given.kind.id and record.detail.get(FINGERPRINT) == stored.sha256
        for record in as_seen_by(said, person)
        if record.detail.get(FILE)
    )


def _store(sent: "UploadedFile[Any]") -> StoredFile:
    """Seal a file. Raises FieldError when it is none that can be kept."""
    try:
        return evidence_store().put(sent, name=sent.name or "")
    except MisusedError as error:
        raise FieldError.of(error, field=UPLOAD) from error


def _form(request: Request, asked: Measure, error: MisusedError | None) -> dict[str, object]:
    return {
        "measure": asked,
        "error": error,
        "kinds": kinds_of(asked),
        "wrong": getattr(error, "field", ""),
        "given": request.POST.dict(),
        "ends": any(kind.days is None for kind in asked.evidence),
        "today": world().now().astimezone(world().zone).date().isoformat(),
        "most": FILE_BYTES,
        "several": codes_wanted(),
    }


def _status(error: MisusedError | None) -> int:
    return 200 if error is None else 422


def _shown_by(request: Request, id_: str) -> Record:
    """Return the record of a file of this practice: whoever guesses an id finds nothing."""
    record = find_file(world().desk.practice.said, id_)
    person = None if request.who is None else request.who.person
    if record is None or record.detail.get(FILE) != id_ or not seen_by(record, person):
        raise Http404
    return record


def _shown(content: bytes | None) -> HttpResponse:
    if content is None:
        raise Http404
    return picture(content)
