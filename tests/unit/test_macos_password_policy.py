import plistlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Unreadable
from hygie.workstation.machine import Output
from hygie.workstation.probes.password_policy import macos
from support.machine import Answer, FakeMachine
from support.macs import REFUSED, a_mac_context, values
from support.recordings import Recording, load


def read(printed: Answer) -> dict[str, object]:
    machine = FakeMachine(commands={macos.COMMAND: printed})
    return values(macos.read(machine, a_mac_context()))


def policies(**found: Any) -> str:
    return f"Getting global account policies\n{plistlib.dumps(found).decode()}"


@pytest.mark.parametrize("recording", load("macos", "pwpolicy-"), ids=str)
def test_documented_policies(recording: Recording) -> None:
    found = read(recording.raw)
    assert f"{found[macos.LENGTH]} {found[macos.LOCKOUT]}" == recording.expect


@pytest.mark.parametrize(
    "printed",
    [
        *["", "Getting global account policies\n", "Stratégies globales", REFUSED],
        Output(code=1, text=policies()),
        "Getting global account policies\n<?xml version='1.0'?><plist><array/></plist>",
    ],
)
def test_no_list_is_not_the_lack_of_rules(printed: Answer) -> None:
    assert read(printed) == {}


@pytest.mark.parametrize("odd", ["x", [1], {}, [[]]])
def test_an_odd_category_is_not_an_empty_one(odd: object) -> None:
    found = read(policies(policyCategoryPasswordContent=odd, policyCategoryAuthentication=odd))
    assert found == {}


@pytest.mark.parametrize("attempts", ["dix", True, -1])
def test_an_odd_number_of_attempts_is_no_answer(attempts: object) -> None:
    rule = {"policyParameters": {macos.ATTEMPTS: attempts}}
    found = read(policies(policyCategoryAuthentication=[rule]))
    assert found == {macos.LENGTH: 0}


def test_the_strictest_blocking_counts() -> None:
    rules = [{"policyParameters": {macos.ATTEMPTS: number}} for number in (10, 3)]
    assert read(policies(policyCategoryAuthentication=rules))[macos.LOCKOUT] == 3


@given(st.text())
def test_any_rule_is_a_length_or_asks_for_more(rule: str) -> None:
    found = macos.minimum_length({macos.CONTENT: [{"policyContent": rule}]})
    assert found == 0


def test_nothing_readable_is_not_an_absence() -> None:
    found = macos.read(FakeMachine(), a_mac_context())
    assert {type(each) for each in found} == {Unreadable}
