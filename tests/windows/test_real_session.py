"""Programs, browsers, mail and synchronisation, in a registry and folders made for the test."""

import importlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.wiring import tables
from hygie.core.readings import Observed
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import Context
from hygie.workstation.probes.browsers import windows as browsers
from hygie.workstation.probes.mail import windows as mail
from hygie.workstation.probes.programs import windows as programs
from hygie.workstation.probes.sync import windows as sync
from hygie.workstation.windows_programs import PACKAGES, UNINSTALL
from support.recordings import load
from support.windows_machine import a_windows_context

pytestmark = pytest.mark.needs("windows")

OUTLOOK = "Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles"
ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"
ONEDRIVE = "Software\\Microsoft\\OneDrive\\Accounts\\Personal"
BITWARDEN = "8bitSolutionsLLC.bitwardendesktop_2025.9.0.0_x64__h4e712dmw3xyy"
STORE = PACKAGES.removeprefix("HKCU\\")
WRITTEN: dict[str, dict[str, str]] = {
    f"{UNINSTALL}\\Hygie essai É": {
        "DisplayName": "AnyDesk",
        "Publisher": "AnyDesk Software GmbH",
        "DisplayVersion": "9.6.2",
    },
    f"{UNINSTALL}\\HomeBusiness2019Retail - fr-fr": {
        "DisplayName": "Microsoft Office Famille et Petite Entreprise 2019 - fr-fr",
        "DisplayVersion": "16.0.18025.20140",
    },
    f"{STORE}\\{BITWARDEN}": {},
    f"{OUTLOOK}\\Élodie\\{ACCOUNTS}\\00000002": {
        "clsid": "{ED475412-B0D6-11D2-8C3B-00104B2A6676}",
        "Account Name": "autre@medecin.mssante.fr",
    },
}


@pytest.fixture
def winreg() -> Any:
    return importlib.import_module("winreg")


@pytest.fixture
def written(winreg: Any) -> Iterator[None]:
    for path, values in WRITTEN.items():
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, path) as key:
            for name, value in values.items():
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
    yield
    for path in WRITTEN:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    home = tmp_path / "Élodie Martin"
    (home / "AppData" / "Local").mkdir(parents=True)
    environment = {
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
        "APPDATA": str(home / "AppData" / "Roaming"),
    }
    return a_windows_context(home=str(home), environment=environment, tables=tables())


def values(probe: Any, context: Context) -> dict[str, object]:
    machine = LocalWindowsMachine(
        environment={**os.environ, **context.environment, "USERPROFILE": context.home}
    )
    found = probe.read(machine, context)
    return {each.fact: each.value for each in found if isinstance(each, Observed)}


@pytest.mark.usefixtures("written")
def test_programs_written_in_the_registry_are_found(context: Context) -> None:
    found = values(programs, context)
    assert found["remote.tools"] == ("anydesk",)
    assert found["passwords.managers"] == ("bitwarden",)
    assert found["software.end_of_support"] == ("office_2019",)
    assert found["remote.running"] == ()


@pytest.mark.usefixtures("written")
def test_accounts_of_outlook_and_thunderbird_are_counted(context: Context) -> None:
    assert values(mail, context) == {"mail.accounts": 1, "mail.mssante_accounts": 1}
    folder = Path(context.environment["APPDATA"], "Thunderbird", "Profiles", "é.default")
    folder.mkdir(parents=True)
    prefs = load("mail", "thunderbird-prefs")[0]
    (folder / "prefs.js").write_bytes(prefs.raw)
    assert values(mail, context)["mail.accounts"] == 1 + int(prefs.expect.split("/")[0])


def test_documents_moved_into_onedrive_are_seen(winreg: Any, context: Context) -> None:
    machine = LocalWindowsMachine(environment=dict(os.environ))
    documents = next(iter(sync.read(machine, context)))
    assert isinstance(documents, Observed)
    above = os.environ["USERPROFILE"].upper()
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, ONEDRIVE) as key:
        winreg.SetValueEx(key, "UserFolder", 0, winreg.REG_SZ, above)
    try:
        found = values(sync, context)
    finally:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, ONEDRIVE)
    assert found["sync.clients"] == ("onedrive",)
    assert found["sync.holds_documents"] is True


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_passwords_are_counted_while_the_browser_is_open(context: Context, mode: str) -> None:
    folder = Path(context.environment["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Default")
    folder.mkdir(parents=True)
    (schema,) = load("browsers", "schema-chromium")
    insert = (
        "INSERT INTO logins (origin_url, username_element, username_value, password_element,"
        " signon_realm, date_created, blacklisted_by_user, scheme)"
        " VALUES ('x', '', ?, '', 'x', 0, 0, 0)"
    )
    with closing(sqlite3.connect(folder / "Login Data")) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.executescript(schema.text)
        connection.executemany(insert, [("a",), ("b",)])
        connection.commit()
        found = values(browsers, context)
    assert found["browser.installed"] == ("chrome",)
    assert found["browser.unprotected_passwords"] == 2


def test_firefox_is_found_under_a_name_with_accents(context: Context) -> None:
    root = Path(context.environment["APPDATA"], "Mozilla", "Firefox")
    profile = root / "Profiles" / "é 1.default"
    profile.mkdir(parents=True)
    (root / "profiles.ini").write_text(
        "[Profile0]\r\nIsRelative=1\r\nPath=Profiles/é 1.default\r\n", "utf-8", newline=""
    )
    (profile / "logins.json").write_text(json.dumps({"logins": [{"id": 1}]}), "utf-8")
    found = values(browsers, context)
    assert found["browser.profiles"] == 1
    assert found["browser.stored_passwords"] == 1
