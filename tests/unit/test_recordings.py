from pathlib import Path

import pytest

from support.recordings import load, parse


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        load("nothing", below=tmp_path)


def test_headers_and_output_are_told_apart() -> None:
    found = parse("x", b"system: debian 12\norigin: recorded\nexpect: a: b\n---\n\nraw\n---\n\xff")
    assert (found.system, found.origin, found.expect) == ("debian 12", "recorded", "a: b")
    assert found.raw == b"\nraw\n---\n\xff"


@pytest.mark.parametrize(
    "content",
    [
        b"system: x\norigin: recorded\nexpect: y\nno separator",
        b"system: x\norigin: hearsay\nexpect: y\n---\n",
        b"system: x\nexpect: y\n---\n",
    ],
)
def test_a_recording_without_its_headers_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^x: "):
        parse("x", content)
