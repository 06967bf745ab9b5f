import plistlib
from datetime import timedelta

import pytest

from hygie.core.readings import Inapplicable, Reading, Unreadable
from hygie.workstation import macos_time_machine
from hygie.workstation.machine import Program, Tables
from hygie.workstation.probes.backup_tools import macos
from support.machine import NOW, Answer, FakeMachine
from support.macs import REFUSED, Content, a_mac, a_mac_context, by_fact, recorded, settings, values

OTHER = Program(id="autre", kind="backup", name="Autre", bundles=("fr.exemple.copie",))
OTHER_INFO = {
    "/Applications/Copie.app/Contents/Info.plist": settings(
        CFBundleIdentifier="fr.exemple.copie", CFBundleShortVersionString="1"
    )
}


def read(
    notes: Content | None = None,
    *,
    files: dict[str, bytes] | None = None,
    commands: dict[tuple[str, ...], Answer] | None = None,
) -> dict[str, Reading]:
    own: dict[str, Content] = {} if notes is None else {macos_time_machine.NOTES: notes}
    machine = a_mac(files={**own, **(files or {})}, commands=commands)
    context = a_mac_context(tables=Tables(programs=(OTHER,)))
    return by_fact(macos.read(machine, context))


def test_the_last_backup_of_all_the_disks() -> None:
    assert values(read(recorded("backup-26-arm")).values()) == {
        macos.TOOLS: ("time_machine",),
        macos.LAST: 2,
    }


def test_a_disk_without_backup_is_no_date() -> None:
    found = read(recorded("backup-13-intel"))
    assert values(found.values()) == {macos.TOOLS: ("time_machine",)}
    assert getattr(found[macos.LAST], "reason", "") == macos.NEVER


@pytest.mark.parametrize("notes", [None, recorded("backup-none")])
def test_no_disk_and_no_other_tool(notes: bytes | None) -> None:
    found = read(notes)
    assert values(found.values()) == {macos.TOOLS: ()}
    assert isinstance(found[macos.LAST], Inapplicable)


def test_another_tool_leaves_no_date() -> None:
    found = read(files=OTHER_INFO)
    assert values(found.values()) == {macos.TOOLS: ("autre",)}
    assert isinstance(found[macos.LAST], Unreadable)


def test_notes_kept_from_us_are_asked_of_the_settings_service() -> None:
    found = read(REFUSED, commands={macos_time_machine.EXPORT: recorded("backup-26-arm")})
    assert values(found.values())[macos.LAST] == 2


@pytest.mark.parametrize("printed", [settings(), "", REFUSED])
def test_then_only_the_choice_of_a_disk_is_known(printed: Answer) -> None:
    destination = recorded("destination-15-arm")
    found = read(
        REFUSED, commands={macos_time_machine.EXPORT: printed, macos.DESTINATIONS: destination}
    )
    assert values(found.values()) == {macos.TOOLS: ("time_machine",)}
    assert getattr(found[macos.LAST], "reason", "") == macos_time_machine.KEPT
    assert "Sauvegardes" not in repr(found)


@pytest.mark.parametrize("printed", [REFUSED, "", plistlib.dumps({"Destinations": []})])
def test_notes_kept_from_us_are_not_the_lack_of_backups(printed: Answer) -> None:
    found = read(REFUSED, commands={macos.DESTINATIONS: printed})
    assert {type(each) for each in found.values()} == {Unreadable}


def test_a_backup_to_come_is_a_wrong_clock() -> None:
    later = (NOW + timedelta(days=3)).replace(tzinfo=None)
    notes = plistlib.dumps({"Destinations": [{"SnapshotDates": [later]}]})
    assert getattr(read(notes)[macos.LAST], "reason", "") == macos.FUTURE


@pytest.mark.parametrize("odd", ["x", [1], [{"SnapshotDates": "hier"}], [{"SnapshotDates": [1]}]])
def test_odd_notes_give_no_date(odd: object) -> None:
    notes = plistlib.dumps({"Destinations": odd})
    assert macos.LAST not in values(read(notes).values())


def test_an_empty_machine_says_nothing() -> None:
    assert values(macos.read(FakeMachine(), a_mac_context())) == {}
