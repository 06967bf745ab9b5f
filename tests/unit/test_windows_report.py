"""The one PowerShell report: recordings as a whole machine, refusals, and any JSON."""

import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.wiring import tables
from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Context, MachineRefusedError, Output, Program, Tables
from hygie.workstation.probes.antivirus import windows as antivirus
from hygie.workstation.probes.disk_encryption import windows as disk_encryption
from hygie.workstation.probes.firewall import windows as firewall
from hygie.workstation.probes.hardening import windows as hardening
from hygie.workstation.probes.updates import windows as updates
from hygie.workstation.runner import has_shape, read_workstation
from hygie.workstation.windows_machine import Drive, DriveKind, Drives, Membership, WindowsMachine
from hygie.workstation.windows_report import (
    ABSENT,
    FAILED,
    GARBLED,
    RESTRICTED,
    RIGHTS,
    ROOT_KEY,
    SECTION_FAILED,
    SECTION_MISSING,
    SILENT,
    TOO_LONG,
    SectionRefusedError,
    fields,
    parse_report,
    reason_of,
    report_command,
    rows,
    script,
    section,
)
from hygie.workstation.windows_volumes import inner_volumes
from support.machine import Answer
from support.recordings import Recording, load
from support.windows_machine import FakeWindowsMachine, a_windows_context
from support.windows_report import COMMAND, DENIED, a_report, report_commands

LONGEST = 32_767
"""What Windows takes on one command line (CreateProcess)."""

READERS: tuple[Callable[[WindowsMachine, Context], Iterable[Reading]], ...] = (
    antivirus.read,
    disk_encryption.read,
    firewall.read,
    hardening.read,
    updates.read,
)
PROGRAMS = tuple(
    Program(id=id_, kind="antivirus", name=name, windows_names=(f"{name}*",))
    for id_, name in (("bitdefender", "Bitdefender"), ("norton", "Norton"))
)
C_DRIVE = Drive(letter="C:", kind=DriveKind.FIXED, external=False, ready=True, system=True)
MEMORY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
FACTS = load_catalogue().facts
SECTIONS = (
    *("defender", "products", "firewall", "firewall_products", "bitlocker", "network", "tpm"),
    *("hotfixes", "tasks"),
)


def a_machine(answer: Answer) -> FakeWindowsMachine:
    return FakeWindowsMachine(
        commands=report_commands(answer),
        keys={
            MEMORY: {"PagingFiles": ("C:\\pagefile.sys 0 0",)},
            r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall": {},
        },
        answers={
            Drives: Drives(drives=(C_DRIVE,)),
            Membership: Membership(domain=False, directory=False),
        },
    )


def readings(machine: FakeWindowsMachine) -> dict[str, Reading]:
    context = a_windows_context(tables=Tables(programs=PROGRAMS))
    return {each.fact: each for read in READERS for each in read(machine, context)}


def told(reading: Reading) -> object:
    match reading:
        case Observed(value=value):
            return list(value) if isinstance(value, tuple) else value
        case Inapplicable():
            return "-"
        case Unreadable():
            assert reading.reason.endswith(".")
            assert reading.remedy.endswith(".")
            return "?"


@pytest.mark.parametrize("recording", load("windows_report"), ids=str)
def test_recorded_workstations(recording: Recording) -> None:
    found = readings(a_machine(recording.raw))
    expected = json.loads(recording.expect)
    assert {fact: told(found[fact]) for fact in expected} == expected


@pytest.mark.parametrize("recording", load("windows_report"), ids=str)
def test_no_name_of_windows_is_ever_a_value(recording: Recording) -> None:
    words = {"Windows Defender", "Antivirus Microsoft", "Bitdefender A", "Un antivirus", "D68DDC3A"}
    said = str([vars_of(each) for each in readings(a_machine(recording.raw)).values()])
    assert not [word for word in words if word in said]


def vars_of(reading: Reading) -> tuple[object, ...]:
    if isinstance(reading, Observed):
        return (reading.value, reading.source)
    return (reading.reason,)


def test_a_whole_reading_starts_one_process() -> None:
    machine = a_machine(a_report())
    found = read_workstation(FACTS.values(), machine, a_windows_context(tables=tables()))
    assert {reading.fact for reading in found} == set(FACTS)
    assert set(machine.asked) == {COMMAND}


REFUSALS: dict[str, tuple[Answer, str]] = {
    "the stub of Wine": ("", SILENT),
    "spaces": (" \r\n", SILENT),
    "an error code": (Output(code=1, text=""), FAILED),
    "blocked by a policy": (MachineRefusedError("Refusé."), "Refusé."),
    "an error in words": ("powershell : accès refusé", GARBLED),
    "another format": (json.dumps({"format": 2, "sections": {}}), GARBLED),
    "no sections": (json.dumps({"format": 1, "sections": []}), GARBLED),
    "cut short": (a_report(tpm=[])[:-3], GARBLED),
    "a section that is not there": (a_report(), SECTION_MISSING),
    "a section of another form": (
        json.dumps({"format": 1, "sections": {"tpm": {"ok": "yes"}}}),
        SECTION_MISSING,
    ),
    "a section without value": (
        json.dumps({"format": 1, "sections": {"tpm": {"ok": True, "value": None}}}),
        SECTION_MISSING,
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_no_report_is_a_refusal_with_its_reason(case: str) -> None:
    answer, reason = REFUSALS[case]
    with pytest.raises(MachineRefusedError) as refusal:
        section(a_machine(answer), "tpm")
    assert refusal.value.reason == reason


@pytest.mark.parametrize("case", REFUSALS)
def test_without_a_report_nothing_of_it_is_ever_judged(case: str) -> None:
    found = readings(a_machine(REFUSALS[case][0]))
    for fact in (
        "antivirus.running",
        "antivirus.present",
        "firewall.active",
        "disk.data_encrypted",
    ):
        assert isinstance(found[fact], Unreadable), fact


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DENIED, RIGHTS),
        ("System.UnauthorizedAccessException,Microsoft.PowerShell.Commands", RIGHTS),
        ("HRESULT 0x8004100e,Get", ABSENT),
        ("HRESULT 0x80041010,Get", ABSENT),
        ("CommandNotFoundException", ABSENT),
        ("CannotCreateTypeConstrainedLanguage,New", RESTRICTED),
        ("MethodInvocationNotSupportedInConstrainedLanguage", RESTRICTED),
        ("timeout", TOO_LONG),
        ("HRESULT 0x80041001,Get", SECTION_FAILED),
        ("", SECTION_FAILED),
        (None, SECTION_FAILED),
        ({"x": 1}, SECTION_FAILED),
    ],
)
def test_an_error_is_read_by_its_code(error: object, reason: str) -> None:
    assert reason_of(error) == reason


