import asyncio
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.cli.main import main
from hygie.core.errors import MisusedError
from hygie.core.readings import Observed, Unreadable
from hygie.network.attempt import NO_SENSE, TOO_LONG, NoAnswerError, attempt
from hygie.network.consent import ALLOWED, CHOICES, REFUSALS, whose
from hygie.network.doors import sweep
from hygie.network.found import (
    Device,
    Found,
    Guests,
    GuestShares,
    Neighbours,
    Opening,
    Openings,
    Page,
    PageFound,
    Upnp,
)
from hygie.network.keep import acts
from hygie.network.link import STRANGERS, refuse_strangers
from hygie.network.network_format import write_network
from hygie.network.place import Reach
from hygie.network.render import drawn
from hygie.network.upnp import opening_of
from hygie.network.wire import (
    CLOSED,
    ELSEWHERE,
    NO_ANSWER,
    NOT_A_PAGE,
    TOO_MUCH,
    Reply,
    own_address,
    page_of,
)
from hygie.terminal.tones import plain
from support.console import NOW, FakeTerminal, a_console, shown
from support.schemas import refusals

BOX, OWN, PRINTER = (IPv4Address(f"192.168.1.{last}") for last in (1, 20, 30))
REACH = Reach(own=OWN, gateway=BOX, around=IPv4Network("192.168.1.0/24"))
OPENING = Opening(outside=8443, protocol="TCP", inside=443, target=PRINTER, enabled=True)
NO_PAGE = PageFound(state=Page.NONE)
NOBODY = Neighbours(devices=(), answered=1, whole=True)
QUIET = Found(page=NO_PAGE, openings=Openings(state=Upnp.READ), neighbours=NOBODY)


def told(found: Found) -> str:
    return " ".join(plain(" ".join(drawn(found, REACH, a_console()))).split())


# --- what came back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "to", "state"),
    [
        (200, None, Page.CLEAR),
        (401, None, Page.CLEAR),
        (302, "/login", Page.CLEAR),
        (302, "http://mabox/", Page.CLEAR),
        (302, None, Page.CLEAR),
        (307, "HTTPS://192.168.1.1/", Page.SECURE),
        (404, None, Page.UNREADABLE),
        (500, None, Page.UNREADABLE),
    ],
)
def test_a_page_is_judged_on_how_it_comes(status: int, to: str | None, state: Page) -> None:
    headers = {} if to is None else {"LOCATION": to}
    assert page_of(Reply(status=status, headers=headers)).state is state


@pytest.mark.parametrize(
    "url",
    [
        f"https://{BOX}/d.xml",
        f"http://{OWN}/d.xml",
        "http://box.example/d.xml",
        f"http://{BOX}@box.example/",
        f"http://x@{BOX}/",
        f"http://{BOX}:99999/",
        f"http://[{BOX}/",
        f"http://{BOX}.example/",
        "file:///etc/passwd",
        f"//{BOX}/",
        "",
    ],
)
def test_an_address_of_somebody_else_is_refused(url: str) -> None:
    with pytest.raises(NoAnswerError, match="autre adresse"):
        own_address(BOX, url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"http://{BOX}", f"http://{BOX}:80/"),
        (f"http://{BOX}:5000/d.xml?x=1#y", f"http://{BOX}:5000/d.xml?x=1"),
        (f"http://{BOX}:5000//box.example/x", f"http://{BOX}:5000//box.example/x"),
    ],
)
def test_its_own_address_is_written_again(url: str, asked: str) -> None:
    assert own_address(BOX, url) == asked


def a_line(**changes: Any) -> dict[str, Any]:
    line: dict[str, Any] = {
        "NewExternalPort": 8443,
        "NewProtocol": "TCP",
        "NewInternalPort": 443,
        "NewInternalClient": "192.168.1.30",
        "NewEnabled": True,
        "NewPortMappingDescription": "Mme Camille",
    }
    return {**line, **changes}


def test_a_line_of_the_list_is_read_without_its_description() -> None:
    assert opening_of(a_line()) == OPENING
    assert opening_of(a_line(NewEnabled=False)) == replace(OPENING, enabled=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"NewExternalPort": -1},
        {"NewExternalPort": "80"},
        {"NewInternalPort": 65536},
        {"NewInternalPort": None},
        {"NewProtocol": "tcp\x1b"},
        {"NewInternalClient": "mabox"},
        {"NewInternalClient": None},
        {"NewInternalClient": "fd00::1"},
    ],
)
def test_a_line_that_makes_no_sense_is_not_read(changes: dict[str, Any]) -> None:
    assert opening_of(a_line(**changes)) is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoAnswerError("Dit."), "Dit."),
        (TimeoutError(), TOO_LONG),
        (RecursionError(), NO_SENSE),
        (ValueError(), NO_SENSE),
    ],
)
def test_whatever_a_device_does_is_a_reason(error: Exception, reason: str) -> None:
    async def work() -> str:
        raise error

    assert asyncio.run(attempt(work(), lambda said: said)) == reason


