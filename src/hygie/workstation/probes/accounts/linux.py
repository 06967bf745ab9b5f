"""Accounts: who may administer, who enters without a password.

An administrator is what the desktop's own settings call one: uid 0, or a member of the groups
sudo, wheel or admin; and whoever sudoers names, where it can be read. An account of a network
directory is not in the files: then what counts people is not known.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import NOT_ASKED_ROOT, observed, unreadable
from hygie.workstation.desktop import display_manager
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.probes.accounts.files import (
    ADMIN_GROUPS,
    GUEST_NAMES,
    Account,
    Group,
    administrators,
    parse_group,
    parse_passwd,
    parse_person_range,
    parse_shadow,
    people,
)
from hygie.workstation.probes.accounts.sessions import (
    MANAGERS,
    lightdm_allows_guest,
    lightdm_sections,
    terminal_opens,
)
from hygie.workstation.probes.accounts.sudoers import (
    ODD,
    SUDOERS,
    Rule,
    gives_free_rights,
    parse_rules,
    read_sudoers,
)
from hygie.workstation.section_files import text_of

DAILY, ADMINS = "account.daily_is_administrator", "account.administrators"
PEOPLE, FREE = "account.people", "account.sudo_without_password"
GUEST, AUTOMATIC = "account.guest_enabled", "account.automatic_login"
EMPTY = "account.empty_passwords"
PASSWD, GROUP, SHADOW, LOGIN_DEFS = "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/login.defs"
FREE_LOGIN_GROUP = "nopasswdlogin"
GUEST_PROGRAMS = ("/usr/sbin", "/usr/bin")

ODD_FILE = "La liste des comptes n'a pas la forme attendue."
DIRECTORY = "Votre compte vient d'un annuaire : les comptes ne sont pas tous sur ce poste."
UNKNOWN_MANAGER = "Hygie n'a pas reconnu le programme qui ouvre les sessions au démarrage."
REMEDY = "Ouvrez les Paramètres, puis Utilisateurs, et regardez le type de chaque compte."
REMEDY_START = (
    "Fermez vos logiciels et redémarrez l'ordinateur : il doit demander un mot de passe avant "
    "d'ouvrir le bureau."
)
REMEDY_PROVIDER = (
    "Demandez à votre prestataire si un compte de ce poste s'ouvre, ou devient administrateur, "
    "sans mot de passe."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the seven facts of accounts."""
    accounts, groups = _accounts(machine), _groups(machine)
    rules, reason = _rules(machine)
    return [
        _daily(context, accounts, groups, rules),
        *_counts(machine, context, accounts, groups),
        unreadable(context, FREE, reason, REMEDY_PROVIDER)
        if rules is None
        else observed(context, FREE, gives_free_rights(rules), SUDOERS),
        _guest(machine, context, accounts),
        _automatic(machine, context, groups),
        _empty(machine, context, accounts),
    ]


def _accounts(machine: Machine) -> tuple[Account, ...] | None:
    try:
        return parse_passwd(machine.read(PASSWD).decode("utf-8", "replace"))
    except MachineRefusedError:
        return None


def _groups(machine: Machine) -> tuple[Group, ...] | None:
    try:
        return parse_group(machine.read(GROUP).decode("utf-8", "replace"))
    except MachineRefusedError:
        return None


def _rules(machine: Machine) -> tuple[tuple[Rule, ...] | None, str]:
    """Return the rules of sudo, none of them when it is not set up; None with why otherwise."""
    try:
        text = read_sudoers(machine)
    except MachineRefusedError as refusal:
        return None, ODD if refusal.reason == ODD else NOT_ASKED_ROOT
    return (() if text is None else parse_rules(text)), ""


def _daily(
    context: Context,
    accounts: tuple[Account, ...] | None,
    groups: tuple[Group, ...] | None,
    rules: tuple[Rule, ...] | None,
) -> Reading:
    named = {context.user, f"#{context.uid}", *(f"%{group}" for group in context.groups)}
    by_rule = any(rule.every_command and rule.who & named for rule in rules or ())
    listed = administrators(accounts or (), groups or ())
    if context.uid == 0 or by_rule or ADMIN_GROUPS & {*context.groups} or context.user in listed:
        return observed(context, DAILY, value=True, source=GROUP)
    if groups is None:
        return unreadable(context, DAILY, ODD_FILE, REMEDY)
    return observed(context, DAILY, value=False, source=GROUP)


