import codecs
import os
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from hygie.cli.windows_streams import console_page, encoding_of, suit


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(850, "cp850"), (1252, "cp1252"), (65001, "utf-8"), (0, "utf-8"), (99999, "utf-8")],
)
def test_each_code_page_has_its_encoding(page: int, encoding: str) -> None:
    assert codecs.lookup(encoding_of(page)).name == encoding


def test_a_file_becomes_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "sortie.txt"
    with path.open("w", encoding="cp1252") as file:
        suit(file, {})
        file.write("relevés █")
    assert path.read_text("utf-8") == "relevés █"


def test_a_pipe_takes_the_encoding_of_the_console() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as listening:
        with os.fdopen(writer, "w", encoding="ascii") as file:
            suit(file, {})
            file.write("relevés")
        assert listening.read().decode(encoding_of(console_page())) == "relevés"


@pytest.mark.parametrize("name", ["PYTHONIOENCODING", "PYTHONUTF8"])
def test_a_choice_is_left_alone(tmp_path: Path, name: str) -> None:
    with (tmp_path / "sortie.txt").open("w", encoding="cp850") as file:
        suit(file, {name: "cp850"})
        assert file.encoding == "cp850"


def test_a_closed_stream_or_one_in_memory_is_left_alone() -> None:
    memory = StringIO()
    suit(None, {})
    suit(memory, {})
    assert memory.getvalue() == ""


def test_only_windows_has_code_pages() -> None:
    assert sys.platform == "win32" or console_page() == 0
    assert TextIOWrapper(BytesIO(), encoding=encoding_of(console_page())).writable()
