"""Four whole Macs, read as an audit does; and Macs that answer anything."""

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Fact, Inapplicable, Observed, Reading, Unreadable
from hygie.workstation import macos_profiler, macos_time_machine
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.runner import find_reader, has_shape, read_workstation
from support.hostile_machine import HostileMachine, SilentMachine
from support.macs import MACS, REFUSED, a_mac, a_mac_context, all_recordings, values

OURS = (
    *("system", "updates", "antivirus", "firewall", "disk_encryption", "session_lock", "accounts"),
    *("password_policy", "removable_media", "ports", "shares", "remote_access", "wifi"),
    *("backup_tools", "smartcard", "power", "management", "clock", "trash", "hardening"),
)
FACTS = [fact for fact in load_catalogue().facts.values() if fact.probe in OURS]
KNOWN = all_recordings()
TIMES, MANY = 150, 20_000
NAMES = (
    *("alix", "camille", "dupont", "redacted", "Dossier public", "Lecteur CCID", "Sauvegardes"),
    *("/Volumes", "00000000", "Mac du cabinet"),
)
EVERY_FACT = list(load_catalogue().facts.values())
PROCESSES = 18
"""Programs an audit of a Mac starts at most, all probes together; System Information once."""

EXPECTED: dict[str, dict[str, object]] = {
    "13-intel": {
        "system.name": "macos 13",
        "system.supported": False,
        "firewall.active": False,
        "disk.portable_encrypted": True,
        "session.lock_delay": 600,
        "account.people": 3,
        "account.administrators": 2,
        "password.minimum_length": 12,
        "password.lockout_attempts": 5,
        "network.open_ports": 0,
        "wifi.security": "wpa2",
        "smartcard.card_present": False,
        "updates.days_since_check": 2,
    },
    "14-intel": {
        "firewall.active": True,
        "disk.data_encrypted": False,
        "disk.unencrypted_volumes": 2,
        "account.guest_enabled": True,
        "account.administrators": 2,
        "remote.ssh_open": True,
        "share.open_to_all": 2,
        "macos.stealth": False,
        "wifi.security": "wpa",
        "updates.automatic": False,
        "media.attached": 1,
    },
    "15-arm": {
        "disk.data_encrypted": False,
        "media.attached": 2,
        "media.attached_unencrypted": 1,
        "power.ups": True,
        "power.battery": False,
        "smartcard.reader": False,
        "updates.automatic": False,
        "updates.days_since_check": 30,
        "session.lock_delay": 600,
    },
    "26-arm": {
        "system.name": "macos 26",
        "system.portable": True,
        "updates.automatic": True,
        "updates.pending": 0,
        "updates.security_pending": 0,
        "updates.days_since_check": 1,
        "antivirus.products": ("xprotect",),
        "antivirus.running": True,
        "firewall.active": True,
        "disk.portable_encrypted": True,
        "disk.swap_encrypted": True,
        "session.lock_enabled": True,
        "session.lock_delay": 900,
        "session.lock_on_resume": True,
        "account.daily_is_administrator": True,
        "account.administrators": 1,
        "account.automatic_login": False,
        "account.guest_enabled": False,
        "password.minimum_length": 4,
        "password.lockout_attempts": 0,
        "network.open_ports": 2,
        "share.open_to_all": 0,
        "wifi.security": "wpa2",
        "smartcard.reader": True,
        "smartcard.card_present": True,
        "management.domain": False,
        "trash.items": 0,
        "macos.stealth": True,
        "macos.launch_items": 2,
        "macos.xprotect_version": "5321",
        "macos.xprotect_date": "2026-11-02",
    },
}


@pytest.mark.parametrize("mac", MACS)
def test_a_whole_mac(mac: str) -> None:
    machine = a_mac(mac)
    found = values(read_workstation(FACTS, machine, a_mac_context()))
    assert {fact: found.get(fact) for fact in EXPECTED[mac]} == EXPECTED[mac]


@pytest.mark.parametrize("mac", MACS)
def test_few_programs_are_started(mac: str) -> None:
    """The most are needed where macOS keeps Time Machine's notes from us."""
    machine = a_mac(mac, files={macos_time_machine.NOTES: REFUSED})
    read_workstation(EVERY_FACT, machine, a_mac_context())
    started = set(machine.asked)
    assert len(started) <= PROCESSES
    assert sum(words[0] == macos_profiler.COMMAND[0] for words in started) == 1


@pytest.mark.parametrize("mac", MACS)
def test_no_reading_names_a_person_a_network_or_a_place(mac: str) -> None:
    said = repr(read_workstation(FACTS, a_mac(mac), a_mac_context(user="dupont-martin")))
    for name in NAMES:
        assert name not in said


def test_silence_is_never_a_verdict() -> None:
    context = a_mac_context(groups=())
    found = read_workstation(FACTS, SilentMachine(), context)
    assert values(found) == {}


@pytest.mark.parametrize("times", [TIMES, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("probe", OURS)
def test_any_answer_gives_each_fact_one_reading(probe: str, times: int) -> None:
    reader = find_reader(probe, "macos")
    assert reader is not None
    facts = {fact.id: fact for fact in FACTS if fact.probe == probe}
    for seed in range(times):
        try:
            readings = list(reader(HostileMachine(seed, KNOWN), a_mac_context()))
        except MachineRefusedError:
            continue
        assert sorted(facts) == sorted(each.fact for each in readings), seed
        assert all(_is_sound(facts.get(each.fact), each) for each in readings), seed


def _is_sound(fact: Fact | None, reading: Reading) -> bool:
    match reading:
        case Observed(source=source):
            return bool(source) and (fact is None or has_shape(fact, reading))
        case Unreadable(reason=reason, remedy=remedy):
            return bool(reason and remedy)
        case Inapplicable(reason=reason):
            return bool(reason)
