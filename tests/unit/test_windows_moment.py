from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation.windows_moment import EPOCH, OLDEST, parse_filetime

MOMENTS = st.datetimes(OLDEST.replace(tzinfo=None) + timedelta(days=1), timezones=st.just(UTC))


@given(MOMENTS)
def test_a_moment_comes_back_as_a_number_or_as_its_bytes(moment: datetime) -> None:
    tenths = (moment - EPOCH) // timedelta(microseconds=1) * 10
    assert parse_filetime(tenths) == parse_filetime(tenths.to_bytes(8, "little")) == moment


@pytest.mark.parametrize(
    "value", [0, -1, 1, True, 2**63, 2**70, b"", b"\x01", b"\0" * 8, b"\xff" * 8, "1", 1.5, None]
)
def test_never_and_nonsense_are_no_moment(value: object) -> None:
    assert parse_filetime(value) is None


@given(st.one_of(st.integers(), st.binary(max_size=9), st.text(max_size=9)))
def test_anything_is_a_moment_of_this_century_or_none(value: object) -> None:
    found = parse_filetime(value)
    assert found is None or found > OLDEST
