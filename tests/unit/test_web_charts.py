"""Drawings of the dashboard: they say the same as the figures beside them, whatever the figures."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.barriers import Barrier
from hygie.core.measures import Threat
from hygie.web.charts import (
    CHART_HEIGHT,
    CHART_WIDTH,
    MARGIN,
    MOST_POINTS,
    Point,
    bars,
    fence,
    thinned,
)
from support.builders import NOW

counts = st.integers(0, 120)
three = st.tuples(counts, counts, counts)


def points(*figures: tuple[int, int, int]) -> list[Point]:
    return [
        Point(at=NOW + timedelta(days=rank), met=met, to_do=to_do, to_check=to_check)
        for rank, (met, to_do, to_check) in enumerate(figures)
    ]


@given(three)
def test_a_fence_has_one_post_per_measure(figures: tuple[int, int, int]) -> None:
    standing, missing, unknown = figures
    barrier = Barrier(threat=Threat.THEFT, standing=standing, missing=missing, unknown=unknown)
    drawn = fence(barrier)
    kinds = [post.kind for post in drawn.posts]
    assert kinds == ["standing"] * standing + ["missing"] * missing + ["unknown"] * unknown
    places = [post.x for post in drawn.posts]
    assert places == sorted(set(places))
    assert all(0 < place < drawn.width for place in places)


def test_no_audit_is_no_drawing() -> None:
    assert bars([]) == ()


def test_an_audit_that_counts_nothing_is_flat() -> None:
    (bar,) = bars(points((0, 0, 0)))
    assert (bar.met[1], bar.to_check[1], bar.to_do[1]) == (0, 0, 0)


def test_one_audit_fills_the_height() -> None:
    (bar,) = bars(points((10, 20, 30)))
    assert bar.met[1] + bar.to_check[1] + bar.to_do[1] == pytest.approx(CHART_HEIGHT - 2 * MARGIN)
    assert bar.met[1] < bar.to_do[1] < bar.to_check[1]


@given(st.lists(three, min_size=1, max_size=80))
def test_every_bar_stays_in_the_drawing(figures: list[tuple[int, int, int]]) -> None:
    for bar in bars(points(*figures)):
        assert bar.x >= MARGIN
        assert bar.x + bar.width <= CHART_WIDTH - MARGIN + 1
        tops = [bar.met, bar.to_check, bar.to_do]
        assert all(top >= 0 and height >= 0 for top, height in tops)
        assert sum(bar.met) == pytest.approx(CHART_HEIGHT - MARGIN, abs=0.2)
        assert sum(bar.to_check) == pytest.approx(bar.met[0], abs=0.2)
        assert sum(bar.to_do) == pytest.approx(bar.to_check[0], abs=0.2)
        assert min(top for top, _ in tops) >= MARGIN - 0.2


@given(st.integers(0, 500))
def test_the_last_audit_is_always_shown(many: int) -> None:
    audits = points(*((rank, 0, 0) for rank in range(many)))
    kept = thinned(audits)
    assert len(kept) <= MOST_POINTS
    assert kept[-1:] == tuple(audits[-1:])
    assert list(kept) == sorted(kept, key=lambda point: point.at)
    gaps = {after.met - before.met for before, after in pairwise(kept)}
    assert len(gaps) <= 1


def test_few_audits_are_all_shown() -> None:
    audits = points(*((rank, 1, 2) for rank in range(MOST_POINTS)))
    assert thinned(audits) == tuple(audits)
