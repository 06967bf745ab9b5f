import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.terminal.layout import bar, bullets, numbered, table, width_of, wrap
from hygie.terminal.tones import Tone, paint

LONG = "Branchez le disque de sauvegarde, puis lancez une sauvegarde : elle dure vingt minutes."
COUNTS = st.integers(min_value=0, max_value=500)


def test_lines_break_at_ordinary_spaces_only() -> None:
    assert wrap("Est-ce fait ? Oui : c'est fait.", width=12) == [
        "Est-ce",
        "fait\u202f? Oui\u00a0:",
        "c'est fait.",
    ]


def test_an_address_is_never_cut() -> None:
    address = "https://www.cybermalveillance.gouv.fr/diagnostic/accueil"
    assert wrap(f"Allez sur {address} ce soir", width=20) == ["Allez sur", address, "ce soir"]


@given(st.text(alphabet="abc é: \u00a0\n", max_size=200), st.integers(min_value=12, max_value=90))
def test_no_word_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width=width, cut=True)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("") == [""]


def test_accents_marks_and_wide_characters_are_measured_as_shown() -> None:
    assert width_of("e\u0301te\u0301") == 3
    assert width_of("漢字") == 4
    assert width_of(paint("à traiter", Tone.TO_DO)) == 9


def test_following_lines_stand_under_the_first() -> None:
    assert bullets([LONG], width=50) == [
        "  • Branchez le disque de sauvegarde, puis lancez",
        "    une sauvegarde\u00a0: elle dure vingt minutes.",
    ]


def test_figures_of_a_list_are_aligned() -> None:
    lines = numbered(["a"] * 10)
    assert (lines[0], lines[9]) == ("   1. a", "  10. a")


def test_an_empty_list_draws_nothing() -> None:
    assert numbered([]) == []
    assert bullets([]) == []
    assert table([]) == []


def test_a_bar_has_one_block_per_barrier() -> None:
    assert bar(standing=7, unknown=2, missing=2) == "███████▒▒░░"
    assert bar(standing=0, unknown=0, missing=0) == ""


@given(COUNTS, COUNTS, COUNTS)
def test_a_long_bar_is_in_proportion_and_hides_nothing(
    standing: int, unknown: int, missing: int
) -> None:
    drawn = bar(standing=standing, unknown=unknown, missing=missing, width=20)
    assert len(drawn) == min(20, standing + unknown + missing)
    shown = ("█" in drawn, "▒" in drawn, "░" in drawn)
    assert shown == (standing > 0, unknown > 0, missing > 0)


def test_a_table_aligns_its_columns() -> None:
    rows = [("Rançongiciel", "7", "sur 11"), ("Vol", "12", "sur 7")]
    assert table(rows, headings=("Menace", "Tenues", "Total"), right={1}) == [
        "Menace        Tenues  Total",
        "────────────  ──────  ──────",
        "Rançongiciel       7  sur 11",
        "Vol               12  sur 7",
    ]


def test_a_wide_table_wraps_its_widest_column() -> None:
    lines = table([("sauvegarde", LONG, "vous")], width=50)
    assert len(lines) == 4
    assert lines[0].endswith("vous")
    assert all(width_of(line) <= 50 for line in lines)


@given(st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), max_size=5))
def test_a_table_never_overflows(rows: list[list[str]]) -> None:
    assert all(width_of(line) <= 60 for line in table(rows, width=60))


@pytest.mark.parametrize("forged", ["a\nb", "a\r\nb", "a\n\nb"])
def test_a_name_cannot_draw_a_line_of_its_own(forged: str) -> None:
    assert wrap(forged) == ["a b"]
    assert len(table([(forged, "c")])) == 1
