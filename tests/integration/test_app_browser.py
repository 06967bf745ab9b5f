"""Every page, as a real browser shows it to the titulaire, the secretary and a stranger."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no stubs
import pytest
from playwright.sync_api import Browser, Page

from support.app import App, running
from support.browser import NARROW, WIDE, Window, axe, browsing, window
from support.browser_looks import cut, small_targets, unreached, words, wrong_on_paper
from support.practices import with_a_past

pytestmark = pytest.mark.needs("chromium")

OWNER_CODE, STAFF_CODE = "sept tasses bleues", "neuf chaises rouges"
PROVED = "/mesures/sauvegarde"
SETTLING = ".settling"
"""A question that has just appeared."""


OWNER = (
    "/", "/bienvenue", "/situation/profession", "/situation/lieux", "/fiche", "/a-faire",
    "/questions/acces-lieu", "/historique", "/message/prestataire", "/probleme",
    "/mesures", "/mesures?etat=a_traiter", "/mesures?mots=rien+de+tel", "/mesures/complements",
    PROVED, "/mesures/verrouillage", f"{PROVED}/preuve", "/retirer", "/plan", "/taches", "/postes",
    "/equipe", "/equipe/mon-code", "/journal", "/journal?verifier=oui", "/documents", "/reglages",
    "/reglages/donnees", "/reglages/relecture", "/taches/charte-informatique", "/nulle-part",
)  # fmt: skip  # a list of addresses
STAFF = ("/taches", "/probleme", "/taches/charte-informatique", "/equipe/mon-code", "/mesures")
SEEN = (
    *(("owner", page) for page in OWNER),
    *(("staff", page) for page in STAFF),
    ("newcomer", "/qui"),
    ("stranger", "/"),
)
REFUSED = {("owner", "/nulle-part"), ("staff", "/mesures"), ("stranger", "/")}


@dataclass(frozen=True)
class Practice:
    """A practice of two, and those who look at it; ``removal`` is the page of a file to erase."""

    app: App
    browser: Browser
    windows: dict[str, Window]
    removal: str


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with ExitStack() as stack:
        app = stack.enter_context(running(home))
        browser = stack.enter_context(browsing())
        names = ("owner", "staff", "newcomer", "stranger")
        windows = {name: stack.enter_context(window(browser, app.port)) for name in names}
        removal = _prepare(app)
        for name, address in zip(names, _addresses(app), strict=False):
            windows[name].enter(address)
        _open(windows["owner"], "Docteure Essai", OWNER_CODE)
        _open(windows["staff"], "Secrétaire Essai", STAFF_CODE)
        yield Practice(app, browser, windows, removal)


def _addresses(app: App) -> tuple[str, ...]:
    """Return three addresses: the first was printed at the start, and lasts five minutes."""
    return (app.address, app.new_address(), app.new_address())


def _prepare(app: App) -> str:
    """Prove something and declare two people; return the address that removes the proof."""
    visitor = app.visitor()
    proof = {"genre": "sauvegarde-faite", "le": "", "note": "Disque du lundi"}
    page = f"{PROVED}/preuve"
    visitor.send_file(page, proof, ("fichier", "rapport.txt", b"Sauvegarde finie."), page=page)
    found = re.search(r"/preuves/[^/\"]+/retirer", visitor.go(PROVED).text)
    assert found is not None
    for name, role, code in (
        ("Docteure Essai", "titulaire", OWNER_CODE),
        ("Secrétaire Essai", "secretaire", STAFF_CODE),
    ):
        fields = {"nom": name, "role": role, "code": code, "encore": code}
        assert visitor.post("/equipe/declarer", fields, page="/equipe").status == 302
    return found.group()


def _open(place: Window, name: str, code: str) -> None:
    """Say who one is, as anybody does."""
    place.page.get_by_label(name).check()
    place.page.get_by_label("Votre code personnel").fill(code)
    place.page.get_by_role("button", name="Entrer").click()
    place.page.get_by_role("button", name="Verrouiller").wait_for()


@pytest.fixture(scope="module", params=SEEN, ids=" ".join)
def seen(request: pytest.FixtureRequest, practice: Practice) -> Window:
    """Give a window on one page, as one person sees it."""
    who, path = request.param
    place = practice.windows[who]
    status = 404 if request.param in REFUSED else 200
    place.go(practice.removal if path == "/retirer" else path, status=status)
    return place


@pytest.fixture(autouse=True)
def usual_size(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did with the window, the next finds it as it was."""
    yield
    if "seen" in request.fixturenames:
        place: Window = request.getfixturevalue("seen")
        place.as_usual()


def test_axe_finds_nothing(seen: Window) -> None:
    assert axe(seen.page) == []


def test_the_dark_has_contrast_too(seen: Window) -> None:
    seen.dark()
    assert axe(seen.page, only=["color-contrast", "link-in-text-block"]) == []


def test_a_phone_shows_all_of_it(seen: Window) -> None:
    before = words(seen.page)
    seen.size(*NARROW)
    assert cut(seen.page) == []
    assert words(seen.page) == before
    assert small_targets(seen.page) == []


