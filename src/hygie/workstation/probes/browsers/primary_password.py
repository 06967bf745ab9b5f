"""Tells from key4.db whether Firefox asks for a primary password, without trying any.

NSS (lib/softoken/sftkpwd.c) encrypts a known text with the password. When the password is empty
it derives the key in one iteration; when it is not, in thousands (10 000 since NSS 3.48, end of
2019). The number is written in clear in that record, RFC 8018 in DER. One iteration under the
older 3DES scheme tells nothing: every password had one then.
"""

from hygie.workstation.machine import Machine, MachineRefusedError
from hygie.workstation.sqlite_reading import read_rows

QUERY = "SELECT item2 FROM metaData WHERE id = 'password'"

SEQUENCE, INTEGER, OCTETS, OBJECT = 0x30, 0x02, 0x04, 0x06
PBES2 = bytes.fromhex("2a864886f70d01050d")
PBKDF2 = bytes.fromhex("2a864886f70d01050c")
PKCS12_3DES = bytes.fromhex("2a864886f70d010c050103")

LONG_FORM = 0x80
LENGTH_BYTES = 2
"""The whole record is under 200 bytes; lengths of more than two bytes are not its form."""

INTEGER_BYTES = 4


class _OddRecordError(ValueError):
    """The record does not have the form NSS writes."""


def read_primary_password(machine: Machine, folder: str) -> bool | None:
    """Tell whether a primary password protects a profile; None when the file does not tell."""
    try:
        found = read_rows(machine, f"{folder}/key4.db", QUERY, tables=("metaData",))
    except MachineRefusedError:
        return None
    match found:
        case ((bytes() as record,),):
            return parse_password_check(record)
        case _:
            return None


def parse_password_check(record: bytes) -> bool | None:
    """Read the password check: True for many iterations, False for one, None for another form."""
    try:
        scheme, iterations = _scheme_and_iterations(record)
    except _OddRecordError:
        return None
    if iterations > 1:
        return True
    return False if scheme == PBES2 and iterations == 1 else None


def _scheme_and_iterations(record: bytes) -> tuple[bytes, int]:
    whole, rest = _element(record, SEQUENCE)
    algorithm, encrypted = _element(whole, SEQUENCE)
    _element(encrypted, OCTETS)
    scheme, parameters = _element(algorithm, OBJECT)
    if rest or scheme not in (PBES2, PKCS12_3DES):
        raise _OddRecordError
    body, _ = _element(parameters, SEQUENCE)
    if scheme == PBES2:
        derivation, _ = _element(body, SEQUENCE)
        name, parameters = _element(derivation, OBJECT)
        if name != PBKDF2:
            raise _OddRecordError
        body, _ = _element(parameters, SEQUENCE)
    _salt, after_salt = _element(body, OCTETS)
    number, _ = _element(after_salt, INTEGER)
    return scheme, _integer(number)


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """Split off one DER element of this tag: its content, and what follows it."""
    if len(data) < 2 or data[0] != tag:  # noqa: PLR2004  # a tag and a length
        raise _OddRecordError
    start, length = 2, data[1]
    if length & LONG_FORM:
        size = length - LONG_FORM
        start, length = 2 + size, int.from_bytes(data[2 : 2 + size], "big")
        if not 1 <= size <= LENGTH_BYTES:
            raise _OddRecordError
    if start + length > len(data):
        raise _OddRecordError
    return data[start : start + length], data[start + length :]


def _integer(content: bytes) -> int:
    if not 1 <= len(content) <= INTEGER_BYTES:
        raise _OddRecordError
    return int.from_bytes(content, "big", signed=True)
