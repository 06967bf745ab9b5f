"""The door to the settings of a Linux workstation."""

from collections.abc import Callable, Mapping

from hygie.workstation.machine import Context, Machine
from hygie.workstation.settings import gsettings_store, kde_store, system_stores, xfconf_store
from hygie.workstation.settings.door import Act, Look, Place, Step, Store, Value

Looker = Callable[[Machine, Place], Value | None]
Stepper = Callable[[Machine, Place, Value | None], tuple[Step, ...]]

LOOKERS: Mapping[Store, Looker] = {
    Store.GSETTINGS: gsettings_store.look,
    Store.UFW: system_stores.look_ufw,
    Store.UNIT: system_stores.look_unit,
    Store.FILE: system_stores.look_file,
}
STEPPERS: Mapping[Store, Stepper] = {
    Store.GSETTINGS: gsettings_store.steps,
    Store.KDE: kde_store.steps,
    Store.XFCONF: xfconf_store.steps,
    Store.UFW: system_stores.ufw_steps,
    Store.UNIT: system_stores.unit_steps,
    Store.FILE: system_stores.file_steps,
}


class LinuxDoor:
    """A WritableMachine; ``look`` gives a fresh machine, ``act`` carries a command out."""

    def __init__(self, look: Look, act: Act, context: Context) -> None:
        self._look, self._act, self._context = look, act, context

    def get(self, place: Place) -> Value | None:
        """Look at a place; see WritableMachine.get."""
        if place.store is Store.KDE:
            return kde_store.look(self._look(), self._context, place)
        if place.store is Store.XFCONF:
            return xfconf_store.look(self._look(), self._context, place)
        return LOOKERS[place.store](self._look(), place)

    def put(self, place: Place, value: Value | None) -> None:
        """Change a place; see WritableMachine.put."""
        for step in STEPPERS[place.store](self._look(), place, value):
            self._act(step)
