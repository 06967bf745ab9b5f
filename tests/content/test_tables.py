"""The data tables: each line has its source and its date, and names one thing."""

import re
from collections.abc import Iterator
from datetime import date

from hygie.audit.wiring import tables
from hygie.catalogue.loader import FOLDER
from hygie.catalogue.tables import LABELS, load_tables
from hygie.workstation.machine import Program
from hygie.workstation.windows_programs import is_named
from support.content import table

SYSTEMS = table("tables/systems.toml", "system")
PROGRAMS = table("tables/programs.toml", "program")
KINDS = {
    "antivirus", "backup", "browser", "ended_software", "management", "password_manager",
    "practice", "remote_control", "sync", "sync_own",
}  # fmt: skip
OURS = {"note", "source", "checked"}
LISTS = (
    "packages", "flatpaks", "commands", "processes", "folders", "opt", "windows_names",
    "windows_keys", "windows_families", "windows_processes", "bundles", "mac_processes",
)  # fmt: skip
PROCESS_LETTERS = 15
"""What /proc/N/comm can show: a longer name would never be recognised."""


def lists() -> Iterator[tuple[str, str, list[str]]]:
    for program in PROGRAMS:
        for key in LISTS:
            if key in program:
                yield program["id"], key, program[key]


def test_every_line_has_its_source_and_its_date() -> None:
    known = {source["id"] for source in table("sources.toml", "source")}
    lines = [line for file, key in LABELS for line in table(f"tables/{file}.toml", key)]
    assert len(lines) > len(SYSTEMS + PROGRAMS)
    for line in lines:
        assert line["source"] in known
        assert type(line["checked"]) is date


def test_every_table_is_watched_for_its_age() -> None:
    files = sorted(path.stem for path in (FOLDER / "tables").glob("*.toml"))
    assert sorted(file for file, _ in LABELS) == files
    assert [found.id for found in load_tables()] == [file for file, _ in LABELS]


def test_systems_are_named_as_os_release_names_them() -> None:
    ids = [system["id"] for system in SYSTEMS]
    assert len(set(ids)) == len(ids)
    for system in SYSTEMS:
        assert set(system) <= {"id", "end"} | OURS
        assert re.fullmatch(r"[a-z-]+ [0-9.]+( [0-9a-z]+)?", system["id"]), system["id"]
        assert type(system["end"]) is date


def test_programs_are_told_apart() -> None:
    ids = [program["id"] for program in PROGRAMS]
    assert len(set(ids)) == len(ids)
    for program in PROGRAMS:
        assert re.fullmatch(r"[a-z0-9_]+", program["id"])
        assert set(program) <= set(Program.__dataclass_fields__) | OURS
        assert program["kind"] in KINDS
        assert program["name"].strip() == program["name"] != ""


def test_every_kind_is_in_use() -> None:
    assert {program["kind"] for program in PROGRAMS} == KINDS


def test_a_program_can_be_recognised() -> None:
    for program in PROGRAMS:
        assert any(program.get(key) for key in LISTS), program["id"]


def test_lists_hold_each_name_once() -> None:
    for id_, key, names in lists():
        assert names, f"{id_}.{key} is empty: leave it out"
        assert len(set(names)) == len(names), f"{id_}.{key}"
        assert all(name.strip() == name != "" for name in names), f"{id_}.{key}"


def test_names_have_the_form_of_their_place() -> None:
    for id_, key, names in lists():
        for name in names:
            if key == "folders":
                assert not name.startswith(("/", "~")), f"{id_} {name}"
                assert ".." not in name.split("/")
            else:
                assert "/" not in name, f"{id_} {name}"
            if key == "processes":
                assert len(name) <= PROCESS_LETTERS, f"{id_} {name}"
            if key == "flatpaks":
                assert name.count(".") >= 2, f"{id_} {name}"


def test_names_of_windows_and_macos_have_the_form_of_their_place() -> None:
    forms = {
        "windows_names": r"[^*?\[]{2,}.*",
        "windows_keys": r"\*?[^*?\[]{4,}.*",
        "windows_families": r"[A-Za-z0-9.-]+_[a-z0-9]{13}",
        "windows_processes": r"[a-z0-9_. -]+\.exe",
        "bundles": r"[A-Za-z0-9-]+(\.[A-Za-z0-9_-]+)+",
    }
    for id_, key, names in lists():
        for name in names:
            assert re.fullmatch(forms.get(key, ".+"), name), f"{id_} {key} {name}"
            assert not set(name) & set("?["), f"{name}: only a star stands for something"


def test_a_name_under_windows_never_means_two_programs_of_a_kind() -> None:
    """A pattern of one must not take the plain name of another."""
    for program in PROGRAMS:
        plain = [name for name in program.get("windows_names", []) if "*" not in name]
        for other in PROGRAMS:
            if other["kind"] == program["kind"] and other["id"] != program["id"]:
                known = Program(
                    id="x", kind="x", name="x", windows_names=tuple(other.get("windows_names", []))
                )
                assert not [name for name in plain if is_named(known, name)], other["id"]


def test_one_name_means_one_program_of_a_kind() -> None:
    """A name two programs share would count one of them where only the other is."""
    seen: dict[tuple[str, str, str], str] = {}
    kinds = {program["id"]: program["kind"] for program in PROGRAMS}
    for id_, key, names in lists():
        for name in names:
            owner = seen.setdefault((kinds[id_], key, name), id_)
            assert owner == id_, f"{name} ({key}): {owner} and {id_}"


def test_the_end_of_a_branch_is_a_day() -> None:
    for program in PROGRAMS:
        ended = program.get("ended", {})
        assert bool(ended) == (program["kind"] == "ended_software"), program["id"]
        for version, day in ended.items():
            assert re.fullmatch(r"[0-9.]*", version)
            assert type(day) is date


def test_the_tables_reach_the_probes_whole() -> None:
    handed = tables()
    assert len(handed.programs) == len(PROGRAMS)
    assert handed.systems == {system["id"]: system["end"].isoformat() for system in SYSTEMS}
