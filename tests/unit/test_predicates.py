import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.predicates import Operator, Predicate, from_mapping
from hygie.core.readings import Value

values = st.one_of(
    st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3)).map(tuple)
)


@pytest.mark.parametrize(
    ("operator", "expected", "value", "holds"),
    [
        (Operator.IS, True, True, True),
        (Operator.IS, True, False, False),
        (Operator.IS, True, 1, None),
        (Operator.AT_MOST, 900, 900, True),
        (Operator.AT_MOST, 900, 901, False),
        (Operator.AT_MOST, 900, True, None),
        (Operator.AT_MOST, 900, "900", None),
        (Operator.AT_LEAST, 12, 12, True),
        (Operator.AT_LEAST, 12, 11, False),
        (Operator.AT_LEAST, "2026-11-22", "2027-01-01", True),
        (Operator.ONE_OF, ("wpa2", "wpa3"), "wpa3", True),
        (Operator.ONE_OF, ("wpa2", "wpa3"), "wep", False),
        (Operator.ONE_OF, ("wpa2", "wpa3"), 3, None),
        (Operator.ONE_OF, "wpa3", "wpa3", None),
        (Operator.NONE_OF, ("dropbox",), ("mega", "dropbox"), False),
        (Operator.NONE_OF, ("dropbox",), (), True),
        (Operator.NONE_OF, ("dropbox",), True, None),
        (Operator.EMPTY, True, (), True),
        (Operator.EMPTY, True, ("x",), False),
        (Operator.EMPTY, False, ("x",), True),
        (Operator.EMPTY, True, "", None),
    ],
)
def test_comparisons(operator: Operator, expected: Value, value: Value, holds: bool | None) -> None:
    assert Predicate(operator=operator, expected=expected).holds(value) is holds


@given(st.sampled_from(list(Operator)), values, values)
def test_no_comparison_ever_fails(operator: Operator, expected: Value, value: Value) -> None:
    assert Predicate(operator=operator, expected=expected).holds(value) in {True, False, None}


def test_an_entry_has_exactly_one_comparison() -> None:
    assert from_mapping({"at_most": 3}) == Predicate(operator=Operator.AT_MOST, expected=3)
    assert from_mapping({}) is None
    assert from_mapping({"at_most": 3, "at_least": 1}) is None
