"""Drawings made here, as SVG: no script, no library. Each stands beside the same thing in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hygie.core.barriers import Barrier

POST, GAP, HEIGHT = 10, 4, 26
WIDEST = 640
CHART_WIDTH, CHART_HEIGHT, MARGIN = 640, 200, 28
MOST_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a barrier: its class says whether it stands, is missing or is unknown."""

    x: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A barrier as a row of posts."""

    barrier: Barrier
    posts: tuple[Post, ...]
    width: int


def fence(barrier: Barrier) -> Fence:
    """Draw a barrier: the posts that stand first, then those that miss, then the unknown."""
    kinds = (
        *(["standing"] * barrier.standing),
        *(["missing"] * barrier.missing),
        *(["unknown"] * barrier.unknown),
    )
    posts = tuple(Post(x=1 + rank * (POST + GAP), kind=kind) for rank, kind in enumerate(kinds))
    return Fence(barrier=barrier, posts=posts, width=2 + len(kinds) * (POST + GAP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The three counts of one audit."""

    at: datetime
    met: int
    to_do: int
    to_check: int

    @property
    def total(self) -> int:
        """How many measures were counted."""
        return self.met + self.to_do + self.to_check


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One audit of the history: three heights, one above the other, and where they stand."""

    point: Point
    x: float
    width: float
    met: tuple[float, float]
    to_check: tuple[float, float]
    to_do: tuple[float, float]


def bars(points: Sequence[Point]) -> tuple[Bar, ...]:
    """Draw the history, thinned to what the eye can tell apart; the last audit is always there."""
    kept = thinned(points)
    if not kept:
        return ()
    step = (CHART_WIDTH - 2 * MARGIN) / len(kept)
    most = max(1, *(point.total for point in kept))
    scale = (CHART_HEIGHT - 2 * MARGIN) / most
    return tuple(
        _bar(point, x=MARGIN + rank * step, width=min(step * 0.8, 28.0), scale=scale)
        for rank, point in enumerate(kept)
    )


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """Keep at most MOST_POINTS, evenly, counted back from the last."""
    stride = -(-len(points) // MOST_POINTS) or 1
    return tuple(points[::-1][::stride][::-1])


def _bar(point: Point, *, x: float, width: float, scale: float) -> Bar:
    floor = float(CHART_HEIGHT - MARGIN)
    tops = []
    for count in (point.met, point.to_check, point.to_do):
        height = count * scale
        floor -= height
        tops.append((round(floor, 1), round(height, 1)))
    met, to_check, to_do = tops
    return Bar(
        point=point,
        x=round(x, 1),
        width=round(width, 1),
        met=met,
        to_check=to_check,
        to_do=to_do,
    )