def test_a_failed_section_says_whether_rights_would_help() -> None:
    machine = a_machine(a_report({"bitlocker": DENIED, "products": "HRESULT 0x8004100e,x"}))
    with pytest.raises(SectionRefusedError) as denied:
        section(machine, "bitlocker")
    assert (denied.value.for_rights, denied.value.absent) == (True, False)
    with pytest.raises(SectionRefusedError) as absent:
        section(machine, "products")
    assert (absent.value.for_rights, absent.value.absent) == (False, True)


def test_a_console_may_cut_lines_and_add_words() -> None:
    text = a_report(tpm=[{"code": 0}])
    cut = "\ufeff" + "\r\n".join(text[at : at + 20] for at in range(0, len(text), 20)) + "\r\n"
    assert parse_report(cut) == parse_report(text)


def test_a_list_as_powershell_sometimes_writes_it() -> None:
    assert rows({"value": [{"code": 0}], "Count": 1}) == ({"code": 0},)
    assert rows([]) == ()


@pytest.mark.parametrize("value", [None, 3, "x", {"code": 0}, [3], [{}, "x"]])
def test_what_is_not_a_list_of_objects_is_refused(value: object) -> None:
    with pytest.raises(MachineRefusedError):
        rows(value)


def test_what_is_not_an_object_is_refused() -> None:
    assert fields({"a": 1}) == {"a": 1}
    with pytest.raises(MachineRefusedError):
        fields([])


def test_powershell_is_named_by_its_path_and_gets_the_script_whole() -> None:
    moved = FakeWindowsMachine(keys={ROOT_KEY: {"SystemRoot": "D:\\Win dows"}})
    assert report_command(FakeWindowsMachine()) == COMMAND
    assert report_command(moved)[0].startswith("D:\\Win dows\\System32\\")
    assert report_command(moved)[1:] == COMMAND[1:]


@pytest.mark.parametrize("root", ["", "Windows", "\\\\serveur\\c", 'C:\\x" & calc', 3])
def test_an_odd_folder_of_windows_is_not_followed(root: str | int) -> None:
    machine = FakeWindowsMachine(keys={ROOT_KEY: {"SystemRoot": root}})
    assert report_command(machine) == COMMAND


def test_the_script_passes_on_a_command_line_and_hides_nothing() -> None:
    text = script()
    assert '"' not in text
    assert text.isascii()
    assert sum(map(len, COMMAND)) < LONGEST // 2
    assert not text.endswith("\\")
    assert "-EncodedCommand" not in COMMAND


@pytest.mark.parametrize(
    "word", ["http", "Invoke-Web", "Set-", "Remove-", "Start-", "Stop-", "Searcher", "DownloadS"]
)
def test_the_script_only_reads_this_computer(word: str) -> None:
    assert word.lower() not in script().lower()


def test_the_author_of_a_task_is_not_believed() -> None:
    """Whoever makes a task writes what they like there: only its folder sets Windows' own apart."""
    assert "author" not in script().lower()


@pytest.mark.parametrize("name", [*SECTIONS, "updates"])
def test_every_section_of_the_script_fails_alone(name: str) -> None:
    assert f"}} catch {{ $s.{name} = Get-Failure $_ }}" in script().split("\n")
    assert f"$s.{name} = @{{ ok = $true; value = " in script()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["state", "guid", "name", "mode", "realtime", "letter", "kind", "protection", "on",
                 "conversion", "protectors", "profile", "enabled", "inbound", "category", "code",
                 "added"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(SECTIONS), JUNK))
def test_any_json_in_the_sections_raises_nothing_and_has_its_shape(
    sections: dict[str, object],
) -> None:
    for fact, reading in readings(a_machine(a_report(None, **sections))).items():
        assert fact not in FACTS or has_shape(FACTS[fact], reading), reading


@given(st.text())
def test_any_text_is_no_verdict(text: str) -> None:
    found = readings(a_machine(text))
    assert isinstance(found["antivirus.running"], Unreadable)
    assert isinstance(found["firewall.active"], Unreadable)
    assert isinstance(found["disk.data_encrypted"], Unreadable)


def test_the_removable_volumes_are_another_probe_s() -> None:
    row = {
        "letter": "C:",
        "kind": 0,
        "protection": 1,
        "conversion": 1,
        "protectors": [1, True, "x"],
    }
    other = {"letter": "E:", "kind": 2, "protection": 0, "conversion": 0, "protectors": []}
    (volume,) = inner_volumes(a_machine(a_report(None, bitlocker=[row, other])))
    assert (volume.letter, volume.protectors) == ("C", (1,))
