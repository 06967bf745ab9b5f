import json

import pytest

from hygie.core.readings import Inapplicable, Unreadable
from hygie.workstation import macos_profiler
from hygie.workstation.probes.firewall import macos
from support.machine import FakeMachine
from support.macs import a_mac_context, settings

OLD_FILE = "/Library/Preferences/com.apple.alf.plist"


@pytest.mark.parametrize("state", ["", "Yes", "Activé", "spfirewall_globalstate_new"])
def test_an_unknown_state_is_not_off(state: str) -> None:
    report = json.dumps({macos_profiler.FIREWALL: [{"spfirewall_globalstate": state}]})
    active, tool = macos.read(
        FakeMachine(commands={macos_profiler.COMMAND: report}), a_mac_context()
    )
    assert isinstance(active, Unreadable)
    assert isinstance(tool, Inapplicable)


def test_the_file_of_old_versions_left_behind_is_not_believed() -> None:
    machine = FakeMachine(files={OLD_FILE: settings(globalstate=1)})
    active, _ = macos.read(machine, a_mac_context())
    assert isinstance(active, Unreadable)
