from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.password_policy import windows
from hygie.workstation.windows_machine import PasswordPolicy
from support.windows_machine import FakeWindowsMachine, a_windows_context


def read(policy: PasswordPolicy | MachineRefusedError) -> list[object]:
    machine = FakeWindowsMachine(answers={PasswordPolicy: policy})
    found = list(windows.read(machine, a_windows_context()))
    assert [each.fact for each in found] == [windows.LENGTH, windows.LOCKOUT]
    return [each.value if isinstance(each, Observed) else None for each in found]


@given(st.integers(-3, 128), st.integers(-3, 999))
def test_the_rules_are_what_windows_answers_never_its_words(length: int, attempts: int) -> None:
    """`net accounts` speaks the user's language: peers that read it fail on a French Windows."""
    found = read(PasswordPolicy(minimum_length=length, lockout_attempts=attempts))
    assert found == [value if value >= 0 else None for value in (length, attempts)]


def test_a_refusal_is_no_rule() -> None:
    assert read(MachineRefusedError("Refusé.")) == [None, None]
