from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.accounts import windows
from hygie.workstation.windows_machine import (
    LocalAccount,
    LocalAccounts,
    Membership,
    RegistryValue,
    Session,
)
from support.windows_machine import FakeWindowsMachine, a_windows_context


def account(rid: int, **changes: bool) -> LocalAccount:
    plain = {"disabled": False, "password_not_required": False, "administrator": False}
    return LocalAccount(rid=rid, **{**plain, **changes})


GUEST = account(501, disabled=True, password_not_required=True)
USUAL = LocalAccounts(
    accounts=(
        account(500, disabled=True, administrator=True),
        GUEST,
        account(503, disabled=True),
        account(1001, administrator=True),
        account(1002),
    ),
    administrators=2,
)
ALONE = Membership(domain=False, directory=False)


def read(
    local: LocalAccounts | MachineRefusedError = USUAL,
    *,
    administrator: bool = False,
    sid: str = "S-1-5-21-1-2-3-1002",
    member: Membership | MachineRefusedError = ALONE,
    winlogon: Mapping[str, RegistryValue] | None = None,
) -> dict[str, object]:
    machine = FakeWindowsMachine(
        keys={windows.WINLOGON: winlogon or {"AutoAdminLogon": "0"}},
        answers={
            Session: Session(sid=sid, administrator=administrator, elevated=False),
            LocalAccounts: local,
            Membership: member,
        },
    )
    return {
        each.fact: each.value if isinstance(each, Observed) else type(each)
        for each in windows.read(machine, a_windows_context())
    }


def test_a_token_that_windows_filters_is_an_administrators() -> None:
    assert read(administrator=True)[windows.DAILY] is True
    assert read(administrator=False)[windows.DAILY] is False


def test_administrators_that_cannot_log_in_do_not_count() -> None:
    found = read()
    assert (found[windows.ADMINS], found[windows.PEOPLE]) == (1, 2)


def test_the_built_in_administrator_counts_when_someone_works_in_it() -> None:
    used = LocalAccounts(accounts=(account(500, administrator=True), GUEST), administrators=1)
    assert read(used, sid="S-1-5-21-1-2-3-500")[windows.PEOPLE] == 1
    assert read(used)[windows.PEOPLE] == 0


@pytest.mark.parametrize(
    "member",
    [
        Membership(domain=True, directory=False),
        Membership(domain=False, directory=True),
        MachineRefusedError("Refusé."),
    ],
)
def test_a_group_of_a_directory_holds_people_that_are_not_counted(
    member: Membership | MachineRefusedError,
) -> None:
    found = read(member=member)
    assert (found[windows.ADMINS], found[windows.PEOPLE]) == (Unreadable, Unreadable)
    assert found[windows.GUEST] is False


def test_more_local_administrators_than_members_is_nonsense() -> None:
    odd = LocalAccounts(accounts=USUAL.accounts, administrators=0)
    assert read(odd)[windows.ADMINS] is Unreadable


def test_the_guest_is_known_by_its_number() -> None:
    opened = LocalAccounts(accounts=(account(501), account(1001)), administrators=1)
    assert read(opened)[windows.GUEST] is True
    assert read(LocalAccounts(accounts=(), administrators=0))[windows.GUEST] is Unreadable


def test_an_account_that_may_have_no_password_is_not_one_that_has_none() -> None:
    allowed = LocalAccounts(
        accounts=(GUEST, account(1001, password_not_required=True)), administrators=0
    )
    assert read(allowed)[windows.EMPTY] is Unreadable
    assert read()[windows.EMPTY] is Unreadable


@pytest.mark.parametrize(
    ("asked", "changes", "expected"),
    [
        ("0", {"password_not_required": True}, Unreadable),
        ("0", {"password_not_required": True, "disabled": True}, False),
        ("0", {}, False),
        ("1", {"password_not_required": True}, True),
    ],
)
def test_an_account_that_may_have_no_password_may_open_by_itself(
    asked: str, changes: dict[str, bool], expected: object
) -> None:
    local = LocalAccounts(accounts=(GUEST, account(1001, **changes)), administrators=0)
    found = read(local, winlogon={"AutoAdminLogon": asked, "DefaultUserName": "x"})
    assert found[windows.AUTOMATIC] is expected


def test_sudo_has_no_meaning_here() -> None:
    assert read()[windows.FREE] is Inapplicable


def test_a_refused_list_says_nothing_of_anyone() -> None:
    found = read(MachineRefusedError("Refusé."))
    facts = (windows.ADMINS, windows.PEOPLE, windows.GUEST, windows.EMPTY)
    assert {found[fact] for fact in facts} == {Unreadable}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"AutoAdminLogon": "1", "DefaultUserName": "Secrétariat"}, True),
        ({"AutoAdminLogon": 1, "DefaultUserName": "Secrétariat"}, True),
        ({"AutoAdminLogon": "0", "DefaultUserName": "Secrétariat"}, False),
        ({"Shell": "explorer.exe"}, False),
        ({"AutoAdminLogon": "1"}, Unreadable),
        ({"AutoAdminLogon": "2", "DefaultUserName": "x"}, Unreadable),
        ({"AutoAdminLogon": "oui", "DefaultUserName": "x"}, Unreadable),
        ({"AutoAdminLogon": b"1", "DefaultUserName": "x"}, Unreadable),
        ({"AutoAdminLogon": "1", "DefaultUserName": 3}, Unreadable),
    ],
)
def test_a_session_that_opens_by_itself_is_seen(
    values: Mapping[str, RegistryValue], expected: object
) -> None:
    assert read(winlogon=values)[windows.AUTOMATIC] is expected


def test_no_key_at_all_is_no_answer() -> None:
    (*_, reading) = windows.read(FakeWindowsMachine(), a_windows_context())
    assert isinstance(reading, Unreadable)


ACCOUNTS = st.builds(
    LocalAccount,
    rid=st.integers(-1, 2000),
    disabled=st.booleans(),
    password_not_required=st.booleans(),
    administrator=st.booleans(),
)


@given(st.lists(ACCOUNTS).map(tuple), st.integers(-5, 50))
def test_no_list_of_accounts_counts_below_zero(
    accounts: tuple[LocalAccount, ...], administrators: int
) -> None:
    found = read(LocalAccounts(accounts=accounts, administrators=administrators))
    for fact in (windows.ADMINS, windows.PEOPLE):
        value = found[fact]
        assert value is Unreadable or (isinstance(value, int) and value >= 0)
