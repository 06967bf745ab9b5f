"""The way out of this computer, against what the system does when it really goes out."""

import os
import socket

import pytest

from hygie.network import link_windows
from hygie.workstation.local_windows import LocalWindowsMachine

pytestmark = pytest.mark.needs("windows")


def test_the_way_out_is_the_one_the_system_takes() -> None:
    found = link_windows.read(LocalWindowsMachine(environment=dict(os.environ)))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((str(found.gateway), 1900))  # a datagram socket: nothing is sent
        assert probe.getsockname()[0] == str(found.own.ip)
    assert found.gateway in found.own.network
