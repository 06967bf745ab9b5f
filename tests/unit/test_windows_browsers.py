import json
import sqlite3
from contextlib import closing

import pytest

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.browsers.windows import read
from support.recordings import load
from support.windows_machine import FakeWindowsMachine, a_windows_context

LOCAL = "C:\\Users\\alix\\AppData\\Local"
ROAMING = "C:\\Users\\alix\\AppData\\Roaming"
CHROME = f"{LOCAL}\\Google\\Chrome\\User Data"
FIREFOX = f"{ROAMING}\\Mozilla\\Firefox"
CHECKS = {each.name: bytes.fromhex(each.text.strip()) for each in load("browsers", "primary-")}
REFUSED = MachineRefusedError("Le système refuse la lecture de ce dossier.")

Files = dict[str, bytes | str | MachineRefusedError]


def login_data(stored: int) -> bytes:
    (schema,) = load("browsers", "schema-chromium")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema.text)
        connection.executemany(
            "INSERT INTO logins (origin_url, username_element, username_value, password_element,"
            " signon_realm, date_created, blacklisted_by_user, scheme)"
            " VALUES ('x', '', ?, '', 'x', 0, 0, 0)",
            [(str(number),) for number in range(stored)],
        )
        connection.commit()
        return bytes(connection.serialize())


def key4(check: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE metaData (id PRIMARY KEY, item1, item2)")
        connection.execute("INSERT INTO metaData VALUES ('password', x'00', ?)", (check,))
        connection.commit()
        return bytes(connection.serialize())


def logins(count: int) -> str:
    return json.dumps({"nextId": 9, "logins": [{"id": number} for number in range(count)]})


def look(machine: FakeWindowsMachine) -> dict[str, Reading]:
    found = {each.fact: each for each in read(machine, a_windows_context())}
    assert len(found) == 5
    return found


def values(files: Files) -> dict[str, object]:
    found = look(FakeWindowsMachine(files=files)).values()
    return {each.fact: each.value for each in found if isinstance(each, Observed)}


def test_a_session_without_any_known_browser_proves_nothing() -> None:
    found = look(FakeWindowsMachine(files={f"{LOCAL}\\x\\y": ""}))
    assert isinstance(found["browser.stored_passwords"], Inapplicable)
    assert isinstance(found["browser.unprotected_passwords"], Inapplicable)


def test_every_browser_is_found_where_windows_keeps_it() -> None:
    found = values(
        {
            f"{CHROME}\\Default\\Login Data": login_data(3),
            f"{CHROME}\\Profile 1\\Login Data For Account": login_data(1),
            f"{CHROME}\\Local State": "{}",
            f"{LOCAL}\\Microsoft\\Edge\\User Data\\Default\\Login Data": login_data(2),
            f"{LOCAL}\\BraveSoftware\\Brave-Browser\\User Data\\Default\\Login Data": login_data(0),
            f"{LOCAL}\\Vivaldi\\User Data\\Default\\Login Data": login_data(0),
            f"{ROAMING}\\Opera Software\\Opera Stable\\Login Data": login_data(1),
            f"{ROAMING}\\Opera Software\\Opera GX Stable\\Default\\Login Data": login_data(1),
        }
    )
    assert found["browser.installed"] == ("brave", "chrome", "edge", "opera", "vivaldi")
    assert found["browser.profiles"] == 7
    assert found["browser.stored_passwords"] == 8
    assert found["browser.unprotected_passwords"] == 8


@pytest.mark.parametrize(
    ("ini", "profile"),
    [
        ("[Profile0]\nIsRelative=1\nPath=Profiles/a.default\n", f"{FIREFOX}\\Profiles\\a.default"),
        ("", f"{FIREFOX}\\Profiles\\a.default"),
        ("[Profile0]\nIsRelative=0\nPath=D:\\Profils\\ff\n", "D:\\Profils\\ff"),
        (
            f"[Profile0]\nIsRelative=0\nPath={FIREFOX.upper()}\\PROFILES\\A.DEFAULT\n",
            f"{FIREFOX}\\Profiles\\a.default",
        ),
    ],
)
def test_firefox_profiles_are_found_once_wherever_they_are(ini: str, profile: str) -> None:
    files: Files = {
        f"{FIREFOX}\\profiles.ini": ini,
        f"{profile}\\prefs.js": "",
        f"{profile}\\logins.json": logins(2),
        f"{profile}\\key4.db": key4(CHECKS["primary-set"]),
    }
    found = values(files)
    assert found["browser.profiles"] == 1
    assert found["browser.stored_passwords"] == 2
    assert found["browser.unprotected_passwords"] == 0
    assert found["browser.primary_password"] is True


def test_firefox_of_the_store_is_seen() -> None:
    store = f"{LOCAL}\\Packages\\Mozilla.Firefox_n80bbvh6b1yt2\\LocalCache\\Roaming"
    found = values(
        {
            f"{store}\\Mozilla\\Firefox\\Profiles\\a\\logins.json": logins(4),
            f"{store}\\Mozilla\\Firefox\\Profiles\\a\\key4.db": key4(CHECKS["primary-empty"]),
        }
    )
    assert found["browser.unprotected_passwords"] == 4
    assert found["browser.primary_password"] is False


def test_a_moved_application_folder_is_followed() -> None:
    machine = FakeWindowsMachine(
        files={"D:\\Data\\Google\\Chrome\\User Data\\Default\\Login Data": login_data(1)}
    )
    context = a_windows_context(environment={"LOCALAPPDATA": "D:\\Data"})
    found = {each.fact: each for each in read(machine, context)}
    stored = found["browser.stored_passwords"]
    assert isinstance(stored, Observed)
    assert stored.value == 1


def test_an_impossible_application_folder_is_not_followed() -> None:
    path = f"{CHROME}\\Default\\Login Data"
    for odd in ("", "AppData", "C:\\a\0b"):
        context = a_windows_context(environment={"LOCALAPPDATA": odd})
        found = list(read(FakeWindowsMachine(files={path: login_data(1)}), context))
        assert any(isinstance(each, Observed) and each.value == ("chrome",) for each in found)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 5000,
        b"SQLite format 3\x00",
        login_data(1)[:2000],
        REFUSED,
        MachineRefusedError("Le fichier est trop long pour être lu sans risque."),
    ],
)
def test_a_locked_damaged_or_huge_database_is_unreadable_never_zero(
    content: bytes | MachineRefusedError,
) -> None:
    found = look(FakeWindowsMachine(files={f"{CHROME}\\Default\\Login Data": content}))
    assert isinstance(found["browser.stored_passwords"], Unreadable)
    assert isinstance(found["browser.unprotected_passwords"], Unreadable)
    assert isinstance(found["browser.installed"], Observed)


def test_a_folder_that_refuses_is_never_an_absence() -> None:
    for folder in (CHROME, FIREFOX, f"{LOCAL}\\Packages"):
        machine = FakeWindowsMachine(folders={folder: REFUSED})
        assert all(isinstance(each, Unreadable) for each in look(machine).values())


def test_another_accounts_folders_are_not_read() -> None:
    files: Files = {f"{CHROME}\\Default\\Login Data": login_data(1)}
    machine = FakeWindowsMachine(files=files, keys={"HKCU\\Environment": REFUSED})
    assert all(isinstance(each, Unreadable) for each in look(machine).values())


def test_no_text_names_a_profile_or_a_person() -> None:
    machine = FakeWindowsMachine(files={f"{CHROME}\\Madame Secret\\Login Data": login_data(1)})
    shown = repr(list(read(machine, a_windows_context())))
    assert "Secret" not in shown
    assert "alix" not in shown
