"""Accounts of a Windows workstation, known by their numbers: their names follow the language.

Not known here: who has an empty password (Windows only tells who tries it), and what lies in the
groups of a domain or of a directory.
"""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_keys import opened, text, written_number
from hygie.workstation.windows_machine import (
    LocalAccounts,
    Membership,
    Session,
    WindowsMachine,
)

DAILY, ADMINS = "account.daily_is_administrator", "account.administrators"
PEOPLE, FREE = "account.people", "account.sudo_without_password"
GUEST, AUTOMATIC = "account.guest_enabled", "account.automatic_login"
EMPTY = "account.empty_passwords"

BUILT_IN, GUEST_RID, FIRST_PERSON = 500, 501, 1000
"""Numbers Windows gives itself to its own accounts; those it did not create begin at 1000."""

WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
ACCOUNTS_SOURCE = "NetUserEnum et groupe S-1-5-32-544"
SESSION_SOURCE = "jeton de la session (S-1-5-32-544)"
NO_GUEST = "Windows n'a pas nommé son compte Invité, qui existe toujours."
DIRECTORY = "Les comptes de ce poste viennent en partie d'un annuaire."
NO_MEMBERSHIP = "Windows n'a pas dit si ce poste dépend d'un annuaire."
NO_SUDO = "Sous Windows, c'est le contrôle de compte d'utilisateur qui en décide."
NOT_TOLD = "Windows ne dit pas quels comptes ont un mot de passe vide."
MAY_BE_EMPTY = "Un compte au moins peut rester sans mot de passe ; Windows ne dit pas s'il l'est."
NO_NAME = "L'ouverture automatique est demandée d'une façon que Hygie ne connaît pas."
NO_WINLOGON = "Le réglage de l'ouverture de session n'est pas à sa place."
MAY_OPEN = (
    "Un compte au moins peut rester sans mot de passe : Windows ouvrirait alors sa session sans"
    " rien demander."
)
REMEDY = "Ouvrez Paramètres, Comptes, Autres utilisateurs, et regardez le type de chaque compte."
REMEDY_START = (
    "Fermez vos logiciels et redémarrez l'ordinateur : il doit demander un mot de passe ou un code"
    " avant d'ouvrir le bureau."
)
REMEDY_EMPTY = "Verrouillez chaque session (touche Windows et L) : elle doit demander un code."


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the seven facts of accounts."""
    return [
        _daily(machine, context),
        *_local(machine, context),
        inapplicable(context, FREE, NO_SUDO),
        _automatic(machine, context),
    ]


def count_administrators(local: LocalAccounts) -> int | None:
    """Count the members of the group that can log in; None when the numbers do not agree."""
    own = [account for account in local.accounts if account.administrator]
    disabled = sum(account.disabled for account in own)
    return local.administrators - disabled if local.administrators >= len(own) else None


def count_people(local: LocalAccounts, session: Session) -> int:
    """Count the open accounts somebody made, and the built-in administrator if it is in use."""
    rids = {account.rid for account in local.accounts if not account.disabled}
    own = {BUILT_IN} if session.sid.endswith(f"-{BUILT_IN}") else set()
    return len({rid for rid in rids if rid >= FIRST_PERSON} | own)


def _daily(machine: WindowsMachine, context: Context) -> Reading:
    try:
        session = machine.calls.ask(Session)
    except MachineRefusedError as refusal:
        return unreadable(context, DAILY, refusal.reason, REMEDY)
    return observed(context, DAILY, session.administrator, SESSION_SOURCE)


def _local(machine: WindowsMachine, context: Context) -> list[Reading]:
    try:
        local = machine.calls.ask(LocalAccounts)
    except MachineRefusedError as refusal:
        facts = (ADMINS, PEOPLE, GUEST, EMPTY)
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in facts]
    return [*_counts(machine, context, local), _guest(context, local), _empty(context, local)]


def _counts(machine: WindowsMachine, context: Context, local: LocalAccounts) -> list[Reading]:
    """Count only where every account is local: a group of a domain counts for one member."""
    try:
        member, session = machine.calls.ask(Membership), machine.calls.ask(Session)
    except MachineRefusedError:
        return [unreadable(context, fact, NO_MEMBERSHIP, REMEDY) for fact in (ADMINS, PEOPLE)]
    administrators = count_administrators(local)
    if member.domain or member.directory or administrators is None:
        return [unreadable(context, fact, DIRECTORY, REMEDY) for fact in (ADMINS, PEOPLE)]
    return [
        observed(context, ADMINS, administrators, ACCOUNTS_SOURCE),
        observed(context, PEOPLE, count_people(local, session), ACCOUNTS_SOURCE),
    ]


def _guest(context: Context, local: LocalAccounts) -> Reading:
    guests = [account for account in local.accounts if account.rid == GUEST_RID]
    if not guests:
        return unreadable(context, GUEST, NO_GUEST, REMEDY)
    enabled = any(not guest.disabled for guest in guests)
    return observed(context, GUEST, enabled, ACCOUNTS_SOURCE)


def _empty(context: Context, local: LocalAccounts) -> Reading:
    reason = MAY_BE_EMPTY if _may_be_empty(local) else NOT_TOLD
    return unreadable(context, EMPTY, reason, REMEDY_EMPTY)


def _may_be_empty(local: LocalAccounts) -> bool:
    """«Password not required» is a right to have none, not an empty password."""
    return any(
        account.password_not_required and not account.disabled and account.rid != GUEST_RID
        for account in local.accounts
    )


def _automatic(machine: WindowsMachine, context: Context) -> Reading:
    """Read what Windows itself reads; the password it uses lies elsewhere, and is not looked at."""
    try:
        key = opened(machine, WINLOGON)
        asked = written_number(key, "AutoAdminLogon")
        name = text(key, "DefaultUserName")
    except MachineRefusedError as refusal:
        return unreadable(context, AUTOMATIC, refusal.reason, REMEDY_START)
    if not key.values:
        return unreadable(context, AUTOMATIC, NO_WINLOGON, REMEDY_START)
    if asked not in {None, 0, 1} or (asked and not name):
        return unreadable(context, AUTOMATIC, NO_NAME, REMEDY_START)
    if asked != 1 and _is_maybe_open(machine):
        return unreadable(context, AUTOMATIC, MAY_OPEN, REMEDY_START)
    return observed(context, AUTOMATIC, asked == 1, WINLOGON)


def _is_maybe_open(machine: WindowsMachine) -> bool:
    """Tell whether a session may open with nothing typed; a refused list is no such sign."""
    try:
        return _may_be_empty(machine.calls.ask(LocalAccounts))
    except MachineRefusedError:
        return False
