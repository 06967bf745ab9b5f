"""Slips of the hand and an app that stops: nothing is answered unread, nobody waits for nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.app import App, running, surroundings
from support.browser import Window, browsing, window
from support.practices import never_read, with_a_past

pytestmark = pytest.mark.needs("chromium")

QUESTION = "/questions/acces-lieu?suite=toutes"
PAUSE = 300
"""A hand that is still on its way from the question before, in milliseconds."""

SETTLED = 700
PATH = "location.pathname"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as started:
        yield started


@pytest.fixture
def place(app: App, browser: Browser) -> Iterator[Window]:
    with window(browser, app.port) as opened:
        opened.enter(app.new_address())
        yield opened


def answers(app: App) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "hygie", "journal", "--json"],
        env=surroundings(app.home),
        capture_output=True,
        check=True,
    )
    lines = json.loads(done.stdout)["lignes"]
    return sum(line["genre"] == "answer" for line in lines)


def test_a_key_held_down_answers_once(app: App, place: Window) -> None:
    before = answers(app)
    page = place.go(QUESTION)
    page.wait_for_timeout(SETTLED)
    for _ in range(30):
        page.keyboard.down("1")
        page.wait_for_timeout(50)
    page.keyboard.up("1")
    page.wait_for_timeout(SETTLED)
    assert answers(app) == before + 1


def test_what_is_pressed_as_a_question_appears_answers_nothing(place: Window) -> None:
    page = place.go(QUESTION)
    page.keyboard.press("1")
    page.wait_for_timeout(PAUSE)
    assert page.evaluate(PATH) == "/questions/acces-lieu"


def click_first_answer(page: Page) -> None:
    """Click with the mouse itself, which waits for nothing."""
    box = page.locator("button.answer").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_slow_double_click_answers_one_question(browser: Browser, tmp_path: Path) -> None:
    """The second click falls on the answers of a question that has just appeared."""
    home = tmp_path / "hygie"
    never_read(home)
    with ExitStack() as stack:
        app = stack.enter_context(running(home))
        place = stack.enter_context(window(browser, app.port))
        place.enter(app.address)
        page = place.go("/questions")
        page.wait_for_timeout(SETTLED)
        with page.expect_navigation(wait_until="domcontentloaded"):
            click_first_answer(page)
        click_first_answer(page)
        page.wait_for_timeout(SETTLED)
        assert answers(app) == 1


def test_an_app_that_stops_while_it_reads_says_so(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "hygie"
    never_read(home)
    with ExitStack() as stack:
        app = stack.enter_context(running(home))
        place = stack.enter_context(window(browser, app.port))
        page = place.enter(app.address)
        page.route("**/lecture/etat", lambda route: route.abort("connectionrefused"))
        page.get_by_role("button", name="Lire cet ordinateur").click()
        page.get_by_text("Hygie ne répond plus").wait_for()
        page.get_by_text("Rouvrez Hygie").wait_for()
        place.complaints.clear()
