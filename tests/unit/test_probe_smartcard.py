import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.smartcard import linux
from hygie.workstation.services import SHOW
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

ASK = (*SHOW, *linux.UNITS)
READER = {f"{linux.USB}/1-2:1.0/bInterfaceClass": "0b\n"}
MOUSE = {f"{linux.USB}/1-1:1.0/bInterfaceClass": "03\n", f"{linux.USB}/1-1/idVendor": "046d\n"}
CARD, EMPTY = (load("smartcard", name)[0].raw for name in ("readers-card", "readers-empty"))


def units(*active: str) -> str:
    return "\n".join(
        f"Id=x\nLoadState=loaded\nActiveState={each}\nUnitFileState=enabled\n" for each in active
    )


def read(
    files: dict[str, str], commands: dict[tuple[str, ...], Answer] | None = None
) -> dict[str, Reading]:
    machine = FakeMachine(files=files, commands=commands or {})
    return {reading.fact: reading for reading in linux.read(machine, a_context())}


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else type(reading)


def test_a_reader_with_a_card_left_inside() -> None:
    found = read({**READER, **MOUSE}, {ASK: units("active", "inactive"), linux.LIST_READERS: CARD})
    assert {fact: value(reading) for fact, reading in found.items()} == {
        "smartcard.reader": True,
        "smartcard.service": True,
        "smartcard.card_present": True,
    }


def test_an_empty_reader() -> None:
    found = read(READER, {ASK: units("inactive", "inactive"), linux.LIST_READERS: EMPTY})
    assert value(found["smartcard.card_present"]) is False
    assert value(found["smartcard.service"]) is False


@pytest.mark.parametrize("files", [MOUSE, {}])
def test_without_reader_there_is_no_card_to_leave(files: dict[str, str]) -> None:
    found = read(files)
    assert value(found["smartcard.reader"]) is False
    assert isinstance(found["smartcard.card_present"], Inapplicable)
    assert value(found["smartcard.service"]) is False


@pytest.mark.parametrize(
    "answer",
    ["No smart card readers found.\n", Output(code=1, text=""), MachineRefusedError("Non.")],
)
def test_a_reader_that_does_not_answer_says_nothing_of_a_card(answer: Answer) -> None:
    found = read(READER, {linux.LIST_READERS: answer})
    assert isinstance(found["smartcard.card_present"], Unreadable)


def test_an_unknown_device_may_be_a_reader() -> None:
    found = read({f"{linux.USB}/1-3:1.0/bInterfaceClass": "ff\n"})
    assert isinstance(found["smartcard.reader"], Unreadable)
    modem = {
        f"{linux.USB}/1-3:1.0/bInterfaceClass": "02\n",
        f"{linux.USB}/1-3:1.0/bInterfaceSubClass": "02\n",
    }
    assert isinstance(read(modem)["smartcard.reader"], Unreadable)


def test_a_device_the_kernel_drives_is_not_a_reader() -> None:
    adapter = {
        f"{linux.USB}/1-3:1.0/bInterfaceClass": "ff\n",
        f"{linux.USB}/1-3:1.0/driver/uevent": "",
        f"{linux.USB}/1-4:1.0/bInterfaceClass": "02\n",
        f"{linux.USB}/1-4:1.0/bInterfaceSubClass": "06\n",
    }
    assert value(read(adapter)["smartcard.reader"]) is False


def test_without_systemd_the_processes_tell() -> None:
    program = {"/usr/sbin/pcscd": "x", "/proc/1/comm": "init\n"}
    assert value(read(program)["smartcard.service"]) is False
    assert value(read({**program, "/proc/7/comm": "pcscd\n"})["smartcard.service"]) is True
    hidden = {"/usr/sbin/pcscd": "x", "/proc/7/comm": "bash\n"}
    assert isinstance(read(hidden)["smartcard.service"], Unreadable)


def test_a_refusal_is_never_an_absence() -> None:
    machine = FakeMachine(folders={linux.USB: MachineRefusedError("Refusé.")})
    found = {reading.fact: reading for reading in linux.read(machine, a_context())}
    assert isinstance(found["smartcard.reader"], Unreadable)
    assert isinstance(found["smartcard.card_present"], Unreadable)


@pytest.mark.parametrize("recording", load("smartcard"), ids=str)
def test_real_lists(recording: Recording) -> None:
    assert str(linux.parse_readers(recording.text)) == recording.expect


def test_the_name_of_a_reader_is_not_kept() -> None:
    found = read(READER, {linux.LIST_READERS: CARD})
    assert "ACS" not in repr(found)


@given(st.text())
def test_strange_lists_hold_no_card(text: str) -> None:
    assert linux.parse_readers(text) is None


@given(st.text(), st.booleans())
def test_strange_classes_are_never_a_reader(kind: str, held: bool) -> None:
    assert linux.has_reader([(f"x{kind}", held)]) is False
