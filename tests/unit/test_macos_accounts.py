import plistlib
from typing import Any

import pytest

from hygie.core.readings import Reading, Unreadable
from hygie.workstation import macos_disks
from hygie.workstation.probes.accounts import macos
from hygie.workstation.probes.accounts.sudoers import SUDOERS
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, Content, a_mac, a_mac_context, by_fact, recorded, settings, values
from support.recordings import Recording, load

OPENS_ALONE = settings(autoLoginUser="alix")


def read(
    mac: str = "26-arm",
    *,
    login: Content | None = None,
    sudoers: Content = REFUSED,
    commands: dict[tuple[str, ...], Answer] | None = None,
    **context: Any,
) -> dict[str, Reading]:
    files = {SUDOERS: sudoers} | ({} if login is None else {macos.LOGIN_FILE: login})
    machine = a_mac(mac, files=files, commands=commands)
    found = by_fact(macos.read(machine, a_mac_context(**context)))
    assert len(found) == 7
    assert "alix" not in repr(list(found.values()))
    return found


def seen(found: dict[str, Reading], fact: str) -> object:
    return values(found.values()).get(fact)


@pytest.mark.parametrize("recording", load("macos", "users-"), ids=str)
def test_documented_lists(recording: Recording) -> None:
    users = macos.parse_users(plistlib.loads(recording.raw.strip()))
    assert users is not None
    assert str(sum(user.person for user in users)) == recording.expect


@pytest.mark.parametrize("recording", load("macos", "members-"), ids=str)
def test_administrators_are_the_members_that_are_there(recording: Recording) -> None:
    mac = recording.name.removeprefix("members-")
    assert str(seen(read(mac), macos.ADMINS)) == recording.expect


def test_the_session_of_every_day() -> None:
    assert seen(read(), macos.DAILY) is True
    assert seen(read(groups=("staff",)), macos.DAILY) is False
    assert isinstance(read(groups=())[macos.DAILY], Unreadable)


def test_an_account_of_a_directory_leaves_the_counts_unknown() -> None:
    found = read(uid=1_234_567)
    assert isinstance(found[macos.PEOPLE], Unreadable)
    assert isinstance(found[macos.ADMINS], Unreadable)


@pytest.mark.parametrize(
    "raw", ["", "x", REFUSED, plistlib.dumps({}), plistlib.dumps([]), plistlib.dumps([{"a": 1}])]
)
def test_an_odd_list_is_not_an_empty_one(raw: Answer) -> None:
    found = read(commands={macos.USERS: raw})
    assert isinstance(found[macos.PEOPLE], Unreadable)
    assert isinstance(found[macos.GUEST], Unreadable)


@pytest.mark.parametrize("raw", ["", REFUSED, plistlib.dumps({}), plistlib.dumps({"a": []})])
def test_an_odd_group_is_not_an_empty_one(raw: Answer) -> None:
    found = read(commands={macos.MEMBERS: raw})
    assert isinstance(found[macos.ADMINS], Unreadable)
    assert seen(found, macos.PEOPLE) == 1


def test_the_guest() -> None:
    assert seen(read(login=settings(GuestEnabled=True)), macos.GUEST) is True
    assert seen(read(login=settings(GuestEnabled=False)), macos.GUEST) is False


def test_a_switch_never_touched_leaves_the_accounts_to_tell() -> None:
    assert seen(read(), macos.GUEST) is False
    assert seen(read("14-intel"), macos.GUEST) is True


def test_a_session_that_opens_alone() -> None:
    assert seen(read("14-intel", login=OPENS_ALONE), macos.AUTOMATIC) is True
    assert seen(read("14-intel"), macos.AUTOMATIC) is False


def test_filevault_keeps_it_from_opening_alone() -> None:
    assert seen(read("26-arm", login=OPENS_ALONE), macos.AUTOMATIC) is False


def test_without_knowing_filevault_we_do_not_know() -> None:
    found = read(login=OPENS_ALONE, commands={macos_disks.APFS: recorded("apfs-moving")})
    assert isinstance(found[macos.AUTOMATIC], Unreadable)
    refused = read(login=OPENS_ALONE, commands={macos_disks.APFS: REFUSED})
    assert isinstance(refused[macos.AUTOMATIC], Unreadable)


@pytest.mark.parametrize("raw", [REFUSED, b"", b"x", plistlib.dumps([])])
def test_settings_that_cannot_be_read_tell_nothing(raw: Content) -> None:
    found = read(login=raw)
    assert {type(found[fact]) for fact in (macos.GUEST, macos.AUTOMATIC)} == {Unreadable}


def test_rights_without_password() -> None:
    plain = "root ALL = (ALL) ALL\n%admin ALL = (ALL) ALL\n"
    assert seen(read(sudoers=plain), macos.FREE) is False
    assert seen(read(sudoers="%admin ALL=(ALL) NOPASSWD: ALL\n"), macos.FREE) is True
    assert isinstance(read()[macos.FREE], Unreadable)


def test_passwords_are_nobodys_business() -> None:
    assert isinstance(read()[macos.EMPTY], Unreadable)


def test_nothing_readable_tells_only_the_session() -> None:
    found = list(macos.read(FakeMachine(files={SUDOERS: REFUSED}), a_mac_context()))
    assert values(found) == {macos.DAILY: True}
