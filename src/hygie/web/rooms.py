"""Finds the pages of every room that has some: add a folder, its pages are there."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from hygie.core.errors import HygieError, MisusedError
from hygie.practice.room_pages import Asked, RoomPage
from hygie.web.access import HOLDERS, page
from hygie.web.world import Request, world

PACKAGE = "hygie"


def room_pages() -> tuple[RoomPage, ...]:
    """Return the pages of the rooms, in the order of their words."""
    return tuple(sorted(_found(), key=lambda one: one.word))


def room_templates() -> list[str]:
    """Return the folders of templates of the rooms."""
    return [str(folder) for room in _rooms() if (folder := room / "templates").is_dir()]


def room_urls() -> list[URLPattern]:
    """Return the addresses of the pages of the rooms."""
    return [path(one.path, _view(one), name=one.name) for one in room_pages()]


def _rooms() -> list[Path]:
    folders = importlib.import_module(PACKAGE).__path__
    return sorted(file.parent for folder in folders for file in Path(folder).glob("*/pages.py"))


def _found() -> Iterator[RoomPage]:
    for room in _rooms():
        yield from importlib.import_module(f"{PACKAGE}.{room.name}.pages").PAGES


def _view(shown: RoomPage) -> Callable[..., HttpResponseBase]:
    @page(HOLDERS, methods=("GET", "POST"))
    def view(request: Request) -> HttpResponse:
        here = world()
        asked = Asked(
            environment=here.environment,
            now=here.now,
            zone=here.zone,
            records=here.desk.records,
            by="titulaire" if request.who is None else request.who.by,
        )
        error: HygieError | None = None
        if request.method == "POST":
            try:
                answered = shown.answer(replace(asked, fields=request.POST.dict()))
            except HygieError as refusal:
                answered, error = shown.answer(asked), refusal
        else:
            answered = shown.answer(asked)
        if answered.done:
            return redirect(shown.name)
        status = 200 if error is None else 422 if isinstance(error, MisusedError) else 503
        data = {"room_page": shown, "error": error, **answered.data}
        return render(request, answered.template, data, status=status)

    return view
