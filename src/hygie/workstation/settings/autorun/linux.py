"""Never offers to start a program of a key or a disc: GNOME, Cinnamon, MATE, Xfce.

KDE Plasma never does. Xfce starts it without a word where thunar-volman was told to.
"""

from collections.abc import Mapping

from hygie.workstation.desktop import (
    NO_SESSION,
    UNKNOWN_DESKTOP,
    UNKNOWN_SESSION,
    Desktop,
    find_desktop,
)
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.desktop_keys import changed_keys, key, schema_of
from hygie.workstation.settings.door import Change, NotHereError, Sight
from hygie.workstation.settings.xfce_keys import changed_props, prop
from hygie.workstation.xfconf import boolean_of
from hygie.workstation.xfconf_live import channel_in_force, live_values

SCHEMAS: Mapping[Desktop, str] = {
    Desktop.GNOME: "org.gnome.desktop.media-handling",
    Desktop.CINNAMON: "org.cinnamon.desktop.media-handling",
    Desktop.MATE: "org.mate.media-handling",
}
VOLUMES, RUNS = "thunar-volman", "/autorun/enabled"
SAID = (
    "Le bureau ne propose plus de lancer le programme d'une clé ou d'un disque branché. Il peut "
    "encore en ouvrir le dossier."
)


def plan(sight: Sight) -> tuple[Change, ...]:
    """Say what would change on this desktop."""
    desktop = find_desktop(sight.machine, sight.context)
    if desktop is Desktop.NONE:
        raise NotHereError(NO_SESSION)
    if desktop is Desktop.KDE:
        return ()
    if desktop is Desktop.XFCE:
        return _xfce(sight)
    if desktop is None or desktop not in SCHEMAS:
        raise MachineRefusedError(UNKNOWN_SESSION if desktop is None else UNKNOWN_DESKTOP)
    schema = SCHEMAS[desktop]
    schema_of(sight, schema)
    return changed_keys(sight, [key(schema, "autorun-never", "true", SAID)])


def _xfce(sight: Sight) -> tuple[Change, ...]:
    live_values(sight.machine, sight.context, VOLUMES)
    channel = channel_in_force(sight.machine, sight.context, VOLUMES)
    if boolean_of(channel, RUNS, default=False) is False:
        return ()
    return changed_props(sight, [prop(VOLUMES, RUNS, "bool false", SAID)])
