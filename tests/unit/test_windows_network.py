"""What Windows shows to the network: ports, SSH, shares, Wi-Fi."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Context
from hygie.workstation.probes.ports import windows as ports
from hygie.workstation.probes.remote_access import windows as remote_access
from hygie.workstation.probes.shares import windows as shares
from hygie.workstation.probes.wifi import windows as wifi
from hygie.workstation.runner import has_shape
from hygie.workstation.windows_machine import (
    Listener,
    Listeners,
    Services,
    Share,
    Shares,
    WindowsMachine,
    WirelessLink,
)
from support.windows_machine import FakeWindowsMachine, a_windows_context

FACTS = load_catalogue().facts
SSH_ON = Services(running=frozenset({"sshd"}), known=frozenset({"sshd", "mpssvc"}))
SSH_OFF = Services(running=frozenset({"mpssvc"}), known=frozenset({"sshd", "mpssvc"}))
NOTHING = Services(running=frozenset(), known=frozenset())

Reader = Callable[[WindowsMachine, Context], Iterable[Reading]]


def one(reader: Reader, *answers: object) -> Reading:
    machine = FakeWindowsMachine(answers={type(each): each for each in answers})
    (reading,) = reader(machine, a_windows_context())
    assert has_shape(FACTS[reading.fact], reading)
    return reading


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


def listening(*rows: tuple[str, int, str]) -> Listeners:
    return Listeners(
        listeners=tuple(Listener(address=a, port=p, program=name) for a, p, name in rows)
    )


# --- ports ------------------------------------------------------------------------------------


def test_ports_are_counted_once_and_the_loopback_is_not() -> None:
    table = listening(
        ("0.0.0.0", 135, "svchost.exe"),  # noqa: S104  # what Windows lists, not what we open
        ("::", 135, "svchost.exe"),
        ("192.168.1.20", 139, "System"),
        ("127.0.0.1", 5354, "x.exe"),
        ("::1", 5355, "x.exe"),
        ("::ffff:127.0.0.1", 5356, "x.exe"),
        ("fe80::1%12", 445, "System"),
    )
    assert value(one(ports.read, table)) == 3


def test_nothing_that_listens_is_zero() -> None:
    assert value(one(ports.read, listening())) == 0


@pytest.mark.parametrize(
    "row", [("", 1, ""), ("localhost", 1, ""), ("::", 0, ""), ("::", 70000, "")]
)
def test_an_odd_table_is_unreadable(row: tuple[str, int, str]) -> None:
    assert isinstance(one(ports.read, listening(row)), Unreadable)


def test_a_refused_table_is_unreadable() -> None:
    assert isinstance(one(ports.read), Unreadable)


# --- SSH --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "services", "expected"),
    [
        ([("::", 22, "sshd.exe")], SSH_ON, True),
        ([("::", 2222, "SSHD.EXE")], SSH_ON, True),
        ([("::", 22, "")], SSH_ON, True),
        ([("::1", 22, "sshd.exe")], SSH_ON, False),
        ([("::", 445, "System")], SSH_ON, False),
        ([("::", 2222, "")], SSH_ON, None),
        ([("::", 22, "autre.exe")], SSH_OFF, None),
        ([("::", 22, "")], SSH_OFF, None),
        ([("::", 445, "")], SSH_OFF, False),
        ([("::", 445, "")], NOTHING, None),
        ([("::", 445, "System")], NOTHING, False),
        ([], SSH_OFF, False),
        ([("odd", 22, "sshd.exe")], SSH_OFF, False),
        ([("odd", 22, "sshd.exe")], SSH_ON, None),
    ],
)
def test_ssh_that_answers_the_network(
    rows: list[tuple[str, int, str]], services: Services, *, expected: bool | None
) -> None:
    assert value(one(remote_access.read, listening(*rows), services)) is expected


def test_ssh_without_any_answer_is_unreadable() -> None:
    assert isinstance(one(remote_access.read), Unreadable)
    assert value(one(remote_access.read, SSH_OFF)) is False


# --- shares -----------------------------------------------------------------------------------


def test_shares_open_to_everyone_are_counted() -> None:
    found = Shares(shares=(Share(everyone=True), Share(everyone=False), Share(everyone=True)))
    assert value(one(shares.read, found)) == 2


def test_a_stopped_service_shares_nothing() -> None:
    stopped = Services(running=frozenset(), known=frozenset({"lanmanserver"}))
    assert value(one(shares.read, stopped)) == 0
    assert isinstance(one(shares.read, NOTHING), Unreadable)
    assert isinstance(one(shares.read), Unreadable)


# --- Wi-Fi ------------------------------------------------------------------------------------


def a_link(authentication: int, cipher: int = 4, **changes: Any) -> WirelessLink:
    plain = {"cards": 1, "connected": True, "authentication": authentication, "cipher": cipher}
    return WirelessLink(**{**plain, **changes})


@pytest.mark.parametrize(
    ("authentication", "cipher", "expected"),
    [
        (1, 0x00, "ouvert"),
        (1, 0x01, "wep"),
        (1, 0x05, "wep"),
        (1, 0x101, "wep"),
        (1, 0x04, None),
        (2, 0x101, "wep"),
        (3, 0x02, "wpa"),
        (4, 0x02, "wpa"),
        (5, 0x02, None),
        (6, 0x04, "wpa2"),
        (7, 0x04, "wpa2"),
        (8, 0x04, "wpa3"),
        (9, 0x04, "wpa3"),
        (10, 0x04, "ouvert"),
        (11, 0x04, "wpa3"),
        (12, 0x04, None),
        (0x80000000, 0x04, None),
        (0, 0, None),
    ],
)
def test_wifi_codes(authentication: int, cipher: int, expected: str | None) -> None:
    assert value(one(wifi.read, a_link(authentication, cipher))) == expected


def test_no_card_and_no_link_have_no_protection() -> None:
    assert isinstance(one(wifi.read, a_link(0, cards=0, connected=False)), Inapplicable)
    assert isinstance(one(wifi.read, a_link(0, connected=False)), Inapplicable)
    assert isinstance(one(wifi.read), Unreadable)


@given(auth=st.integers(), cipher=st.integers(), cards=st.integers(0, 3), connected=st.booleans())
def test_any_code_has_its_shape(auth: int, cipher: int, cards: int, *, connected: bool) -> None:
    one(wifi.read, a_link(auth, cipher, cards=cards, connected=connected))


@given(st.lists(st.tuples(st.text(), st.integers(), st.text()), max_size=4))
def test_any_table_has_its_shape(rows: list[tuple[str, int, str]]) -> None:
    one(ports.read, listening(*rows))
    one(remote_access.read, listening(*rows), SSH_ON)
