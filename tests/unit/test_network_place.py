import sys
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.network import link_linux, link_macos, link_windows
from hygie.network.limits import PRINTING, SHARING, asks
from hygie.network.link_windows import AddressRow, CardRow, ForwardRow, Way
from hygie.network.place import (
    FROM_PRACTICE,
    GATEWAY_ELSEWHERE,
    NOT_PRIVATE,
    TUNNELLED,
    Link,
    reach,
)
from hygie.workstation.machine import MachineRefusedError
from support.machine import FakeMachine


def a_link(own: str, gateway: str, *, tunnelled: bool = False) -> Link:
    return Link(own=IPv4Interface(own), gateway=IPv4Address(gateway), tunnelled=tunnelled)


# --- what may be asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "gateway", "around"),
    [
        ("192.168.1.20/24", "192.168.1.254", "192.168.1.0/24"),
        ("192.168.1.20/28", "192.168.1.17", "192.168.1.16/28"),
        ("10.3.7.20/8", "10.0.0.1", "10.3.7.0/24"),
        ("172.20.10.2/16", "172.20.0.1", "172.20.10.0/24"),
    ],
)
def test_never_more_than_the_neighbours(own: str, gateway: str, around: str) -> None:
    found = reach(a_link(own, gateway))
    assert found.around == IPv4Network(around)
    assert found.own not in list(found.neighbours())
    assert len(list(found.neighbours())) <= 253
    assert found.holds(found.gateway)
    assert not found.holds(IPv4Address("192.0.2.1"))


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (a_link("192.168.1.20/24", "192.168.1.1", tunnelled=True), TUNNELLED),
        (a_link("192.0.2.2/24", "192.0.2.1"), NOT_PRIVATE),
        (a_link("100.64.3.2/24", "100.64.3.1"), NOT_PRIVATE),
        (a_link("169.254.3.2/16", "169.254.3.1"), NOT_PRIVATE),
        (a_link("172.32.0.2/24", "172.32.0.1"), NOT_PRIVATE),
        (a_link("172.16.0.2/8", "172.16.0.1"), NOT_PRIVATE),
        (a_link("192.168.1.20/24", "192.168.2.1"), GATEWAY_ELSEWHERE),
        (a_link("192.168.1.20/24", "192.168.1.20"), GATEWAY_ELSEWHERE),
    ],
)
def test_a_network_that_is_not_a_private_one_is_refused(link: Link, why: str) -> None:
    with pytest.raises(MisusedError) as refusal:
        reach(link)
    assert refusal.value.message == why
    assert refusal.value.hint.endswith("Rien n'a été demandé au réseau.")


def test_what_is_asked_is_said_beforehand_with_its_bounds() -> None:
    said = asks(reach(a_link("192.168.1.20/24", "192.168.1.1")))
    assert [ask.ports for ask in said] == [(1900,), (80,), (*PRINTING, SHARING), (80, 445)]
    assert said[2].most == 253 * 4
    assert all("192.168.1." in ask.whom for ask in said[:3])


# --- Linux ------------------------------------------------------------------------------------

NOWHERE = str(IPv4Address(0))
HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
TRIE = """Main:
  +-- 192.168.1.0/24 2 0 2
     |-- 192.168.1.20
        /32 host LOCAL
     |-- 192.168.1.255
        /32 link BROADCAST
"""


def row(card: str, to: str, gateway: str, mask: str, metric: int = 100) -> str:
    words = [
        IPv4Address(text).packed[:: 1 if sys.byteorder == "big" else -1].hex().upper()
        for text in (to, gateway, mask)
    ]
    return f"{card}\t{words[0]}\t{words[1]}\t0003\t0\t0\t{metric}\t{words[2]}\t0\t0\t0\n"


HOME = row("wlan0", "192.168.1.0", NOWHERE, "255.255.255.0")
OUT = row("wlan0", NOWHERE, "192.168.1.1", NOWHERE, 600)


def a_linux(*rows: str, kind: str = "1") -> FakeMachine:
    return FakeMachine(
        files={
            link_linux.ROUTES: HEAD + "".join(rows),
            link_linux.LOCAL: TRIE,
            "/sys/class/net/wlan0/type": f"{kind}\n",
            "/sys/class/net/tun0/type": "65534\n",
        }
    )


def test_linux_tells_its_way_out() -> None:
    found = link_linux.read(a_linux(HOME, OUT))
    assert found == a_link("192.168.1.20/24", "192.168.1.1")


@pytest.mark.parametrize(
    "machine",
    [
        a_linux(HOME, OUT, kind="512"),
        a_linux(HOME, OUT, row("tun0", NOWHERE, "10.8.0.1", "128.0.0.0", 50)),
        a_linux(HOME, OUT, row("tun0", "128.0.0.0", "10.8.0.1", "128.0.0.0", 50)),
    ],
)
def test_linux_sees_a_tunnel(machine: FakeMachine) -> None:
    assert link_linux.read(machine).tunnelled


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (HOME,),
        (OUT,),
        (HOME, OUT, "wlan0\tzz\tzz\t1\t0\t0\t0\tzz\t0\t0\t0\n"),
        (HOME, row("tun0", NOWHERE, "10.8.0.1", NOWHERE, 1), OUT),
    ],
)
def test_linux_without_a_way_out_is_not_guessed(rows: tuple[str, ...]) -> None:
    with pytest.raises(MachineRefusedError, match="réseau IPv4"):
        link_linux.read(a_linux(*rows))


