"""The first run, as a practitioner alone lives it: from an empty folder to a dossier."""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hygie.audit.questionnaire import load_questions
from hygie.catalogue.loader import load_catalogue
from support.app import App, running
from support.browser import Window, axe, browsing, window
from support.practices import known_choices, with_a_past

pytestmark = pytest.mark.needs("chromium")

CODE = "trois lampes vertes"
MOST_QUESTIONS, MOST_ACTIONS, MOST_AT_FIRST = 25, 3, 10
A_QUESTION, A_PAGE, MOST_SECONDS = 8, 12, 5 * 60
"""The pace of a person: seconds for a question, for a page to read, and for all of it."""

SQLITE = b"SQLite format 3\x00"


@dataclass
class Visit:
    """Somebody who answers as they go; what they met is counted."""

    place: Window
    questions: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.place.page

    @property
    def seconds(self) -> int:
        """Return how long it would take a person, without the machine's own time."""
        return A_QUESTION * len(self.questions) + A_PAGE * len(self.read)

    def look(self) -> str:
        """Return the address of this page, judged at first sight."""
        path = self.page.url.removeprefix(self.place.base)
        assert axe(self.page) == [], path
        return path

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, Window]]:
    home = tmp_path_factory.mktemp("premier") / "hygie"
    with (
        running(home, code=None) as app,
        browsing() as browser,
        window(browser, app.port) as place,
    ):
        yield app, place


def test_from_nothing_to_a_dossier(first_run: tuple[App, Window], tmp_path: Path) -> None:
    app, place = first_run
    visit = Visit(place)
    _choose_a_code(visit, app)
    _answer_everything(visit)
    _see_what_to_do(visit)
    dossier = _take_the_dossier(visit, tmp_path)
    assert dossier.startswith(b"%PDF-")
    assert len(dossier) > 20_000
    assert len(visit.questions) == len(set(visit.questions)) <= MOST_QUESTIONS
    assert visit.seconds <= MOST_SECONDS
    sys.stdout.write(f"{len(visit.questions)} questions, {visit.seconds} s at a person's pace\n")
    assert (app.home / "registre.chiffre").stat().st_size > 0
    assert _readable(app.home) == []


def _choose_a_code(visit: Visit, app: App) -> None:
    visit.place.enter(app.address)
    assert visit.look() == "/deverrouiller"
    visit.page.get_by_label("Code du cabinet").fill(CODE)
    visit.page.get_by_label("Le même, encore une fois").fill(CODE)
    visit.press("Continuer")
    assert visit.look() == "/bienvenue"
    visit.read += ["code", "bienvenue"]
    visit.press("Commencer")


def _answer_everything(visit: Visit) -> None:
    """Answer until there is no question left, the reading of the computer on the way."""
    choices, answers = known_choices(), _answers()
    for _ in range(2 * MOST_QUESTIONS):
        path = visit.look()
        if path == "/a-faire":
            return
        if path == "/lecture":
            _watch_the_reading(visit)
            continue
        kind, _, name = path.strip("/").partition("/")
        assert kind in {"situation", "questions"}, path
        visit.questions.append(path)
        elsewhere = _other_than(visit.page.url)
        _choose(visit, choices[name] if kind == "situation" else (next(answers),))
        visit.page.wait_for_url(elsewhere)
    raise AssertionError("the questions never end")


def _other_than(address: str) -> Callable[[str], bool]:
    return lambda there: there != address


def _answers() -> Iterator[str]:
    """Answer as people do: mostly well, and sometimes without knowing."""
    while True:
        yield from ("oui", "oui", "ne_sait_pas", "non")


def _choose(visit: Visit, wanted: tuple[str, ...]) -> None:
    boxes = visit.page.locator("input[name=reponse]")
    if not boxes.count():
        visit.page.locator(f"button[name=reponse][value='{wanted[0]}']").click()
        return
    for value in wanted:
        visit.page.locator(f"input[value='{value}']").check()
    visit.press("Continuer")


def _watch_the_reading(visit: Visit) -> None:
    visit.page.get_by_text("rien n’a été changé").wait_for()
    assert len(visit.questions) == 3
    assert visit.look() == "/lecture"
    assert visit.page.locator("main li").count() <= MOST_AT_FIRST
    assert "à vérifier" not in visit.page.locator("main").inner_text()
    visit.read.append("lecture")
    visit.press("Continuer")


def _see_what_to_do(visit: Visit) -> None:
    assert 1 <= visit.page.locator("article.action").count() <= MOST_ACTIONS
    visit.read.append("à faire")
    visit.press("Message à votre prestataire")
    assert visit.look() == "/message/prestataire"
    assert visit.page.get_by_label("Le message").input_value().startswith("Bonjour,")
    visit.page.get_by_role("link", name="Tableau de bord").first.click()
    assert visit.page.get_by_text("Où vous en êtes").is_visible()
    visit.look()


def _take_the_dossier(visit: Visit, folder: Path) -> bytes:
    visit.page.get_by_role("link", name="Documents").click()
    visit.press("Faire ce document")
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("link", name="l’enregistrer").click()
    kept = folder / taken.value.suggested_filename
    taken.value.save_as(kept)
    visit.place.go("/documents")
    assert visit.page.get_by_role("row").count() == 2
    assert visit.look() == "/documents"
    return kept.read_bytes()


def _readable(home: Path) -> list[str]:
    """Return the files of the data folder that are SQLite's, or hold a word of the records."""
    names = [*load_catalogue().measures, *(question.id for question in load_questions())]
    said = re.compile(b"|".join(re.escape(name.encode()) for name in names if len(name) > 6))
    return [
        f"{one.name}: {content[:16]!r}"
        for one in home.rglob("*")
        if one.is_file()
        and (content := one.read_bytes())
        and (said.search(content) or (content.startswith(SQLITE) and not _is_empty(one)))
    ]


def _is_empty(database: Path) -> bool:
    """Tell whether it only turns earlier versions away: no table at all."""
    with closing(sqlite3.connect(database)) as opened:
        return not opened.execute("SELECT name FROM sqlite_master").fetchall()


def test_the_watch_would_see_records_in_clear(tmp_path: Path) -> None:
    with_a_past(tmp_path / "hygie", weeks=0)
    assert _readable(tmp_path / "hygie") != []
