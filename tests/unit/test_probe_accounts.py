import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.desktop import DISPLAY_MANAGER
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.accounts import linux
from hygie.workstation.probes.accounts.files import (
    parse_group,
    parse_passwd,
    parse_person_range,
    parse_shadow,
)
from hygie.workstation.probes.accounts.sessions import (
    gdm_opens,
    getty_opens,
    lightdm_allows_guest,
    lightdm_opens,
    sddm_opens,
)
from hygie.workstation.probes.accounts.sudoers import SUDOERS, gives_free_rights, parse_rules
from hygie.workstation.section_files import parse_sections
from support.machine import FakeMachine, a_context
from support.recordings import Recording, load

ACCOUNTS = """root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
alix:x:1000:1000:Alix,,,:/home/alix:/bin/bash
camille:x:1001:1001::/home/camille:/usr/bin/zsh
service:x:1002:1002::/srv:/usr/sbin/nologin
"""
GROUP = "root:x:0:\nsudo:x:27:camille\nalix:x:1000:\ncamille:x:1001:\n"
SHADOW = "root:!:20000:0:99999:7:::\nalix:$y$j9T$x:20000:0:99999:7:::\ndaemon:*:20000::::::\n"
FACTS = {
    linux.DAILY,
    linux.ADMINS,
    linux.PEOPLE,
    linux.FREE,
    linux.GUEST,
    linux.AUTOMATIC,
    linux.EMPTY,
}
REFUSED = MachineRefusedError("Le système refuse la lecture de ce fichier.")
GDM = {DISPLAY_MANAGER: "Id=gdm.service\nLoadState=loaded\n"}
NO_MANAGER = {DISPLAY_MANAGER: "Id=display-manager.service\nLoadState=not-found\n"}

Files = dict[str, bytes | str | MachineRefusedError]


def a_machine(files: Files | None = None, commands: object = None) -> FakeMachine:
    plain: Files = {"/etc/passwd": ACCOUNTS, "/etc/group": GROUP, "/etc/shadow": SHADOW}
    run = GDM if commands is None else commands
    assert isinstance(run, dict)
    return FakeMachine(commands=run, files={**plain, **(files or {})})


def read(machine: FakeMachine, **changes: object) -> dict[str, object]:
    readings = list(linux.read(machine, a_context(**changes)))
    assert {reading.fact for reading in readings} == FACTS
    return {reading.fact: shown(reading) for reading in readings}


def shown(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else type(reading)


def test_an_ordinary_workstation_is_read() -> None:
    assert read(a_machine()) == {
        linux.DAILY: False,
        linux.ADMINS: 2,
        linux.PEOPLE: 2,
        linux.FREE: False,
        linux.GUEST: False,
        linux.AUTOMATIC: False,
        linux.EMPTY: 0,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": 0, "user": "root"},
        {"groups": ("alix", "wheel")},
        {"uid": 1001, "user": "camille"},
    ],
)
def test_an_administrator_is_known_by_number_or_group(changes: dict[str, object]) -> None:
    assert read(a_machine(), **changes)[linux.DAILY] is True


@pytest.mark.parametrize("rule", ["alix", "#1000", "%alix", "camille, alix"])
def test_an_administrator_is_known_by_readable_rules(rule: str) -> None:
    machine = a_machine({SUDOERS: f"{rule} ALL=(ALL:ALL) ALL\n"})
    assert read(machine)[linux.DAILY] is True
    assert read(machine)[linux.FREE] is False


def test_a_member_by_primary_group_is_counted() -> None:
    passwd = ACCOUNTS + "dominique:x:1003:27::/home/dominique:/bin/bash\n"
    assert read(a_machine({"/etc/passwd": passwd}))[linux.ADMINS] == 3


def test_people_are_counted_between_the_systems_limits() -> None:
    files: Files = {"/etc/login.defs": "# UID_MAX 5\nUID_MIN\t\t 1001\nUID_MAX 60000\n"}
    assert read(a_machine(files))[linux.PEOPLE] == 1


def test_an_account_of_a_directory_makes_counts_unknown() -> None:
    found = read(a_machine(), uid=120_000, user="autre")
    assert (found[linux.ADMINS], found[linux.PEOPLE]) == (Unreadable, Unreadable)


def test_without_root_secrets_are_not_known() -> None:
    found = read(a_machine({"/etc/shadow": REFUSED, SUDOERS: REFUSED}))
    assert (found[linux.EMPTY], found[linux.FREE]) == (Unreadable, Unreadable)
    assert found[linux.DAILY] is False


