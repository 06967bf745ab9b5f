from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import EntryKind, MachineRefusedError
from hygie.workstation.probes.sync.windows import PERSONAL, read
from hygie.workstation.probes.sync.windows_paths import holds, parse_dropbox
from hygie.workstation.windows_machine import KnownFolders, RegistryKey
from hygie.workstation.windows_programs import UNINSTALL
from support.machine import an_entry
from support.recordings import Recording, load
from support.windows_files import CONTEXT, a_recorded_windows, expected, shown
from support.windows_machine import FakeWindowsMachine

HOME = "C:\\Users\\alix"
MAIN = f"HKLM\\{UNINSTALL}"
REFUSED = MachineRefusedError("Refusé.")
ONEDRIVE = {MAIN: {}, PERSONAL: {"UserFolder": f"{HOME}\\OneDrive"}}
VALUES = st.integers() | st.text() | st.binary() | st.lists(st.text()).map(tuple)


def a_machine(documents: str = f"{HOME}\\Documents", **fields: Any) -> FakeWindowsMachine:
    answers = {KnownFolders: KnownFolders(documents=documents, desktop="")}
    return FakeWindowsMachine(**{"keys": ONEDRIVE, "answers": answers, **fields})


def held(machine: FakeWindowsMachine) -> object:
    return shown(read(machine, CONTEXT))["sync.holds_documents"]


@pytest.mark.parametrize("recording", load("windows_files", "sync-"), ids=str)
def test_whole_sessions(recording: Recording) -> None:
    assert shown(read(a_recorded_windows(recording), CONTEXT)) == expected(recording)


@pytest.mark.parametrize(
    ("folder", "documents", "expected_"),
    [
        (f"{HOME}\\OneDrive", f"{HOME}\\OneDrive\\Documents", True),
        (f"{HOME}\\OneDrive\\", f"{HOME.upper()}\\ONEDRIVE\\DOCUMENTS", True),
        (f"{HOME}/OneDrive", f"{HOME}\\OneDrive", True),
        (f"{HOME}\\OneDrive", f"{HOME}\\OneDrive - Cabinet\\Documents", False),
        (f"{HOME}\\OneDrive\\Documents", f"{HOME}\\OneDrive", False),
        ("D:\\", "D:\\Documents", True),
        ("D:\\", "C:\\Documents", False),
        ("D:\\a", "\\\\serveur\\a\\Documents", False),
    ],
)
def test_folders_are_compared_as_windows_does(folder: str, documents: str, expected_: bool) -> None:
    assert holds(folder, documents) is expected_


def test_without_known_folders_nobody_knows() -> None:
    assert held(FakeWindowsMachine(keys=ONEDRIVE)) is None
    assert held(a_machine(documents="")) is None
    assert held(a_machine(documents="Documents")) is None


def test_a_link_in_onedrive_leaves_a_doubt() -> None:
    folders = {f"{HOME}\\OneDrive": (an_entry("x", kind=EntryKind.LINK),)}
    assert held(a_machine(folders=folders)) is None
    assert held(a_machine()) is False


def test_an_account_that_is_refused_is_not_an_absence() -> None:
    found = list(read(a_machine(keys={MAIN: {}, PERSONAL: REFUSED}), CONTEXT))
    assert all(isinstance(each, Unreadable) for each in found)


def test_a_list_of_programs_that_is_refused_leaves_a_doubt_about_documents() -> None:
    found = shown(read(a_machine(keys={**ONEDRIVE, MAIN: REFUSED}), CONTEXT))
    assert found == {"sync.clients": ["onedrive"], "sync.holds_documents": None}


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b'{"a": {"path": "/x"}}', REFUSED])
def test_settings_of_dropbox_that_say_nothing_leave_a_doubt(content: Any) -> None:
    keys = {f"{MAIN}\\Dropbox": {"DisplayName": "Dropbox"}}
    path = f"{HOME}\\AppData\\Roaming\\Dropbox\\info.json"
    assert held(a_machine(keys=keys, files={path: content})) is None


@given(st.binary() | st.text().map(str.encode))
def test_strange_settings_of_dropbox_name_no_folder(content: bytes) -> None:
    assert parse_dropbox(content) is None


@given(st.text(), st.text())
def test_holding_never_causes_an_accident(outer: str, inner: str) -> None:
    assert holds(outer, inner) in {True, False}


@given(VALUES)
def test_a_strange_folder_is_not_an_account(value: Any) -> None:
    keys = {MAIN: RegistryKey(), PERSONAL: RegistryKey(values={"userfolder": value})}
    clients = next(iter(read(a_machine(keys=keys), CONTEXT)))
    assert isinstance(clients, Observed)
    assert clients.value in {(), ("onedrive",)}


def test_no_text_names_a_folder_or_a_person() -> None:
    assert "alix" not in repr(list(read(a_machine(), CONTEXT)))
