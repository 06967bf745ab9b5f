import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import Output
from hygie.workstation.probes.clock import linux
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

PARSERS = {"timedatectl": linux.parse_timedatectl, "chronyc": linux.parse_chronyc}


@pytest.mark.parametrize("recording", load("clock"), ids=str)
def test_real_answers(recording: Recording) -> None:
    parse = PARSERS[recording.name.partition("-")[0]]
    assert str(parse(recording.text)) == recording.expect


def read(commands: dict[tuple[str, ...], Answer], **files: str) -> object:
    machine = FakeMachine(commands=commands, files=files)
    (reading,) = linux.read(machine, a_context())
    assert reading.fact == "clock.synchronised"
    if isinstance(reading, Unreadable):
        assert reading.reason
        assert reading.remedy
    return reading.value if isinstance(reading, Observed) else None


def test_the_system_is_asked_first() -> None:
    assert read({linux.TIMEDATECTL: "no\n"}, **{linux.TIMESYNCD: ""}) is False


def test_chrony_is_asked_when_the_system_does_not_say() -> None:
    (recording,) = load("clock", "chronyc-normal")
    failed = Output(code=1, text="yes\n")
    assert read({linux.TIMEDATECTL: failed, linux.CHRONYC: recording.raw}) is True


def test_the_file_of_timesyncd_is_a_yes_its_absence_is_not_a_no() -> None:
    assert read({}, **{linux.TIMESYNCD: ""}) is True
    assert read({}) is None


@given(st.text())
def test_only_two_words_are_an_answer(text: str) -> None:
    assume(text.removesuffix("\n") not in {"yes", "no"})
    assert linux.parse_timedatectl(text) is None


@given(st.text())
def test_strange_texts_are_not_chronys(text: str) -> None:
    assert linux.parse_chronyc(text) is None
