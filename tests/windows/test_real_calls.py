"""The system's calls, each against another source of the same truth.

Wine answers some of them for show only: those must be refused, never answered at random.
"""

import os
import socket
import sys
from pathlib import Path

import pytest

from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_calls_drives import drive_kind, system_letter
from hygie.workstation.windows_machine import (
    DriveKind,
    Drives,
    KnownFolders,
    Listeners,
    Processes,
    RecycleBin,
    Services,
    Session,
    SystemVersion,
)

pytestmark = pytest.mark.needs("windows")


@pytest.fixture
def machine() -> LocalWindowsMachine:
    return LocalWindowsMachine(environment=dict(os.environ))


def test_the_version_is_the_one_of_the_registry(machine: LocalWindowsMachine) -> None:
    version = machine.calls.ask(SystemVersion)
    key = machine.registry.open("HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion")
    assert (str(version.build), version.major) == (
        key.text("CurrentBuildNumber"),
        key.number("CurrentMajorVersionNumber"),
    )
    assert version.product_type in {1, 2, 3}


def test_the_account_of_the_session_is_the_one_whose_keys_are_loaded(
    machine: LocalWindowsMachine,
) -> None:
    session = machine.calls.ask(Session)
    assert machine.registry.open(f"HKU\\{session.sid}").keys
    assert session.elevated <= session.administrator


def test_this_very_program_is_among_those_that_run(machine: LocalWindowsMachine) -> None:
    assert Path(sys.executable).name.lower() in machine.calls.ask(Processes).names


def test_services_that_run_are_known_ones(machine: LocalWindowsMachine) -> None:
    services = machine.calls.ask(Services)
    assert services.running < services.known
    assert "rpcss" in services.known


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  # the test is about it
def test_a_socket_that_waits_is_seen_and_one_that_does_not_is_not(address: str) -> None:
    def seen(port: int) -> set[str]:
        found = LocalWindowsMachine(environment={}).calls.ask(Listeners).listeners
        return {one.address for one in found if one.port == port}

    with socket.socket() as waiting, socket.socket() as bound:
        waiting.bind((address, 0))
        bound.bind((address, 0))
        waiting.listen()
        assert seen(waiting.getsockname()[1]) == {address}
        assert seen(bound.getsockname()[1]) == set()


def test_documents_and_the_desktop_are_folders(machine: LocalWindowsMachine) -> None:
    folders = machine.calls.ask(KnownFolders)
    assert Path(folders.documents).is_dir()
    assert Path(folders.desktop).is_dir()
    assert folders.documents != folders.desktop


def test_the_bin_is_counted(machine: LocalWindowsMachine) -> None:
    assert machine.calls.ask(RecycleBin).items >= 0


def test_the_letter_of_the_system_is_a_disk_of_this_computer(machine: LocalWindowsMachine) -> None:
    letter = system_letter()
    assert Path(f"{letter}:\\", "Windows").is_dir()
    assert drive_kind(letter) is DriveKind.FIXED
    try:
        drives = machine.calls.ask(Drives).drives
    except MachineRefusedError as refusal:
        # Wine shows the whole disk of its host as a letter, and may not ask what it stands on.
        assert "administrateur" in refusal.reason  # noqa: PT017  # either answer is right
    else:
        (own,) = (drive for drive in drives if drive.system)
        assert (own.letter, own.external, own.ready) == (letter, False, True)


def test_a_question_is_asked_once(machine: LocalWindowsMachine) -> None:
    assert machine.calls.ask(Processes) is machine.calls.ask(Processes)
    key = "HKLM\\SOFTWARE\\Microsoft"
    assert machine.registry.open(key) is machine.registry.open(key.lower())
