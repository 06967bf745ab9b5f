"""Programs, and files whose name lies, are no proof of anything."""

import pytest

from hygie.core.errors import MisusedError
from hygie.practice.honest_files import check_honest
from support.photos import a_jpeg

PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facture.pdf", b"MZ\x90\0"),
        ("photo.jpg", b"\x7fELF\x02"),
        ("photo.jpg", b"\xcf\xfa\xed\xfe"),
        ("note", b"#!/bin/sh\nrm"),
        ("note.bat", b"echo"),
        ("FACTURE.PDF.EXE", b"facture"),
    ],
)
def test_a_program_is_refused_whatever_its_name(name: str, content: bytes) -> None:
    with pytest.raises(MisusedError, match="programme"):
        check_honest(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.jpg", PAGE), ("photo.HEIC", PAGE), ("facture.pdf", b"texte"), ("a.docx", PAGE)],
)
def test_a_name_that_lies_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(MisusedError, match="pas ce que son nom annonce"):
        check_honest(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", a_jpeg()),
        ("facture.pdf", b"\n%PDF-1.7"),
        ("facture", b"facture"),
        ("page.html", PAGE),
        ("a.docx", b"PK\x03\x04"),
        ("", b"facture"),
    ],
)
def test_what_is_what_it_says_is_taken(name: str, content: bytes) -> None:
    check_honest(content, name)
