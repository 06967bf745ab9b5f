from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.installed import as_reading, installed, process_names, running
from hygie.workstation.machine import EntryKind, MachineRefusedError, Program, Tables
from hygie.workstation.packages import (
    DPKG_STATUS,
    PACMAN_LOCAL,
    RPM,
    parse_dpkg,
    parse_pacman,
    parse_rpm,
    read_packages,
)
from support.machine import FakeMachine, a_context, an_entry
from support.recordings import load

HOME = "/home/alix"
REFUSED = MachineRefusedError("Refusé.")
DPKG = "Package: bash\nStatus: install ok installed\nVersion: 5.2.15-2\n\n"


def a_program(**fields: Any) -> Program:
    return Program(**{"id": "outil", "kind": "backup", "name": "Outil", **fields})


def look(program: Program, machine: FakeMachine, kind: str = "backup") -> tuple[str, ...]:
    return installed(machine, a_context(tables=Tables(programs=(program,))), kind).ids


def test_a_recorded_dpkg_list_gives_versions_of_what_was_asked() -> None:
    for recording in load("programs", "dpkg_"):
        versions = parse_dpkg(recording.raw, {"bash", "nftables", "absent"})
        assert sorted(versions or {}) == recording.expect.split()


def test_a_removed_package_is_not_installed() -> None:
    assert parse_dpkg(load("programs", "dpkg_removed")[0].raw, {"bash"}) == {}


def test_a_recorded_rpm_list_is_read() -> None:
    recording = load("programs", "rpm_qa")[0]
    wanted = {"bash", "keepassxc", "anydesk", "absent"}
    assert sorted(parse_rpm(recording.text, wanted) or {}) == recording.expect.split()


def test_pacman_folders_are_read() -> None:
    names = ("ALPM_DB_VERSION", "borg-1.4.0-3", "pacman-contrib-1.10-1")
    entries = [an_entry(name, kind=EntryKind.FOLDER) for name in names]
    assert parse_pacman(entries, {"borg", "pacman-contrib", "pacman"}) == {
        "borg": "1.4.0",
        "pacman-contrib": "1.10",
    }


def test_an_empty_dpkg_list_is_a_leftover_and_rpm_is_asked() -> None:
    machine = FakeMachine(files={DPKG_STATUS: ""}, commands={RPM: "restic\t0.17.1\n"})
    assert read_packages(machine, {"restic"}).versions == {"restic": "0.17.1"}


def test_rpm_is_not_asked_where_dpkg_answers() -> None:
    machine = FakeMachine(files={DPKG_STATUS: DPKG}, commands={RPM: "bash\t1\n"})
    assert read_packages(machine, {"bash"}).versions == {"bash": "5.2.15-2"}
    assert machine.asked == []


def test_pacman_is_asked_last() -> None:
    folders = {PACMAN_LOCAL: (an_entry("vorta-0.10-1", kind=EntryKind.FOLDER),)}
    assert read_packages(FakeMachine(folders=folders), {"vorta"}).source == PACMAN_LOCAL


def test_no_list_at_all_is_an_incomplete_look() -> None:
    found = installed(FakeMachine(), a_context(), "backup")
    assert (found.found, found.complete) == ((), False)
    assert found.reason


def test_nothing_found_in_every_place_is_a_complete_look() -> None:
    found = installed(FakeMachine(files={DPKG_STATUS: DPKG}), a_context(), "backup")
    assert found.complete
    assert found.ids == ()


def test_each_place_shows_a_program() -> None:
    places = {
        "/usr/local/bin/outil": a_program(commands=("outil",)),
        "/snap/bin/outil": a_program(commands=("outil",)),
        f"{HOME}/.local/bin/outil": a_program(commands=("outil",)),
        "/opt/outil/x": a_program(opt=("outil",)),
        "/var/lib/flatpak/app/org.outil/x": a_program(flatpaks=("org.outil",)),
        f"{HOME}/.local/share/flatpak/app/org.outil/x": a_program(flatpaks=("org.outil",)),
        "/snap/outil/x": a_program(packages=("outil",)),
        f"{HOME}/.outil-dist/x": a_program(folders=(".outil-dist",)),
    }
    for path, program in places.items():
        machine = FakeMachine(files={DPKG_STATUS: DPKG, path: ""})
        assert look(program, machine) == ("outil",), path


def test_a_program_of_another_kind_is_not_given() -> None:
    machine = FakeMachine(files={DPKG_STATUS: DPKG})
    assert look(a_program(packages=("bash",)), machine, kind="antivirus") == ()


def test_a_refused_folder_makes_the_look_incomplete() -> None:
    machine = FakeMachine(files={DPKG_STATUS: DPKG}, folders={"/opt": REFUSED})
    context = a_context(tables=Tables(programs=(a_program(opt=("outil",)),)))
    assert not installed(machine, context, "backup").complete


def test_nothing_in_an_incomplete_look_is_unreadable_and_something_is_observed() -> None:
    context = a_context()
    none = installed(FakeMachine(), context, "backup")
    assert isinstance(as_reading(context, "backup.tools", none, remedy="…"), Unreadable)
    reading = as_reading(context, "backup.tools", none, remedy="…", ids=("borg",))
    assert isinstance(reading, Observed)
    assert reading.value == ("borg",)


def test_running_programs_are_known_by_their_short_names() -> None:
    machine = FakeMachine(
        files={
            "/proc/1/comm": "systemd\n",
            "/proc/42/comm": "outil\n",
            "/proc/meminfo": "MemTotal",
        }
    )
    context = a_context(tables=Tables(programs=(a_program(processes=("outil",)),)))
    seen = running(machine, context, "backup")
    assert (seen.ids, seen.complete) == (("outil",), True)


def test_hidden_processes_make_the_look_incomplete() -> None:
    assert not process_names(FakeMachine(files={"/proc/42/comm": "bash\n"}))[1]
    hidden = FakeMachine(files={"/proc/1/comm": REFUSED, "/proc/42/comm": "bash\n"})
    assert process_names(hidden) == (frozenset({"bash"}), False)
    assert process_names(FakeMachine()) == (frozenset(), False)


def test_a_process_that_ends_meanwhile_hides_nothing() -> None:
    machine = FakeMachine(files={"/proc/1/comm": "init\n", "/proc/9/comm": REFUSED})
    assert process_names(machine) == (frozenset({"init"}), True)


@given(st.binary(max_size=300))
def test_any_bytes_are_no_package(content: bytes) -> None:
    assert not parse_dpkg(b"x" + content.replace(b"Package", b""), {"bash"})


@given(st.text(max_size=300).map(lambda text: text.replace("\t", "")))
def test_any_text_without_tabs_is_no_rpm_list(text: str) -> None:
    assert parse_rpm(text, {"bash"}) is None
