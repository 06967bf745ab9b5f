import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.wifi import linux
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

NMCLI = (*linux.NMCLI, *linux.WITHOUT_SCAN)
WPA_CLI = ("wpa_cli", "-i", "wlan0", "status")
NETWORKS = {"wpa3", "wpa2", "wpa", "wep", "ouvert"}


def read(state: str = "up\n", **commands: Answer) -> Reading:
    named = {"nmcli": NMCLI, "wpa_cli": WPA_CLI}
    machine = FakeMachine(
        commands={named[name]: answer for name, answer in commands.items()},
        files={
            f"{linux.INTERFACES}/eth0/operstate": "up\n",
            f"{linux.INTERFACES}/wlan0/operstate": state,
            f"{linux.INTERFACES}/wlan0/phy80211/name": "phy0\n",
        },
    )
    (reading,) = linux.read(machine, a_context())
    assert reading.fact == "wifi.security"
    return reading


def value(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else None


@pytest.mark.parametrize("recording", load("wifi", "nmcli-"), ids=str)
def test_real_answers_of_networkmanager(recording: Recording) -> None:
    assert str(linux.parse_nmcli(recording.text)) == recording.expect


@pytest.mark.parametrize("recording", load("wifi", "wpa-cli"), ids=str)
def test_real_answers_of_wpa_supplicant(recording: Recording) -> None:
    assert str(linux.parse_wpa_status(recording.text)) == recording.expect


def test_a_workstation_without_card_is_not_concerned() -> None:
    machine = FakeMachine(files={f"{linux.INTERFACES}/eth0/operstate": "up\n"})
    assert [type(each) for each in linux.read(machine, a_context())] == [Inapplicable]


@pytest.mark.parametrize("state", ["down\n", "dormant\n", "notpresent\n"])
def test_a_card_in_no_use_is_not_concerned(state: str) -> None:
    assert isinstance(read(state, nmcli="*:WPA2\n"), Inapplicable)


def test_networkmanager_answers_first() -> None:
    assert (
        value(read(nmcli="*:WPA3\n", wpa_cli="wpa_state=COMPLETED\nkey_mgmt=WPA-PSK\n")) == "wpa3"
    )


def test_wpa_supplicant_answers_when_networkmanager_does_not() -> None:
    (recording,) = load("wifi", "wpa-cli")
    stopped = Output(code=8, text="*:WPA3\n")
    assert value(read(nmcli=stopped, wpa_cli=recording.raw)) == "wpa2"


@pytest.mark.parametrize("answer", ["", "*:OWE\n", "*:802.1X\n", "*:WPA4\n", " :WPA2\n"])
def test_an_unknown_answer_is_never_a_protection(answer: str) -> None:
    reading = read(nmcli=answer)
    assert isinstance(reading, Unreadable)
    assert reading.remedy


def test_a_refusal_is_never_an_absence() -> None:
    machine = FakeMachine(folders={linux.INTERFACES: MachineRefusedError("Refusé.")})
    assert [type(each) for each in linux.read(machine, a_context())] == [Unreadable]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*:WEP", "wep"),
        ("*:WPA1 WPA2", "wpa"),
        ("*:WPA2 802.1X", "wpa2"),
        ("*:WPA3\n*:WPA2", "wpa2"),
        ("*:--", "ouvert"),
    ],
)
def test_a_network_is_worth_its_weakest_protection(text: str, expected: str) -> None:
    assert linux.parse_nmcli(text) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("wpa_state=COMPLETED\nkey_mgmt=SAE", "wpa3"),
        ("wpa_state=COMPLETED\nkey_mgmt=NONE\npairwise_cipher=NONE", "ouvert"),
        ("wpa_state=COMPLETED\nkey_mgmt=NONE\npairwise_cipher=WEP-104", "wep"),
        ("wpa_state=COMPLETED\nkey_mgmt=NONE", None),
        ("wpa_state=SCANNING\nkey_mgmt=WPA2-PSK", None),
        ("wpa_state=COMPLETED\nkey_mgmt=OWE", None),
    ],
)
def test_the_status_of_wpa_supplicant(status: str, expected: str | None) -> None:
    assert linux.parse_wpa_status(status) == expected


@given(st.text())
def test_strange_answers_are_never_a_protection(text: str) -> None:
    assert linux.parse_wpa_status(text) is None
    assert linux.parse_nmcli(text) is None or text.strip().startswith("*:")


@given(st.text().map(lambda text: f"*:{text}"))
def test_only_known_words_are_protections(text: str) -> None:
    found = linux.parse_nmcli(text)
    words = set(text[2:].split())
    assert found is None or words <= {*linux.NMCLI_WORDS, "802.1X", "--", "*:"}
    assert found is None or found in NETWORKS
