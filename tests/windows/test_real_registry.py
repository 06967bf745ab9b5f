"""The registry itself, written with Python's own module and read through the door."""

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_machine import View
from hygie.workstation.windows_registry import WindowsRegistry

pytestmark = pytest.mark.needs("windows")

PLACE = "Software\\Hygie, essai É"


@pytest.fixture
def winreg() -> Any:
    return importlib.import_module("winreg")


@pytest.fixture
def written(winreg: Any) -> Iterator[Any]:
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, PLACE) as key:
        yield key
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, PLACE)


def test_each_type_comes_back_as_it_is(winreg: Any, written: Any) -> None:
    for name, kind, value in [
        ("Nombre", winreg.REG_DWORD, 4_294_967_295),
        ("Grand", winreg.REG_QWORD, 1 << 40),
        ("Texte", winreg.REG_SZ, "Élodie 💊"),
        ("Chemin", winreg.REG_EXPAND_SZ, "%TEMP%\\x"),
        ("Octets", winreg.REG_BINARY, b"\0\x01"),
        ("Rien", winreg.REG_BINARY, None),
        ("Liste", winreg.REG_MULTI_SZ, ["a", "b"]),
        ("", winreg.REG_SZ, "par défaut"),
    ]:
        winreg.SetValueEx(written, name, 0, kind, value)
    key = WindowsRegistry().open(f"HKCU\\{PLACE.upper()}\\")
    assert key.values == {
        "nombre": 4_294_967_295,
        "grand": 1 << 40,
        "texte": "Élodie 💊",
        "chemin": "%TEMP%\\x",
        "octets": b"\0\x01",
        "liste": ("a", "b"),
        "": "par défaut",
    }
    assert (key.number("NOMBRE"), key.text("Texte"), key.text("nombre")) == (
        4_294_967_295,
        "Élodie 💊",
        None,
    )


def test_the_keys_below_are_named(winreg: Any, written: Any) -> None:
    for name in ("b", "A"):
        winreg.CreateKeyEx(written, name).Close()
    assert sorted(WindowsRegistry().open(f"HKCU\\{PLACE}").keys) == ["A", "b"]
    for name in ("b", "A"):
        winreg.DeleteKey(written, name)
    assert WindowsRegistry().open(f"HKCU\\{PLACE}").keys == ()


def test_a_key_says_when_it_last_changed(winreg: Any, written: Any) -> None:
    winreg.SetValueEx(written, "Nombre", 0, winreg.REG_DWORD, 1)
    moment = WindowsRegistry().open(f"HKCU\\{PLACE}").written
    assert moment is not None
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)


def test_programs_of_32_bits_have_their_half() -> None:
    name = "Microsoft\\Windows\\CurrentVersion"
    registry = WindowsRegistry()
    old = registry.open(f"HKLM\\SOFTWARE\\{name}", view=View.OLD)
    assert old == registry.open(f"HKLM\\SOFTWARE\\Wow6432Node\\{name}")
    assert old.text("ProgramFilesDir") != registry.open(f"HKLM\\SOFTWARE\\{name}").text(
        "ProgramFilesDir"
    )


def test_what_is_not_there_is_missing_and_what_cannot_be_is_refused() -> None:
    registry = WindowsRegistry()
    with pytest.raises(MissingError):
        registry.open("HKLM\\SOFTWARE\\Hygie, ceci n'existe pas")
    for name in ("HKXX\\SOFTWARE", "SOFTWARE", "HKLM\\a\0b", "HKCU\\" + "x" * 300):
        with pytest.raises(MachineRefusedError) as refusal:
            registry.open(name)
        assert refusal.value.reason.endswith(".")
