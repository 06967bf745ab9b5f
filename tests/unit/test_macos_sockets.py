import plistlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation import macos_sockets
from hygie.workstation.machine import Output
from hygie.workstation.macos_tools import sysadminctl_command
from hygie.workstation.probes.ports import macos as ports
from hygie.workstation.probes.remote_access import macos as remote_access
from hygie.workstation.probes.shares import macos as shares
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac, a_mac_context, recorded
from support.recordings import Recording, load

HEADER = "Active Internet connections (including servers)\nProto Recv-Q Send-Q Local Foreign\n"
GUESTS = sysadminctl_command("smbGuestAccess")


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


def share(machine: FakeMachine) -> object:
    (reading,) = shares.read(machine, a_mac_context())
    assert "Dossier" not in repr(reading)
    return value(reading)


@pytest.mark.parametrize("recording", load("macos", "netstat-"), ids=str)
def test_documented_lists(recording: Recording) -> None:
    found = macos_sockets.parse_netstat(recording.text)
    assert found is not None
    assert " ".join(map(str, sorted(found))) == recording.expect


@pytest.mark.parametrize(
    "printed",
    [
        *["", "Connexions Internet actives\n", "tcp4 0 0 *.22 *.* LISTEN\n"],
        f"{HEADER}tcp4 0 0 fe80::aede:48ff:.5 *.* LISTEN\n".replace(".5", ".x"),
        f"{HEADER}tcp6 0 0 fe80::aede:48ff:.22 *.* LISTEN\n",
        f"{HEADER}tcp4 0 0 *.0 *.* LISTEN\n",
        f"{HEADER}tcp4 0 0 *.65536 *.* LISTEN\n",
    ],
)
def test_a_list_cut_short_is_no_list(printed: str) -> None:
    assert macos_sockets.parse_netstat(printed) is None


@given(st.text())
def test_any_line_is_a_listener_or_nothing(line: str) -> None:
    found = macos_sockets.parse_netstat(HEADER + line)
    assert found is None or all(0 < port < 1 << 16 for port in found)


@pytest.mark.parametrize("printed", ["", REFUSED, Output(code=1, text=HEADER)])
def test_no_list_is_not_a_closed_mac(printed: Answer) -> None:
    machine = a_mac(commands={macos_sockets.COMMAND: printed})
    for probe in (ports, remote_access, shares):
        (reading,) = probe.read(machine, a_mac_context())
        assert isinstance(reading, Unreadable)


@pytest.mark.parametrize(("mac", "count", "ssh"), [("14-intel", 3, True), ("26-arm", 2, False)])
def test_open_ports_and_ssh(mac: str, count: int, ssh: object) -> None:
    machine = a_mac(mac)
    assert [value(each) for each in ports.read(machine, a_mac_context())] == [count]
    assert [value(each) for each in remote_access.read(machine, a_mac_context())] == [ssh]


def test_no_share_is_served_unless_file_sharing_is_on() -> None:
    machine = a_mac("26-arm")
    assert share(machine) == 0
    assert machine.asked == [macos_sockets.COMMAND]


def test_folders_open_to_guests_are_counted() -> None:
    assert share(a_mac("14-intel")) == 2
    assert share(a_mac("15-arm")) == 0
    assert share(a_mac("15-arm", commands={shares.SHARES: recorded("shares-one")})) == 1


def test_guests_refused_for_all_folders() -> None:
    machine = a_mac("14-intel", commands={GUESTS: recorded("guests-off")})
    assert share(machine) == 0


@pytest.mark.parametrize("said", ["", "x", REFUSED, "2026 sysadminctl[1:2] accès invité : non"])
def test_an_unknown_sentence_leaves_the_folders_to_tell(said: Answer) -> None:
    assert share(a_mac("14-intel", commands={GUESTS: said})) == 2


@pytest.mark.parametrize("raw", ["", "x", REFUSED, plistlib.dumps([1]), plistlib.dumps("x")])
def test_an_odd_list_of_shares_is_not_an_empty_one(raw: Answer) -> None:
    assert share(a_mac("14-intel", commands={shares.SHARES: raw})) is None
