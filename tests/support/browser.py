"""Debian's Chromium in front of the app: one for a module, a fresh window for each person.

A window fails the test that uses it when a page complains in the console, breaks, or asks anything
of another computer.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships none
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from playwright.sync_api import sync_playwright as playwright

from support.app import PATIENCE

WIDE, NARROW = (1280, 900), (360, 740)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
"""The browser itself asks nothing of anybody while it is tested."""

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
EXPECTED_REFUSAL = re.compile(r"the server responded with a status of (\d+)")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium, and end it: while it runs, this thread holds an event loop.

    Hence one for a module and not one for all the tests: Django refuses its database in a thread
    that holds one.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*QUIET, *(["--no-sandbox"] if as_root else [])]
    with playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Window:
    """One person's browser: where it looks, and all that went wrong since it was opened."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    refusals: set[str] = field(default_factory=set)
    _changed: bool = False

    def go(self, path: str, *, status: int = 200) -> Page:
        """Go to a page of the app; ``status`` is what it should answer."""
        address = self.base + path
        if status != 200:
            self.refusals.add(f"{address} {status}")
        answer = self.page.goto(address)
        if answer is None or answer.status != status:
            raise AssertionError(f"{path}: {None if answer is None else answer.status}")
        return self.page

    def enter(self, address: str) -> Page:
        """Come in by an address that serves once."""
        self.page.goto(address)
        return self.page

    def size(self, width: int, height: int) -> None:
        self._changed = True
        self.page.set_viewport_size({"width": width, "height": height})

    def printed(self) -> None:
        """Show the page as paper would."""
        self._changed = True
        self.page.emulate_media(media="print", color_scheme="light")

    def dark(self) -> None:
        """Show the page as in the evening."""
        self._changed = True
        self.page.emulate_media(media="screen", color_scheme="dark")

    def as_usual(self) -> None:
        """Come back to a wide screen in the light, and fail if anything went wrong meanwhile."""
        if self._changed:
            self.size(*WIDE)
            self.page.emulate_media(media="screen", color_scheme="light")
            self._changed = False
        self.check()

    def check(self) -> None:
        """Fail when anything went wrong in a page since the last look."""
        found, self.complaints[:] = list(self.complaints), []
        if found:
            raise AssertionError("\n".join(found))

    def hear(self, message: ConsoleMessage) -> None:
        refusal = EXPECTED_REFUSAL.search(message.text)
        expected = refusal and f"{message.location['url']} {refusal[1]}" in self.refusals
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.type}: {message.text} ({self.page.url})")

    def see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != self.base:
            self.complaints.append(f"asked of elsewhere: {request.url}")


@contextmanager
def window(browser: Browser, port: int, *, scripts: bool = True) -> Iterator[Window]:
    """Open a fresh window: a stranger's, until ``enter``."""
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        java_script_enabled=scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE * 1000)
    opened = Window(context, context.new_page(), f"http://127.0.0.1:{port}")
    context.on("console", opened.hear)
    context.on("request", opened.see)
    context.on("weberror", lambda error: opened.complaints.append(f"broke: {error.error}"))
    try:
        yield opened
        opened.check()
    finally:
        context.close()


def axe(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong; ``only`` names rules, else WCAG 2.2 AA and good practice.

    Axe comes in by the door of the debugger, that no policy of the page closes.
    """
    chosen = {"type": "rule", "values": list(only)} if only else RULES
    options = {"runOnly": chosen, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]
