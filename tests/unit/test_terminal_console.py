import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import HygieError
from hygie.terminal.console import Console, ReaderLeftError
from hygie.terminal.tones import Tone, paint
from support.console import (
    FakeTerminal,
    FullDisk,
    GoneReader,
    a_console,
    encoded_stream,
    said,
    shown,
)


def test_results_and_talk_go_their_own_way() -> None:
    console = a_console()
    console.show("Le résultat.")
    console.say("La parole.")
    assert (shown(console), said(console)) == ("Le résultat.\n", "La parole.\n")


def test_what_is_printed_is_typeset_and_neutral() -> None:
    console = a_console()
    console.show("Fichier : \x1b[31mrouge")
    assert shown(console) == "Fichier\u00a0: �[31mrouge\n"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_refused(environment: dict[str, str]) -> None:
    console = a_console(stdout=FakeTerminal(), environment=environment)
    console.show(paint("rouge", Tone.DANGER))
    assert shown(console) == "rouge\n"


def test_colour_is_for_terminals_only() -> None:
    console = a_console(stdout=FakeTerminal())
    console.show(paint("rouge", Tone.DANGER))
    console.say(paint("rouge", Tone.DANGER))
    assert shown(console) == "\x1b[1;31mrouge\x1b[0m\n"
    assert said(console) == "rouge\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_poor_terminal_shows_stand_ins(encoding: str) -> None:
    stream = encoded_stream(encoding)
    a_console(stdout=stream).show("● 14 respectées\u202f: ███▒░ \ud800")
    stream.seek(0)
    assert stream.read().startswith("* 14 respect")


def test_a_document_keeps_its_order_and_its_accents() -> None:
    console = a_console()
    console.json({"format": 1, "écart": ["é"], "a": None})
    assert list(json.loads(shown(console))) == ["format", "écart", "a"]
    assert "écart" in shown(console)


@pytest.mark.parametrize("encoding", ["cp850", "cp1252"])
def test_a_document_is_utf_8_whatever_the_console(encoding: str) -> None:
    stream = encoded_stream(encoding)
    a_console(stdout=stream).json({"texte": "relevé"})
    assert isinstance(stream.buffer, BytesIO)
    assert json.loads(stream.buffer.getvalue().decode("utf-8")) == {"texte": "relevé"}


@given(st.text(), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_a_document_reads_back_whatever_it_holds(text: str, encoding: str) -> None:
    stream = encoded_stream(encoding)
    a_console(stdout=stream).json({"texte": text})
    stream.seek(0)
    printed = stream.read()
    assert json.loads(printed) == {"texte": text}
    assert "\x9b" not in printed
    assert "\x1b" not in printed


def test_a_request_shows_one_document() -> None:
    console = a_console()
    console.json({"format": 1})
    with pytest.raises(ValueError, match="one JSON document"):
        console.json({"format": 1})


def test_a_reader_who_left_is_told_apart() -> None:
    with pytest.raises(ReaderLeftError):
        a_console(stdout=GoneReader()).show("a")


def test_a_result_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(HygieError, match="fermée ou pleine"):
        a_console(stdout=FullDisk()).show("a")
    with pytest.raises(HygieError, match="fermée ou pleine"):
        a_console(stdout=closed_stream()).show("a")


def test_talk_that_nobody_hears_is_not_an_error() -> None:
    console = a_console(stderr=GoneReader())
    console.say("a")
    console.show("b")
    assert shown(console) == "b\n"


def test_closed_streams_are_handled() -> None:
    spare = a_console()
    console = Console(
        stdin=None, stdout=None, stderr=None, environment={}, now=spare.now, zone=spare.zone
    )
    console.say("a")
    assert console.listen("Quoi ? ") is None
    assert not console.interactive
    with pytest.raises(HygieError):
        console.show("a")


def test_lines_are_heard_without_their_end() -> None:
    console = a_console(typed="un\r\ndeux\n")
    assert [console.listen("") for _ in range(3)] == ["un", "deux", None]


def test_a_closed_keyboard_says_nothing_more() -> None:
    console = a_console(stdin=closed_stream(), stderr=closed_stream())
    assert console.listen("Quoi ? ") is None
    assert not console.interactive


def test_somebody_is_there_only_on_two_terminals() -> None:
    assert a_console(stdin=FakeTerminal(), stderr=FakeTerminal()).interactive
    assert not a_console(stdin=FakeTerminal()).interactive
    assert not a_console(stderr=FakeTerminal()).interactive


def test_progress_leaves_no_trace_on_a_terminal() -> None:
    console = a_console(stderr=FakeTerminal())
    with console.progress("Lecture") as progress:
        progress.step(1, 2, "batterie")
        progress.step(2, 2, "disque")
    assert screen(said(console)) == [""]
    assert "1 sur 2 · batterie" in said(console)


def test_talk_during_progress_stands_on_its_own_line() -> None:
    console = a_console(stderr=FakeTerminal())
    with console.progress("Lecture") as progress:
        progress.step(1, 2, "batterie")
        console.say("Un mot.")
        progress.step(2, 2, "disque")
    assert screen(said(console)) == ["Un mot.", ""]


@pytest.mark.parametrize(
    "console", [a_console(), a_console(stderr=FakeTerminal(), environment={"TERM": "dumb"})]
)
def test_progress_is_silent_where_it_cannot_be_erased(console: Console) -> None:
    with console.progress("Lecture") as progress:
        progress.step(1, 2, "batterie")
    assert said(console) == ""


def test_progress_fits_the_line_and_obeys_nothing() -> None:
    console = a_console(stderr=FakeTerminal(), width=40)
    console.progress("Lecture").step(1, 2, "\x1b[2J\n" + "x" * 200)
    assert len(said(console)) == 39
    assert "\x1b" not in said(console)
    assert "\n" not in said(console)


def test_progress_may_come_from_any_thread() -> None:
    console = a_console(stderr=FakeTerminal())
    with console.progress("Lecture") as progress, ThreadPoolExecutor(8) as pool:
        for done in range(200):
            pool.submit(progress.step, done, 200, "x" * (done % 30))
    assert screen(said(console)) == [""]
    assert said(console).count(" sur 200") == 200


def test_a_result_erases_the_progress_line_first() -> None:
    console = a_console(stderr=FakeTerminal())
    progress = console.progress("Lecture")
    progress.step(1, 2, "batterie")
    console.show("Le résultat.")
    assert screen(said(console)) == [""]
    assert shown(console) == "Le résultat.\n"


def closed_stream() -> StringIO:
    stream = StringIO()
    stream.close()
    return stream


def screen(text: str) -> list[str]:
    """Return the lines a terminal would show, blanks at their ends left out."""
    lines = [""]
    column = 0
    for character in text:
        if character == "\r":
            column = 0
        elif character == "\n":
            lines, column = [*lines, ""], 0
        else:
            line = lines[-1].ljust(column)
            lines[-1] = line[:column] + character + line[column + 1 :]
            column += 1
    return [line.rstrip() for line in lines]
