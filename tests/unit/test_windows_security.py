"""Identifiers and access lists of Windows."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_security import opens_to_everyone, sid_text
from support.windows_security import (
    ADMINISTRATORS,
    ALLOW,
    AUDIT,
    DENY,
    EVERYONE,
    FULL,
    READ,
    a_descriptor,
    an_entry,
)

INHERIT_ONLY = 0x08


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (EVERYONE, "S-1-1-0"),
        (ADMINISTRATORS, "S-1-5-32-544"),
        (bytes.fromhex("010500000000000515000000010000000200000003000000f5010000"),
         "S-1-5-21-1-2-3-501"),
    ],
)  # fmt: skip
def test_an_identifier_is_written_as_windows_does(raw: bytes, text: str) -> None:
    assert sid_text(raw) == text
    assert sid_text(raw + b"what follows") == text


@pytest.mark.parametrize("raw", [b"", b"\x01", EVERYONE[:-1], b"\x02" + EVERYONE[1:], b"\x01\x10"])
def test_what_is_no_identifier_is_refused(raw: bytes) -> None:
    with pytest.raises(MachineRefusedError):
        sid_text(raw)


@pytest.mark.parametrize(
    ("descriptor", "open_to_all"),
    [
        (a_descriptor(an_entry(ALLOW, READ, EVERYONE)), True),
        (a_descriptor(an_entry(ALLOW, FULL, ADMINISTRATORS)), False),
        (a_descriptor(), False),
        (a_descriptor(start=0), True),
        (a_descriptor(control=0x8000), True),
        (a_descriptor(an_entry(DENY, FULL, EVERYONE), an_entry(ALLOW, READ, EVERYONE)), False),
        (a_descriptor(an_entry(DENY, 0x2, EVERYONE), an_entry(ALLOW, READ, EVERYONE)), True),
        (a_descriptor(an_entry(ALLOW, READ, EVERYONE), an_entry(DENY, FULL, EVERYONE)), True),
        (a_descriptor(an_entry(ALLOW, READ, EVERYONE, flags=INHERIT_ONLY)), False),
        (a_descriptor(an_entry(ALLOW, 0, EVERYONE)), False),
        (a_descriptor(an_entry(AUDIT, FULL, EVERYONE)), False),
    ],
    ids=[
        "allowed", "others", "nobody", "null list", "no list", "denied before", "partly denied",
        "denied after", "inherit only", "nothing given", "audit",
    ],
)  # fmt: skip
def test_entries_are_weighed_as_windows_does(descriptor: bytes, *, open_to_all: bool) -> None:
    assert opens_to_everyone(descriptor) is open_to_all


@pytest.mark.parametrize(
    "descriptor",
    [
        b"",
        a_descriptor(an_entry(ALLOW, READ, EVERYONE))[:-1],
        a_descriptor(an_entry(ALLOW, READ, EVERYONE), control=0x0004),
        a_descriptor(an_entry(ALLOW, READ, EVERYONE), start=4000),
        a_descriptor(an_entry(ALLOW, READ, b"")),
    ],
    ids=["empty", "cut", "absolute", "elsewhere", "no identifier"],
)
def test_a_damaged_list_says_nothing(descriptor: bytes) -> None:
    with pytest.raises(MachineRefusedError):
        opens_to_everyone(descriptor)


@given(st.binary(max_size=200), st.integers(0, 0xFFFF))
def test_no_bytes_get_anything_but_an_answer_or_a_refusal(raw: bytes, control: int) -> None:
    descriptor = struct.pack("<BBHIIII", 1, 0, control, 0, 0, 0, 20) + raw
    for content in (raw, descriptor):
        assert weighed(content) in {True, False, "refused"}


def weighed(descriptor: bytes) -> bool | str:
    try:
        return opens_to_everyone(descriptor)
    except MachineRefusedError:
        return "refused"
