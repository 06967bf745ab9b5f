from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import MachineRefusedError, Output, Program, Tables
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.antivirus.linux import (
    HEALTH,
    SIGNATURES,
    Health,
    newest_signature,
    parse_health,
    read,
)
from support.machine import NOW, Answer, FakeMachine, a_context, an_entry
from support.recordings import Recording, load

FACTS = ("products", "present", "running", "signatures_age")
CLAMAV = Program(
    id="clamav",
    kind="antivirus",
    name="ClamAV",
    packages=("clamav",),
    processes=("clamd", "clamonacc"),
)
DEFENDER = Program(
    id="defender",
    kind="antivirus",
    name="Defender",
    packages=("mdatp",),
    processes=("wdavdaemon",),
)
SILENT = Program(id="eset", kind="antivirus", name="ESET", opt=("eset",))


def a_machine(
    *packages: str, comm: str = "bash", health: Answer | None = None, **files: str
) -> FakeMachine:
    status = "\n".join(
        f"Package: {name}\nStatus: install ok installed\nVersion: 1\n"
        for name in ("bash", *packages)
    )
    return FakeMachine(
        commands={HEALTH: health} if health else {},
        files={DPKG_STATUS: status, "/proc/1/comm": "init\n", "/proc/9/comm": comm, **files},
        folders={
            SIGNATURES: (
                an_entry("daily.cld", modified=NOW - timedelta(hours=5, minutes=59)),
                an_entry("main.cvd", modified=NOW - timedelta(days=400)),
                an_entry("freshclam.dat", modified=NOW),
            )
        },
    )


def readings(machine: FakeMachine) -> dict[str, Reading]:
    context = a_context(tables=Tables(programs=(CLAMAV, DEFENDER, SILENT)))
    found = list(read(machine, context))
    *told, current = found
    assert [each.fact for each in told] == [f"antivirus.{fact}" for fact in FACTS]
    assert current.fact == "antivirus.up_to_date"
    assert isinstance(current, Inapplicable)
    return {each.fact.partition(".")[2]: each for each in told}


def values(machine: FakeMachine) -> dict[str, object]:
    return {
        fact: each.value for fact, each in readings(machine).items() if isinstance(each, Observed)
    }


def test_clamav_on_watch() -> None:
    assert values(a_machine("clamav", comm="clamd\n")) == {
        "products": ("clamav",),
        "present": True,
        "running": True,
        "signatures_age": 5,
    }


def test_fetching_signatures_is_not_watching() -> None:
    assert values(a_machine("clamav", comm="freshclam\n"))["running"] is False


def test_no_antivirus_is_an_answer_and_the_rest_has_no_meaning() -> None:
    found = readings(a_machine())
    assert values(a_machine()) == {"products": (), "present": False}
    assert isinstance(found["running"], Inapplicable)
    assert isinstance(found["signatures_age"], Inapplicable)


def test_no_readable_list_is_not_an_absence() -> None:
    assert all(isinstance(each, Unreadable) for each in readings(FakeMachine()).values())


@pytest.mark.parametrize("recording", load("antivirus", "mdatp_"), ids=str)
def test_recorded_healths(recording: Recording) -> None:
    word, minutes = recording.expect.split()
    expected = Health(protecting=word == "protecting", minutes=int(minutes))
    assert parse_health(recording.text) == expected


def test_defender_says_its_own_state() -> None:
    machine = a_machine("mdatp", health=load("antivirus", "mdatp_health")[0].text)
    assert values(machine)["running"] is True
    assert values(machine)["signatures_age"] == 2


def test_defender_switched_off_is_not_running_even_if_its_program_is() -> None:
    machine = a_machine("mdatp", comm="wdavdaemon\n", health=load("antivirus", "mdatp_off")[0].text)
    assert values(machine)["running"] is False


def test_a_failing_command_leaves_the_process_to_tell() -> None:
    machine = a_machine("mdatp", comm="wdavdaemon\n", health=Output(code=1, text="{}"))
    assert values(machine)["running"] is True
    assert isinstance(readings(machine)["signatures_age"], Unreadable)


def test_a_product_whose_program_is_not_known_is_not_called_stopped() -> None:
    found = readings(a_machine(**{"/opt/eset/x": ""}))
    assert isinstance(found["running"], Unreadable)
    assert isinstance(found["signatures_age"], Unreadable)


def test_hidden_processes_are_not_a_stopped_antivirus() -> None:
    refused = MachineRefusedError("Refusé.")
    machine = a_machine("clamav")
    hidden = FakeMachine(files={**machine.files, "/proc/1/comm": refused}, folders=machine.folders)
    assert isinstance(readings(hidden)["running"], Unreadable)


def test_signatures_to_come_or_missing_have_no_age() -> None:
    machine = a_machine("clamav", comm="clamd")
    for entries in ((an_entry("daily.cld", modified=NOW + timedelta(days=2)),), ()):
        odd = FakeMachine(files=machine.files, folders={SIGNATURES: entries})
        assert isinstance(readings(odd)["signatures_age"], Unreadable)


def test_only_signature_bases_have_an_age() -> None:
    assert newest_signature([an_entry("mirrors.dat")]) is None


@given(st.text())
def test_any_text_is_no_health(text: str) -> None:
    assert parse_health(text) == Health()


@given(st.dictionaries(st.sampled_from(["definitionsUpdatedMinutesAgo", "x"]), st.text()))
def test_any_words_are_no_age(report: dict[str, str]) -> None:
    text = str(report).replace("'", '"')
    assert parse_health(text).minutes is None
