"""Wine answers for programs it does not have: exit 0, nothing printed. Nothing may follow from it.

On a real Windows a policy, an antivirus or a damaged installation does the same.
"""

import subprocess

import pytest

from support.windows_program import SECONDS, Practice

pytestmark = pytest.mark.needs("windows")

ONLY_POWERSHELL_KNOWS = ("antivirus.", "disk.data_encrypted")


@pytest.mark.parametrize(
    "command",
    ["powershell.exe -NoProfile -Command 1", "netsh.exe advfirewall show allprofiles"],
)
def test_the_stubs_are_here_and_say_nothing(command: str) -> None:
    done = subprocess.run(command.split(), capture_output=True, check=False, timeout=SECONDS)
    assert (done.returncode, done.stdout) == (0, b"")


def test_nothing_is_concluded_from_their_silence(practice: Practice) -> None:
    readings = practice.hygie("poste", "--json").document["releves"]
    asked = [each for each in readings if each["fait"].startswith(ONLY_POWERSHELL_KNOWS)]
    assert len(asked) > 1
    assert [each["fait"] for each in asked if each["etat"] != "illisible"] == []
    assert all(each["raison"] and each["remede"] for each in asked)


def test_no_verdict_comes_from_their_silence(practice: Practice) -> None:
    readings = practice.hygie("poste", "--json").document["releves"]
    known = {each["fait"] for each in readings if each["etat"] == "observe"}
    findings = practice.hygie("audit", "--sans-question", "--json").document["constats"]
    judged = {
        each["mesure"]: {fact["fait"] for fact in each["faits"]}
        for each in findings
        if each["base"] == "releve"
    }
    assert {measure for measure, facts in judged.items() if not known & facts} == set()
