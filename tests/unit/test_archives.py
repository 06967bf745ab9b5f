"""Archives that would drown a computer are refused; ordinary documents are not."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from hygie.core.errors import MisusedError
from hygie.practice.archives import MOST_MEMBERS, MOST_UNPACKED, check_archive
from support.mutator import Mutator

MEGABYTE = 1 << 20


def a_zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, inside in members:
            archive.writestr(name, inside)
    return content.getvalue()


def with_lower_sizes(archive: bytes, real: int, said: int) -> bytes:
    """Return an archive whose headings say its members are smaller than they are."""
    return archive.replace(struct.pack("<I", real), struct.pack("<I", said))


def spread(size: int) -> bytes:
    """Return bytes that pack about sixty times."""
    return b"".join(struct.pack(">I", number) * 32 for number in range(size // 128))


def refused(content: bytes) -> str:
    with pytest.raises(MisusedError) as refusal:
        check_archive(content)
    assert "Rien n'a été gardé." in refusal.value.hint
    return refusal.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"un texte",
        a_zip(),
        a_zip(("word/document.xml", b"<w:document>" * 2000)),
        a_zip(("vide.bmp", bytes(MEGABYTE))),
        a_zip(("a.docx", a_zip(("b.xlsx", a_zip(("c.xml", b"<x/>")))))),
        b"%PDF-1.7 " + bytes(100) + b"PK\x05\x06 par hasard",
    ],
    ids=["vide", "texte", "zip vide", "docx", "petit", "trois niveaux", "marque par hasard"],
)
def test_ordinary_files_are_let_through(content: bytes) -> None:
    check_archive(content)


def test_what_packs_too_well_is_refused() -> None:
    assert "démesurée" in refused(a_zip(("zeros", bytes(10 * MEGABYTE))))


def test_what_says_it_is_too_big_is_refused() -> None:
    inside = spread(30 * MEGABYTE)
    content = a_zip(*((f"{number}.bin", inside) for number in range(7)))
    assert len(content) * 100 > MOST_UNPACKED
    assert "démesurée" in refused(content)


def test_what_lies_about_its_size_is_refused() -> None:
    size = 10 * MEGABYTE
    assert refused(with_lower_sizes(a_zip(("zeros", bytes(size))), size, 10))


def test_members_that_share_the_same_bytes_are_each_counted() -> None:
    """Fifty names of one member, in the way of the known bomb without any nesting."""
    content = a_zip(("a", bytes(900_000)))
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    central, close = content[start:end], content[end:]
    close = close[:8] + struct.pack("<HHII", 50, 50, 50 * len(central), start) + close[20:]
    assert refused(content[:start] + central * 50 + close)


def test_archives_in_archives_are_looked_into() -> None:
    inner = a_zip(("zeros", bytes(10 * MEGABYTE)))
    assert "démesurée" in refused(a_zip(("inner.zip", inner)))
    deep = a_zip(("fin", b"x"))
    for _ in range(4):
        deep = a_zip(("encore.zip", deep), method=zipfile.ZIP_STORED)
    assert "trop profond" in refused(deep)


def test_too_many_members_are_refused() -> None:
    content = a_zip(*((str(number), b"") for number in range(MOST_MEMBERS + 1)))
    assert "démesurée" in refused(content)


def test_what_cannot_be_looked_at_is_refused() -> None:
    plain = a_zip(("a", b"texte"))
    locked = bytearray(plain)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[plain.index(mark) + place] |= 1
    assert "mot de passe" in refused(bytes(locked))
    assert "abîmée" in refused(a_zip(("a", b"texte"), method=zipfile.ZIP_LZMA))
    assert "abîmée" in refused(a_zip(("a", b"texte"), method=zipfile.ZIP_BZIP2))
    assert "abîmée" in refused(plain[:30])
    assert "abîmée" in refused(b"PK\x03\x04" + bytes(100))


def test_a_damaged_archive_is_let_through_or_refused_kindly() -> None:
    whole = a_zip(("a.xml", b"<a/>" * 200), ("b.zip", a_zip(("c", b"d" * 100))))
    mutator, kept = Mutator("archive"), 0
    for _ in range(2000):
        with suppress(MisusedError):
            check_archive(mutator.raw(whole))
            kept += 1
    assert 0 < kept < 2000
