import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import EntryKind, MachineRefusedError, Program, Tables
from hygie.workstation.probes.sync import linux
from hygie.workstation.probes.sync.folders import (
    holds,
    parse_dropbox,
    parse_onedrive,
    parse_user_folder,
)
from support.machine import FakeMachine, a_context, an_entry
from support.recordings import Recording, load

HOME = "/home/alix"
PROGRAMS = tuple(
    Program(id=name, kind="sync", name=name, packages=(name,))
    for name in ("dropbox", "onedrive", "mega")
)
Files = dict[str, bytes | str | MachineRefusedError]


def dpkg(*names: str) -> Files:
    stanzas = [f"Package: {name}\nStatus: install ok installed\nVersion: 1\n" for name in names]
    return {"/var/lib/dpkg/status": "\n".join(["Package: base\nStatus: x x installed\n", *stanzas])}


def read(files: Files, **folders: object) -> dict[str, Reading]:
    machine = FakeMachine(files={**files, "/proc/1/comm": "init\n"}, folders=dict(folders))  # type: ignore[arg-type]  # built by each test
    readings = linux.read(machine, a_context(tables=Tables(programs=PROGRAMS)))
    return {reading.fact: reading for reading in readings}


def held(files: Files, **folders: object) -> object:
    reading = read(files, **folders)["sync.holds_documents"]
    if isinstance(reading, Unreadable):
        assert reading.reason
        assert reading.remedy
        assert "alix" not in repr(reading)
    return reading.value if isinstance(reading, Observed) else None


def dropbox(path: str) -> Files:
    info = json.dumps({"personal": {"path": path}})
    return {**dpkg("dropbox"), f"{HOME}/.dropbox/info.json": info}


def test_without_a_client_documents_go_nowhere() -> None:
    found = read(dpkg())
    clients = found["sync.clients"]
    assert isinstance(clients, Observed)
    assert clients.value == ()
    assert held(dpkg()) is False


def test_a_list_of_programs_that_cannot_be_read_is_not_an_absence() -> None:
    assert all(isinstance(reading, Unreadable) for reading in read({}).values())


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (f"{HOME}/Dropbox", False),
        (f"{HOME}/Documents", True),
        (f"{HOME}/Documents/", True),
        (HOME, True),
        ("/", True),
        (f"{HOME}/Documents/Dropbox", False),
        (f"{HOME}/Doc", False),
    ],
)
def test_dropbox_holds_documents_when_its_folder_is_theirs_or_above(
    folder: str, expected: bool
) -> None:
    assert held(dropbox(folder)) is expected


def test_documents_moved_inside_the_synchronised_folder() -> None:
    moved = {f"{HOME}/.config/user-dirs.dirs": 'XDG_DOCUMENTS_DIR="$HOME/Dropbox/Documents"\n'}
    assert held({**dropbox(f"{HOME}/Dropbox"), **moved}) is True


def test_a_home_without_documents_of_its_own_leaves_a_doubt() -> None:
    none = {f"{HOME}/.config/user-dirs.dirs": 'XDG_DOCUMENTS_DIR="$HOME/"\n'}
    assert held({**dropbox(f"{HOME}/Dropbox"), **none}) is None


@pytest.mark.parametrize(
    "info", ["", "{}", "[]", '{"personal": {}}', '{"personal": {"path": "x"}}']
)
def test_a_client_whose_folder_is_not_known_leaves_a_doubt(info: str) -> None:
    assert held({**dpkg("dropbox"), f"{HOME}/.dropbox/info.json": info}) is None
    assert held(dpkg("dropbox")) is None
    assert held(dpkg("mega")) is None


def test_one_client_that_holds_documents_is_enough() -> None:
    files = {**dropbox(f"{HOME}/Documents"), **dpkg("dropbox", "mega")}
    assert held(files) is True


def test_a_client_that_keeps_documents_out_does_not_clear_another() -> None:
    files = {**dropbox(f"{HOME}/Dropbox"), **dpkg("dropbox", "mega")}
    assert held(files) is None


def test_links_leave_a_doubt() -> None:
    files = dropbox(f"{HOME}/Dropbox")
    inside = {f"{HOME}/Dropbox": (an_entry("x", kind=EntryKind.LINK),)}
    assert held(files, **inside) is None
    documents = {HOME: (an_entry("Documents", kind=EntryKind.LINK),)}
    assert held(files, **documents) is None


def test_onedrive_counts_once_it_is_signed_in() -> None:
    base: Files = {
        **dpkg("onedrive"),
        f"{HOME}/.config/onedrive/config": 'sync_dir = "~/Documents"\n',
    }
    assert held(base) is None
    assert held({**base, f"{HOME}/.config/onedrive/refresh_token": "x"}) is True


def test_onedrive_has_a_folder_of_its_own_by_default() -> None:
    base: Files = {**dpkg("onedrive"), f"{HOME}/.config/onedrive/refresh_token": "x"}
    assert held(base) is False
    assert held({**base, "/etc/onedrive/config": f'sync_dir = "{HOME}"\n'}) is True


def test_a_client_only_seen_running_counts() -> None:
    program = Program(id="pcloud", kind="sync", name="pCloud", processes=("pcloud",))
    machine = FakeMachine(files={**dpkg(), "/proc/1/comm": "init\n", "/proc/5/comm": "pcloud\n"})
    found = list(linux.read(machine, a_context(tables=Tables(programs=(program,)))))
    assert isinstance(found[0], Observed)
    assert found[0].value == ("pcloud",)


@pytest.mark.parametrize("recording", load("sync"), ids=str)
def test_real_settings(recording: Recording) -> None:
    found: dict[str, tuple[str | None, ...] | None] = {
        "dropbox-info": parse_dropbox(recording.raw),
        "onedrive-config": parse_onedrive(recording.text, HOME),
        "user-dirs": (parse_user_folder(recording.text, HOME),),
    }
    assert found[recording.name] == (recording.expect,)


@given(st.binary() | st.text().map(str.encode))
def test_strange_settings_of_dropbox_name_no_folder(content: bytes) -> None:
    assert parse_dropbox(content) is None


def test_malicious_json_is_refused() -> None:
    assert parse_dropbox(b"[" * 100_000) is None
    assert parse_dropbox(json.dumps({"a": {"path": "/x\0"}}).encode()) is None


@given(st.text())
def test_strange_settings_of_onedrive_name_no_folder(text: str) -> None:
    assert not parse_onedrive(text, HOME)


@given(st.text())
def test_strange_user_folders_leave_the_usual_one(text: str) -> None:
    assert parse_user_folder(text, HOME) == f"{HOME}/Documents"


@given(st.text(), st.text())
def test_holding_never_causes_an_accident(outer: str, inner: str) -> None:
    assert holds(f"/{outer}", f"/{outer}") is True
    assert holds(f"/{outer}", f"/{inner}") in {True, False}
