from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import EntryKind, MachineRefusedError, Output
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.updates import apt, pacman, reboot, rpm
from hygie.workstation.probes.updates.linux import days_since, read
from hygie.workstation.services import SHOW
from support.machine import NOW, Answer, FakeMachine, a_context, an_entry
from support.recordings import Recording, load

FACTS = (
    *("automatic", "pending", "security_pending", "days_since_check", "days_since_install"),
    "reboot_needed",
)
UNATTENDED = "Package: unattended-upgrades\nStatus: install ok installed\nVersion: 2.9\n"
CONFIG = load("updates", "apt_config_unattended")[0].text
SECURITY_LIST = "deb.debian.org_debian-security_dists_bookworm-security_InRelease"


def blocks(*states: str) -> str:
    lines = (f"LoadState=loaded\nActiveState=inactive\nUnitFileState={each}\n" for each in states)
    return "\n".join(lines)


def debian(  # noqa: PLR0913  # one field per part of the machine a test may change
    *,
    listed: Answer = "Listing...\n",
    config: Answer = CONFIG,
    timers: Answer | None = None,
    status: str = UNATTENDED,
    release: str = SECURITY_LIST,
    age: timedelta = timedelta(days=3, hours=5),
    files: dict[str, str | bytes | MachineRefusedError] | None = None,
) -> FakeMachine:
    return FakeMachine(
        commands={
            apt.LIST: listed,
            apt.DUMP: config,
            (*SHOW, *apt.TIMERS): timers or blocks("enabled", "enabled"),
        },
        files={DPKG_STATUS: status, **(files or {})},
        folders={
            apt.LISTS: (an_entry(release, modified=NOW - age), an_entry("lock", modified=NOW)),
            apt.INDEX_FOLDER: (an_entry("pkgcache.bin"),),
        },
    )


def readings(machine: FakeMachine) -> dict[str, Reading]:
    found = list(read(machine, a_context()))
    assert [each.fact for each in found] == [f"updates.{fact}" for fact in FACTS]
    return {each.fact.partition(".")[2]: each for each in found}


def values(machine: FakeMachine) -> dict[str, object]:
    return {
        fact: each.value for fact, each in readings(machine).items() if isinstance(each, Observed)
    }


@pytest.mark.parametrize("recording", load("updates", "apt_list_"), ids=str)
def test_recorded_apt_lists(recording: Recording) -> None:
    every, security = map(int, recording.expect.split())
    assert apt.parse_upgradable(recording.text) == apt.Upgradable(every=every, security=security)


@pytest.mark.parametrize(
    "text", ["", "\n", "bash/x 1 amd64 [upgradable from: 0]\n", "Listing...\nE: broken\n"]
)
def test_an_odd_apt_list_is_no_answer(text: str) -> None:
    assert apt.parse_upgradable(text) is None
    found = readings(debian(listed=text))
    assert isinstance(found["pending"], Unreadable)
    assert isinstance(found["security_pending"], Unreadable)


def test_a_debian_workstation() -> None:
    machine = debian(listed=load("updates", "apt_list_debian12")[0].text)
    assert values(machine) == {
        "automatic": True,
        "pending": 6,
        "security_pending": 3,
        "days_since_check": 3,
    }


def test_without_a_security_source_nobody_knows_which_updates_are_urgent() -> None:
    found = values(debian(release="deb.debian.org_debian_dists_bookworm_InRelease"))
    assert "security_pending" not in found
    assert found["pending"] == 0


def test_a_newer_stamp_tells_the_last_check() -> None:
    machine = debian()
    stamp = (an_entry(apt.SUCCESS, modified=NOW - timedelta(hours=30)),)
    folders = {**machine.folders, apt.STAMPS: stamp}
    stamped = FakeMachine(commands=machine.commands, files=machine.files, folders=folders)
    assert values(stamped)["days_since_check"] == 1


@pytest.mark.parametrize(
    ("machine", "automatic"),
    [
        (debian(status="Package: bash\nStatus: install ok installed\n"), False),
        (debian(config=CONFIG.replace('Upgrade "1"', 'Upgrade "0"')), False),
        (debian(config=CONFIG.replace('Lists "1"', 'Lists "0"')), False),
        (debian(config=CONFIG + 'APT::Periodic::Enable "0";\n'), False),
        (debian(timers=blocks("enabled", "disabled")), False),
        (debian(timers=blocks("masked", "masked")), False),
        (debian(timers=Output(code=1, text="")), None),
        (debian(config=""), None),
        (debian(config=Output(code=100, text=CONFIG)), None),
        (debian(config=CONFIG.replace("ecurity", "")), None),
    ],
)
def test_automatic_updates_need_everything(machine: FakeMachine, *, automatic: bool | None) -> None:
    assert values(machine).get("automatic") is automatic