def test_an_account_open_to_all_eyes_is_seen_without_root() -> None:
    passwd = ACCOUNTS + "kiosque::1004:1004::/home/kiosque:/bin/bash\n"
    assert read(a_machine({"/etc/passwd": passwd, "/etc/shadow": REFUSED}))[linux.EMPTY] == 1


def test_open_accounts_are_counted_where_a_session_can_open() -> None:
    shadow = SHADOW + "camille::20000:0:99999:7:::\nservice::20000:0:99999:7:::\n"
    assert read(a_machine({"/etc/shadow": shadow}))[linux.EMPTY] == 1


def test_included_rules_are_read_as_sudo_reads_them() -> None:
    files: Files = {
        SUDOERS: "@includedir /etc/sudoers.d\n",
        "/etc/sudoers.d/README.old": "alix ALL=(ALL) NOPASSWD: ALL\n",
        "/etc/sudoers.d/vieux~": "alix ALL=(ALL) NOPASSWD: ALL\n",
    }
    assert read(a_machine(files))[linux.FREE] is False
    files["/etc/sudoers.d/10-alix"] = "alix ALL=(ALL) NOPASSWD: ALL\n"
    assert read(a_machine(files))[linux.FREE] is True


def test_rules_shipped_by_the_distribution_count() -> None:
    files: Files = {"/usr/etc/sudoers": "alix ALL=(ALL) NOPASSWD: ALL\n"}
    assert read(a_machine(files))[linux.FREE] is True
    files[SUDOERS] = "alix ALL=(ALL) ALL\n"
    assert read(a_machine(files))[linux.FREE] is False


@pytest.mark.parametrize(
    "line",
    [
        "#includedir /etc/ferme",
        "@include absent",
        "@include /etc/sudoers",
        "@include /etc/sudoers.%h",
        "@includedir /etc/foule",
    ],
)
def test_rules_that_cannot_all_be_read_are_not_judged(line: str) -> None:
    crowd: Files = {f"/etc/foule/{number}": "" for number in range(51)}
    files: Files = {SUDOERS: f"{line}\n", "/etc/ferme/regle": REFUSED, **crowd}
    assert read(a_machine(files))[linux.FREE] is Unreadable


@pytest.mark.parametrize("recording", load("accounts", "sudoers"), ids=str)
def test_recorded_rules_are_judged(recording: Recording) -> None:
    assert recording.expect == f"free={gives_free_rights(parse_rules(recording.text))}"


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("root ALL=(ALL) NOPASSWD: ALL", False),
        ("# alix ALL=(ALL) NOPASSWD: ALL", False),
        ("alix ALL=(ALL) NOPASSWD: /bin/ls, ACCOUNTS: ALL", False),
        ("alix ALL=(ALL) NOPASSWD: /bin/ls, ALL", True),
        ("alix ALL=(ALL) \\\n NOPASSWD: ALL", True),
        ("#1000 ALL=(ALL) NOPASSWD: ALL # trusted", True),
        ("Defaults:root !authenticate\nalix ALL=ALL", False),
        ("Defaults!/bin/ls !authenticate\nalix ALL=ALL", False),
        ("Defaults:alix !authenticate\nalix ALL=ALL", True),
        ("Defaults !authenticate\nalix ALL=ACCOUNTS: ALL", False),
        ("alix ALL=NOPASSWD: ALL : AUTRE=/bin/ls", True),
        ("User_Alias TOUS = NOPASSWD", False),
    ],
)
def test_only_every_command_without_password_is_free(text: str, free: bool) -> None:
    assert gives_free_rights(parse_rules(text)) is free


READERS = {"gdm": gdm_opens, "lightdm": lightdm_opens, "sddm": sddm_opens}


@pytest.mark.parametrize(
    "recording", [each for name in READERS for each in load("accounts", name)], ids=str
)
def test_recorded_display_managers_are_judged(recording: Recording) -> None:
    opens = READERS[recording.name.partition("-")[0]]
    assert recording.expect == f"opens={opens(parse_sections(recording.text))}"


@pytest.mark.parametrize(
    ("manager", "path", "text"),
    [
        ("gdm", "/etc/gdm/custom.conf", "[daemon]\nTimedLoginEnable=1\nTimedLogin=alix\n"),
        ("lightdm", "/etc/lightdm/lightdm.conf.d/50.conf", "[SeatDefaults]\nautologin-user=alix\n"),
        ("sddm", "/etc/sddm.conf.d/kde_settings.conf", "[Autologin]\nUser=alix\n"),
        ("plasmalogin", "/etc/plasmalogin.conf", "[Autologin]\nUser=alix\n"),
    ],
)
def test_automatic_login_is_that_of_the_manager_in_use(manager: str, path: str, text: str) -> None:
    opened = a_machine({path: text}, {DISPLAY_MANAGER: f"Id={manager}.service\n"})
    assert read(opened)[linux.AUTOMATIC] is True
    assert read(a_machine({path: text}, NO_MANAGER))[linux.AUTOMATIC] is False
    assert read(a_machine({path: REFUSED}, opened.commands))[linux.AUTOMATIC] is Unreadable


