from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.ports import linux
from hygie.workstation.sockets import is_loopback, open_ports, parse_address, parse_listeners
from support.machine import FakeMachine, a_context
from support.recordings import Recording, load

TCP, TCP6 = "/proc/net/tcp", "/proc/net/tcp6"
HEADER, ROW = load("ports", "tcp-listening")[0].text.split("\n")[:2]
HEADER6 = load("ports", "tcp6-")[0].text


def table(*addresses: str) -> str:
    rows = [ROW.replace("00000000:07E8", address) for address in addresses]
    return "\n".join([HEADER, *rows, ""])


@pytest.mark.parametrize("recording", load("ports"), ids=str)
def test_real_tables(recording: Recording) -> None:
    machine = FakeMachine(files={TCP: recording.raw})
    assert len(open_ports(machine)) == int(recording.expect)


def test_the_same_port_on_both_protocols_counts_once() -> None:
    everyone = "00000000000000000000000000000000:01BD"
    machine = FakeMachine(
        files={TCP: table("00000000:01BD", "0A00000A:0016"), TCP6: table(everyone)}
    )
    (reading,) = linux.read(machine, a_context())
    assert isinstance(reading, Observed)
    assert reading.value == 2


@pytest.mark.parametrize(
    ("words", "address", "loopback"),
    [
        ("0100007F", "127.0.0.1", True),
        ("3500007F", "127.0.0.53", True),
        ("0A00000A", "10.0.0.10", False),
        ("00000000", "0.0.0.0", False),  # noqa: S104  # what the kernel writes for every address
        ("00000000000000000000000001000000", "::1", True),
        ("00000000000000000000000000000000", "::", False),
        ("0000000000000000FFFF00000100007F", "::ffff:127.0.0.1", True),
        ("0000000000000000FFFF00000A00000A", "::ffff:10.0.0.10", False),
    ],
)
def test_addresses_are_read_as_the_kernel_writes_them(
    words: str, address: str, loopback: bool
) -> None:
    parsed = parse_address(words)
    assert str(ip_address(address)) == str(parsed)
    assert is_loopback(parsed) is loopback


@pytest.mark.parametrize(
    "files",
    [
        {},
        {TCP: ""},
        {TCP: HEADER + "\nincompris\n"},
        {TCP: table(), TCP6: "autre chose"},
        {TCP: MachineRefusedError("Refusé.")},
    ],
)
def test_an_unknown_table_is_never_zero(files: dict[str, str | MachineRefusedError]) -> None:
    (reading,) = linux.read(FakeMachine(files=files), a_context())
    assert isinstance(reading, Unreadable)


def test_without_ipv6_the_first_table_is_enough() -> None:
    (reading,) = linux.read(FakeMachine(files={TCP: table("00000000:0050")}), a_context())
    assert isinstance(reading, Observed)


@given(st.text())
def test_strange_tables_are_not_read(text: str) -> None:
    assert parse_listeners(text) is None


@given(st.text(min_size=1))
def test_a_strange_row_makes_the_table_unknown(text: str) -> None:
    assert parse_listeners(f"{HEADER}\n{text}x") is None
