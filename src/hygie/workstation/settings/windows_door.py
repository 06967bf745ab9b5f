r"""The door to the settings of a Windows workstation.

A value of the registry of a type we could not put back exactly is not touched. Nothing asks for
an administrator's rights here: Hygie is opened with them, or refuses.
"""

from collections.abc import Callable
from typing import Protocol, cast

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Act, Look, Place, Step, Store, Value
from hygie.workstation.windows_calls_session import require_own_session
from hygie.workstation.windows_machine import LocalAccounts, SleepSettings, WindowsMachine

PROFILES = r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
NETSH_NAMES = {
    "DomainProfile": "domainprofile",
    "StandardProfile": "privateprofile",
    "PublicProfile": "publicprofile",
}
"""A profile's key in the registry, and its name for netsh advfirewall."""

DESKTOP = r"HKCU\Control Panel\Desktop"
PERSON = "HKCU"
NO_PROFILE = "L'état du pare-feu de Windows n'a pas la forme attendue."
NO_ACCOUNT = "Windows n'a pas dit l'état de ce compte."
NO_POWER = "Windows n'a pas dit s'il demande le mot de passe à la sortie de veille."
CANNOT_REMOVE = "Cette valeur ne peut pas être retirée."


class Hand(Protocol):
    """The writing hand of the registry. An empty name is the key itself, worth 1 when there."""

    def read(self, key: str, name: str) -> Value | None:
        """Return a REG_SZ or a REG_DWORD, None when absent.

        Raises MachineRefusedError on another type, or when Windows refuses.
        """

    def write(self, key: str, name: str, value: Value | None) -> None:
        """Write a value or create a key; take it away when None. Raises MachineRefusedError."""

    def refresh(self) -> None:
        """Have the open session take in its screen saver's settings, those that are written."""

    def in_force(self, name: str) -> int:
        """Return what the open session obeys. Raises MachineRefusedError when it does not tell."""

    def put_in_force(self, name: str, value: int) -> None:
        """Have the open session obey another value, without writing it."""


class WindowsDoor:
    """A WritableMachine; ``look`` and ``act`` as for Linux, ``hand`` writes the registry.

    ``require_own`` refuses when Hygie runs for another person than the one at the screen.
    """

    def __init__(
        self,
        look: Look,
        act: Act,
        hand: Hand,
        require_own: Callable[[], None] = require_own_session,
    ) -> None:
        self._look, self._act, self._hand = look, act, hand
        self._require_own = require_own

    def get(self, place: Place) -> Value | None:
        """Look at a place; see WritableMachine.get."""
        lookers: dict[Store, Callable[[Place], Value | None]] = {
            Store.REGISTRY: self._registry,
            Store.SESSION: self._session,
            Store.PROFILE: self._profile,
            Store.ACCOUNT: self._account,
            Store.POWER: self._power,
        }
        return lookers[place.store](place)

    def put(self, place: Place, value: Value | None) -> None:
        """Change a place; see WritableMachine.put."""
        if place.store is Store.REGISTRY:
            self._require_person(place)
            self._hand.write(place.where, place.name, value)
            if place.where == DESKTOP:
                self._hand.refresh()
            return
        if value is None:
            raise MachineRefusedError(CANNOT_REMOVE)
        if place.store is Store.SESSION:
            self._require_own()
            self._hand.put_in_force(place.name, int(value))
            return
        makers: dict[Store, Callable[[Place, Value], tuple[Step, ...]]] = {
            Store.PROFILE: _profile_steps,
            Store.ACCOUNT: _account_steps,
            Store.POWER: _power_steps,
        }
        for step in makers[place.store](place, value):
            self._act(step)

    def _registry(self, place: Place) -> Value | None:
        self._require_person(place)
        return self._hand.read(place.where, place.name)

    def _session(self, place: Place) -> Value:
        self._require_own()
        return self._hand.in_force(place.name)

    def _require_person(self, place: Place) -> None:
        """Refuse the settings of a person when they would be those of the account typed in."""
        if place.where.upper().startswith(PERSON):
            self._require_own()

    def _machine(self) -> WindowsMachine:
        return cast("WindowsMachine", self._look())

    def _profile(self, place: Place) -> Value:
        value = self._hand.read(f"{PROFILES}\\{place.where}", "EnableFirewall")
        if value not in {0, 1}:
            raise MachineRefusedError(NO_PROFILE)
        return int(value)

    def _account(self, place: Place) -> Value:
        local = self._machine().calls.ask(LocalAccounts)
        states = [not each.disabled for each in local.accounts if str(each.rid) == place.where]
        if len(states) != 1:
            raise MachineRefusedError(NO_ACCOUNT)
        return int(states[0])

    def _power(self, place: Place) -> Value:
        settings = self._machine().calls.ask(SleepSettings)
        value = settings.lock_mains if place.where == "AC" else settings.lock_battery
        if value is None:
            raise MachineRefusedError(NO_POWER)
        return value


def _profile_steps(place: Place, value: Value) -> tuple[Step, ...]:
    state = "on" if value == 1 else "off"
    words = ("netsh", "advfirewall", "set", NETSH_NAMES[place.where], "state", state)
    return (Step(command=words, elevated=True),)


def _account_steps(place: Place, value: Value) -> tuple[Step, ...]:
    """Name the account by its number: its name follows the language of Windows."""
    verb = "Enable" if value == 1 else "Disable"
    found = f"Get-LocalUser | Where-Object {{ $_.SID.Value -like 'S-1-5-21-*-{place.where}' }}"
    words = ("powershell", "-NoProfile", "-NonInteractive", "-Command")
    return (Step(command=(*words, f"{found} | {verb}-LocalUser"), elevated=True),)


def _power_steps(place: Place, value: Value) -> tuple[Step, ...]:
    setting = ("SCHEME_CURRENT", "SUB_NONE", "CONSOLELOCK", str(value))
    return (
        Step(command=("powercfg", f"/SET{place.where}VALUEINDEX", *setting), elevated=True),
        Step(command=("powercfg", "/SETACTIVE", "SCHEME_CURRENT"), elevated=True),
    )