def test_linux_mint_has_its_own_automatic_updates() -> None:
    machine = debian(status=DPKG_STATUS, files={f"{apt.MINT_FOLDER}/{apt.MINT_FLAG}": ""})
    asked = {**machine.commands, (*SHOW, apt.MINT_TIMER): blocks("enabled")}
    assert values(FakeMachine(commands=asked, files=machine.files))["automatic"] is True


def test_kde_has_its_own_automatic_updates() -> None:
    path = "/home/alix/.config/PlasmaDiscoverUpdates"
    plain = "Package: bash\nStatus: install ok installed\n"
    on = debian(status=plain, files={path: "[Global]\nUseUnattendedUpdates=true\n"})
    off = debian(status=plain, files={path: "[Global]\nUseUnattendedUpdates=false\n"})
    assert values(on)["automatic"] is True
    assert values(off)["automatic"] is False


def test_an_unknown_system_is_not_known() -> None:
    assert all(isinstance(each, Unreadable) for each in readings(FakeMachine()).values())


def test_a_refused_folder_is_not_known() -> None:
    machine = FakeMachine(folders={"/var/lib/dpkg": MachineRefusedError("Non.")})
    assert all(isinstance(each, Unreadable) for each in readings(machine).values())


@pytest.mark.parametrize("recording", load("updates", "dnf_"), ids=str)
def test_recorded_dnf_lists(recording: Recording) -> None:
    code, count = map(int, recording.expect.split())
    assert rpm.parse_check_update(code, recording.text) == count


@pytest.mark.parametrize(
    ("code", "text"), [(1, ""), (100, ""), (0, "bash.x86_64 5 base\n"), (100, "Error: x\n")]
)
def test_an_odd_dnf_list_is_no_answer(code: int, text: str) -> None:
    assert rpm.parse_check_update(code, text) is None


def fedora(settings: str, *states: str, cached: bool = True) -> FakeMachine:
    units = (*rpm.DNF_TIMERS, rpm.OSTREE_TIMER)
    listed = Output(code=100, text="kernel.x86_64 6.9-1 updates\nbash.x86_64 5.2-3 updates\n")
    entry = an_entry("updates.solv", modified=NOW - timedelta(days=1))
    return FakeMachine(
        commands={
            (*SHOW, *units): blocks(*states),
            rpm.DNF: listed,
            rpm.DNF_SECURITY: Output(code=0, text="\n"),
        },
        files={rpm.DNF_SETTINGS: settings},
        folders={rpm.DNF4_CACHE: (entry,)} if cached else {},
    )


def test_a_fedora_workstation() -> None:
    machine = fedora("[commands]\napply_updates = yes\n", "enabled", *["disabled"] * 3)
    assert values(machine) == {
        "automatic": True,
        "pending": 2,
        "security_pending": 0,
        "days_since_check": 1,
    }


def test_dnf_without_a_cache_is_not_asked() -> None:
    assert values(fedora("", *["disabled"] * 4, cached=False)) == {"automatic": False}


@pytest.mark.parametrize(
    ("settings", "timer", "automatic"),
    [
        ("[commands]\napply_updates = no\n", "dnf-automatic.timer", False),
        ("[commands]\napply_updates = yes\n", "", False),
        ("", "dnf-automatic-install.timer", True),
        ("[commands]\napply_updates = yes\n", "dnf5-automatic.timer", True),
    ],
)
def test_dnf_automatic(settings: str, timer: str, *, automatic: bool) -> None:
    timers = {name: name == timer for name in rpm.DNF_TIMERS}
    assert rpm.parse_automatic(settings, timers) is automatic


@pytest.mark.parametrize("recording", load("updates", "zypper_"), ids=str)
def test_recorded_zypper_lists(recording: Recording) -> None:
    assert rpm.parse_zypper(recording.text) == int(recording.expect)


def test_an_opensuse_workstation() -> None:
    text = load("updates", "zypper_list_updates")[0].text
    machine = FakeMachine(
        commands={rpm.ZYPPER_UPDATES: text, rpm.ZYPPER_SECURITY: text},
        files={rpm.ZYPPER_SETTINGS: 'AOU_ENABLE_CRONJOB="true"\n', "/etc/zypp/zypp.conf": ""},
        folders={rpm.ZYPPER_CACHE: (an_entry("depot", modified=NOW - timedelta(days=40)),)},
    )
    assert values(machine) == {
        "automatic": True,
        "pending": 1,
        "security_pending": 1,
        "days_since_check": 40,
    }


def test_a_zypper_list_cut_short_is_no_answer() -> None:
    assert rpm.parse_zypper("<update-list><update kind='package'>") is None