def test_twice_as_large_nothing_is_lost(seen: Window) -> None:
    """At 200 %, a window holds half as many pixels of a page."""
    before = words(seen.page)
    seen.size(WIDE[0] // 2, WIDE[1] // 2)
    assert cut(seen.page) == []
    assert words(seen.page) == before


def test_paper_shows_no_menu_and_says_when(seen: Window) -> None:
    seen.printed()
    assert wrong_on_paper(seen.page, datetime.now().astimezone().date()) == []


def test_keys_alone_reach_everything(seen: Window) -> None:
    assert unreached(seen.page) == []


def test_what_is_pressed_is_large_enough(seen: Window) -> None:
    assert small_targets(seen.page) == []


@pytest.mark.parametrize("path", OWNER)
def test_the_secretary_and_a_stranger_see_no_more(practice: Practice, path: str) -> None:
    hers = {*STAFF[:-1], "/"}
    address = practice.removal if path == "/retirer" else path
    practice.windows["staff"].go(address, status=200 if path in hers else 404)
    practice.windows["stranger"].go(address, status=404)


@pytest.fixture
def owner(practice: Practice) -> Page:
    practice.windows["owner"].as_usual()
    return practice.windows["owner"].page


def test_paper_counts_its_pages(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/mesures")
    practice.windows["owner"].printed()
    document = pypdfium2.PdfDocument(owner.pdf(prefer_css_page_size=True))
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert f"page {len(document)} sur {len(document)}" in last
    assert "J’ai un problème" not in last


def test_the_first_key_skips_the_menu(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/plan")
    owner.keyboard.press("Tab")
    assert owner.evaluate("document.activeElement.className") == "skip"
    owner.keyboard.press("Enter")
    owner.wait_for_url("**/plan#contenu")
    assert owner.evaluate("document.activeElement.id") == "contenu"


def test_a_question_is_answered_by_its_number(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/situation/exercice?retour=reglages")
    owner.locator(SETTLING).wait_for(state="detached")
    owner.keyboard.press("1")
    owner.wait_for_url("**/reglages")


def test_several_answers_are_chosen_by_their_numbers(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/situation/lieux?retour=reglages")
    owner.locator(SETTLING).wait_for(state="detached")
    box = owner.get_by_role("checkbox", name="Au domicile des patients")
    for expected in (True, False):
        owner.keyboard.press("2")
        assert box.is_checked() is expected
    owner.get_by_role("button", name="Continuer").focus()
    owner.keyboard.press("Enter")
    owner.wait_for_url("**/reglages")


def test_a_page_drawn_once_is_good_too(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/reglages")
    owner.get_by_label("Votre code personnel").first.fill(OWNER_CODE)
    owner.get_by_role("button", name="Faire la fiche de secours").click()
    owner.get_by_role("heading", name="Fiche de secours").wait_for()
    _good_everywhere(practice.windows["owner"])
    practice.windows["owner"].printed()
    assert owner.locator(".recovery").is_visible()
    practice.windows["owner"].as_usual()
    practice.windows["owner"].go("/reglages")
    owner.get_by_text("Refaire la fiche de secours").first.click()
    owner.get_by_label("L’ancienne fiche ne servira plus").check()
    _good_everywhere(practice.windows["owner"])


def test_a_refusal_is_good_too(practice: Practice, owner: Page) -> None:
    place = practice.windows["owner"]
    place.go("/situation/lieux")
    place.refusals.add(f"{owner.url} 422")
    owner.get_by_role("checkbox", checked=True).uncheck()
    owner.get_by_role("button", name="Continuer").click()
    owner.get_by_role("alert").wait_for()
    _good_everywhere(place)


def _good_everywhere(place: Window) -> None:
    assert axe(place.page) == []
    assert unreached(place.page) == []
    place.size(*NARROW)
    assert cut(place.page) == []
    assert small_targets(place.page) == []


def test_the_message_is_copied_in_one_click(practice: Practice, owner: Page) -> None:
    practice.windows["owner"].go("/message/prestataire")
    owner.get_by_role("button", name="Copier le message").click()
    owner.get_by_text("Copié. Collez-le").wait_for()
    copied = owner.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Bonjour,")


@pytest.fixture(scope="module")
def plain(practice: Practice) -> Iterator[Window]:
    """Give the owner's window on a browser that runs no script."""
    with window(practice.browser, practice.app.port, scripts=False) as place:
        place.enter(practice.app.new_address())
        _open(place, "Docteure Essai", OWNER_CODE)
        yield place


def test_without_scripts_pages_are_read_and_forms_work(plain: Window) -> None:
    page = plain.page
    for path in ("/", "/mesures", PROVED, "/plan", "/postes", "/equipe", "/journal", "/documents"):
        plain.go(path)
        assert page.get_by_role("heading", level=1).is_visible(), path
    plain.go("/mesures")
    page.get_by_label("Chercher un mot").fill("sauvegarde")
    page.get_by_role("button", name="Chercher").click()
    assert page.get_by_role("link", name="Sauvegarder les données").is_visible()
    page.get_by_role("link", name="Tout montrer").click()
    assert page.get_by_role("link", name="Fermer l'accès au cabinet").is_visible()
    plain.go("/questions/acces-lieu?suite=toutes")
    page.get_by_role("button", name="Je ne sais pas").click()
    plain.go("/mesures/acces-lieu")
    assert page.get_by_text("« ne sait pas »").or_(page.get_by_text("je ne sais pas")).count()


def test_without_scripts_a_reading_is_followed(plain: Window) -> None:
    plain.go("/postes")
    plain.page.get_by_role("button", name="Relire cet ordinateur").click()
    for _ in range(300):
        if plain.page.get_by_text("rien n’a été changé").count():
            break
        plain.page.get_by_role("link", name="Voir où cela en est").click()
    assert plain.page.get_by_text("rien n’a été changé").is_visible()


def test_the_first_door_is_good_too(practice: Practice, tmp_path: Path) -> None:
    with (
        running(tmp_path / "hygie", code=None) as app,
        window(practice.browser, app.port) as place,
    ):
        place.enter(app.address)
        assert place.page.get_by_label("Code du cabinet").is_visible()
        _good_everywhere(place)
