import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.machine import Program, Tables
from hygie.workstation.probes.backup_tools import dates, linux
from support.machine import NOW, Answer, FakeMachine, a_context
from support.recordings import Recording, load

HOME = "/home/alix"
TOOLS = ("deja_dup", "timeshift", "pika", "vorta", "duplicati", "backintime", "restic")
PROGRAMS = tuple(Program(id=name, kind="backup", name=name, packages=(name,)) for name in TOOLS)
GSETTINGS = ("gsettings", "list-recursively", "org.gnome.DejaDup")
Files = dict[str, bytes | str]


def dpkg(*names: str) -> Files:
    stanzas = [f"Package: {name}\nStatus: install ok installed\nVersion: 1\n" for name in names]
    return {"/var/lib/dpkg/status": "\n".join(["Package: base\nStatus: x x installed\n", *stanzas])}


def read(files: Files, gsettings: str = "") -> dict[str, Reading]:
    commands: dict[tuple[str, ...], Answer] = {GSETTINGS: gsettings} if gsettings else {}
    machine = FakeMachine(files=dict(files), commands=commands)
    readings = list(linux.read(machine, a_context(tables=Tables(programs=PROGRAMS))))
    assert [each.fact for each in readings] == ["backup.tools", "backup.days_since_last"]
    return {reading.fact: reading for reading in readings}


def days(files: Files, gsettings: str = "") -> object:
    reading = read(files, gsettings)["backup.days_since_last"]
    return reading.value if isinstance(reading, Observed) else type(reading)


def a_database(schema: str, insert: str, values: Iterable[tuple[object, ...]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        connection.executemany(insert, values)
        connection.commit()
        return bytes(connection.serialize())


def vorta(*runs: tuple[str, str, int]) -> bytes:
    (schema,) = load("backup_tools", "vorta-schema")
    insert = (
        "INSERT INTO eventlogmodel (start_time, end_time, category, subcommand, returncode)"
        " VALUES ('', ?, 'user', ?, ?)"
    )
    return a_database(schema.text, insert, runs)


def test_no_tool_is_an_answer_and_leaves_no_date() -> None:
    found = read(dpkg())
    tools = found["backup.tools"]
    assert isinstance(tools, Observed)
    assert tools.value == ()
    assert isinstance(found["backup.days_since_last"], Inapplicable)


def test_a_list_of_programs_that_cannot_be_read_is_not_an_absence() -> None:
    assert all(isinstance(reading, Unreadable) for reading in read({}).values())


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_that_left_no_date_is_unknown(tool: str) -> None:
    assert days(dpkg(tool)) is Unreadable


def test_deja_dup_by_its_settings() -> None:
    line = "org.gnome.DejaDup last-backup '2026-11-15T18:41:00.5Z'\n"
    assert days(dpkg("deja_dup"), line) == 6
    assert days(dpkg("deja_dup"), "org.gnome.DejaDup last-backup ''\n") is Unreadable


def test_deja_dup_from_flatpak() -> None:
    kept = "[org/gnome/deja-dup]\nlast-backup='2026-11-21T18:41:00Z'\n"
    assert days({**dpkg("deja_dup"), f"{HOME}/{dates.DEJA_DUP_FLATPAK}": kept}) == 1


def test_pika_by_its_history() -> None:
    (recording,) = load("backup_tools", "pika-history")
    assert days({**dpkg("pika"), f"{HOME}/{dates.PIKA[1]}": recording.raw}) == 1


def test_vorta_counts_only_archives_that_were_made() -> None:
    log = vorta(
        ("2026-11-19 18:41:00", "create", 0),
        ("2026-11-20 18:41:00", "create", 1),
        ("2026-11-21 18:41:00", "create", 2),
        ("2026-11-22 18:41:00", "prune", 0),
    )
    assert days({**dpkg("vorta"), f"{HOME}/{dates.VORTA[0]}": log}) == 2
    assert days({**dpkg("vorta"), f"{HOME}/{dates.VORTA[0]}": vorta()}) is Unreadable
    assert days({**dpkg("vorta"), f"{HOME}/{dates.VORTA[0]}": b"autre"}) is Unreadable


def test_duplicati_by_its_own_record() -> None:
    schema = "CREATE TABLE Metadata (BackupID INTEGER, Name TEXT, Value TEXT);"
    rows = [
        (1, "LastBackupFinished", "20261110T184100Z"),
        (2, "LastBackupFinished", "20261118T184100Z"),
        (2, "LastBackupStarted", "20261122T184100Z"),
    ]
    content = a_database(schema, "INSERT INTO Metadata VALUES (?, ?, ?)", rows)
    assert days({**dpkg("duplicati"), f"{HOME}/{dates.DUPLICATI}": content}) == 4


def test_back_in_time_by_the_snapshots_on_its_disk() -> None:
    settings = (
        "profile1.snapshots.path=/media/disque\nprofile1.snapshots.path.host=poste\n"
        "profile1.snapshots.path.user=alix\nprofile1.snapshots.path.profile=1\n"
    )
    folder = "/media/disque/backintime/poste/alix/1"
    files: Files = {**dpkg("backintime"), f"{HOME}/{dates.BACK_IN_TIME}": settings}
    assert days(files) is Unreadable
    plugged: Files = {f"{folder}/20261101-120000-123/info": "", f"{folder}/new_snapshot/info": ""}
    assert days({**files, **plugged}) == 21


def test_the_newest_date_of_all_tools_is_kept() -> None:
    (recording,) = load("backup_tools", "pika-history")
    files: Files = {
        **dpkg("pika", "vorta", "timeshift"),
        f"{HOME}/{dates.PIKA[0]}": recording.raw,
        f"{HOME}/{dates.VORTA[0]}": vorta(("2026-10-01 10:00:00", "create", 0)),
    }
    assert days(files) == 1


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(timedelta(hours=2), 0), (timedelta(days=2), Unreadable), (timedelta(days=4000), Unreadable)],
)
def test_a_date_to_come_is_not_a_backup(ahead: timedelta, expected: object) -> None:
    line = f"org.gnome.DejaDup last-backup '{(NOW + ahead).isoformat()}'\n"
    assert days(dpkg("deja_dup"), line) == expected