def test_linux_that_says_nothing_of_its_card_is_said_plainly() -> None:
    gone = (
        row("eth0", "192.168.1.0", NOWHERE, "255.255.255.0"),
        row("eth0", NOWHERE, "192.168.1.1", NOWHERE),
    )
    with pytest.raises(MachineRefusedError, match="sorte de carte"):
        link_linux.read(a_linux(*gone))
    with pytest.raises(MachineRefusedError, match="réseau IPv4"):
        link_linux.read(FakeMachine())


# --- macOS (the form is that of route(8) and ifconfig(8)) ---------------------------------------

DEFAULT = """   route to: default
destination: default
       mask: default
    gateway: 192.168.1.1
  interface: en0
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
"""
CARD = """en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether aa:bb:cc:dd:ee:ff
\tinet6 fe80::1%en0 prefixlen 64 secured scopeid 0xb
\tinet 192.168.1.20 netmask 0xffffff00 broadcast 192.168.1.255
"""


def a_mac(
    default: str = DEFAULT, *, card: str = CARD, half: str = DEFAULT, name: str = "en0"
) -> FakeMachine:
    commands = {link_macos.ROUTE: default, link_macos.HALF: half, ("ifconfig", name): card}
    return FakeMachine(commands=commands)


def test_macos_tells_its_way_out() -> None:
    assert link_macos.read(a_mac()) == a_link("192.168.1.20/24", "192.168.1.1")


@pytest.mark.parametrize(
    "machine",
    [
        a_mac(DEFAULT.replace("en0", "utun3"), name="utun3"),
        a_mac(DEFAULT.replace("    gateway: 192.168.1.1\n", "")),
        a_mac(half=DEFAULT.replace("en0", "utun3")),
        a_mac(half=""),
    ],
)
def test_macos_sees_a_tunnel(machine: FakeMachine) -> None:
    assert link_macos.read(machine).tunnelled


@pytest.mark.parametrize(
    "machine",
    [a_mac(""), a_mac(card=""), a_mac(card=CARD.replace("ffffff00", "00ff00ff")), FakeMachine()],
)
def test_macos_without_a_way_out_is_not_guessed(machine: FakeMachine) -> None:
    with pytest.raises(MachineRefusedError):
        link_macos.read(machine)


# --- Windows ------------------------------------------------------------------------------------


def a_way(to: str, gateway: str, card: int = 7, metric: int = 25) -> Way:
    return Way(to=IPv4Network(to), gateway=IPv4Address(gateway), card=card, metric=metric)


WAYS = [a_way("0.0.0.0/0", "192.168.1.1"), a_way("192.168.1.0/24", NOWHERE)]
OWN = [(1, IPv4Interface("127.0.0.1/8")), (7, IPv4Interface("192.168.1.20/24"))]


def test_windows_tells_its_way_out() -> None:
    found = link_windows.link(WAYS, OWN, card_type=71)
    assert found == a_link("192.168.1.20/24", "192.168.1.1")


@pytest.mark.parametrize(
    ("more", "card_type"),
    [
        ([], 53),
        ([], 131),
        ([], 23),
        ([a_way("0.0.0.0/1", "10.8.0.1", 9)], 6),
    ],
)
def test_windows_sees_a_tunnel(more: list[Way], card_type: int) -> None:
    assert link_windows.link([*WAYS, *more], OWN, card_type=card_type).tunnelled


def test_windows_takes_the_way_in_use() -> None:
    cheaper = a_way("0.0.0.0/0", "192.168.9.1", 9, 5)
    assert link_windows.default([*WAYS, cheaper]) == cheaper
    with pytest.raises(MachineRefusedError):
        link_windows.link([*WAYS, cheaper], OWN, card_type=6)
    with pytest.raises(MachineRefusedError):
        link_windows.default([])


def test_the_rows_of_windows_have_the_documented_sizes() -> None:
    from ctypes import sizeof  # noqa: PLC0415  # only this test measures

    assert [sizeof(kind) for kind in (ForwardRow, AddressRow, CardRow)] == [56, 24, 860]
    assert CardRow.type.offset == 516
    assert ForwardRow.metric.offset == 36


@given(st.text(), st.text())
def test_any_text_is_a_way_out_or_a_refusal(routes: str, trie: str) -> None:
    files = {link_linux.ROUTES: HEAD + routes, link_linux.LOCAL: trie}
    mac = a_mac(routes, card=trie, half=routes)
    for read, machine in ((link_linux.read, FakeMachine(files=files)), (link_macos.read, mac)):
        try:
            assert read(machine).own.network.prefixlen <= 32
        except MachineRefusedError as refusal:
            assert refusal.reason  # noqa: PT017  # either end is right


def test_the_hint_says_where_to_begin_again() -> None:
    with pytest.raises(MisusedError) as refusal:
        reach(a_link("192.0.2.2/24", "192.0.2.1"))
    assert refusal.value.hint.startswith(FROM_PRACTICE)
