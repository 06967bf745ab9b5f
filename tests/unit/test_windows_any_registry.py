"""Whatever Windows answers, each probe answers each of its facts once, in its shape."""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Observed, Reading
from hygie.workstation.machine import MachineRefusedError, MissingError, Tables
from hygie.workstation.runner import has_shape
from hygie.workstation.windows_machine import (
    Drives,
    LocalAccounts,
    Membership,
    PasswordPolicy,
    PowerHardware,
    PowerState,
    Processes,
    RecycleBin,
    RegistryKey,
    RegistryValue,
    ScreenSaver,
    Services,
    Session,
    SleepSettings,
    SystemVersion,
)
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import report_commands

PROBES = (
    *("system", "updates", "accounts", "password_policy", "session_lock", "removable_media"),
    *("power", "clock", "management", "trash"),
)
FACTS = {fact.id: fact for fact in load_catalogue().facts.values() if fact.probe in PROBES}
QUESTIONS: tuple[type[Any], ...] = (
    *(Drives, LocalAccounts, Membership, PasswordPolicy, PowerHardware, PowerState, Processes),
    *(RecycleBin, ScreenSaver, Services, Session, SleepSettings, SystemVersion),
)
CONTEXT = a_windows_context(
    tables=Tables(systems={"windows 10": "2025-10-14", "windows 10 esu": "2027-10-12"})
)
ODD: tuple[RegistryValue, ...] = (b"\x00\xff", ("1", "0"), -1)
"""What no documented setting ever is: bytes, a list, a number below zero."""

Answer = TypeVar("Answer")


class AnyValues(Mapping[str, RegistryValue]):
    """A key that has every value anyone asks for, the same each time."""

    def __init__(self, key: str, choices: list[RegistryValue | None]) -> None:
        self._key = key
        self._choices = choices

    def __getitem__(self, name: str) -> RegistryValue:
        chosen = self._choices[crc32(f"{self._key} {name}".encode()) % len(self._choices)]
        if chosen is None:
            raise KeyError(name)
        return chosen

    def __iter__(self) -> Iterator[str]:
        return iter(("anything",))

    def __len__(self) -> int:
        return 1


class AnyWindows(FakeWindowsMachine):
    """A registry where every key is there, missing or refused; calls that answer anything."""

    def __init__(
        self, choices: list[RegistryValue | None], answers: Mapping[type[Any], object], kinds: int
    ) -> None:
        super().__init__(answers=answers, commands=report_commands("{}"))
        self.choices = choices
        self.kinds = kinds

    @property
    def registry(self) -> Any:
        return self

    def open(self, key: str, *, view: object = None) -> RegistryKey:
        assert view != ""
        match crc32(key.encode()) % self.kinds:
            case 1:
                raise MissingError("La clé n'existe pas.")
            case 2:
                raise MachineRefusedError("Refusé.")
        names = ("0-0-0-0-1", "x") if "Enrollments" in key else ()
        return RegistryKey(values=AnyValues(key, self.choices), keys=names)


def read(probe: str, machine: FakeWindowsMachine) -> list[Reading]:
    module = importlib.import_module(f"hygie.workstation.probes.{probe}.windows")
    return list(module.read(machine, CONTEXT))


VALUES = st.one_of(
    st.none(),
    st.sampled_from([0, 1, 2, 4, 255, 0xFFFF_FFFF, "0", "1", "", *ODD]),
    st.integers(-9, 2**40),
    st.text(max_size=12),
    st.binary(max_size=8),
)
ANSWERS = st.fixed_dictionaries(
    {
        question: st.one_of(st.builds(question), st.just(MachineRefusedError("Refusé.")))
        for question in QUESTIONS
    }
)


@pytest.mark.parametrize("probe", PROBES)
@given(choices=st.lists(VALUES, min_size=1, max_size=12), answers=ANSWERS, kinds=st.integers(1, 9))
def test_any_answer_is_borne(
    probe: str,
    choices: list[RegistryValue | None],
    answers: Mapping[type[Any], object],
    kinds: int,
) -> None:
    readings = read(probe, AnyWindows(choices, answers, kinds))
    wanted = [id_ for id_, fact in FACTS.items() if fact.probe == probe]
    assert sorted(reading.fact for reading in readings) == sorted(wanted)
    assert all(has_shape(FACTS[reading.fact], reading) for reading in readings)


FROM_VALUES = frozenset(
    {
        *("system.name", "system.supported", "updates.automatic", "account.automatic_login"),
        *("session.lock_enabled", "session.lock_delay", "session.lock_on_resume"),
        *("media.execution_refused", "media.automount", "media.autorun", "clock.synchronised"),
    }
)


@pytest.mark.parametrize("value", ODD, ids=str)
def test_what_no_setting_ever_is_never_makes_a_value(value: RegistryValue) -> None:
    version = SystemVersion(major=10, minor=0, build=26100, product_type=1)
    machine = AnyWindows([value], {SystemVersion: version}, 1)
    readings = [reading for probe in PROBES for reading in read(probe, machine)]
    observed = {reading.fact for reading in readings if isinstance(reading, Observed)}
    assert not observed & FROM_VALUES
