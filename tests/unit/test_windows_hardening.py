"""What Windows does against an attack: policies first, absence is not a fault, nonsense is none."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.hardening import linux, smb1
from hygie.workstation.probes.hardening.hello import PROVIDER
from hygie.workstation.probes.hardening.recovery import NOT_TOLD
from hygie.workstation.probes.hardening.usb_history import MOST
from hygie.workstation.probes.hardening.windows import DATED, NO_EXTENDED, QUESTIONS, read
from hygie.workstation.runner import has_shape
from hygie.workstation.windows_extended import RECEIVED_ONCE
from hygie.workstation.windows_machine import RegistryKey, Services, Session, SystemVersion
from support.machine import NOW, FakeMachine, a_context
from support.windows_machine import FakeWindowsMachine, KeyContent, a_windows_context
from support.windows_report import a_report, report_commands

SYSTEM = r"HKLM\SYSTEM\CurrentControlSet"
POLICIES = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"
SCREEN_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System"
SCREEN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer"
CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
DESKTOP_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
DESKTOP = f"{SYSTEM}\\Control\\Terminal Server"
STATION = f"{DESKTOP}\\WinStations\\RDP-Tcp"
SERVICES = f"{SYSTEM}\\Services"
ESU = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows\ConsumerESU"
DRIVERS = r"C:\Windows\System32\drivers"
USB = f"{SYSTEM}\\Enum\\USBSTOR"
OWN = "S-1-5-21-1-2-3-1001"
FACTS = load_catalogue().facts
Keys = dict[str, KeyContent]


def readings(keys: Keys | None = None, build: int = 26100, **changes: Any) -> dict[str, Reading]:
    version = SystemVersion(major=10, minor=0, build=build, product_type=1)
    session = Session(sid=OWN, administrator=False, elevated=False)
    services = changes.pop("services", Services(running=frozenset(), known=frozenset()))
    answers = {SystemVersion: version, Session: session, Services: services}
    machine = FakeWindowsMachine(keys=keys or {}, answers=answers, **changes)
    return {each.fact: each for each in read(machine, a_windows_context())}


def value(fact: str, keys: Keys | None = None, build: int = 26100, **changes: Any) -> object:
    reading = readings(keys, build, **changes)[fact]
    return reading.value if isinstance(reading, Observed) else None


def test_every_fact_of_the_probe_is_answered_on_both_systems() -> None:
    own = {fact.id for fact in FACTS.values() if fact.probe == "hardening"}
    assert own <= set(readings())
    told = {each.fact: each for each in linux.read(FakeMachine(), a_context())}
    assert own <= set(told)
    assert all(isinstance(each, Inapplicable) for each in told.values())


# --- accounts and programs --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"EnableLUA": 1, "ConsentPromptBehaviorAdmin": 5}, True),
        ({"EnableLUA": 1, "ConsentPromptBehaviorAdmin": 2}, True),
        ({"EnableLUA": 1}, True),
        ({"EnableLUA": 1, "ConsentPromptBehaviorAdmin": 0}, False),
        ({"EnableLUA": 0, "ConsentPromptBehaviorAdmin": 5}, False),
        ({"EnableLUA": 7}, None),
        ({"EnableLUA": "1"}, None),
        ({}, None),
    ],
)
def test_uac(values: dict[str, Any], *, expected: bool | None) -> None:
    assert value("windows.uac", {POLICIES: values}) is expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({SCREEN: {}}, True),
        ({}, None),
        ({SCREEN: {"SmartScreenEnabled": "Warn"}}, True),
        ({SCREEN: {"SmartScreenEnabled": "RequireAdmin"}}, True),
        ({SCREEN: {"SmartScreenEnabled": "Off"}}, False),
        ({SCREEN: {"SmartScreenEnabled": "Arrêté"}}, None),
        ({SCREEN: {"SmartScreenEnabled": 0}}, None),
        ({SCREEN: {"SmartScreenEnabled": "Off"}, SCREEN_POLICY: {"EnableSmartScreen": 1}}, True),
        ({SCREEN: {"SmartScreenEnabled": "Warn"}, SCREEN_POLICY: {"EnableSmartScreen": 0}}, False),
        ({SCREEN: MachineRefusedError("Refusé.")}, None),
    ],
)
def test_smartscreen_policy_before_setting(keys: Keys, *, expected: bool | None) -> None:
    assert value("windows.smartscreen", keys) is expected


# --- old file sharing -------------------------------------------------------------------------

BOTH = {f"{DRIVERS}\\mrxsmb10.sys": "x", f"{DRIVERS}\\srv.sys": "x"}


@pytest.mark.parametrize(
    ("keys", "files", "expected"),
    [
        ({f"{SERVICES}\\LanmanServer": {}}, {}, False),
        ({f"{SERVICES}\\mrxsmb10": {"Start": 2}}, BOTH, True),
        ({f"{SERVICES}\\mrxsmb10": {"Start": 3}}, BOTH, True),
        ({f"{SERVICES}\\mrxsmb10": {"Start": 4}}, BOTH, False),
        ({f"{SERVICES}\\mrxsmb10": {"Start": 2}}, {}, False),
        ({f"{SERVICES}\\srv": {"Start": 3}}, BOTH, True),
        (
            {
                f"{SERVICES}\\srv": {"Start": 3},
                f"{SERVICES}\\LanmanServer\\Parameters": {"SMB1": 0},
            },
            BOTH,
            False,
        ),
        (
            {
                f"{SERVICES}\\srv": {"Start": 3},
                f"{SERVICES}\\LanmanServer\\Parameters": {"SMB1": 1},
            },
            BOTH,
            True,
        ),
        ({f"{SERVICES}\\mrxsmb10": {}}, BOTH, None),
        ({f"{SERVICES}\\mrxsmb10": {"Start": 9}}, BOTH, None),
        ({}, {}, None),
    ],
)
def test_smb1(keys: Keys, files: dict[str, str], *, expected: bool | None) -> None:
    assert value("windows.smb1", keys, files=files) is expected


CLOSED: Keys = {
    f"{SERVICES}\\mrxsmb10": {"Start": 4},
    f"{SERVICES}\\srv": {"Start": 3},
    f"{SERVICES}\\LanmanServer\\Parameters": {"SMB1": 0},
}


@pytest.mark.parametrize("driver", [smb1.CLIENT, smb1.SERVER])
def test_smb1_is_not_closed_before_the_restart_that_closes_it(driver: str) -> None:
    running = Services(running=frozenset({driver}), known=frozenset({driver}))
    found = readings(CLOSED, files=BOTH, services=running)["windows.smb1"]
    assert isinstance(found, Unreadable)
    assert found.reason == smb1.RESTART
    assert value("windows.smb1", CLOSED, files=BOTH) is False


def test_smb1_is_not_called_closed_when_windows_does_not_list_its_drivers() -> None:
    refused = MachineRefusedError("Refusé.")
    assert value("windows.smb1", CLOSED, files=BOTH, services=refused) is None
    assert value("windows.smb1", {f"{SERVICES}\\LanmanServer": {}}, services=refused) is False


# --- remote desktop ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "is_open", "asks_first"),
    [
        ({DESKTOP: {"fDenyTSConnections": 1}}, False, None),
        ({DESKTOP: {"fDenyTSConnections": 0}, STATION: {"UserAuthentication": 1}}, True, True),
        ({DESKTOP: {"fDenyTSConnections": 0}, STATION: {"UserAuthentication": 0}}, True, False),
        ({DESKTOP: {"fDenyTSConnections": 0}}, True, None),
        (
            {DESKTOP: {"fDenyTSConnections": 0}, DESKTOP_POLICY: {"fDenyTSConnections": 1}},
            False,
            None,
        ),
        (
            {
                DESKTOP: {"fDenyTSConnections": 1},
                DESKTOP_POLICY: {"fDenyTSConnections": 0, "UserAuthentication": 1},
                STATION: {"UserAuthentication": 0},
            },
            True,
            True,
        ),
        ({DESKTOP: {"fDenyTSConnections": 3}}, None, None),
        ({DESKTOP: {"fDenyTSConnections": "0"}}, None, None),
        ({DESKTOP: {}}, None, None),
        ({DESKTOP: {"fDenyTSConnections": 0}, CURRENT: {"EditionID": "Core"}}, True, None),
        ({DESKTOP: {"fDenyTSConnections": 1}, CURRENT: {"EditionID": "Core"}}, False, None),
    ],
)  # fmt: skip
def test_remote_desktop_policy_before_setting(
    keys: Keys, *, is_open: bool | None, asks_first: bool | None
) -> None:
    assert value("remote.desktop_open", keys) is is_open
    assert value("remote.desktop_nla", keys) is asks_first


def test_a_closed_desktop_has_no_identity_to_ask_for() -> None:
    found = readings({DESKTOP: {"fDenyTSConnections": 1}})["remote.desktop_nla"]
    assert isinstance(found, Inapplicable)


# --- Windows 10 after its end -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("revision", "enrolled", "expected"),
    [
        (6575, None, None),  # received once: no proof that it is still enrolled
        (7000, None, None),
        (7000, 3, True),
        (6466, None, None),  # KB5071959, given to everyone so that they can enrol
        (6456, None, None),
        (6456, 3, True),
        (6456, 1, None),
        (None, None, None),
    ],
)
def test_extended_updates(
    revision: int | None, enrolled: int | None, *, expected: bool | None
) -> None:
    keys: Keys = {CURRENT: {} if revision is None else {"UBR": revision}}
    if enrolled is not None:
        keys[ESU] = {"ESUEligibility": enrolled}
    assert value("system.extended_updates", keys, build=19045) is expected


def test_extended_updates_are_never_denied_and_only_of_the_last_windows_10() -> None:
    found = readings({CURRENT: {"UBR": 1}}, build=19045)["system.extended_updates"]
    assert isinstance(found, Unreadable)
    assert found.reason == NO_EXTENDED
    once = readings({CURRENT: {"UBR": 6575}}, build=19045)["system.extended_updates"]
    assert isinstance(once, Unreadable)
    assert once.reason == RECEIVED_ONCE
    for build in (19044, 22631, 26100):
        other = readings({CURRENT: {"UBR": 9999}}, build=build)["system.extended_updates"]
        assert isinstance(other, Inapplicable)


# --- the machine ------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "expected"), [(1, True), (0, False), (2, None), (None, None)])
def test_secure_boot(state: int | None, *, expected: bool | None) -> None:
    values = {} if state is None else {"UEFISecureBootEnabled": state}
    keys: Keys = {f"{SYSTEM}\\Control\\SecureBoot\\State": values}
    assert value("system.secure_boot", keys) is expected


@pytest.mark.parametrize(
    ("fact", "name", "found", "expected"),
    [
        ("system.tpm", "tpm", [{"code": 0}], True),
        ("system.tpm", "tpm", [{"code": 22}], None),
        ("system.tpm", "tpm", [], False),
        ("system.tpm", "tpm", {"code": 0}, None),
        ("network.category", "network", [{"category": 0}], "public"),
        ("network.category", "network", [{"category": 1}], "privé"),
        ("network.category", "network", [{"category": 2}, {"category": 1}], "privé"),
        ("network.category", "network", [{"category": 2}], "domaine"),
        ("network.category", "network", [{"category": 3}, {"category": 0}], None),
        ("network.category", "network", [], None),
        ("windows.scheduled_tasks", "tasks", {"added": 6}, 6),
        ("windows.scheduled_tasks", "tasks", {"added": 0}, 0),
        ("windows.scheduled_tasks", "tasks", {"added": -1}, None),
        ("windows.scheduled_tasks", "tasks", {"added": True}, None),
        ("windows.scheduled_tasks", "tasks", {}, None),
        ("windows.scheduled_tasks", "tasks", [{"added": 6}], None),
    ],
)
def test_what_the_report_tells(fact: str, name: str, found: object, expected: object) -> None:
    commands = report_commands(a_report(None, **{name: found}))
    assert value(fact, commands=commands) == expected


def test_a_recovery_key_that_exists_may_not_be_kept() -> None:
    row = {"letter": "C:", "kind": 0, "protection": 1, "conversion": 1}
    for protectors, expected in (([1], False), ([1, 3], None), ([1, 2], None), ([], None)):
        commands = report_commands(a_report(None, bitlocker=[{**row, "protectors": protectors}]))
        assert value("disk.recovery_key_saved", commands=commands) is expected
        found = readings(commands=commands)["disk.recovery_key_saved"]
        assert isinstance(found, Observed) or found.reason == NOT_TOLD


def test_drives_seen_before_are_counted_never_named() -> None:
    keys: Keys = {
        f"{USB}\\Disk&Ven_SanDisk\\4C530001&0": {"FriendlyName": "SanDisk Cruzer"},
        f"{USB}\\Disk&Ven_SanDisk\\4C530002&0": {},
        f"{USB}\\Disk&Ven_Kingston\\001A&0": {},
    }
    found = readings(keys)["media.seen_before"]
    assert isinstance(found, Observed)
    assert (found.value, found.source) == (3, "USBSTOR et UASPStor")


def test_a_fast_drive_that_is_not_among_the_others_is_counted_too() -> None:
    """A disk that speaks UASP lies under SCSI; its USB port names the service that reads it."""
    port = f"{SYSTEM}\\Enum\\USB"
    keys: Keys = {
        f"{USB}\\Disk&Ven_SanDisk\\4C530001&0": {},
        f"{port}\\VID_0781&PID_5581\\4C530001": {"Service": "USBSTOR"},
        f"{port}\\VID_04E8&PID_61F5\\S6XJ": {"Service": "UASPStor"},
        f"{port}\\VID_04E8&PID_61F5\\S6XK": {"Service": "uaspstor"},
        f"{port}\\VID_046D&PID_C52B\\5&1": {"Service": "HidUsb"},
        f"{port}\\ROOT_HUB30\\4&2": {},
        f"{SYSTEM}\\Enum\\SCSI\\Disk&Ven_NVMe\\5&3": {},
    }
    assert value("media.seen_before", keys) == 3
    once = NOW - timedelta(days=8)
    fast = RegistryKey(values={"service": "UASPStor"}, written=once)
    assert ages({f"{port}\\VID_04E8&PID_61F5\\S6XJ": fast}) == (8, 8)


def test_a_drive_that_speaks_both_ways_counts_once() -> None:
    keys: Keys = {
        f"{USB}\\Disk&Ven_Samsung\\S6XJ&0": RegistryKey(written=NOW - timedelta(days=90)),
        f"{SYSTEM}\\Enum\\USB\\VID_04E8&PID_61F5\\MSFT30s6xj": RegistryKey(
            values={"service": "UASPStor"}, written=NOW - timedelta(days=2)
        ),
    }
    assert value("media.seen_before", keys) == 1
    assert ages(keys) == (2, 2)


@pytest.mark.parametrize("service", [3, MachineRefusedError("Refusé.")])
def test_a_port_that_does_not_tell_its_service_makes_no_count(
    service: int | MachineRefusedError,
) -> None:
    port = f"{SYSTEM}\\Enum\\USB\\VID_04E8&PID_61F5\\S6XJ"
    told: KeyContent = {"Service": service} if isinstance(service, int) else service
    assert value("media.seen_before", {port: told}) is None


def test_a_workstation_that_remembers_no_drive() -> None:
    assert value("media.seen_before", {f"{SYSTEM}\\Enum\\ACPI": {}}) == 0
    assert value("media.seen_before", {}) is None


def test_more_drives_than_a_person_ever_plugged_in_is_no_count() -> None:
    many = RegistryKey(keys=tuple(str(number) for number in range(MOST + 1)))
    assert value("media.seen_before", {USB: many}) is None


def plugged(*moments: datetime | None) -> Keys:
    """Remember one drive for each moment, all of the same model."""
    return {
        f"{USB}\\Disk&Ven_SanDisk\\{rank}&0": RegistryKey(written=moment)
        for rank, moment in enumerate(moments)
    }


def ages(keys: Keys) -> tuple[object, object]:
    found = readings(keys)
    shown = [found[fact] for fact in DATED]
    newest, oldest = (each.value if isinstance(each, Observed) else type(each) for each in shown)
    return newest, oldest


def test_the_newest_and_the_oldest_drive_are_told_in_days() -> None:
    days = [timedelta(days=count, hours=5) for count in (40, 3, 611)]
    assert ages(plugged(*(NOW - age for age in days))) == (3, 611)
    assert ages(plugged(NOW)) == (0, 0)


def test_no_drive_has_no_age_and_a_drive_without_its_moment_is_not_guessed() -> None:
    assert ages({f"{SYSTEM}\\Enum\\ACPI": {}}) == (Inapplicable, Inapplicable)
    assert ages({}) == (Unreadable, Unreadable)
    assert ages(plugged(NOW, None)) == (Unreadable, Unreadable)
    later, before = NOW + timedelta(days=3), NOW - timedelta(days=3)
    assert ages(plugged(later, before)) == (Unreadable, 3)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"LogonCredsAvailable": 1}, True),
        ({"LogonCredsAvailable": 2}, False),
        ({"LogonCredsAvailable": 0}, None),
        ({"LogonCredsAvailable": 3}, None),
        ({"LogonCredsAvailable": "1"}, None),
        ({}, None),
        (MachineRefusedError("Refusé."), None),
    ],
)
def test_windows_hello_is_told_of_this_session_alone(
    values: KeyContent, *, expected: bool | None
) -> None:
    other = {f"{PROVIDER}\\S-1-5-21-1-2-3-1002": {"LogonCredsAvailable": 1}}
    assert value("windows.hello", {**other, f"{PROVIDER}\\{OWN}": values}) is expected
    assert value("windows.hello", {**other}) is None


def test_no_number_of_an_account_leaves_the_workstation() -> None:
    for state in (1, 2, 3):
        found = readings({f"{PROVIDER}\\{OWN}": {"LogonCredsAvailable": state}})
        assert OWN not in repr(found["windows.hello"])


VALUES = st.one_of(
    st.integers(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.just(("x",)),
    st.sampled_from([0, 1, 4]),
)
NAMES = (
    *("EnableLUA", "ConsentPromptBehaviorAdmin", "EnableSmartScreen", "SmartScreenEnabled"),
    *("UBR", "EditionID", "fDenyTSConnections", "UserAuthentication", "Start", "SMB1"),
    *("UEFISecureBootEnabled", "ESUEligibility", "SystemRoot", "LogonCredsAvailable"),
)
KEYS = (
    *(POLICIES, SCREEN_POLICY, SCREEN, CURRENT, DESKTOP_POLICY, DESKTOP, STATION, ESU, USB),
    *(f"{SERVICES}\\srv", f"{SERVICES}\\mrxsmb10", f"{SERVICES}\\LanmanServer\\Parameters"),
    *(f"{SYSTEM}\\Control\\SecureBoot\\State", f"{PROVIDER}\\{OWN}"),
)


@given(
    st.dictionaries(
        st.sampled_from(KEYS), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)
    ),
    st.sampled_from([19045, 26100]),
)
def test_any_registry_raises_nothing_and_has_its_shape(keys: Keys, build: int) -> None:
    found = readings(keys, build)
    asked = {*QUESTIONS, *DATED}
    assert asked <= set(found)
    for fact in asked:
        assert has_shape(FACTS[fact], found[fact]), found[fact]
