"""The five ``browser.*`` facts, whatever the system whose profiles were looked at."""

from collections.abc import Iterable

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context
from hygie.workstation.probes.browsers.profiles import Look, Profile

LOGINS = "Fichiers Login Data et logins.json des navigateurs"
KEYS = "Fichier key4.db de Firefox"
FIREFOX = ("firefox", "librewolf", "waterfox")

REMEDY = (
    "Ouvrez chaque navigateur et cherchez « Mots de passe » dans ses paramètres :"
    " la liste montre ce qui y est enregistré."
)
PRIMARY_REMEDY = (
    "Dans Firefox : Paramètres, puis Vie privée et sécurité. La case « Utiliser un mot de passe"
    " principal » doit être cochée."
)
NO_PRIMARY = (
    "Firefox garde des mots de passe, mais ses fichiers ne disent pas si un mot de passe"
    " principal les protège."
)
NO_BROWSER = "Aucun navigateur connu de Hygie n'a servi dans cette session."
NOTHING_IN_FIREFOX = "Aucun mot de passe n'est enregistré dans Firefox."


def browser_readings(context: Context, seen: Look, *, source: str) -> list[Reading]:
    """Return the five facts; ``source`` names the folders looked at."""
    return [
        *_profiles(context, seen, source),
        _stored(context, seen),
        _unprotected(context, seen),
        _primary(context, seen),
    ]


def _profiles(context: Context, seen: Look, source: str) -> list[Reading]:
    if seen.reason:
        return [
            unreadable(context, fact, seen.reason, REMEDY)
            for fact in ("browser.installed", "browser.profiles")
        ]
    browsers = tuple(sorted({profile.browser for profile in seen.profiles}))
    return [
        observed(context, "browser.installed", browsers, source),
        observed(context, "browser.profiles", len(seen.profiles), source),
    ]


def _stored(context: Context, seen: Look) -> Reading:
    fact = "browser.stored_passwords"
    reason = _missed(seen)
    if reason:
        return unreadable(context, fact, reason, REMEDY)
    # No profile at all proves nothing: a browser unknown to us may hold passwords.
    if not seen.profiles:
        return inapplicable(context, fact, NO_BROWSER)
    return observed(context, fact, sum(_counts(seen.profiles)), LOGINS)


def _unprotected(context: Context, seen: Look) -> Reading:
    """Count what is surely unprotected: when there is some, what could not be read adds to it."""
    fact = "browser.unprotected_passwords"
    count = sum(_counts(profile for profile in seen.profiles if profile.primary is False))
    if count:
        return observed(context, fact, count, f"{LOGINS}, {KEYS}")
    if _missed(seen):
        return unreadable(context, fact, _missed(seen), REMEDY)
    if any(profile.primary is None for profile in _holding(seen)):
        return unreadable(context, fact, NO_PRIMARY, PRIMARY_REMEDY)
    if not seen.profiles:
        return inapplicable(context, fact, NO_BROWSER)
    return observed(context, fact, 0, f"{LOGINS}, {KEYS}")


def _primary(context: Context, seen: Look) -> Reading:
    fact = "browser.primary_password"
    family = [profile for profile in seen.profiles if profile.browser in FIREFOX]
    protections = {profile.primary for profile in family if profile.passwords}
    if False in protections:
        return observed(context, fact, value=False, source=KEYS)
    lost = [profile.reason for profile in family if profile.passwords is None]
    if lost or seen.reason:
        return unreadable(context, fact, [*lost, seen.reason][0], PRIMARY_REMEDY)
    if None in protections:
        return unreadable(context, fact, NO_PRIMARY, PRIMARY_REMEDY)
    if not protections:
        return inapplicable(context, fact, NOTHING_IN_FIREFOX)
    return observed(context, fact, value=True, source=KEYS)


def _missed(seen: Look) -> str:
    lost = [profile.reason for profile in seen.profiles if profile.passwords is None]
    return seen.reason or next(iter(lost), "")


def _holding(seen: Look) -> list[Profile]:
    return [profile for profile in seen.profiles if profile.passwords]


def _counts(profiles: Iterable[Profile]) -> Iterable[int]:
    return (profile.passwords or 0 for profile in profiles)
