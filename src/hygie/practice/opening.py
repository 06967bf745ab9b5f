"""The two ways in to this computer's records: to write, and only to read."""

import secrets
from collections.abc import Mapping

from hygie.practice.folders import data_folder_to_read, open_data_folder
from hygie.practice.sqlite_records import SqliteRecords

SALT_BYTES = 16


def open_records(environment: Mapping[str, str]) -> SqliteRecords:
    """Open the practice's records to write, creating their folder the first time."""
    return SqliteRecords(open_data_folder(environment), token=_token)


def read_records(environment: Mapping[str, str]) -> SqliteRecords:
    """Open the practice's records to read: nothing is created, no records is an empty list."""
    return SqliteRecords(data_folder_to_read(environment), token=_token)


def _token() -> bytes:
    return secrets.token_bytes(SALT_BYTES)
