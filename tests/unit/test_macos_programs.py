import plistlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.wiring import tables
from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import EntryKind, MachineRefusedError, Output, Program, Tables
from hygie.workstation.macos_programs import PROCESSES, applications, installed, running
from hygie.workstation.probes.programs.macos import read
from support.machine import FakeMachine, a_context, an_entry
from support.recordings import load

HOME = "/Users/alix"
CONTEXT = a_context(system="macos", home=HOME, tables=tables())
REFUSED = MachineRefusedError("Le système refuse la lecture de ce dossier.")
PS = load("macos_files", "ps-names")[0]
LIBREOFFICE = load("macos_files", "info-libreoffice")[0]
SAFARI = "/Applications/Safari.app/Contents/Info.plist"


def info(id_: object, version: object = "1.0", *, binary: bool = False) -> bytes:
    form = plistlib.FMT_BINARY if binary else plistlib.FMT_XML
    keys = {"CFBundleIdentifier": id_, "CFBundleShortVersionString": version}
    return plistlib.dumps(keys, fmt=form)


def a_mac(**fields: Any) -> FakeMachine:
    own = {SAFARI: info("com.apple.Safari", "26.1")}
    commands = {PROCESSES: "/sbin/launchd\n", **fields.pop("commands", {})}
    return FakeMachine(files={**own, **fields.pop("files", {})}, commands=commands, **fields)


def by_fact(machine: FakeMachine) -> dict[str, Reading]:
    found = {each.fact: each for each in read(machine, CONTEXT)}
    assert len(found) == 5
    return found


def values(machine: FakeMachine) -> dict[str, object]:
    found = by_fact(machine).values()
    return {each.fact: each.value for each in found if isinstance(each, Observed)}


def test_a_mac_as_sold() -> None:
    assert values(a_mac()) == {
        "passwords.managers": (),
        "remote.tools": (),
        "remote.running": (),
        "software.end_of_support": (),
    }


def test_applications_are_found_for_all_and_for_the_session_one_folder_deep() -> None:
    files = {
        "/Applications/KeePassXC.app/Contents/Info.plist": info("org.keepassxc.keepassxc"),
        "/Applications/Outils/Aide.app/Contents/Info.plist": info("com.philandro.anydesk"),
        f"{HOME}/Applications/B.app/Contents/Info.plist": info(
            "com.bitwarden.desktop", binary=True
        ),
        "/Applications/Box.app/WrappedBundle/Info.plist": info("com.markmcguill.strongbox"),
        "/Applications/Weasis.app/Contents/Info.plist": info("org.weasis.launcher"),
        "/Applications/LibreOffice.app/Contents/Info.plist": LIBREOFFICE.raw,
        "/Applications/Vide.app/Contents/x": b"",
    }
    found = values(a_mac(files=files))
    assert found["passwords.managers"] == ("bitwarden", "keepassxc", "strongbox")
    assert found["remote.tools"] == ("anydesk",)
    assert found["software.practice"] == ("weasis",)
    assert found["software.end_of_support"] == ("libreoffice_tdf",)


def test_a_recorded_information_file_gives_id_and_version() -> None:
    path = "/Applications/LibreOffice.app"
    seen = applications(
        a_mac(files={f"{path}/Contents/Info.plist": LIBREOFFICE.raw}),
        HOME,
        {"org.libreoffice.script"},
    )
    (bundle,) = seen.bundles
    assert f"{bundle.id} {bundle.version}" == LIBREOFFICE.expect


def test_the_name_of_the_application_means_nothing() -> None:
    files = {"/Applications/AnyDesk.app/Contents/Info.plist": info("com.exemple.autre")}
    assert values(a_mac(files=files))["remote.tools"] == ()


