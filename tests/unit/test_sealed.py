"""Sealed files: what went in comes out, and nothing else ever does."""

from io import BytesIO, RawIOBase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.sealed import (
    HEADING_BYTES,
    MAGIC,
    PIECE,
    TAG,
    BrokenSealError,
    SealedReader,
    SealedWriter,
)
from support.chance import Chance
from support.mutator import Mutator

KEY = bytes(range(32))
CONTEXT = b"preuve:1"


def seal(
    content: bytes, *, key: bytes = KEY, context: bytes = CONTEXT, size: int = 10_000
) -> bytes:
    target = BytesIO()
    writer = SealedWriter(target, key, context=context, chance=Chance())
    for start in range(0, len(content), size):
        writer.write(content[start : start + size])
    writer.finish()
    return target.getvalue()


def unseal(sealed: bytes, *, key: bytes = KEY, context: bytes = CONTEXT) -> bytes:
    return SealedReader(BytesIO(sealed), key, context=context).read()


def pieces(sealed: bytes) -> list[bytes]:
    body = sealed[HEADING_BYTES:]
    return [body[start : start + PIECE + TAG] for start in range(0, len(body), PIECE + TAG)]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5])
def test_what_was_sealed_comes_back(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    sealed = seal(content)
    assert unseal(sealed) == content
    assert len(sealed) == HEADING_BYTES + size + TAG * max(1, -(-size // PIECE))


@settings(max_examples=50)
@given(content=st.binary(max_size=300), cuts=st.integers(1, 50))
def test_how_it_is_given_changes_nothing(content: bytes, cuts: int) -> None:
    assert seal(content, size=cuts) == seal(content)
    assert unseal(seal(content, size=cuts)) == content


def test_nothing_of_the_content_shows() -> None:
    assert b"ordonnance" not in seal(b"ordonnance" * 1000)


def test_the_same_content_is_never_sealed_twice_alike() -> None:
    first, second = BytesIO(), BytesIO()
    chance = Chance()
    for target in (first, second):
        writer = SealedWriter(target, KEY, context=CONTEXT, chance=chance)
        writer.write(b"pareil")
        writer.finish()
    assert first.getvalue()[HEADING_BYTES:] != second.getvalue()[HEADING_BYTES:]


def test_another_key_or_another_use_opens_nothing() -> None:
    sealed = seal(b"secret")
    for wrong in ({"key": bytes(32)}, {"context": b"preuve:2"}):
        with pytest.raises(BrokenSealError, match="autre clé"):
            unseal(sealed, **wrong)


def test_any_bit_flipped_is_refused() -> None:
    sealed = seal(b"un petit texte")
    for place in range(len(sealed)):
        for bit in range(8):
            spoiled = bytearray(sealed)
            spoiled[place] ^= 1 << bit
            with pytest.raises(MisusedError):
                unseal(bytes(spoiled))


@pytest.mark.parametrize("size", [0, 10, PIECE, 2 * PIECE, 2 * PIECE + 10])
def test_a_file_cut_or_lengthened_is_refused(size: int) -> None:
    sealed = seal(b"x" * size)
    ends = {0, 5, len(MAGIC), HEADING_BYTES - 1, HEADING_BYTES, len(sealed) - 1, len(sealed) - TAG}
    ends |= {HEADING_BYTES + (PIECE + TAG) * count for count in range(3)}
    for end in (end for end in ends if end < len(sealed)):
        with pytest.raises(BrokenSealError):
            unseal(sealed[:end])
    for more in (b"\0", b"x" * TAG, sealed, pieces(sealed)[-1]):
        with pytest.raises(BrokenSealError):
            unseal(sealed + more)


def test_pieces_moved_repeated_or_left_out_are_refused() -> None:
    sealed = seal(b"a" * PIECE + b"b" * PIECE + b"c" * PIECE)
    heading, (one, two, three) = sealed[:HEADING_BYTES], pieces(sealed)
    for order in ([two, one, three], [one, three], [one, one, two, three], [one, two], [three]):
        with pytest.raises(BrokenSealError):
            unseal(heading + b"".join(order))


def test_pieces_of_two_files_do_not_mix() -> None:
    chance = Chance()
    files = []
    for letter in (b"a", b"b"):
        target = BytesIO()
        writer = SealedWriter(target, KEY, context=CONTEXT, chance=chance)
        writer.write(letter * 2 * PIECE)
        writer.finish()
        files.append(target.getvalue())
    mixed = files[0][: HEADING_BYTES + PIECE + TAG] + files[1][HEADING_BYTES + PIECE + TAG :]
    with pytest.raises(BrokenSealError):
        unseal(mixed)


def test_an_unfinished_file_does_not_open() -> None:
    target = BytesIO()
    SealedWriter(target, KEY, context=CONTEXT, chance=Chance()).write(b"x" * 3 * PIECE)
    with pytest.raises(BrokenSealError):
        unseal(target.getvalue())


def test_a_newer_version_says_so() -> None:
    sealed = bytearray(seal(b"demain"))
    sealed[len(MAGIC)] = 2
    with pytest.raises(MisusedError, match="plus récente"):
        unseal(bytes(sealed))


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="16"):
        seal(b"", key=bytes(16))


def test_a_damaged_file_never_gives_other_bytes() -> None:
    content = bytes(number % 256 for number in range(PIECE + 500))
    sealed, mutator = seal(content), Mutator("sceau")
    for _ in range(1500):
        spoiled = mutator.raw(sealed)
        if spoiled == sealed:
            continue
        with pytest.raises(MisusedError):
            unseal(spoiled)


def test_a_disk_that_stops_answering_is_said() -> None:
    class Failing(RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise OSError(5, str(size))

    with pytest.raises(StorageError, match="le disque l'a refusé"):
        SealedReader(Failing(), KEY, context=CONTEXT)
