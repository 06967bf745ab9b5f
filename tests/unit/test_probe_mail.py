import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.mail import linux
from hygie.workstation.probes.mail.addresses import (
    is_mssante,
    parse_evolution,
    parse_kmail,
    parse_thunderbird,
)
from support.machine import FakeMachine, a_context
from support.recordings import Recording, load

HOME = "/home/alix"
THUNDERBIRD = load("mail", "thunderbird-prefs")[0].raw
EVOLUTION = load("mail", "evolution-source")[0].raw
KMAIL = "[Identity #0]\nEmail Address=essai@pro.mssante.fr\nName=Essai\n"
PARSERS = {"thunderbird-prefs": parse_thunderbird, "evolution-source": parse_evolution}


def read(**files: bytes | str | MachineRefusedError) -> tuple[Reading, ...]:
    machine = FakeMachine(files={f"{HOME}/{path}": content for path, content in files.items()})
    readings = tuple(linux.read(machine, a_context()))
    assert [each.fact for each in readings] == ["mail.accounts", "mail.mssante_accounts"]
    return readings


def counts(**files: bytes | str | MachineRefusedError) -> list[object]:
    return [each.value for each in read(**files) if isinstance(each, Observed)]


def test_a_home_without_mail() -> None:
    assert counts(**{".profile": ""}) == [0, 0]


def test_accounts_of_every_program_are_added_and_the_same_address_counts_once() -> None:
    files: dict[str, bytes | str | MachineRefusedError] = {
        ".thunderbird/abc.default/prefs.js": THUNDERBIRD,
        ".var/app/eu.betterbird.Betterbird/.thunderbird/x/prefs.js": THUNDERBIRD,
        ".config/evolution/sources/a.source": EVOLUTION,
        ".config/emailidentities": KMAIL,
    }
    found = counts(**files)
    assert found == [3, 2]


def test_no_address_ever_leaves_the_probe() -> None:
    shown = repr(read(**{".thunderbird/abc.default/prefs.js": THUNDERBIRD}))
    assert "@" not in shown
    assert "mssante.fr" not in shown
    assert "abc" not in shown


def test_settings_that_cannot_be_read_are_not_an_absence() -> None:
    refused = MachineRefusedError("Le système refuse la lecture de ce fichier.")
    readings = read(**{".thunderbird/abc/prefs.js": refused})
    assert all(isinstance(each, Unreadable) for each in readings)


@pytest.mark.parametrize("recording", load("mail"), ids=str)
def test_real_settings(recording: Recording) -> None:
    found = PARSERS[recording.name](recording.text)
    secure = sum(is_mssante(address) for address in found)
    assert f"{len(found)}/{secure}" == recording.expect


def test_an_account_turned_off_is_not_counted() -> None:
    text = EVOLUTION.decode()
    assert parse_evolution(text.replace("Enabled=true", "Enabled=false")) == frozenset()


def test_kmail_has_one_section_per_identity() -> None:
    assert parse_kmail(KMAIL) == {"essai@pro.mssante.fr"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@medecin.mssante.fr", True),
        ("a@mssante.fr", True),
        ("a@fauxmssante.fr", False),
        ("a@mssante.fr.exemple.invalid", False),
        ("mssante.fr@exemple.invalid", False),
    ],
)
def test_what_ends_like_a_secure_address(address: str, expected: bool) -> None:
    assert is_mssante(address) is expected


@given(st.text())
def test_strange_settings_hold_no_address(text: str) -> None:
    assert parse_thunderbird(text) == frozenset()
    assert parse_evolution(text) == frozenset()
    assert parse_kmail(text) == frozenset()


@given(st.text())
def test_a_strange_address_is_never_counted_unless_it_looks_like_one(text: str) -> None:
    found = parse_kmail(f"[Identity #0]\nEmail Address={text}\n")
    assert all(address.count("@") == 1 for address in found)
