"""XProtect, the antivirus of macOS, and the known ones of other makers.

XProtect cannot be stopped while the system's integrity is protected, which System Information
tells. Apple sends its lists when there is something new, at no fixed pace: their age is worth
something when their arrival was switched off, or when it is months. Otherwise they are known to
arrive only where their switch is on and the Mac looked for updates not long ago.
"""

from collections.abc import Iterable
from datetime import timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import Installed
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.macos_plist import Settings, boolean
from hygie.workstation.macos_preferences import mac_settings
from hygie.workstation.macos_profiler import SOFTWARE, token
from hygie.workstation.macos_programs import installed, running
from hygie.workstation.macos_searches import DOMAIN, days_since_search
from hygie.workstation.macos_xprotect import XProtect, find_xprotect

PRODUCTS, PRESENT = "antivirus.products", "antivirus.present"
RUNNING, AGE = "antivirus.running", "antivirus.signatures_age"
CURRENT = "antivirus.up_to_date"
KIND, XPROTECT = "antivirus", "xprotect"
ARRIVAL = "ConfigDataInstall"
OLD_LIST = timedelta(days=90)
RECENT_SEARCH = 30
"""In days, as the age of a list: our choices. Apple has long sent several lists each quarter."""

INTEGRITY, PROTECTED = "system_integrity", "integrity_enabled"
HOUR = timedelta(hours=1)

NOT_PROTECTED = (
    "La protection de l'intégrité de macOS est désactivée, ou n'a pas été lue : XProtect a pu être "
    "arrêté."
)
NO_PACE = (
    "Apple envoie les listes de XProtect quand il y a du nouveau, sans rythme fixe : leur âge ne "
    "dit pas si elles sont à jour."
)
NO_SWITCH = "macOS n'a pas écrit si les listes de XProtect arrivent toutes seules."
NO_SEARCH = "Ce Mac n'a pas cherché de mises à jour depuis un mois, ou ne l'a pas écrit."
AGE_TELLS = "Sur ce système, c'est l'âge de la liste des menaces qui le dit."
SOME_XPROTECT = "XProtect (protection comprise dans macOS)"
NO_AGE = "La date de la liste des menaces de XProtect n'a pas pu être lue."
NONE_FOUND = "Aucun antivirus connu de Hygie n'a été trouvé sur ce poste."
REMEDY = (
    "Ouvrez Réglages Système, puis Général, puis Mise à jour de logiciels, puis le détail des "
    "mises à jour automatiques : les réponses de sécurité doivent être activées."
)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the five facts about antivirus programs."""
    own, reason = find_xprotect(machine)
    others = installed(machine, context, KIND)
    current = inapplicable(context, CURRENT, AGE_TELLS)
    if own is None and not others.found:
        return [*_none(context, others, reason), current]
    source = _source(own, others, reason)
    ids = tuple(sorted({*others.ids, *((XPROTECT,) if own else ())}))
    return [
        observed(context, PRODUCTS, ids, source),
        observed(context, PRESENT, value=True, source=source),
        _running(machine, context, source if own else ""),
        _age(machine, context, None if reason else own, reason or NO_AGE),
        current,
    ]


def _source(own: XProtect | None, others: Installed, reason: str) -> str:
    if own is None:
        return others.source
    return SOME_XPROTECT if reason else own.source


def _none(context: Context, others: Installed, reason: str) -> list[Reading]:
    """Say «none» only when both looks were whole: XProtect is part of every macOS."""
    if reason or not others.complete:
        why = reason or others.reason
        return [
            unreadable(context, fact, why, REMEDY) for fact in (PRODUCTS, PRESENT, RUNNING, AGE)
        ]
    return [
        observed(context, PRODUCTS, (), others.source),
        observed(context, PRESENT, value=False, source=others.source),
        inapplicable(context, RUNNING, NONE_FOUND),
        inapplicable(context, AGE, NONE_FOUND),
    ]


def _running(machine: Machine, context: Context, own: str) -> Reading:
    """Tell whether one acts; ``own`` says where XProtect was found, empty when it was not."""
    if own and _is_protected(machine):
        return observed(context, RUNNING, value=True, source=own)
    acting = running(machine, context, KIND)
    if acting.programs:
        return observed(context, RUNNING, value=True, source=acting.source)
    return unreadable(context, RUNNING, NOT_PROTECTED, REMEDY)


def _is_protected(machine: Machine) -> bool:
    try:
        return token(machine, SOFTWARE, INTEGRITY) == PROTECTED
    except MachineRefusedError:
        return False


def _age(machine: Machine, context: Context, own: XProtect | None, without: str) -> Reading:
    """Give the age of the list in force; ``without`` is the reason when it is not known."""
    if own is None or own.written is None or own.written > context.now + HOUR:
        return unreadable(context, AGE, without, REMEDY)
    age = max(timedelta(), context.now - own.written)
    hours = observed(context, AGE, age // HOUR, own.source)
    if age > OLD_LIST:
        return hours
    try:
        settings = mac_settings(machine, context, DOMAIN)
        arrives = boolean(settings, ARRIVAL)
    except MachineRefusedError as refusal:
        return unreadable(context, AGE, refusal.reason, REMEDY)
    return hours if arrives is False else _of_a_young_list(context, settings, arrives=arrives)


def _of_a_young_list(context: Context, settings: Settings, *, arrives: bool | None) -> Reading:
    days = days_since_search(settings, context.now)
    if arrives is None:
        return unreadable(context, AGE, NO_SWITCH, REMEDY)
    if days is None or days > RECENT_SEARCH:
        return unreadable(context, AGE, NO_SEARCH, REMEDY)
    return inapplicable(context, AGE, NO_PACE)
