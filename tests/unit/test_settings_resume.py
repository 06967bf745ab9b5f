"""An undo nobody asked for: only where the setting may write, and never highly without a yes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hygie.audit.run_settings import run_in
from hygie.audit.settings_pending import has_pending
from hygie.audit.settings_records import Act, Stage, acts, begin, end
from hygie.audit.settings_resume import resume
from hygie.audit.settings_world import World
from hygie.core.errors import MisusedError
from hygie.terminal.console import Console
from hygie.workstation.settings.door import Change, Place, Store, Value
from hygie.workstation.settings.known import SETTINGS, by_id
from support.console import a_console, said, shown
from support.machine import NOW
from support.settings import HIGH, ONE, FakeDoor, a_setting, a_world, typing, words

PLASMA = Place(store=Store.KDE, where="kscreenlockerrc/Daemon", name="Timeout")


def begun(world: World, setting: str, place: Place, before: Value | None, after: Value) -> Act:
    change = Change(place=place, before=before, after=after)
    return begin(world.records, by_id()[setting], [change], "poste-essai", NOW)


def stage(world: World) -> Stage:
    (act,) = acts(world.records, "poste-essai")
    return act.stage


def resumed(world: World, act: Act, console: Console) -> str:
    resume(act, by_id()[act.setting], world, console)
    return " ".join(said(console).split())


@pytest.mark.parametrize(
    "place",
    [
        Place(store=Store.FILE, where="/etc/cron.d/x", elevated=True),
        Place(store=Store.FILE, where="/etc/apt/apt.conf.d/20auto-upgrades"),
        Place(store=Store.UNIT, where="--help", elevated=True),
        Place(store=Store.KDE, where="kdeglobals/General", name="BrowserApplication"),
    ],
)
def test_a_place_no_setting_declares_is_never_written(tmp_path: Path, place: Place) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={place: "plain"}))
    for setting in by_id():
        act = begun(world, setting, place, "evil", "plain")
        assert "un endroit que Hygie ne règle jamais" in resumed(world, act, typing("oui"))
        end(world.records, act, Stage.KEPT, NOW)
        with pytest.raises(MisusedError, match="ne règle jamais"):
            run_in(world, words(undo=True), by_id()[setting], typing("oui"))
    assert door.written == []


def test_a_setting_that_does_not_exist_is_left_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={PLASMA: "10"}))
    resume(begun(world, "verrouillage", PLASMA, "60", "10"), None, world, console := typing())
    assert door.written == []
    assert "ne règle jamais" in " ".join(said(console).split())


def test_the_person_s_own_place_is_put_back_and_shown(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={PLASMA: "10"}))
    act = begun(world, "verrouillage", PLASMA, "60", "10")
    told = resumed(world, act, a_console())
    assert "kscreenlockerrc/Daemon Timeout" in told
    assert "10 → 60" in told
    assert "Hygie remet ce qu'il y avait." in told
    assert door.values == {PLASMA: "60"}
    assert stage(world) is Stage.UNDONE


def test_without_a_terminal_a_high_place_is_only_said(tmp_path: Path) -> None:
    for administrator in (True, False):
        folder = tmp_path / str(administrator)
        folder.mkdir()
        world = a_world(folder, door := FakeDoor(values={HIGH: "yes"}), administrator=administrator)
        act = begun(world, "pare-feu", HIGH, "no", "yes")
        assert "dans un terminal" in resumed(world, act, a_console())
        assert door.written == []
        assert stage(world) is Stage.BEGUN


@pytest.mark.parametrize(("typed", "value"), [("non", "yes"), ("oui", "no")])
def test_a_high_place_waits_for_another_yes(tmp_path: Path, typed: str, value: str) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={HIGH: "yes"}))
    told = resumed(world, begun(world, "pare-feu", HIGH, "no", "yes"), typing(typed))
    assert "yes → no" in told
    assert "Hygie peut remettre ce qu'il y avait." in told
    assert "Hygie remet ce qu'il y avait" not in told
    assert door.values == {HIGH: value}


def test_what_somebody_changed_since_is_asked_about(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={PLASMA: "2"}))
    act = begun(world, "verrouillage", PLASMA, "60", "10")
    resumed(world, act, a_console())
    assert door.values == {PLASMA: "2"}
    assert "plus sûr" in resumed(world, act, typing("non"))
    assert door.values == {PLASMA: "2"}


def test_stopped_before_the_write_nothing_is_asked(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={HIGH: "no"}))
    resumed(world, begun(world, "pare-feu", HIGH, "no", "yes"), a_console())
    assert door.written == []
    assert stage(world) is Stage.UNDONE


def waiting(folder: Path) -> tuple[World, FakeDoor, Act]:
    """Return a firewall switched on by a Hygie that was killed before the answer."""
    firewall = next(iter(by_id()["pare-feu"].places["linux"]))
    world = a_world(folder, door := FakeDoor(values={firewall: "yes"}))
    return world, door, begun(world, "pare-feu", firewall, "no", "yes")


def test_what_waits_may_be_left_so_and_is_asked_no_more(tmp_path: Path) -> None:
    world, door, act = waiting(tmp_path)
    talk = resumed(world, act, typing("non", "oui"))
    assert "Laisser ainsi ce réglage (pare-feu)" in talk
    assert "C'est laissé ainsi, et noté au journal." in talk
    assert door.written == []
    assert stage(world) is Stage.LEFT
    assert not has_pending(world.records)
    run_in(world, words(undo=True), by_id()["pare-feu"], typing("oui"))
    assert list(door.values.values()) == ["no"]
    assert stage(world) is Stage.UNDONE


def test_a_refused_password_is_no_dead_end(tmp_path: Path) -> None:
    world, door, act = waiting(tmp_path)
    door.refused = set(door.values)
    talk = resumed(world, act, typing("oui", "oui"))
    assert "Le système a dit non." in talk
    assert "C'est laissé ainsi" in talk
    assert stage(world) is Stage.LEFT


def test_neither_put_back_nor_left_it_is_asked_again(tmp_path: Path) -> None:
    world, door, act = waiting(tmp_path)
    assert "ou le laisser ainsi : hygie poste regler" in resumed(world, act, typing("non", "non"))
    assert stage(world) is Stage.BEGUN
    assert "ou le laisser ainsi : hygie poste regler" in resumed(world, act, a_console())
    assert stage(world) is Stage.BEGUN
    assert door.written == []


def kept(folder: Path, value: Value | None) -> tuple[World, FakeDoor]:
    """Return a setting kept at «true», formerly «false», now at a value."""
    door = FakeDoor(values={} if value is None else {ONE: value})
    world = a_world(folder, door)
    change = Change(place=ONE, before="false", after="true")
    act = begin(world.records, a_setting(), [change], "poste-essai", NOW)
    end(world.records, act, Stage.KEPT, NOW)
    return world, door


def test_undoing_shows_what_is_there_now_and_asks_of_what_moved(tmp_path: Path) -> None:
    world, door = kept(tmp_path, "stricter")
    rehearsal = words(undo=True, simulation=True)
    run_in(world, rehearsal, a_setting(), console := a_console())
    assert "stricter → false" in shown(console)
    assert "Quelqu'un a changé ce réglage depuis" in " ".join(shown(console).split())
    run_in(world, words(undo=True), a_setting(), console := typing("non"))
    assert "Remettre quand même l'ancienne valeur" in " ".join(said(console).split())
    assert door.values == {ONE: "stricter"}
    run_in(world, words(undo=True), a_setting(), typing("oui"))
    assert door.values == {ONE: "false"}


def test_undoing_what_is_already_as_before_asks_nothing(tmp_path: Path) -> None:
    world, door = kept(tmp_path, "false")
    run_in(world, words(undo=True), a_setting(), console := typing())
    assert "déjà comme avant" in " ".join(said(console).split())
    assert door.written == []


def test_an_altered_journal_is_not_believed(tmp_path: Path) -> None:
    _, door = kept(tmp_path, "true")
    with closing(sqlite3.connect(tmp_path / "registre.sqlite")) as database, database:
        database.execute("DROP TRIGGER entries_never_change")
        database.execute("UPDATE entries SET detail = replace(detail, '\"false\"', '\"evil\"')")
    altered = a_world(tmp_path, door)
    with pytest.raises(MisusedError, match="plus intact"):
        run_in(altered, words(undo=True), a_setting(), typing("oui"))
    assert door.written == []


def test_every_setting_declares_places_for_each_system_it_changes() -> None:
    for setting in SETTINGS:
        changed = set(setting.planners) - (
            {"macos"} if setting.id.startswith("execution") else set()
        )
        assert set(setting.places) == changed
        assert all(setting.places[system] for system in changed)
