import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Reading, Unreadable
from hygie.workstation.machine import Output
from hygie.workstation.probes.management import macos
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac, a_mac_context, by_fact, recorded, values
from support.recordings import Recording, load

WORDS = {True: "yes", False: "no", None: "?"}


def read(enrolment: Answer, nodes: Answer) -> dict[str, Reading]:
    machine = a_mac(commands={macos.ENROLMENT: enrolment, macos.NODES: nodes})
    return by_fact(macos.read(machine, a_mac_context()))


@pytest.mark.parametrize("recording", load("macos", "enrolment-"), ids=str)
def test_documented_enrolments(recording: Recording) -> None:
    assert WORDS[macos.parse_enrolment(recording.text)] == recording.expect


@pytest.mark.parametrize("recording", load("macos", "nodes-"), ids=str)
def test_documented_nodes(recording: Recording) -> None:
    assert WORDS[macos.parse_nodes(recording.text)] == recording.expect


@pytest.mark.parametrize(
    ("enrolment", "nodes", "expected"),
    [
        ("enrolment-none", "nodes-local", False),
        ("enrolment-approved", "nodes-local", True),
        ("enrolment-none", "nodes-directory", True),
    ],
)
def test_one_tie_is_enough(enrolment: str, nodes: str, expected: object) -> None:
    found = read(recorded(enrolment), recorded(nodes))
    assert values(found.values())[macos.DOMAIN] is expected


@pytest.mark.parametrize(
    "odd", ["", "x", "Inscription MDM : Non\n", REFUSED, Output(code=1, text="")]
)
def test_one_silent_look_leaves_a_doubt(odd: Answer) -> None:
    assert isinstance(read(odd, recorded("nodes-local"))[macos.DOMAIN], Unreadable)
    assert isinstance(read(recorded("enrolment-none"), odd)[macos.DOMAIN], Unreadable)
    assert values(read(recorded("enrolment-dep"), odd).values())[macos.DOMAIN] is True


def test_no_agent_is_an_answer_when_the_folders_were_read() -> None:
    found = read(recorded("enrolment-none"), recorded("nodes-local"))
    assert values(found.values())[macos.AGENTS] == ()


def test_an_empty_machine_says_nothing() -> None:
    assert values(macos.read(FakeMachine(), a_mac_context())) == {}


@given(st.text())
def test_any_text_is_no_enrolment(text: str) -> None:
    assert macos.parse_enrolment(text) is None
