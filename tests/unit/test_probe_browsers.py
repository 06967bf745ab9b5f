import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Entry, EntryKind, MachineRefusedError
from hygie.workstation.mozilla import parse_profiles
from hygie.workstation.probes.browsers import chromium, firefox, linux
from hygie.workstation.probes.browsers.primary_password import parse_password_check
from hygie.workstation.sqlite_reading import rows, whole_number
from support.machine import FakeMachine, a_context, an_entry
from support.recordings import Recording, load

FACTS = {
    "browser.installed",
    "browser.profiles",
    "browser.stored_passwords",
    "browser.unprotected_passwords",
    "browser.primary_password",
}
CHROMIUM = "/home/alix/.config/chromium"
FIREFOX = "/home/alix/.mozilla/firefox"
CHECKS = {each.name: bytes.fromhex(each.text.strip()) for each in load("browsers", "primary-")}


def a_database(schema: str, insert: str = "", values: Iterable[tuple[object, ...]] = ()) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        if insert:
            connection.executemany(insert, values)
        connection.commit()
        return bytes(connection.serialize())


def login_data(stored: int, refused: int = 0) -> bytes:
    """The real table of Chromium, with what we expect of it."""
    (schema,) = load("browsers", "schema-chromium")
    insert = (
        "INSERT INTO logins (origin_url, username_element, username_value, password_element,"
        " signon_realm, date_created, blacklisted_by_user, scheme)"
        " VALUES ('x', '', ?, '', 'x', 0, ?, 0)"
    )
    values = [(str(number), int(number >= stored)) for number in range(stored + refused)]
    return a_database(schema.text, insert, values)


def key4(check: bytes) -> bytes:
    return a_database(
        "CREATE TABLE metaData (id PRIMARY KEY UNIQUE ON CONFLICT REPLACE, item1, item2);",
        "INSERT INTO metaData VALUES ('password', x'00', ?)",
        [(check,)],
    )


def logins_json(count: int) -> str:
    return json.dumps({"nextId": 9, "logins": [{"id": number} for number in range(count)]})


def read(machine: FakeMachine, **changes: object) -> dict[str, Reading]:
    readings = list(linux.read(machine, a_context(**changes)))
    assert sorted(reading.fact for reading in readings) == sorted(FACTS)
    return {reading.fact: reading for reading in readings}


def values(machine: FakeMachine, **changes: object) -> dict[str, object]:
    found = read(machine, **changes).values()
    return {each.fact: each.value for each in found if isinstance(each, Observed)}


def test_a_home_without_any_known_browser_proves_nothing() -> None:
    machine = FakeMachine(files={"/home/alix/.profile": ""})
    assert values(machine) == {"browser.installed": (), "browser.profiles": 0}
    for fact in (
        "browser.stored_passwords",
        "browser.unprotected_passwords",
        "browser.primary_password",
    ):
        assert isinstance(read(machine)[fact], Inapplicable)


def test_chromium_passwords_are_all_unprotected() -> None:
    machine = FakeMachine(
        files={
            f"{CHROMIUM}/Default/Login Data": login_data(3, refused=2),
            f"{CHROMIUM}/Default/Login Data For Account": login_data(1),
            f"{CHROMIUM}/Profile 1/Login Data": login_data(0),
            f"{CHROMIUM}/System Profile/Login Data": login_data(0),
            f"{CHROMIUM}/Crashpad/metadata": "",
        }
    )
    found = values(machine)
    assert found["browser.installed"] == ("chromium",)
    assert found["browser.profiles"] == 2
    assert found["browser.stored_passwords"] == 4
    assert found["browser.unprotected_passwords"] == 4


@pytest.mark.parametrize(
    ("check", "unprotected", "primary"),
    [("primary-set", 0, True), ("primary-empty", 2, False), ("primary-removed", 2, False)],
)
def test_firefox_passwords_are_worth_their_primary_password(
    check: str, unprotected: int, primary: bool
) -> None:
    machine = FakeMachine(
        files={
            f"{FIREFOX}/abc.default/prefs.js": "",
            f"{FIREFOX}/abc.default/logins.json": logins_json(2),
            f"{FIREFOX}/abc.default/key4.db": key4(CHECKS[check]),
        }
    )
    found = values(machine)
    assert found["browser.installed"] == ("firefox",)
    assert found["browser.stored_passwords"] == 2
    assert found["browser.unprotected_passwords"] == unprotected
    assert found["browser.primary_password"] is primary


