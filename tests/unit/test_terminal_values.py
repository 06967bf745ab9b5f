from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.terminal.values import moment, moment_in, positive

WINTER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, tzinfo=WINTER)),
        ("22/11/2026", datetime(2026, 11, 22, 23, 59, 59, tzinfo=WINTER)),
        ("1/2/2027", datetime(2027, 2, 1, 23, 59, 59, tzinfo=WINTER)),
        ("2026-11-22T19:41", datetime(2026, 11, 22, 18, 41, tzinfo=UTC)),
        ("2026-11-22T18:41:00+00:00", datetime(2026, 11, 22, 18, 41, tzinfo=UTC)),
    ],
)
def test_dates_people_write(text: str, expected: datetime) -> None:
    assert moment_in(WINTER, text) == expected


def test_a_date_is_always_placed_on_earth() -> None:
    assert moment("2026-11-22T19:41").tzinfo is not None


@pytest.mark.parametrize(
    "text",
    ["", "demain", "2026-13-01", "31/02/2026", "22/11/26", "20261122", "2026-W47-7", "2026-11-22T",
     "2026-11-22T25:00", "2026-11-22 19:41", "0000-01-01", "٢٢/١١/٢٠٢٦"],
)  # fmt: skip  # a list of refused dates reads better in lines
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(MisusedError, match="n'est pas lisible") as refusal:
        moment_in(WINTER, text)
    assert "22/11/2026" in refusal.value.hint


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2999, 1, 1)))  # noqa: DTZ001  # the zone is what is tested
def test_every_day_reads_the_same_both_ways(at: datetime) -> None:
    iso, french = moment_in(WINTER, f"{at:%Y-%m-%d}"), moment_in(WINTER, f"{at:%d/%m/%Y}")
    assert iso == french


@given(st.text())
def test_strange_words_are_no_date(text: str) -> None:
    with pytest.raises(MisusedError):
        moment_in(None, f"x{text}")


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "un", "", "1_0", "²", "9999999999"])
def test_only_whole_positive_numbers(text: str) -> None:
    with pytest.raises(MisusedError, match="entier positif"):
        positive(text)


def test_a_positive_number() -> None:
    assert positive("12") == 12