def test_running_applications_are_known_by_their_bundle_or_their_name() -> None:
    files = {
        f"/Applications/{name}.app/Contents/Info.plist": info(id_)
        for name, id_ in (
            ("AnyDesk", "com.philandro.anydesk"),
            ("TeamViewer", "com.teamviewer.TeamViewer"),
            ("RustDesk", "com.carriez.rustdesk"),
        )
    }
    found = values(a_mac(files=files, commands={PROCESSES: PS.text}))
    assert found["remote.running"] == ("anydesk", "chrome_remote_desktop", "teamviewer")
    assert len(found["remote.running"]) == int(PS.expect)


@pytest.mark.parametrize(
    "answer", ["", "\n\n", "launchd\n", Output(code=1, text="/sbin/launchd\n"), REFUSED]
)
def test_processes_that_are_not_told_are_never_none(answer: Any) -> None:
    found = by_fact(a_mac(commands={PROCESSES: answer}))
    assert isinstance(found["remote.running"], Unreadable)
    assert isinstance(found["remote.tools"], Observed)


def test_without_an_applications_folder_nothing_is_known() -> None:
    found = by_fact(FakeMachine(commands={PROCESSES: "/sbin/launchd\n"}))
    assert all(isinstance(each, Unreadable) for each in found.values())


@pytest.mark.parametrize(
    "folder", ["/Applications", f"{HOME}/Applications", "/Applications/Utilities"]
)
def test_a_folder_that_refuses_is_never_an_absence(folder: str) -> None:
    folders: dict[str, Any] = {folder: REFUSED}
    if folder == "/Applications/Utilities":
        kind = EntryKind.FOLDER
        folders["/Applications"] = (an_entry("Utilities", kind=kind), an_entry("S.app", kind=kind))
    found = by_fact(a_mac(folders=folders))
    assert all(isinstance(each, Unreadable) for each in found.values())


@pytest.mark.parametrize(
    "content",
    [
        b"com.philandro.anydesk",
        b"bplist00com.philandro.anydesk" + b"\xff" * 40,
        b"<plist><array><string>com.philandro.anydesk</string></array></plist>",
        b"<plist><dict><key>com.philandro.anydesk</key></dict></plist>",
        b'<!DOCTYPE p [<!ENTITY a "com.philandro.anydesk">]><plist><dict/></plist>',
        b"\xff\xfe\x00",
        MachineRefusedError("Le fichier est trop long pour être lu sans risque."),
    ],
)
def test_a_damaged_or_huge_information_file_leaves_a_doubt(content: Any) -> None:
    files = {"/Applications/X.app/Contents/Info.plist": content}
    found = by_fact(a_mac(files=files))
    assert isinstance(found["remote.tools"], Unreadable)


@pytest.mark.parametrize("id_", [3, ["com.philandro.anydesk"], {"com.philandro.anydesk": 1}, True])
def test_an_id_of_another_type_is_not_an_id(id_: object) -> None:
    files = {"/Applications/X.app/Contents/Info.plist": info(id_)}
    assert values(a_mac(files=files))["remote.tools"] == ()


def test_a_home_full_of_folders_is_refused() -> None:
    many = tuple(an_entry(f"d{number}", kind=EntryKind.FOLDER) for number in range(300))
    look = installed(a_mac(folders={"/Applications": many}), CONTEXT, "remote_control")
    assert not look.complete


@given(st.binary(max_size=300), st.booleans())
def test_strange_information_files_never_make_a_program(content: bytes, known: bool) -> None:
    raw = content + b"com.philandro.anydesk" if known else content
    machine = a_mac(files={"/Applications/X.app/Contents/Info.plist": raw})
    context = a_context(
        home=HOME,
        tables=Tables(
            programs=(Program(id="a", kind="k", name="A", bundles=("com.philandro.anydesk",)),)
        ),
    )
    assert installed(machine, context, "k").ids == ()
    assert running(machine, context, "k").ids == ()


@given(st.text())
def test_strange_processes_never_make_a_program(text: str) -> None:
    found = by_fact(a_mac(commands={PROCESSES: text}))["remote.running"]
    assert isinstance(found, Unreadable) or (isinstance(found, Observed) and found.value == ())
