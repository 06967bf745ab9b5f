"""Accounts of a Mac: who may administer, who enters without a password.

An administrator is a member of the group «admin», as in System Settings; «root», which sleeps
unless someone wakes it, is left out, and so are groups put inside that one. Names are only compared
with one another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hygie.core.readings import Reading
from hygie.workstation.answers import NOT_ASKED_ROOT, observed, unreadable
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_disks import data_states
from hygie.workstation.macos_plist import (
    ODD,
    Settings,
    as_rows,
    boolean,
    read_settings,
    run_plist,
    run_settings,
    text,
    texts,
)
from hygie.workstation.macos_preferences import SYSTEM, managed_settings
from hygie.workstation.probes.accounts.sudoers import (
    SUDOERS,
    gives_free_rights,
    parse_rules,
    read_sudoers,
)

DAILY, ADMINS = "account.daily_is_administrator", "account.administrators"
PEOPLE, FREE = "account.people", "account.sudo_without_password"
GUEST, AUTOMATIC = "account.guest_enabled", "account.automatic_login"
EMPTY = "account.empty_passwords"
ADMIN_GROUP = "admin"
USERS = (
    *("dscl", "-plist", ".", "-readall", "/Users"),
    *("RecordName", "UniqueID", "UserShell", "IsHidden"),
)
MEMBERS = ("dscl", "-plist", ".", "-read", f"/Groups/{ADMIN_GROUP}", "GroupMembership")
STANDARD, NATIVE = "dsAttrTypeStandard:", "dsAttrTypeNative:"
LOGIN = "com.apple.loginwindow"
SOURCE = "dscl"
LOGIN_FILE = f"{SYSTEM}/{LOGIN}.plist"
FIRST_PERSON = 501
GUEST_NUMBER = 201
SHELLS_OF_NOBODY = frozenset({"/usr/bin/false", "/bin/false", "/usr/sbin/nologin"})
YES = frozenset({"1", "YES", "yes", "TRUE", "true"})

DIRECTORY = "Votre compte vient d'un annuaire : les comptes ne sont pas tous sur ce poste."
NO_HASHES = "macOS ne dit à personne quels comptes n'ont pas de mot de passe."
HALF = "Un compte doit s'ouvrir seul, mais Hygie n'a pas pu savoir si FileVault l'en empêche."
REMEDY = "Ouvrez Réglages Système, puis Utilisateurs et groupes, et regardez chaque compte."
REMEDY_PROVIDER = (
    "Demandez à votre prestataire si un compte de ce poste s'ouvre, ou devient administrateur, "
    "sans mot de passe."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account of this Mac. ``person``: someone opens sessions with it."""

    name: str
    number: int
    person: bool


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the seven facts of accounts."""
    users = _users(machine)
    return [
        _daily(context),
        *_counts(machine, context, users),
        _free(machine, context),
        *_entrance(machine, context, users),
        unreadable(context, EMPTY, NO_HASHES, REMEDY_PROVIDER),
    ]


def parse_users(found: object) -> tuple[User, ...] | None:
    """Read what dscl lists; None when it is not a list of accounts, with one person at least."""
    records = as_rows(found)
    users = [user for each in records or () if (user := _user(each)) is not None]
    return tuple(users) if any(user.person for user in users) else None


def _user(record: Settings) -> User | None:
    name, number = _attribute(record, "RecordName"), _attribute(record, "UniqueID")
    if not name or not (
        number.isascii() and number.isdecimal() and len(number) < len("99999999999")
    ):
        return None
    hidden = _attribute(record, "IsHidden") in YES
    shell = _attribute(record, "UserShell")
    person = int(number) >= FIRST_PERSON and not hidden and not name.startswith("_")
    return User(name=name, number=int(number), person=person and shell not in SHELLS_OF_NOBODY)


def _attribute(record: Settings, name: str) -> str:
    values = texts(record, STANDARD + name) or texts(record, NATIVE + name) or ("",)
    return values[0]


def _users(machine: Machine) -> tuple[User, ...] | None:
    try:
        return parse_users(run_plist(machine, USERS))
    except MachineRefusedError:
        return None


def _daily(context: Context) -> Reading:
    """Look at the groups of the session itself, those of a directory included."""
    if not context.groups:
        return unreadable(context, DAILY, ODD, REMEDY)
    value = context.uid == 0 or ADMIN_GROUP in context.groups
    return observed(context, DAILY, value, "groupes de la session")


def _counts(machine: Machine, context: Context, users: tuple[User, ...] | None) -> list[Reading]:
    if users is None:
        return [unreadable(context, fact, ODD, REMEDY) for fact in (ADMINS, PEOPLE)]
    if all(user.number != context.uid for user in users):
        return [unreadable(context, fact, DIRECTORY, REMEDY) for fact in (ADMINS, PEOPLE)]
    people = observed(context, PEOPLE, sum(user.person for user in users), SOURCE)
    try:
        members = texts(run_settings(machine, MEMBERS), f"{STANDARD}GroupMembership")
        reason = ODD
    except MachineRefusedError as refusal:
        members, reason = None, refusal.reason
    if members is None:
        return [unreadable(context, ADMINS, reason, REMEDY), people]
    count = sum(user.name in members for user in users if user.number != 0)
    return [observed(context, ADMINS, count, SOURCE), people]


def _free(machine: Machine, context: Context) -> Reading:
    """Read the rules of sudo, which every Mac has: none at all is no answer."""
    try:
        rules = read_sudoers(machine)
    except MachineRefusedError:
        rules = None
    if rules is None:
        return unreadable(context, FREE, NOT_ASKED_ROOT, REMEDY_PROVIDER)
    return observed(context, FREE, gives_free_rights(parse_rules(rules)), SUDOERS)


def _entrance(machine: Machine, context: Context, users: tuple[User, ...] | None) -> list[Reading]:
    try:
        # This file is on every Mac: where it is not, its silence would say nothing.
        chosen = read_settings(machine, LOGIN_FILE)
        settings = {**chosen, **managed_settings(machine, context, LOGIN)}
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in (GUEST, AUTOMATIC)]
    return [_guest(context, settings, users), _automatic(machine, context, settings)]


def _guest(context: Context, settings: Settings, users: tuple[User, ...] | None) -> Reading:
    """Look for the guest's account, which macOS makes when the switch is first turned on."""
    switch = boolean(settings, "GuestEnabled")
    if switch is not None:
        return observed(context, GUEST, switch, LOGIN_FILE)
    if users is None:
        return unreadable(context, GUEST, ODD, REMEDY)
    there = any(user.number == GUEST_NUMBER for user in users)
    return observed(context, GUEST, there, SOURCE)


def _automatic(machine: Machine, context: Context, settings: Settings) -> Reading:
    """FileVault asks for a password before anything else: with it, no session opens alone."""
    if not text(settings, "autoLoginUser"):
        return observed(context, AUTOMATIC, value=False, source=LOGIN_FILE)
    try:
        states = data_states(machine)
    except MachineRefusedError:
        states = []
    if not states or None in states:
        return unreadable(context, AUTOMATIC, HALF, REMEDY)
    return observed(context, AUTOMATIC, False in states, LOGIN_FILE)