@pytest.mark.parametrize("recording", load("updates", "pacman_"), ids=str)
def test_recorded_pacman_lists(recording: Recording) -> None:
    code, count = map(int, recording.expect.split())
    assert pacman.parse_query(code, recording.text) == count


def test_an_arch_workstation_does_not_tell_security_apart() -> None:
    machine = FakeMachine(
        commands={pacman.QUERY: Output(code=1, text="")},
        folders={pacman.SYNC: (an_entry("core.db", modified=NOW - timedelta(days=2)),)},
    )
    assert values(machine) == {"pending": 0, "days_since_check": 2}


@pytest.mark.parametrize(
    ("age", "days"),
    [(timedelta(hours=23), 0), (timedelta(hours=-2), 0), (timedelta(days=-2), None)],
)
def test_a_date_to_come_is_no_check(age: timedelta, days: int | None) -> None:
    assert days_since(NOW - age, NOW) == days


def test_no_date_is_no_check() -> None:
    assert days_since(None, NOW) is None


def kernel(running: str, *installed: str, build: str = "#1 SMP", **files: str) -> FakeMachine:
    boot = tuple(an_entry(f"vmlinuz-{each}") for each in installed)
    return FakeMachine(
        files={reboot.RELEASE: running + "\n", reboot.BUILD: build, **files},
        folders={reboot.BOOT: boot, reboot.RUN: (an_entry("lock", kind=EntryKind.FOLDER),)},
    )


@pytest.mark.parametrize(
    ("running", "installed", "behind"),
    [
        ("6.1.0-28-amd64", ("6.1.0-28-amd64", "6.1.0-9-amd64"), False),
        ("6.1.0-9-amd64", ("6.1.0-28-amd64", "6.1.0-9-amd64"), True),
        ("6.8.5-301.fc40.x86_64", ("6.8.5-301.fc40.x86_64", "6.8.10-300.fc40.x86_64"), True),
        ("6.1.0-9-amd64", ("6.1.0-9-amd64", "6.12.0-1-cloud-amd64"), False),
        ("6.18.44-x", ("6.1.0-28-amd64",), None),
        ("6.18.44-x", (), None),
    ],
)
def test_kernels_are_compared_with_their_own_kind(
    running: str, installed: tuple[str, ...], *, behind: bool | None
) -> None:
    assert reboot.is_behind(running, installed) is behind


def test_a_package_asked_for_a_restart() -> None:
    found = reboot.read_reboot(FakeMachine(files={"/run/reboot-required": ""}))
    assert not isinstance(found, str)
    assert found.value is True


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (kernel("6.1.0-28-amd64", "6.1.0-28-amd64", "0-rescue-abc"), False),
        (kernel("6.1.0-9-amd64", "6.1.0-28-amd64", "6.1.0-9-amd64"), True),
        (kernel("6.9.1-arch1-1", **{"/usr/lib/modules/6.9.2-arch1-1/x": ""}), True),
        (kernel("6.9.2-arch1-1", **{"/usr/lib/modules/6.9.2-arch1-1/x": ""}), False),
        (kernel("6.18.44-x"), None),
    ],
)
def test_the_running_kernel_tells(machine: FakeMachine, *, expected: bool | None) -> None:
    found = reboot.read_reboot(machine)
    assert (None if isinstance(found, str) else found.value) is expected


def test_a_kernel_replaced_under_the_same_name_asks_for_a_restart() -> None:
    name = "6.1.0-28-amd64"
    package = f"Package: linux-image-{name}\nStatus: install ok installed\nVersion: 6.1.120-1\n"
    for version, expected in (("6.1.119-1", True), ("6.1.120-1", False)):
        build = f"#1 SMP PREEMPT_DYNAMIC Debian {version} (2024-11-22)\n"
        machine = kernel(name, name, build=build, **{DPKG_STATUS: package})
        found = reboot.read_reboot(machine)
        assert not isinstance(found, str)
        assert found.value is expected


@given(st.text())
def test_any_text_is_no_answer(text: str) -> None:
    assert apt.parse_upgradable(text) is None
    assert apt.parse_periodic(text) is None
    assert rpm.parse_zypper(text) is None
    assert rpm.parse_check_update(1, text) is None
    assert pacman.parse_query(2, text) is None


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_kernel_name_never_raises(running: str, installed: list[str]) -> None:
    assert reboot.is_behind(running, installed) in {True, False, None}
    assert isinstance(reboot.parse_boot(installed), tuple)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2026, 11, 1)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_days_are_never_negative(moment: datetime) -> None:
    days = days_since(moment.replace(tzinfo=NOW.tzinfo), NOW)
    assert days is not None
    assert days >= 0