def test_a_sweep_stops_at_its_limit_and_says_so() -> None:
    far = [IPv4Address("127.0.0.1")] * 50
    steps: list[int] = []
    found = asyncio.run(sweep(far, (1,), lambda done, _many: steps.append(done), seconds=0.05))
    assert not found.whole
    assert len(steps) < 50


# --- what is said -------------------------------------------------------------------------------


def test_nothing_opened_is_not_everything_closed() -> None:
    said = told(QUIET)
    assert "● Aucun appareil n'a fait ouvrir d'entrée par UPnP." in said
    assert "Les redirections réglées à la main peuvent manquer" in said
    assert "CNIL" not in said


def test_what_is_open_is_said_with_what_to_do() -> None:
    openings = Openings(state=Upnp.READ, openings=(OPENING, replace(OPENING, target=OWN)))
    said = told(replace(QUIET, openings=openings))
    assert "▲ 2 entrées ouvertes par UPnP" in said
    assert "port 8443 (TCP) vers un appareil de votre réseau (192.168.1.30), port 443" in said
    assert "vers cet ordinateur, port 443" in said
    assert "Demandez à votre prestataire" in said
    assert "SAN-2020-014" in said


def test_a_line_the_box_gives_as_disabled_is_no_open_door() -> None:
    off = replace(OPENING, outside=8444, enabled=False)
    openings = Openings(state=Upnp.READ, openings=(OPENING, off, off))
    said = told(replace(QUIET, openings=openings))
    assert "▲ 1 entrée ouverte par UPnP" in said
    assert "2 entrées que la box dit désactivées" in said
    said = told(replace(QUIET, openings=Openings(state=Upnp.READ, openings=(off,))))
    assert "● Aucune entrée n'est ouverte par UPnP. 1 entrée que la box dit désactivée" in said
    assert "port 8444 (TCP)" in said
    assert "▲" not in said.partition("Ce que cela ne dit pas")[0].partition("page")[0]
    assert "CNIL" not in said
    unread = Openings(state=Upnp.READ, openings=(off,), unread=1)
    assert "Aucune entrée n'est ouverte" not in told(replace(QUIET, openings=unread))


def test_a_door_to_somewhere_else_is_said_to_be_one() -> None:
    away = replace(OPENING, target=IPv4Address("192.0.2.9"))
    said = told(replace(QUIET, openings=Openings(state=Upnp.READ, openings=(away,))))
    assert "une adresse qui n'est pas de votre réseau (192.0.2.9)" in said


@pytest.mark.parametrize(
    ("openings", "words"),
    [
        (Openings(state=Upnp.SILENT), "? La box n'a pas répondu à UPnP"),
        (Openings(state=Upnp.UNREADABLE, whole=False, reason="Dit."), "pas pu être lue. Dit."),
        (Openings(state=Upnp.READ, whole=False), "n'a pas été donnée en entier"),
        (Openings(state=Upnp.READ, unread=2), "2 lignes de la liste sont illisibles"),
    ],
)
def test_what_could_not_be_known_is_never_a_good_point(openings: Openings, words: str) -> None:
    said = told(replace(QUIET, openings=openings))
    assert words in said
    assert "Aucun appareil n'a fait ouvrir" not in said


@pytest.mark.parametrize(
    ("guests", "words"),
    [
        (GuestShares(state=Guests.OPEN, opened=2, shown=3), "2 dossiers s'ouvrent à tous"),
        (GuestShares(state=Guests.CLOSED), "rien de ce qu'il montre ne s'ouvre"),
        (GuestShares(state=Guests.UNREADABLE, reason="Dit."), "pas pu être lus. Dit."),
    ],
)
def test_each_device_is_said(guests: GuestShares, words: str) -> None:
    device = Device(
        address=PRINTER,
        printing=(9100,),
        sharing=True,
        page=PageFound(state=Page.CLEAR),
        guests=guests,
    )
    around = Neighbours(devices=(device,), answered=3, whole=False)
    said = told(replace(QUIET, neighbours=around))
    assert words in said
    assert "mot de passe n'est plus celui d'usine" in said
    assert "tous n'ont pas été interrogés" in said


