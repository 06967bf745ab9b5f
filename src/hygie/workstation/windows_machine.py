"""The door to a Windows workstation: what neither a file nor a command tells.

Beside the three verbs of Machine, the registry and the system's own documented calls, each faked
by a mapping. What only CIM gives comes from one PowerShell command: see windows_report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from hygie.workstation.machine import Machine

RegistryValue = int | str | bytes | tuple[str, ...]
"""REG_DWORD and REG_QWORD, REG_SZ and REG_EXPAND_SZ, REG_BINARY, REG_MULTI_SZ."""

Answer = TypeVar("Answer")


class View(StrEnum):
    """Which half of the registry: programs of 32 bits have their own under Wow6432Node."""

    NATIVE = "64"
    OLD = "32"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryKey:
    """What lies in a key. Windows ignores case in names: ``values`` has them in lower case.

    ``written`` is when the key last changed, its own values or the list of keys under it.
    """

    values: Mapping[str, RegistryValue] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    written: datetime | None = None

    def number(self, name: str) -> int | None:
        """Return a value that is a number; None when absent or of another type."""
        value = self.values.get(name.lower())
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str | None:
        """Return a value that is a text; None when absent or of another type."""
        value = self.values.get(name.lower())
        return value if isinstance(value, str) else None


class Registry(Protocol):
    r"""The registry. A key is written in full, its hive first: ``HKLM\SOFTWARE\Microsoft``."""

    def open(self, key: str, *, view: View = View.NATIVE) -> RegistryKey:
        """Return what a key holds.

        Raises MissingError when there is no such key, MachineRefusedError when it is refused.
        """


class SystemCalls(Protocol):
    """The system's documented calls, one question per class below."""

    def ask(self, question: type[Answer]) -> Answer:
        """Return the answer. Raises MachineRefusedError when the call fails or is not there."""


class WindowsMachine(Machine, Protocol):
    """A workstation under Windows."""

    @property
    def registry(self) -> Registry:
        """The registry."""

    @property
    def calls(self) -> SystemCalls:
        """The system's calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemVersion:
    """RtlGetVersion. ``product_type``: 1 workstation, 2 domain controller, 3 server."""

    major: int
    minor: int
    build: int
    product_type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerState:
    """GetSystemPowerStatus. None: the system says it does not know."""

    battery: bool | None
    on_mains: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The daily user's own token. ``administrator`` counts a token that UAC has filtered."""

    sid: str
    administrator: bool
    elevated: bool


class DriveKind(StrEnum):
    """GetDriveType."""

    REMOVABLE = "removable"
    FIXED = "fixed"
    NETWORK = "network"
    OPTICAL = "optical"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """One mounted letter. ``external``: the disk's bus is USB, 1394 or SD, whatever its kind.

    ``ready``: a medium is there, be it locked; never asked of a drive on the network.
    """

    letter: str
    kind: DriveKind
    external: bool
    ready: bool
    system: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drives:
    """GetLogicalDrives, GetDriveType, IOCTL_STORAGE_QUERY_PROPERTY."""

    drives: tuple[Drive, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAccount:
    """NetUserEnum, level 3. ``rid`` 500 is the built-in administrator, 501 the guest."""

    rid: int
    disabled: bool
    password_not_required: bool
    administrator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAccounts:
    """The accounts of this workstation; members of S-1-5-32-544 found by SID, never by name."""

    accounts: tuple[LocalAccount, ...]
    administrators: int
    """Members of the group, those of a domain or of a Microsoft Entra directory included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """NetUserModalsGet, levels 0 and 3. ``lockout_attempts`` 0: never locked."""

    minimum_length: int
    lockout_attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A socket that waits. ``address`` as text; ``program`` its file name, or empty."""

    address: str
    port: int
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """GetExtendedTcpTable, IPv4 and IPv6."""

    listeners: tuple[Listener, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A shared folder, hidden administrative ones left out. ``everyone``: open to S-1-1-0.

    It is the share's own list that says so: the folder's rights may be narrower.
    """

    everyone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """NetShareEnum, level 502; refused without rights, it falls back on the registry."""

    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WirelessLink:
    """WlanQueryInterface. ``cards`` 0: no Wi-Fi. ``authentication``: DOT11_AUTH_ALGORITHM."""

    cards: int
    connected: bool
    authentication: int
    cipher: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReaders:
    """SCardListReaders and SCardGetStatusChange. ``service``: the Smart Card service answers."""

    service: bool
    readers: int
    cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """NetGetJoinInformation and NetGetAadJoinInformation."""

    domain: bool
    directory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFolders:
    """SHGetKnownFolderPath: where Documents and the Desktop really are."""

    documents: str
    desktop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSaver:
    """SystemParametersInfo: what is in force for this session. ``delay`` in seconds.

    Windows says ``active`` even when no screen saver is chosen: see SCRNSAVE.EXE in the registry.
    """

    active: bool
    secure: bool
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecycleBin:
    """SHQueryRecycleBin over all drives."""

    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """EnumServicesStatusEx: names of services, in lower case, that run."""

    running: frozenset[str]
    known: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """CreateToolhelp32Snapshot: file names of running programs, in lower case."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerHardware:
    """PowerDeterminePlatformRoleEx (version 2) and GetPwrCapabilities.

    ``role`` is a POWER_PLATFORM_ROLE: 0 not said, 1 desktop, 2 mobile, 8 slate. ``battery``,
    ``short_term`` and ``connected_standby`` are SystemBatteriesPresent, BatteriesAreShortTerm (a
    UPS) and AoAc (modern standby: the machine never really sleeps).
    """

    role: int
    lid: bool
    battery: bool
    short_term: bool
    connected_standby: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepSettings:
    """PowerGetActiveScheme, PowerReadACValueIndex and PowerReadDCValueIndex.

    ``lock_*`` is CONSOLELOCK of the group without name (0: no password on resume), ``sleep_*``
    STANDBYIDLE and ``screen_*`` VIDEOIDLE in seconds, 0 for never; None when the call fails.
    """

    lock_mains: int | None
    lock_battery: int | None
    sleep_mains: int | None
    sleep_battery: int | None
    screen_mains: int | None
    screen_battery: int | None