def test_a_timeshift_snapshot_proves_nothing() -> None:
    snapshots: Files = {"/timeshift/snapshots/2026-11-22_10-00-01/info.json": "{}"}
    assert days({**dpkg("timeshift"), **snapshots}) is Unreadable


@pytest.mark.parametrize("recording", load("backup_tools", "pika-"), ids=str)
def test_real_histories(recording: Recording) -> None:
    (date,) = dates.parse_pika(recording.raw)
    assert date.replace(microsecond=0).isoformat() == recording.expect


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2199, 1, 1)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_a_date_is_read_back(moment: datetime) -> None:
    assert dates.parse_date(moment.isoformat()) == moment.replace(tzinfo=UTC)
    short = moment.replace(microsecond=0)
    assert dates.parse_compact(f"{short:%Y%m%dT%H%M%SZ}") == short.replace(tzinfo=UTC)
    assert dates.parse_snapshot(f"{short:%Y%m%d-%H%M%S}-123") == short.replace(tzinfo=UTC)


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"])))
def test_texts_without_figures_are_no_date(text: str) -> None:
    assert dates.parse_date(text) is None
    assert dates.parse_compact(text) is None
    assert dates.parse_snapshot(text) is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_dates_at_the_ends_of_time_are_no_accident(text: str) -> None:
    assert dates.parse_date(text) is None


@given(st.binary() | st.text().map(str.encode))
def test_strange_histories_hold_no_date(content: bytes) -> None:
    assert dates.parse_pika(content) == ()


@given(st.text())
def test_strange_settings_name_no_folder_of_snapshots(text: str) -> None:
    assert dates.parse_back_in_time(text) == ()
