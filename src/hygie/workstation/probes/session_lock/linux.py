"""Locking of the session: GNOME, Cinnamon, MATE, KDE Plasma, Xfce.

Read from the settings of the daily user's own session. What an extension or a programme left open
(a film, «caffeine») does to the delay is not seen.
"""

from collections.abc import Callable, Iterable, Mapping

from hygie.core.readings import Reading, Value
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.desktop import (
    NO_SESSION,
    UNKNOWN_DESKTOP,
    UNKNOWN_SESSION,
    Desktop,
    as_boolean,
    config_folders,
    display_manager,
    find_desktop,
    gsettings,
)
from hygie.workstation.machine import Context, Machine, MachineRefusedError
from hygie.workstation.probes.session_lock.locks import (
    Lock,
    Settings,
    from_cinnamon,
    from_gnome,
    from_kde,
    from_mate,
    from_xfce_screensaver,
)
from hygie.workstation.section_files import parse_sections, text_of
from hygie.workstation.xfce_lockers import (
    CHANNEL,
    LIGHT_LOCKER,
    OTHER_LOCKER,
    XFCE_LOCKER,
    running_programs,
)
from hygie.workstation.xfconf_live import channel_in_force

ENABLED, DELAY, RESUME = "session.lock_enabled", "session.lock_delay", "session.lock_on_resume"
FACTS = (ENABLED, DELAY, RESUME)
REMEDY = (
    "Fermez vos logiciels, laissez l'ordinateur seul un quart d'heure, puis mettez-le en veille : "
    "il doit demander le mot de passe les deux fois."
)
NOT_UNDERSTOOD = "Ce réglage du bureau est absent, ou n'a pas la forme attendue."
NO_SCHEMA = "Les réglages de verrouillage de ce bureau ne sont pas installés."
NEVER_LOCKS = "Ce poste ne se verrouille pas tout seul."
NOT_GDM = "GNOME ne verrouille l'écran qu'avec GDM, et ce poste ouvre ses sessions autrement."
NOT_KNOWN = Lock(enabled=None, delay=None, on_resume=None)


def read(machine: Machine, context: Context) -> Iterable[Reading]:
    """Return the three facts of the session's lock."""
    desktop = find_desktop(machine, context)
    if desktop is Desktop.NONE:
        return [inapplicable(context, fact, NO_SESSION) for fact in FACTS]
    if desktop is None or desktop is Desktop.OTHER:
        reason = UNKNOWN_SESSION if desktop is None else UNKNOWN_DESKTOP
        return [unreadable(context, fact, reason, REMEDY) for fact in FACTS]
    try:
        lock, source, reason = READERS[desktop](machine, context)
    except MachineRefusedError as refusal:
        return [unreadable(context, fact, refusal.reason, REMEDY) for fact in FACTS]
    return _readings(context, lock, source, reason)


def _readings(context: Context, lock: Lock, source: str, reason: str) -> list[Reading]:
    enabled = _reading(context, ENABLED, lock.enabled, source, reason)
    resume = _reading(context, RESUME, lock.on_resume, source, reason)
    if lock.enabled is False:
        return [enabled, inapplicable(context, DELAY, NEVER_LOCKS), resume]
    delay = lock.delay if lock.enabled else None
    return [enabled, _reading(context, DELAY, delay, source, reason), resume]


def _reading(context: Context, fact: str, value: Value | None, source: str, reason: str) -> Reading:
    if value is None:
        return unreadable(context, fact, reason, REMEDY)
    return observed(context, fact, value, source)


Answer = tuple[Lock, str, str]
"""A lock, the name of where it was read, and why what is None in it could not be known."""


def _gnome(machine: Machine, context: Context) -> Answer:
    manager = display_manager(machine)
    if manager not in {"gdm", None}:
        return NOT_KNOWN, "", NOT_GDM
    screensaver = _schema(machine, context, "org.gnome.desktop.screensaver")
    session = _schema(machine, context, "org.gnome.desktop.session")
    lockdown = gsettings(machine, context, "org.gnome.desktop.lockdown") or {}
    lock = from_gnome(screensaver, session, lockdown)
    return lock, "gsettings org.gnome.desktop.screensaver", NOT_UNDERSTOOD


def _cinnamon(machine: Machine, context: Context) -> Answer:
    lock = from_cinnamon(
        _schema(machine, context, "org.cinnamon.desktop.screensaver"),
        _schema(machine, context, "org.cinnamon.desktop.session"),
        gsettings(machine, context, "org.cinnamon.settings-daemon.plugins.power") or {},
        gsettings(machine, context, "org.cinnamon.desktop.lockdown") or {},
    )
    return lock, "gsettings org.cinnamon.desktop.screensaver", NOT_UNDERSTOOD


def _mate(machine: Machine, context: Context) -> Answer:
    lock = from_mate(
        _schema(machine, context, "org.mate.screensaver"),
        _schema(machine, context, "org.mate.session"),
        gsettings(machine, context, "org.mate.power-manager") or {},
        gsettings(machine, context, "org.mate.lockdown") or {},
    )
    return lock, "gsettings org.mate.screensaver", NOT_UNDERSTOOD


def _kde(machine: Machine, context: Context) -> Answer:
    paths = [f"{folder}/kscreenlockerrc" for folder in config_folders(context)]
    files = tuple(parse_sections(text_of(machine, path)) for path in paths)
    return from_kde(files), "~/.config/kscreenlockerrc", NOT_UNDERSTOOD


def _xfce(machine: Machine, context: Context) -> Answer:
    """Xfce leaves locking to one of several programs: only the one that runs counts."""
    running = running_programs(machine, context)
    if XFCE_LOCKER in running:
        channel = channel_in_force(machine, context, CHANNEL)
        return from_xfce_screensaver(channel), f"réglages de {CHANNEL}", NOT_UNDERSTOOD
    if LIGHT_LOCKER in running:
        # Its delay follows the X server's own screen saver, which no file tells.
        resume = _schema(machine, context, "apps.light-locker").get("lock-on-suspend")
        lock = Lock(enabled=None, delay=None, on_resume=as_boolean(resume))
        return lock, "gsettings apps.light-locker", OTHER_LOCKER
    return NOT_KNOWN, "", OTHER_LOCKER


READERS: Mapping[Desktop, Callable[[Machine, Context], Answer]] = {
    Desktop.GNOME: _gnome,
    Desktop.CINNAMON: _cinnamon,
    Desktop.MATE: _mate,
    Desktop.KDE: _kde,
    Desktop.XFCE: _xfce,
}


def _schema(machine: Machine, context: Context, schema: str) -> Settings:
    settings = gsettings(machine, context, schema)
    if settings is None:
        raise MachineRefusedError(NO_SCHEMA)
    return settings