def test_a_network_where_nobody_answers_was_not_looked_at() -> None:
    said = told(replace(QUIET, neighbours=replace(NOBODY, answered=0)))
    assert "? Personne n'a répondu, pas même la box" in said
    assert "Aucune imprimante" not in said


@pytest.mark.parametrize("state", Page)
def test_the_page_of_the_box_has_its_sentence(state: Page) -> None:
    said = told(replace(QUIET, page=PageFound(state=state, reason="Dit.")))
    assert ("Dit." in said) is (state is Page.UNREADABLE)
    assert "age de réglage" in said


# --- what the computer already knows ----------------------------------------------------------


def a_reading(fact: str, value: str) -> Observed:
    return Observed(workstation="poste", fact=fact, value=value, source="x", at=NOW)


@pytest.mark.parametrize(
    ("fact", "value"), [("network.category", "public"), ("wifi.security", "ouvert")]
)
def test_a_network_open_to_strangers_is_refused(fact: str, value: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        refuse_strangers([a_reading(fact, value)])
    assert "Rien n'a été demandé au réseau." in refusal.value.hint


@pytest.mark.parametrize(
    ("fact", "value"),
    [("network.category", "privé"), ("wifi.security", "wpa2"), ("wifi.security", "public")],
)
def test_any_other_is_left_to_what_the_person_said(fact: str, value: str) -> None:
    unread = Unreadable(workstation="poste", fact=fact, reason="x", remedy="x", at=NOW)
    assert refuse_strangers([a_reading(fact, value), unread]) is None  # type: ignore[func-returns-value]  # it only ever refuses


def test_the_readings_that_refuse_are_in_the_vocabulary() -> None:
    facts = load_catalogue().facts
    assert {value in facts[name].values for name, value in STRANGERS.items()} == {True}


# --- what is kept, what is asked ------------------------------------------------------------------


def test_only_counts_are_kept() -> None:
    found = replace(QUIET, openings=Openings(state=Upnp.READ, openings=(OPENING,)))
    openings, devices, shares = acts(found, NOW)
    assert (openings.measure, openings.summary["redirections"]) == ("ports-ouverts", 1)
    assert (devices.measure, shares.measure) == ("objets-connectes", "echange-partage")
    silent, *_ = acts(replace(QUIET, openings=Openings(state=Upnp.SILENT)), NOW)
    assert silent.summary["redirections"] is None


def test_every_answer_but_ours_has_its_refusal() -> None:
    assert {choice.value for choice in CHOICES} == ALLOWED | set(REFUSALS)


@pytest.mark.parametrize(
    ("typed", "allowed"), [("1", True), ("2", True), ("3", False), ("6", False)]
)
def test_only_our_own_network_is_asked(typed: str, *, allowed: bool) -> None:
    assert (whose(a_console(typed=f"{typed}\n")) == "") is allowed


@pytest.mark.parametrize(
    "words", [(), ("--oui",), ("--ce-reseau-est-a-moi",), ("--sans-enregistrer",)]
)
def test_without_a_keyboard_it_must_have_been_written(words: tuple[str, ...]) -> None:
    console = a_console()
    assert main(("reseau", *words, "--json"), console) == 2
    assert "Rien n'a été demandé au réseau." in shown(console)


def test_the_end_of_the_keyboard_asks_nothing() -> None:
    console = a_console(stdin=FakeTerminal(), stderr=FakeTerminal())
    assert main(("reseau",), console) == 0
    assert "Rien n'a été demandé au réseau." in shown(console)


def test_the_document_of_a_refusal_has_its_form() -> None:
    document = write_network(None, None, at=NOW, refusal="Dit.", simulation=True)
    assert refusals("reseau", document) == []
    assert document["sans_suite"] == "Dit."


@pytest.mark.parametrize(
    "reason", [NO_SENSE, TOO_LONG, NO_ANSWER, CLOSED, ELSEWHERE, NOT_A_PAGE, TOO_MUCH]
)
def test_a_reason_goes_with_a_box_as_with_a_device(reason: str) -> None:
    """No «il» for «la box», no «sa» of nobody."""
    assert reason.startswith(("La ", "Aucune "))
    said = told(replace(QUIET, page=PageFound(state=Page.UNREADABLE, reason=reason)))
    assert f"n'a pas pu être lue. {reason}" in said
