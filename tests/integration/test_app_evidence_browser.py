"""Adding a piece of evidence in a real browser: seen before it is sent, with scripts or without."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload

from support.app import App, running
from support.browser import axe, browsing, window
from support.photos import a_jpeg
from support.practices import with_a_past

pytestmark = pytest.mark.needs("chromium")

FORM = "/mesures/sauvegarde/preuve"
SEND = "Enregistrer la preuve"
DONE = "Sauvegarde faite, datée et finie sans erreur"
LOADED = """(one) => one.complete || new Promise((over) => {
  for (const end of ["load", "error"]) one.addEventListener(end, () => over(true));
})"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, Browser]]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with ExitStack() as stack:
        app = stack.enter_context(running(home))
        yield app, stack.enter_context(browsing())


def a_file(name: str, media: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": media, "buffer": content}


def files(app: App) -> int:
    return len(list((app.home / "preuves").glob("*")))


def test_a_photo_is_seen_before_it_is_sent_then_in_the_list(started: tuple[App, Browser]) -> None:
    app, browser = started
    with window(browser, app.port) as place:
        place.enter(app.new_address())
        page = place.go(FORM)
        page.get_by_label(DONE).check()
        assert not page.get_by_alt_text("Aperçu de la photo choisie").is_visible()
        page.get_by_label("Fichier ou photo").set_input_files(
            a_file("photo.jpg", "image/jpeg", a_jpeg())
        )
        page.get_by_alt_text("Aperçu de la photo choisie").wait_for()
        assert files(app) == 0
        page.get_by_role("button", name=SEND).click()
        page.get_by_text("La preuve est enregistrée").wait_for()
        picture = page.get_by_alt_text("Voir en grand la photo").first
        picture.wait_for()
        picture.evaluate(LOADED)
        assert picture.evaluate("one => one.naturalWidth") > 0
        picture.click()
        whole = page.get_by_alt_text("La photo, telle que Hygie la garde")
        whole.evaluate(LOADED)
        assert whole.evaluate("one => one.naturalWidth") > 0
        assert axe(page) == []
        page.go_back()


def test_what_is_no_photo_shows_no_picture(started: tuple[App, Browser]) -> None:
    app, browser = started
    with window(browser, app.port) as place:
        place.enter(app.new_address())
        page = place.go(FORM)
        field = page.get_by_label("Fichier ou photo")
        for media in ("image/svg+xml", "text/html", "image/jpeg"):
            field.set_input_files(a_file("x", media, b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
            page.wait_for_timeout(200)
            assert not page.get_by_alt_text("Aperçu de la photo choisie").is_visible()


def test_a_file_too_large_never_leaves_the_browser(
    started: tuple[App, Browser], tmp_path: Path
) -> None:
    app, browser = started
    before, large = files(app), tmp_path / "film.bin"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    with window(browser, app.port) as place:
        place.enter(app.new_address())
        page = place.go(FORM)
        page.get_by_label(DONE).check()
        field = page.get_by_label("Fichier ou photo")
        field.set_input_files(large)
        page.get_by_role("button", name=SEND).click()
        assert "20 Mo au plus" in field.evaluate("one => one.validationMessage")
        assert page.url.endswith(FORM)
        assert files(app) == before


def test_without_scripts_the_same_form_does_the_same(started: tuple[App, Browser]) -> None:
    app, browser = started
    before = files(app)
    with window(browser, app.port, scripts=False) as place:
        place.enter(app.new_address())
        page = place.go(FORM)
        page.get_by_label(DONE).check()
        page.get_by_label("Fichier ou photo").set_input_files(
            a_file("rapport.txt", "text/plain", b"Sauvegarde finie.")
        )
        page.get_by_role("button", name=SEND).click()
        page.get_by_text("La preuve est enregistrée").wait_for()
        assert page.get_by_role("link", name="Télécharger rapport.txt").count() >= 1
        assert files(app) == before + 1
