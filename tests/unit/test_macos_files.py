"""Browsers, mail and synchronisation on a Mac: what lies in the home of the daily user."""

import json
import plistlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.wiring import tables
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Context, EntryKind, Machine, MachineRefusedError
from hygie.workstation.macos_programs import PROCESSES
from hygie.workstation.probes.browsers import macos as browsers
from hygie.workstation.probes.mail import macos as mail
from hygie.workstation.probes.sync import macos as sync
from support.machine import Answer, FakeMachine, a_context, an_entry
from support.recordings import Recording, load

HOME = "/Users/alix"
SUPPORT = f"{HOME}/Library/Application Support"
CONTEXT = a_context(system="macos", home=HOME, tables=tables())
REFUSED = MachineRefusedError("Le système refuse la lecture de ce fichier.")
SAFARI = "/Applications/Safari.app/Contents/Info.plist"
CHECKS = {each.name: bytes.fromhex(each.text.strip()) for each in load("browsers", "primary-")}
PREFS = load("mail", "thunderbird-prefs")[0]
ICLOUD = load("macos_files", "icloud-on")[0]

Read = Callable[[Machine, Context], Iterable[Reading]]


def info(id_: str) -> bytes:
    return plistlib.dumps({"CFBundleIdentifier": id_})


def a_mac(**fields: Any) -> FakeMachine:
    own = {SAFARI: info("com.apple.Safari"), f"{HOME}/Library/Preferences/x": b""}
    commands: dict[tuple[str, ...], Answer] = {PROCESSES: "/sbin/launchd\n"}
    return FakeMachine(files={**own, **fields.pop("files", {})}, commands=commands, **fields)


def by_fact(read: Read, machine: FakeMachine) -> dict[str, Reading]:
    return {each.fact: each for each in read(machine, CONTEXT)}


def values(read: Read, machine: FakeMachine) -> dict[str, object]:
    found = by_fact(read, machine).values()
    return {each.fact: each.value for each in found if isinstance(each, Observed)}


def a_database(script: str, *values: object) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        first, _, last = script.rpartition("\n")
        connection.executescript(first)
        connection.execute(last, values)
        connection.commit()
        return bytes(connection.serialize())


def login_data() -> bytes:
    (schema,) = load("browsers", "schema-chromium")
    insert = (
        "INSERT INTO logins (origin_url, username_element, username_value, password_element,"
        " signon_realm, date_created, blacklisted_by_user, scheme)"
        " VALUES ('x', '', 'x', '', 'x', 0, 0, 0)"
    )
    return a_database(f"{schema.text}\n{insert}")


def key4(check: bytes) -> bytes:
    return a_database(
        "CREATE TABLE metaData (id PRIMARY KEY, item1, item2);\n"
        "INSERT INTO metaData VALUES ('password', x'00', ?)",
        check,
    )


def test_browsers_are_found_where_macos_keeps_them() -> None:
    firefox = f"{SUPPORT}/Firefox/Profiles/a.default"
    files = {
        f"{SUPPORT}/Google/Chrome/Default/Login Data": login_data(),
        f"{SUPPORT}/Microsoft Edge/Profile 1/Login Data": login_data(),
        f"{SUPPORT}/Arc/User Data/Default/Login Data": login_data(),
        f"{SUPPORT}/com.operasoftware.Opera/Login Data": login_data(),
        f"{SUPPORT}/Firefox/profiles.ini": "[Profile0]\nIsRelative=1\nPath=Profiles/a.default\n",
        f"{firefox}/prefs.js": "",
        f"{firefox}/logins.json": json.dumps({"logins": [{"id": 1}]}),
        f"{firefox}/key4.db": key4(CHECKS["primary-set"]),
    }
    found = values(browsers.read, a_mac(files=files))
    assert found["browser.installed"] == ("arc", "chrome", "edge", "firefox", "opera")
    assert found["browser.profiles"] == 5
    assert found["browser.stored_passwords"] == 5
    assert found["browser.unprotected_passwords"] == 4
    assert found["browser.primary_password"] is True


def test_safari_is_named_but_its_keychain_is_not_counted() -> None:
    found = by_fact(browsers.read, a_mac(files={f"{HOME}/Library/Safari/x": b""}))
    installed = found["browser.installed"]
    assert isinstance(installed, Observed)
    assert installed.value == ("safari",)
    stored = found["browser.stored_passwords"]
    assert isinstance(stored, Unreadable)
    assert "trousseau" in stored.reason
    assert isinstance(found["browser.unprotected_passwords"], Unreadable)


def test_what_is_surely_unprotected_is_said_even_beside_safari() -> None:
    files = {
        f"{HOME}/Library/Safari/x": b"",
        f"{SUPPORT}/Google/Chrome/Default/Login Data": login_data(),
    }
    assert values(browsers.read, a_mac(files=files))["browser.unprotected_passwords"] == 1


def test_a_library_that_refuses_is_never_an_absence() -> None:
    machine = a_mac(folders={f"{HOME}/Library": REFUSED})
    assert all(isinstance(each, Unreadable) for each in by_fact(browsers.read, machine).values())
    assert all(isinstance(each, Unreadable) for each in by_fact(mail.read, machine).values())


def test_a_session_where_no_browser_was_opened() -> None:
    found = by_fact(browsers.read, a_mac())
    assert isinstance(found["browser.stored_passwords"], Inapplicable)