@pytest.mark.parametrize("commands", [{}, {DISPLAY_MANAGER: "Id=ly.service\n"}])
def test_an_unknown_manager_is_not_judged(commands: dict[object, object]) -> None:
    assert read(a_machine({}, commands))[linux.AUTOMATIC] is Unreadable
    failed = {DISPLAY_MANAGER: Output(code=1, text="")}
    assert read(a_machine({}, failed))[linux.AUTOMATIC] is Unreadable


def test_a_terminal_may_open_a_session_by_itself() -> None:
    path = "/etc/systemd/system/getty@tty1.service.d/autologin.conf"
    unit = "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin alix --noclear %I $TERM\n"
    assert read(a_machine({path: unit}, NO_MANAGER))[linux.AUTOMATIC] is True
    plain = "[Service]\nExecStart=-/sbin/agetty --noclear %I $TERM\n"
    assert read(a_machine({path: plain}, NO_MANAGER))[linux.AUTOMATIC] is False


def test_a_member_of_the_group_without_password_enters_freely() -> None:
    group = GROUP + "nopasswdlogin:x:120:alix\n"
    assert read(a_machine({"/etc/group": group}))[linux.AUTOMATIC] is True
    assert (
        read(a_machine({"/etc/group": GROUP + "nopasswdlogin:x:120:\n"}))[linux.AUTOMATIC] is False
    )


def test_a_guest_needs_an_account_or_lightdms_program() -> None:
    script: Files = {"/usr/sbin/guest-account": "#!/bin/sh\n"}
    denied: Files = {"/etc/lightdm/lightdm.conf": "[Seat:*]\nallow-guest=false\n"}
    assert read(a_machine(denied))[linux.GUEST] is False
    assert read(a_machine({**script, **denied}))[linux.GUEST] is False
    assert read(a_machine(script))[linux.GUEST] is True
    passwd = ACCOUNTS + "guest:x:1005:1005::/tmp:/bin/bash\n"
    assert read(a_machine({"/etc/passwd": passwd}))[linux.GUEST] is True


def test_a_refusal_on_the_way_is_not_an_absence() -> None:
    files: Files = {"/usr/sbin/guest-account": REFUSED, "/etc/login.defs": REFUSED}
    found = read(a_machine({**files, "/etc/shadow": "nonsense\n"}))
    assert (found[linux.GUEST], found[linux.EMPTY], found[linux.PEOPLE]) == (
        Unreadable,
        Unreadable,
        2,
    )
    assert read(a_machine({"/etc/passwd": REFUSED}))[linux.PEOPLE] is Unreadable


def test_files_that_are_not_accounts_are_not_judged() -> None:
    found = read(a_machine({"/etc/passwd": "nonsense\n", "/etc/group": REFUSED}))
    assert {found[fact] for fact in (linux.DAILY, linux.ADMINS, linux.PEOPLE)} == {Unreadable}
    assert (found[linux.GUEST], found[linux.EMPTY]) == (Unreadable, Unreadable)


def test_no_source_names_a_person() -> None:
    readings = linux.read(a_machine({SUDOERS: "alix ALL=(ALL) ALL\n"}), a_context())
    assert all("alix" not in repr(reading) for reading in readings)


@given(st.text())
def test_no_text_is_taken_for_accounts(text: str) -> None:
    assert parse_passwd(text) is None or ":" in text
    assert parse_group(text) is None or ":" in text
    assert parse_shadow(text) is None or ":" in text
    assert parse_person_range(text) == (1000, 60000) or "UID_" in text
    assert not gives_free_rights(parse_rules(text)) or "NOPASSWD" in text
    assert not getty_opens(text) or "agetty" in text
    sections = parse_sections(text)
    assert not gdm_opens(sections)
    assert not lightdm_opens(sections)
    assert not sddm_opens(sections)
    assert lightdm_allows_guest(sections)


WORDS = ["alix", "ALL", "=", ":", ",", "NOPASSWD:", "(ALL)", "\\", "#", "Defaults", "@include", '"']


@given(st.lists(st.sampled_from([*WORDS, "%", "!", "Cmnd_Alias", "\n"])))
def test_no_rules_make_the_probe_fail(words: list[str]) -> None:
    found = read(a_machine({SUDOERS: " ".join(words)}))
    assert found[linux.FREE] in {True, False, Unreadable}
    assert found[linux.FREE] is not True or "NOPASSWD:" in words