def test_without_key4_nobody_knows_whether_firefox_passwords_are_protected() -> None:
    found = read(FakeMachine(files={f"{FIREFOX}/abc/logins.json": logins_json(2)}))
    assert isinstance(found["browser.unprotected_passwords"], Unreadable)
    assert isinstance(found["browser.primary_password"], Unreadable)
    stored = found["browser.stored_passwords"]
    assert isinstance(stored, Observed)
    assert stored.value == 2


def test_what_is_surely_unprotected_is_said_even_if_firefox_stays_unknown() -> None:
    machine = FakeMachine(
        files={
            f"{FIREFOX}/abc/logins.json": logins_json(2),
            f"{CHROMIUM}/Default/Login Data": login_data(5),
        }
    )
    assert values(machine)["browser.unprotected_passwords"] == 5


def test_one_firefox_profile_without_primary_password_is_enough_to_say_no() -> None:
    machine = FakeMachine(
        files={
            f"{FIREFOX}/a/logins.json": logins_json(1),
            f"{FIREFOX}/a/key4.db": key4(CHECKS["primary-set"]),
            f"{FIREFOX}/b/logins.json": logins_json(1),
            f"{FIREFOX}/b/key4.db": key4(CHECKS["primary-empty"]),
        }
    )
    found = values(machine)
    assert found["browser.primary_password"] is False
    assert found["browser.unprotected_passwords"] == 1


def test_recent_versions_of_firefox_copy_their_passwords_in_a_database() -> None:
    (schema,) = load("browsers", "schema-firefox")
    insert = (
        "INSERT INTO loginsL (origin, timeCreated, timePasswordChanged, guid, is_deleted)"
        " VALUES ('x', 0, 0, ?, ?)"
    )
    content = a_database(schema.text, insert, [("a", 0), ("b", 1)])
    machine = FakeMachine(files={f"{FIREFOX}/abc/logins.db": content})
    assert values(machine)["browser.stored_passwords"] == 1


def test_a_profile_elsewhere_is_found_by_profiles_ini() -> None:
    machine = FakeMachine(
        files={
            f"{FIREFOX}/profiles.ini": "[Profile0]\nName=x\nIsRelative=0\nPath=/data/ff\n",
            "/data/ff/logins.json": logins_json(4),
        }
    )
    assert values(machine)["browser.stored_passwords"] == 4


def test_a_moved_configuration_folder_is_followed() -> None:
    machine = FakeMachine(files={"/data/config/vivaldi/Default/Login Data": login_data(1)})
    found = values(machine, environment={"XDG_CONFIG_HOME": "/data/config/"})
    assert found["browser.installed"] == ("vivaldi",)


def test_a_profile_behind_a_link_is_looked_at() -> None:
    link: tuple[Entry, ...] = (an_entry("Default", kind=EntryKind.LINK),)
    machine = FakeMachine(
        files={f"{CHROMIUM}/Default/Login Data": login_data(1)}, folders={CHROMIUM: link}
    )
    assert values(machine)["browser.stored_passwords"] == 1


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", login_data(1)[:2000]])
def test_a_damaged_database_is_unreadable_never_zero(content: bytes) -> None:
    found = read(FakeMachine(files={f"{CHROMIUM}/Default/Login Data": content}))
    assert isinstance(found["browser.stored_passwords"], Unreadable)
    assert isinstance(found["browser.unprotected_passwords"], Unreadable)
    assert isinstance(found["browser.profiles"], Observed)


def test_a_folder_that_refuses_is_never_an_absence() -> None:
    refused = MachineRefusedError("Le système refuse la lecture de ce dossier.")
    found = read(FakeMachine(folders={CHROMIUM: refused}))
    assert {fact for fact, each in found.items() if isinstance(each, Unreadable)} == FACTS


