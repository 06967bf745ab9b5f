import pytest

from hygie.core.readings import Reading, Unreadable
from hygie.workstation.probes.clock import macos
from support.machine import FakeMachine
from support.macs import REFUSED, Content, a_mac_context, settings, values

MANAGED = f"/Library/Managed Preferences/{macos.DOMAIN}.plist"


def read(**files: Content) -> Reading:
    places = {"own": macos.FILE, "managed": MANAGED}
    machine = FakeMachine(files={places[name]: raw for name, raw in files.items()})
    (reading,) = macos.read(machine, a_mac_context())
    return reading


@pytest.mark.parametrize("state", [True, False])
def test_the_switch(state: object) -> None:
    raw = settings(**{macos.SWITCH: state})
    assert values([read(own=raw)]) == {macos.FACT: state}
    assert values([read(managed=raw, own=REFUSED)]) == {macos.FACT: state}


@pytest.mark.parametrize("raw", [REFUSED, b"", settings(), settings(**{macos.SWITCH: "oui"})])
def test_anything_else_is_no_answer(raw: Content) -> None:
    assert isinstance(read(own=raw), Unreadable)
    assert isinstance(read(), Unreadable)
