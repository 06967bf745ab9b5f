import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.terminal.safe_text import encodable, neutral
from hygie.terminal.tones import Tone, coloured, paint, plain

DRAWN = "● ▲ ? – █▒░ «\u00a0où\u00a0»\u202f; œuvre… l’été → 3 €"


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[2J", "\x9b31m", "\r", "\x07", "\x7f", "\u202egnp.exe", "\u2066", "\ud800", "\uf000"],
)
def test_what_a_terminal_would_obey_is_shown_instead(hostile: str) -> None:
    assert neutral(f"a{hostile[0]}b") == "a�b"


def test_lines_and_tabs_stay_harmless() -> None:
    assert neutral("a\r\nb\tc") == "a\nb c"


@given(st.text())
def test_nothing_neutral_is_left_to_obey(text: str) -> None:
    done = neutral(text)
    assert neutral(done) == done
    assert not any(
        ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in done if letter != "\n"
    )
    assert done.encode("utf-8").decode("utf-8") == done


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", DRAWN),
        ("latin-1", "* ! ? - #~. «\u00a0où\u00a0»\u00a0; oeuvre... l'été -> 3 EUR"),
        ("ascii", '* ! ? - #~. " ou " ; oeuvre... l\'ete -> 3 EUR'),
    ],
)
def test_each_encoding_gets_a_stand_in(encoding: str, expected: str) -> None:
    assert encodable(DRAWN, encoding) == expected


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "cp850"]))
def test_no_encoding_refuses(text: str, encoding: str) -> None:
    assert encodable(neutral(text), encoding).encode(encoding) is not None


def test_a_tone_becomes_a_colour_or_nothing() -> None:
    text = f"{paint('●', Tone.MET)} 14 respectées"
    assert coloured(text) == "\x1b[32m●\x1b[0m 14 respectées"
    assert plain(text) == "● 14 respectées"


def test_a_tone_never_runs_past_its_line() -> None:
    assert coloured(f"{Tone.DANGER}a\nb") == "\x1b[1;31ma\x1b[0m\nb"


def test_a_painted_text_cannot_smuggle_a_tone() -> None:
    assert paint(f"a{Tone.DANGER}b", Tone.MET) == paint("ab", Tone.MET)
