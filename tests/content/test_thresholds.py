"""Every figure a verdict depends on is in the table, and every line of the table is in use."""

from collections.abc import Iterator

from hygie.catalogue.loader import load_catalogue
from hygie.catalogue.tables import Basis, Judged, Threshold, load_thresholds
from hygie.core.ages import READING_DAYS, TABLE_DAYS
from hygie.core.measures import Measure
from support.content import table

ENTRIES = table("tables/thresholds.toml", "threshold")
THRESHOLDS = load_thresholds()
KEYS = {"of", "name", "value", "label", "basis", "note", "source", "checked"}
NONE_OR_SOME = {0, 1}
"""«None at all» and «at least one» are questions of yes or no, not figures."""


def figures(measure: Measure) -> Iterator[tuple[Judged, str, int]]:
    """Yield the figures of one measure: what they are of, its name, the value."""
    for wanted in measure.wants:
        expected = wanted.predicate.expected if wanted.predicate else None
        if isinstance(expected, int) and expected not in NONE_OR_SOME:
            yield Judged.READING, wanted.fact, expected
    for kind in measure.evidence:
        if kind.days is not None:
            yield Judged.EVIDENCE, kind.id, kind.days
    yield Judged.ANSWER, "", measure.answer_days


def all_figures() -> set[tuple[Judged, str, int]]:
    of_measures = {
        figure for measure in load_catalogue().measures.values() for figure in figures(measure)
    }
    ours = {(Judged.TABLE, "", TABLE_DAYS), (Judged.FILE, "", READING_DAYS)}
    return of_measures | ours


def line_of(figure: tuple[Judged, str, int]) -> Threshold | None:
    """Return the line of a figure: its own when its name has one, else the common one."""
    of, name, value = figure
    own = [line for line in THRESHOLDS if line.of is of and name and line.name == name]
    common = [line for line in THRESHOLDS if line.of is of and not line.name]
    return next((line for line in own or common if line.value == value), None)


def test_the_lines_are_in_form() -> None:
    for entry in ENTRIES:
        assert set(entry) <= KEYS
        assert 0 < len(entry["label"]) <= 80
        assert not entry["label"].endswith(".")
        assert entry.get("note", "x.").endswith(".")
        assert (entry["basis"] == Basis.OURS) == (entry["source"] == "hygie"), entry["label"]
        assert ("name" in entry) or entry["of"] != Judged.READING
    said = [(line.of, line.name, line.value) for line in THRESHOLDS]
    assert len(set(said)) == len(said)


def test_every_figure_has_its_line() -> None:
    assert sorted(figure for figure in all_figures() if line_of(figure) is None) == []


def test_every_line_is_the_line_of_a_figure() -> None:
    used = [line_of(figure) for figure in all_figures()]
    assert [line for line in THRESHOLDS if line not in used] == []


def test_a_figure_that_no_line_tells_is_seen() -> None:
    assert line_of((Judged.READING, "session.lock_delay", 900)) is not None
    assert line_of((Judged.READING, "session.lock_delay", 901)) is None
    assert line_of((Judged.EVIDENCE, "sauvegarde-faite", 365)) is None