def _counts(
    machine: Machine,
    context: Context,
    accounts: tuple[Account, ...] | None,
    groups: tuple[Group, ...] | None,
) -> list[Reading]:
    if accounts is None or groups is None:
        return [unreadable(context, fact, ODD_FILE, REMEDY) for fact in (ADMINS, PEOPLE)]
    if all(account.uid != context.uid for account in accounts):
        return [unreadable(context, fact, DIRECTORY, REMEDY) for fact in (ADMINS, PEOPLE)]
    limits = parse_person_range(_text_or_empty(machine, LOGIN_DEFS))
    return [
        observed(context, ADMINS, len(administrators(accounts, groups)), GROUP),
        observed(context, PEOPLE, len(people(accounts, limits)), PASSWD),
    ]


def _guest(machine: Machine, context: Context, accounts: tuple[Account, ...] | None) -> Reading:
    """Look for an account of that name, and for LightDM's own, which needs «guest-account»."""
    if any(each.name in GUEST_NAMES and each.logs_in for each in accounts or ()):
        return observed(context, GUEST, value=True, source=PASSWD)
    if accounts is None:
        return unreadable(context, GUEST, ODD_FILE, REMEDY)
    try:
        offered = _has_guest_program(machine) and lightdm_allows_guest(lightdm_sections(machine))
    except MachineRefusedError as refusal:
        return unreadable(context, GUEST, refusal.reason, REMEDY)
    return observed(context, GUEST, offered, f"{PASSWD} et /etc/lightdm")


def _has_guest_program(machine: Machine) -> bool:
    for folder in GUEST_PROGRAMS:
        try:
            machine.read(f"{folder}/guest-account")
        except MissingError:
            continue
        return True
    return False


def _automatic(machine: Machine, context: Context, groups: tuple[Group, ...] | None) -> Reading:
    if any(group.name == FREE_LOGIN_GROUP and group.members for group in groups or ()):
        return observed(context, AUTOMATIC, value=True, source=GROUP)
    try:
        if terminal_opens(machine):
            return observed(context, AUTOMATIC, value=True, source="/etc/systemd/system")
        manager = display_manager(machine)
        opens = _manager_opens(machine, manager)
    except MachineRefusedError as refusal:
        return unreadable(context, AUTOMATIC, refusal.reason, REMEDY_START)
    if opens is None:
        return unreadable(context, AUTOMATIC, UNKNOWN_MANAGER, REMEDY_START)
    return observed(context, AUTOMATIC, opens, _manager_source(manager))


def _manager_opens(machine: Machine, manager: str | None) -> bool | None:
    """Ask the display manager in use: the settings of another one left behind decide nothing."""
    if manager == "":
        return False
    reader = MANAGERS.get(manager or "")
    return None if reader is None else reader(machine)


def _manager_source(manager: str | None) -> str:
    return f"réglages de {manager}" if manager else "systemctl et /etc/systemd/system"


def _empty(machine: Machine, context: Context, accounts: tuple[Account, ...] | None) -> Reading:
    """Count the open accounts: /etc/passwd shows some to everyone, /etc/shadow all to root."""
    if accounts is None:
        return unreadable(context, EMPTY, ODD_FILE, REMEDY)
    shown = {each.name for each in accounts if each.open and each.logs_in}
    try:
        hidden = parse_shadow(machine.read(SHADOW).decode("utf-8", "replace"))
    except MachineRefusedError:
        if shown:
            return observed(context, EMPTY, len(shown), PASSWD)
        return unreadable(context, EMPTY, NOT_ASKED_ROOT, REMEDY_PROVIDER)
    if hidden is None:
        return unreadable(context, EMPTY, ODD_FILE, REMEDY)
    entering = {each.name for each in accounts if each.logs_in}
    return observed(context, EMPTY, len(shown | (hidden & entering)), SHADOW)


def _text_or_empty(machine: Machine, path: str) -> str:
    try:
        return text_of(machine, path)
    except MachineRefusedError:
        return ""
