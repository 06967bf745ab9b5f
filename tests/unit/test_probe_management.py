import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Reading, Unreadable
from hygie.workstation.machine import EntryKind, MachineRefusedError, Program, Tables
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.management.linux import (
    parse_samba,
    parse_sssd,
    parse_switch,
    read,
)
from support.machine import FakeMachine, a_context, an_entry
from support.recordings import Recording, load

REFUSED = MachineRefusedError("Refusé.")
PARSES = {"sssd": parse_sssd, "samba": parse_samba, "switch": parse_switch}
AGENT = Program(
    id="wazuh", kind="management", name="Wazuh", packages=("wazuh-agent",), processes=("wazuh",)
)


def readings(machine: FakeMachine) -> dict[str, Reading]:
    found = list(read(machine, a_context(tables=Tables(programs=(AGENT,)))))
    assert [each.fact for each in found] == ["management.domain", "management.agents"]
    return {each.fact: each for each in found}


def domain(machine: FakeMachine) -> object:
    reading = readings(machine)["management.domain"]
    return reading.value if isinstance(reading, Observed) else None


@pytest.mark.parametrize("recording", load("management"), ids=str)
def test_recorded_configurations(recording: Recording) -> None:
    parse = PARSES[recording.name.partition("_")[0]]
    assert parse(recording.text) is (recording.expect == "joined")


def test_a_plain_machine_is_nobodys() -> None:
    assert domain(FakeMachine(files={"/etc/nsswitch.conf": "passwd: files sss\n"})) is False


def test_sssd_shows_by_its_configuration() -> None:
    files = {"/etc/sssd/sssd.conf": load("management", "sssd_ad")[0].raw}
    assert domain(FakeMachine(files=files)) is True


@pytest.mark.parametrize(("mode", "expected"), [(0o711, True), (0o700, None)])
def test_a_refused_configuration_is_there_only_if_the_folder_can_be_walked(
    mode: int, *, expected: bool | None
) -> None:
    machine = FakeMachine(
        files={"/etc/sssd/sssd.conf": REFUSED},
        folders={"/etc": (an_entry("sssd", kind=EntryKind.FOLDER, mode=mode),)},
    )
    assert domain(machine) is expected


def test_a_machine_of_freeipa() -> None:
    assert domain(FakeMachine(files={"/etc/ipa/default.conf": ""})) is True


def test_kerberos_alone_proves_nothing() -> None:
    assert domain(FakeMachine(files={"/etc/krb5.conf": "[libdefaults]\n"})) is False


def test_one_refused_file_forbids_to_say_no() -> None:
    assert domain(FakeMachine(files={"/etc/samba/smb.conf": REFUSED})) is None


def test_agents_are_found_installed_or_running() -> None:
    status = "Package: bash\nStatus: install ok installed\nVersion: 5\n"
    files = {DPKG_STATUS: status, "/proc/1/comm": "init\n", "/proc/5/comm": "wazuh\n"}
    reading = readings(FakeMachine(files=files))["management.agents"]
    assert isinstance(reading, Observed)
    assert reading.value == ("wazuh",)


def test_no_list_is_not_an_absence_of_agents() -> None:
    assert isinstance(readings(FakeMachine())["management.agents"], Unreadable)


@given(st.text())
def test_any_text_never_raises(text: str) -> None:
    for parse in PARSES.values():
        assert parse(text) in {True, False}


@given(st.text(alphabet="abc \n[]/=#", max_size=200))
def test_a_text_without_the_words_joins_nothing(text: str) -> None:
    assert not any(parse(text) for parse in PARSES.values())
