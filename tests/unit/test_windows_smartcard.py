"""Card readers under Windows."""

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.probes.smartcard.windows import read
from hygie.workstation.windows_machine import CardReaders, Services
from support.windows_machine import FakeWindowsMachine, a_windows_context


def readings(*answers: object) -> dict[str, Reading]:
    machine = FakeWindowsMachine(answers={type(each): each for each in answers})
    return {each.fact.partition(".")[2]: each for each in read(machine, a_windows_context())}


def values(*answers: object) -> dict[str, object]:
    found = readings(*answers)
    return {fact: each.value for fact, each in found.items() if isinstance(each, Observed)}


def test_a_reader_with_and_without_a_card() -> None:
    empty = CardReaders(service=True, readers=1, cards=0)
    assert values(empty) == {"reader": True, "service": True, "card_present": False}
    full = CardReaders(service=True, readers=2, cards=1)
    assert values(full) == {"reader": True, "service": True, "card_present": True}


def test_no_reader() -> None:
    found = readings(CardReaders(service=True, readers=0, cards=0))
    assert isinstance(found["card_present"], Inapplicable)
    assert values(CardReaders(service=True, readers=0, cards=0))["reader"] is False


def test_a_stopped_service_hides_the_reader_rather_than_denies_it() -> None:
    found = readings(CardReaders(service=False, readers=0, cards=0))
    assert isinstance(found["reader"], Unreadable)
    assert isinstance(found["card_present"], Unreadable)
    assert values(CardReaders(service=False, readers=0, cards=0)) == {"service": False}


def test_a_refused_call_leaves_the_service_to_tell() -> None:
    assert values(Services(running=frozenset({"scardsvr"}), known=frozenset({"scardsvr"}))) == {
        "service": True
    }
    assert values(Services(running=frozenset(), known=frozenset())) == {}
    assert all(isinstance(each, Unreadable) for each in readings().values())
