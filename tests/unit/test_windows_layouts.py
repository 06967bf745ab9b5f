"""The structures we hand to Windows, against their C declarations.

The numbers are what a C compiler says of the platform's own headers (mingw-w64 10, 64 bits), those
of AoAc and of what the headers lack from the vendor's page of the structure.
"""

import ctypes

import pytest

from hygie.workstation.windows_calls_accounts import Domain, Lockout, Member, PasswordRules, User
from hygie.workstation.windows_calls_cards import ReaderState
from hygie.workstation.windows_calls_drives import DeviceDescriptor, DeviceNumber, PropertyQuery
from hygie.workstation.windows_calls_network import Card, Cards, Connection, Row4, Row6
from hygie.workstation.windows_calls_power import Capabilities
from hygie.workstation.windows_calls_session import Bin, Groups, Identity
from hygie.workstation.windows_calls_shares import ShareInformation
from hygie.workstation.windows_calls_system import (
    PowerStatus,
    ProcessEntry,
    ServiceStatus,
    VersionInformation,
)
from hygie.workstation.windows_job import Limits, Thread

SIZES = {
    VersionInformation: (284, {"product_type": 282}),
    PowerStatus: (12, {"battery": 1}),
    ProcessEntry: (568, {"number": 8, "file": 44}),
    ServiceStatus: (56, {"state": 20}),
    Identity: (16, {"attributes": 8}),
    Groups: (24, {"first": 8}),
    Bin: (24, {"items": 16}),
    PropertyQuery: (12, {}),
    DeviceDescriptor: (40, {"bus": 28}),
    DeviceNumber: (12, {"number": 4}),
    User: (184, {"flags": 40, "number": 152}),
    Member: (8, {}),
    PasswordRules: (20, {"shortest": 0}),
    Domain: (16, {"sid": 8}),
    Lockout: (12, {"attempts": 8}),
    ShareInformation: (72, {"kind": 8, "descriptor": 64}),
    Row4: (24, {"address": 4, "port": 8, "owner": 20}),
    Row6: (56, {"address": 0, "port": 20, "owner": 52}),
    Card: (532, {"state": 528}),
    Cards: (540, {"first": 8}),
    Connection: (604, {"authentication": 596, "cipher": 600}),
    ReaderState: (64, {"state": 20}),
    Capabilities: (
        76,
        {"lid": 2, "connected_standby": 20, "battery": 30, "short_term": 31},
    ),
    Limits: (144, {"flags": 16}),
    Thread: (28, {"number": 8, "owner": 12}),
}


@pytest.mark.parametrize(
    ("structure", "size", "places"),
    [(structure, size, places) for structure, (size, places) in SIZES.items()],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_structure_is_laid_out_as_in_c(
    structure: type[ctypes.Structure], size: int, places: dict[str, int]
) -> None:
    assert ctypes.sizeof(structure) == size
    assert {name: getattr(structure, name).offset for name in places} == places
