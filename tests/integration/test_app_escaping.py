"""What people type is shown as they typed it: neither a browser nor a template obeys it."""

import html
import re
from collections.abc import Iterator

import pytest

from support.app import Visitor, running
from support.practices import with_a_past

NOTE = '<script>alert()</script> "onfocus="alert() {{ 7|add:7 }} {% debug %}'
NAME = "Zo <img src=x onerror=alert()> {{ who }}"
OBEYED = ("<script>alert", "<img src=x", 'onfocus="alert')


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as app:
        yield app.visitor()


def test_what_people_type_is_text_and_nothing_else(owner: Visitor) -> None:
    declared = {"nom": NAME, "role": "titulaire"}
    assert owner.post("/equipe/declarer", declared, page="/equipe").status == 302
    line = re.findall(r'action="(/plan/[a-z-]+)"', owner.go("/plan").text)[0]
    assert owner.post(line, {"note": NOTE}, page="/plan").status == 302
    for page, typed in (("/equipe", NAME), ("/plan", NOTE)):
        shown = owner.go(page)
        assert _packed(typed) in _packed(html.unescape(shown.text)), page
        assert [words for words in OBEYED if words in shown.text] == [], page


def _packed(text: str) -> str:
    """Return a text without its spaces: French ones are put in when it is shown."""
    return "".join(text.split())