def test_a_browser_that_uses_the_keyring_is_named_but_not_counted() -> None:
    found = read(FakeMachine(files={"/home/alix/.local/share/epiphany/bookmarks.gvdb": b""}))
    installed = found["browser.installed"]
    assert isinstance(installed, Observed)
    assert installed.value == ("epiphany",)
    assert isinstance(found["browser.stored_passwords"], Unreadable)
    assert isinstance(found["browser.unprotected_passwords"], Unreadable)


def test_no_text_names_a_profile_or_a_person() -> None:
    machine = FakeMachine(files={f"{CHROMIUM}/Madame Secret/Login Data": login_data(1)})
    shown = repr(list(linux.read(machine, a_context())))
    assert "Secret" not in shown
    assert "alix" not in shown


@pytest.mark.parametrize("recording", load("browsers", "primary-"), ids=str)
def test_the_password_check_of_real_profiles(recording: Recording) -> None:
    expected = {"True": True, "False": False}[recording.expect]
    assert parse_password_check(bytes.fromhex(recording.text.strip())) is expected


def test_one_iteration_of_the_older_scheme_tells_nothing() -> None:
    def sequence(*parts: bytes) -> bytes:
        body = b"".join(parts)
        return bytes([0x30, len(body)]) + body

    def check(iterations: bytes) -> bytes:
        scheme = bytes.fromhex("060b2a864886f70d010c050103")
        parameters = sequence(bytes([4, 2, 7, 7]), bytes([2, len(iterations)]) + iterations)
        return sequence(sequence(scheme, parameters), bytes([4, 1, 9]))

    assert parse_password_check(check(b"\x01")) is None
    assert parse_password_check(check(b"\x27\x10")) is True
    assert parse_password_check(check(b"\x00")) is None
    assert parse_password_check(check(b"\xff")) is None


@given(st.binary(max_size=200))
def test_strange_bytes_are_never_a_primary_password(content: bytes) -> None:
    assert parse_password_check(content) is None


@given(st.integers(0, 130), st.integers(0, 255))
def test_a_damaged_check_never_causes_an_accident(at: int, byte: int) -> None:
    content = bytearray(CHECKS["primary-set"])
    content[at] = byte
    assert parse_password_check(bytes(content)) in {True, False, None}


@given(st.integers(0, 130))
def test_a_cut_check_tells_nothing(length: int) -> None:
    assert parse_password_check(CHECKS["primary-set"][:length]) is None


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_strange_logins_are_never_a_count(content: bytes) -> None:
    assert firefox.parse_logins(content) is None


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_other_json_is_never_a_count(document: object) -> None:
    assert firefox.parse_logins(json.dumps(document).encode()) is None


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"logins": [1]}', b'{"logins": {}}'])
def test_malicious_json_is_refused(content: bytes) -> None:
    assert firefox.parse_logins(content) is None


def test_what_firefox_hides_is_not_counted() -> None:
    logins = [
        {"deleted": True},
        {"hostname": "chrome://FirefoxAccounts"},
        {"hostname": "https://x"},
    ]
    assert firefox.parse_logins(json.dumps({"logins": logins}).encode()) == 1


@pytest.mark.parametrize("recording", load("browsers", "profiles-"), ids=str)
def test_real_profiles_ini(recording: Recording) -> None:
    assert len(parse_profiles(recording.raw, "/r")) == int(recording.expect)


@given(st.binary(max_size=300))
def test_strange_profiles_ini_never_leads_to_an_impossible_path(content: bytes) -> None:
    found = parse_profiles(b"[Profile0]\nPath=" + content, "/r")
    assert all(path.startswith("/") and "\0" not in path for path in found)


@pytest.mark.parametrize("recording", load("browsers", "schema-chromium"), ids=str)
def test_the_query_fits_the_real_table(recording: Recording) -> None:
    found = rows(a_database(recording.text), chromium.QUERY, tables=["logins"])
    assert whole_number(found) == int(recording.expect)
