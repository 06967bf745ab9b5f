from hygie.core.readings import Reading, Unreadable
from hygie.workstation.probes.trash import macos
from support.machine import FakeMachine, an_entry
from support.macs import HOME, REFUSED, a_mac_context, values

BIN = f"{HOME}/{macos.FOLDER}"


def read(machine: FakeMachine) -> Reading:
    (reading,) = macos.read(machine, a_mac_context())
    return reading


def test_what_lies_there_is_counted_and_not_named() -> None:
    names = (".DS_Store", "Ordonnance.pdf", "Ancien dossier")
    machine = FakeMachine(folders={HOME: (), BIN: tuple(an_entry(name) for name in names)})
    assert values([read(machine)]) == {macos.FACT: 2}
    assert "Ordonnance" not in repr(read(machine))


def test_a_bin_never_used_is_empty() -> None:
    assert values([read(FakeMachine(files={f"{HOME}/.zshrc": ""}))]) == {macos.FACT: 0}


def test_a_bin_kept_from_us_is_not_empty() -> None:
    machine = FakeMachine(folders={HOME: (), BIN: REFUSED})
    assert isinstance(read(machine), Unreadable)
    assert isinstance(read(FakeMachine()), Unreadable)