def test_thunderbird_alone_is_counted() -> None:
    files = {f"{HOME}/Library/Thunderbird/Profiles/abc/prefs.js": PREFS.raw}
    found = values(mail.read, a_mac(files=files))
    assert f"{found['mail.accounts']}/{found['mail.mssante_accounts']}" == PREFS.expect
    assert values(mail.read, a_mac()) == {"mail.accounts": 0, "mail.mssante_accounts": 0}


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({f"{HOME}/Library/Mail/V10/x": b""}, "Mail"),
        ({"/Applications/O.app/Contents/Info.plist": info("com.microsoft.Outlook")}, "Outlook"),
    ],
)
def test_mail_programs_that_keep_their_accounts_leave_a_doubt(
    files: dict[str, bytes], word: str
) -> None:
    for reading in by_fact(mail.read, a_mac(files=files)).values():
        assert isinstance(reading, Unreadable)
        assert word in reading.reason
        assert reading.remedy


@pytest.mark.parametrize("recording", load("macos_files", "icloud-"), ids=str)
def test_icloud_drive_in_recorded_accounts(recording: Recording) -> None:
    machine = a_mac(files={f"{HOME}/{sync.ACCOUNTS}": recording.raw})
    expected = json.loads(recording.expect)
    clients = by_fact(sync.read, machine)["sync.clients"]
    if expected is None:
        assert isinstance(clients, Unreadable)
        return
    assert isinstance(clients, Observed)
    assert clients.value == (("icloud",) if expected else ())


@pytest.mark.parametrize("recording", load("macos_files", "finder-"), ids=str)
def test_documents_in_icloud_drive(recording: Recording) -> None:
    files = {f"{HOME}/{sync.ACCOUNTS}": ICLOUD.raw, f"{HOME}/{sync.FINDER}": recording.raw}
    reading = by_fact(sync.read, a_mac(files=files))["sync.holds_documents"]
    expected = json.loads(recording.expect)
    assert (reading.value if isinstance(reading, Observed) else None) is expected


def test_without_any_service_documents_go_nowhere() -> None:
    assert values(sync.read, a_mac()) == {"sync.clients": (), "sync.holds_documents": False}


def test_another_service_leaves_a_doubt_about_documents() -> None:
    files = {
        "/Applications/Dropbox.app/Contents/Info.plist": info("com.getdropbox.dropbox"),
        f"{HOME}/{sync.ACCOUNTS}": ICLOUD.raw,
        f"{HOME}/{sync.FINDER}": load("macos_files", "finder-keeps")[0].raw,
    }
    found = by_fact(sync.read, a_mac(files=files))
    clients = found["sync.clients"]
    assert isinstance(clients, Observed)
    assert clients.value == ("dropbox", "icloud")
    assert isinstance(found["sync.holds_documents"], Unreadable)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("0123456789abcdef.dat", True),
        ("0123456789ABCDEF.ini", True),
        ("global.ini", False),
        ("0123456789abcdef.txt", False),
        ("00123456789abcdef.dat", False),
    ],
)
def test_onedrive_counts_once_a_personal_account_has_settings(name: str, known: bool) -> None:
    office = {"/Applications/OneDrive.app/Contents/Info.plist": info("com.microsoft.OneDrive")}
    machine = a_mac(files={**office, f"{HOME}/{sync.ONEDRIVE_SETTINGS}/{name}": b""})
    found = values(sync.read, machine)
    assert found["sync.clients"] == (("onedrive",) if known else ())


def test_documents_that_are_a_link_leave_a_doubt() -> None:
    files = {
        f"{HOME}/{sync.ACCOUNTS}": ICLOUD.raw,
        f"{HOME}/{sync.FINDER}": load("macos_files", "finder-keeps")[0].raw,
    }
    machine = a_mac(files=files, folders={HOME: (an_entry("Documents", kind=EntryKind.LINK),)})
    assert isinstance(by_fact(sync.read, machine)["sync.holds_documents"], Unreadable)


@pytest.mark.parametrize(
    "machine",
    [
        a_mac(files={f"{HOME}/{sync.ACCOUNTS}": REFUSED}),
        a_mac(folders={f"{HOME}/{sync.ONEDRIVE_SETTINGS}": REFUSED}),
        a_mac(folders={"/Applications": REFUSED}),
    ],
)
def test_settings_that_are_refused_are_not_an_absence(machine: FakeMachine) -> None:
    assert all(isinstance(each, Unreadable) for each in by_fact(sync.read, machine).values())


def test_no_text_names_a_person_or_a_folder() -> None:
    files = {
        f"{HOME}/{sync.ACCOUNTS}": ICLOUD.raw,
        f"{HOME}/Library/Thunderbird/Profiles/secret/prefs.js": PREFS.raw,
        f"{SUPPORT}/Google/Chrome/Madame Secret/Login Data": login_data(),
    }
    for read in (browsers.read, mail.read, sync.read):
        shown = repr(by_fact(read, a_mac(files=files)))
        assert "alix" not in shown
        assert "ecret" not in shown
        assert "@" not in shown


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_strange_settings_are_never_a_service(content: bytes) -> None:
    files = {f"{HOME}/{sync.ACCOUNTS}": content, f"{HOME}/{sync.FINDER}": content}
    assert all(
        isinstance(each, Unreadable) for each in by_fact(sync.read, a_mac(files=files)).values()
    )
