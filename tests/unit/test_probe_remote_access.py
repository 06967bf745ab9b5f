from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.remote_access import linux
from hygie.workstation.probes.remote_access.settings import (
    FOLDER,
    MAIN,
    is_everywhere,
    parse_settings,
)
from hygie.workstation.services import SHOW
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

ASK = (*SHOW, *linux.UNITS)
SSHD = {"/usr/sbin/sshd": "\x7fELF"}
UNITS: dict[str, Answer] = {each.name: each.raw for each in load("remote_access", "units-")}
DEBIAN, LOCAL = (load("remote_access", name)[0].text for name in ("sshd-debian", "sshd-local"))
Content = bytes | str | MachineRefusedError


def read(units: Answer | None = None, **files: Content) -> Reading:
    return ask({**SSHD, **files}, units)


def ask(files: Mapping[str, Content], units: Answer | None = None) -> Reading:
    commands: dict[tuple[str, ...], Answer] = {} if units is None else {ASK: units}
    (reading,) = linux.read(FakeMachine(commands=commands, files=files), a_context())
    assert reading.fact == "remote.ssh_open"
    return reading


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


def test_no_ssh_server_is_no_way_in() -> None:
    assert value(ask({})) is False


def test_a_server_in_use_as_shipped_is_open() -> None:
    assert value(read(UNITS["units-running"], **{MAIN: DEBIAN})) is True


def test_a_server_that_is_off_is_not_open() -> None:
    assert value(read(UNITS["units-off"], **{MAIN: DEBIAN})) is False


def test_a_server_kept_to_this_computer_is_not_open() -> None:
    assert value(read(UNITS["units-running"], **{MAIN: LOCAL})) is False


def test_a_socket_that_listens_everywhere_is_open() -> None:
    units = UNITS["units-off"]
    assert isinstance(units, bytes)
    socket = units.replace(
        b"Id=ssh.socket\nLoadState=loaded\nActiveState=inactive",
        b"Id=ssh.socket\nLoadState=loaded\nActiveState=active",
    )
    assert value(read(socket, **{MAIN: LOCAL})) is True
    assert value(read(socket.replace(b"[::]:22", b"127.0.0.1:22"), **{MAIN: DEBIAN})) is False


def test_the_folder_of_settings_adds_addresses() -> None:
    main = f"Include {FOLDER}/*.conf\nListenAddress 127.0.0.1\n"
    opened = {MAIN: main, f"{FOLDER}/10-local.conf": "ListenAddress 192.0.2.7\n"}
    assert value(read(UNITS["units-running"], **opened)) is True
    kept = {MAIN: main, f"{FOLDER}/10-local.conf": "ListenAddress ::1\n"}
    assert value(read(UNITS["units-running"], **kept)) is False


def test_a_file_included_from_elsewhere_leaves_a_doubt() -> None:
    main = "Include /srv/ssh.conf\nListenAddress 127.0.0.1\n"
    assert isinstance(read(UNITS["units-running"], **{MAIN: main}), Unreadable)


def test_reserved_settings_are_unknown_unless_the_port_answers() -> None:
    refused = MachineRefusedError("Refusé.")
    assert isinstance(read(UNITS["units-running"], **{MAIN: refused}), Unreadable)
    header, row = load("ports", "tcp-listening")[0].text.split("\n")[:2]
    table = f"{header}\n{row.replace(':07E8', ':0016')}\n"
    opened: dict[str, Content] = {MAIN: refused, "/proc/net/tcp": table}
    assert value(read(UNITS["units-running"], **opened)) is True


def test_without_systemd_only_a_running_server_is_known() -> None:
    assert isinstance(read(None, **{MAIN: DEBIAN}), Unreadable)
    running = {MAIN: DEBIAN, "/proc/1/comm": "init\n", "/proc/9/comm": "sshd\n"}
    assert value(read(None, **running)) is True


def test_another_server_is_said_to_be_unknown() -> None:
    assert isinstance(read(UNITS["units-off"], **{"/usr/sbin/dropbear": "x"}), Unreadable)


@pytest.mark.parametrize("recording", load("remote_access", "sshd-"), ids=str)
def test_real_settings(recording: Recording) -> None:
    addresses, _ = parse_settings(recording.text)
    assert is_everywhere(addresses) is (recording.expect == "everywhere")


@pytest.mark.parametrize(
    ("address", "everywhere"),
    [
        ("127.0.0.1", False),
        ("127.0.0.1:22", False),
        ("localhost", False),
        ("[::1]:22", False),
        ("::1", False),
        ("0.0.0.0", True),  # noqa: S104  # what a careless setting says
        ("[::]:22", True),
        ("192.0.2.7:2222", True),
        ("cabinet.exemple", True),
        ("", True),
    ],
)
def test_what_an_address_opens(address: str, everywhere: bool) -> None:
    assert is_everywhere([address]) is everywhere


@given(st.text())
def test_strange_settings_never_hide_a_server(text: str) -> None:
    addresses, _ = parse_settings(text)
    assert is_everywhere(addresses) or all(
        word.strip('"').startswith(("127.", "::1", "[::1", "localhost", "/")) for word in addresses
    )
