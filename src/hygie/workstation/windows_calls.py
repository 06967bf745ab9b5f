"""Every question a Windows system answers, and the function that asks it."""

from collections.abc import Callable, Mapping

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.once import Once
from hygie.workstation.windows_calls_accounts import local_accounts, membership, password_policy
from hygie.workstation.windows_calls_cards import card_readers
from hygie.workstation.windows_calls_drives import drives
from hygie.workstation.windows_calls_network import listeners, wireless_link
from hygie.workstation.windows_calls_power import power_hardware, sleep_settings
from hygie.workstation.windows_calls_session import (
    known_folders,
    recycle_bin,
    screen_saver,
    session,
)
from hygie.workstation.windows_calls_shares import shares
from hygie.workstation.windows_calls_system import power_state, processes, services, system_version
from hygie.workstation.windows_library import NOT_THERE
from hygie.workstation.windows_machine import (
    Answer,
    CardReaders,
    Drives,
    KnownFolders,
    Listeners,
    LocalAccounts,
    Membership,
    PasswordPolicy,
    PowerHardware,
    PowerState,
    Processes,
    RecycleBin,
    Registry,
    ScreenSaver,
    Services,
    Session,
    Shares,
    SleepSettings,
    SystemVersion,
    WirelessLink,
)

Ask = Callable[[], object]


class WindowsCalls:
    """The calls of this computer. Each question is asked once however many probes need it."""

    def __init__(self, registry: Registry) -> None:
        self._questions = questions(registry)
        self._once = Once()

    def ask(self, question: type[Answer]) -> Answer:
        """Return the answer; see SystemCalls.ask."""
        return self._once(question, lambda: self._answer(question))

    def _answer(self, question: type[Answer]) -> Answer:
        ask = self._questions.get(question)
        answer = ask() if ask is not None else None
        if not isinstance(answer, question):
            raise MachineRefusedError(NOT_THERE)
        return answer


def questions(registry: Registry) -> Mapping[type, Ask]:
    """Say who answers which question."""
    return {
        CardReaders: card_readers,
        Drives: drives,
        KnownFolders: known_folders,
        Listeners: listeners,
        LocalAccounts: local_accounts,
        Membership: membership,
        PasswordPolicy: password_policy,
        PowerHardware: power_hardware,
        PowerState: power_state,
        Processes: processes,
        RecycleBin: recycle_bin,
        ScreenSaver: screen_saver,
        Services: services,
        Session: session,
        Shares: lambda: shares(registry),
        SleepSettings: sleep_settings,
        SystemVersion: system_version,
        WirelessLink: wireless_link,
    }
