"""What a change does before, while and after, whatever happens."""

import json
from pathlib import Path

import pytest

from hygie.audit.run_settings import check_words, find_setting, run_in, run_settings
from hygie.audit.settings_lock import FILE_NAME, is_waited_for, only_one
from hygie.audit.settings_pending import has_pending
from hygie.audit.settings_records import Stage, acts, begin, end, last_kept, pending
from hygie.audit.settings_states import Standing, state_of
from hygie.audit.settings_undo import put_back
from hygie.audit.settings_words import RESTART_TOO, after_restart
from hygie.audit.settings_world import World
from hygie.core.errors import HygieError, MisusedError
from hygie.practice.records import ACT
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Sight
from hygie.workstation.settings.known import Setting
from support.console import FakeTerminal, a_console, said, shown
from support.machine import NOW, FakeMachine, a_context
from support.settings import (
    HIGH,
    ONE,
    OTHER,
    FakeDoor,
    a_setting,
    a_world,
    answering,
    typing,
    wanting,
    words,
)

SET = {ONE: "true", OTHER: "10"}


def change(world: World, console: Console, setting: Setting | None = None) -> ExitCode:
    return run_in(world, words(), setting or a_setting(), console)


def stages(world: World) -> list[str]:
    return [str(line.summary["etape"]) for line in world.records.lines(kinds={ACT})]


def test_two_yes_and_a_third_after_keep_the_change(tmp_path: Path) -> None:
    door = FakeDoor()
    world = a_world(tmp_path, door)
    console = typing("oui", "oui")
    assert change(world, console) is ExitCode.DONE
    assert door.values == SET
    assert stages(world) == ["commence", "garde"]
    assert "C'est fait" in shown(console)
    assert "prise en main à distance" in said(console)


@pytest.mark.parametrize("lines", [("non",), ("oui", "non"), ("oui",), (), ("oui", "o", "ok", "y")])
def test_without_every_yes_nothing_is_written(tmp_path: Path, lines: tuple[str, ...]) -> None:
    door = FakeDoor()
    world = a_world(tmp_path, door)
    console = typing(*lines)
    change(world, console)
    assert door.written == []
    assert world.records.lines() == ()
    assert "Rien n'a été modifié." in shown(console)


@pytest.mark.parametrize("after", ["non", None])
def test_no_or_nobody_puts_all_back(tmp_path: Path, after: str | None) -> None:
    door = FakeDoor(values={OTHER: "60"})
    world = a_world(tmp_path, door, listen=answering(after))
    console = typing("oui", "oui")
    assert change(world, console) is ExitCode.DONE
    assert door.values == {OTHER: "60"}
    assert (ONE, None) in door.written
    assert stages(world) == ["commence", "annule"]
    assert "remis comme avant" in shown(console)


def test_what_is_typed_beside_is_asked_again(tmp_path: Path) -> None:
    door = FakeDoor()
    world = a_world(tmp_path, door, listen=answering("peut-être", "Oui."))
    change(world, typing("oui", "quoi", "OUI"))
    assert door.values == SET


def test_a_change_refused_halfway_is_undone(tmp_path: Path) -> None:
    door = FakeDoor(refused={OTHER})
    world = a_world(tmp_path, door)
    console = typing("oui", "oui")
    change(world, console)
    assert door.values == {}
    assert "Le système a dit non." in said(console)


def test_a_change_that_does_not_hold_is_undone(tmp_path: Path) -> None:
    door = FakeDoor(deaf={OTHER})
    world = a_world(tmp_path, door)
    console = typing("oui", "oui")
    change(world, console)
    assert door.values == {}
    assert "sans le prendre" in said(console)


def test_a_fact_still_wrong_after_undoes_the_change(tmp_path: Path) -> None:
    """The door takes the value, the probe of KDE still reads a session that never locks."""
    files = {"/home/alix/.config/kscreenlockerrc": "[Daemon]\nAutolock=false\n"}
    door = FakeDoor()
    world = a_world(
        tmp_path,
        door,
        context=a_context(environment={"XDG_CURRENT_DESKTOP": "KDE"}),
        look=lambda: FakeMachine(files=files),
    )
    console = typing("oui", "oui")
    change(world, console, a_setting(facts=("session.lock_enabled",)))
    assert door.values == {}
    assert "rien n'a changé" in said(console)


def test_former_values_are_written_down_before_the_first_change(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values={OTHER: "60"}))
    seen: list[bool] = []
    door.on_put = lambda: seen.append(has_pending(world.records))
    change(world, typing("oui", "oui"))
    assert seen == [True, True]
    assert not has_pending(world.records)


def test_ctrl_c_undoes_at_once(tmp_path: Path) -> None:
    def interrupted(_console: Console, _prompt: str, _seconds: float) -> str | None:
        raise KeyboardInterrupt

    door = FakeDoor()
    world = a_world(tmp_path, door, listen=interrupted)
    console = typing("oui", "oui")
    with pytest.raises(KeyboardInterrupt):
        change(world, console)
    assert door.values == {}
    assert stages(world) == ["commence", "annule"]
    assert "Tout est remis comme avant." in said(console)


def test_an_undo_that_is_refused_stays_to_be_done(tmp_path: Path) -> None:
    door = FakeDoor()
    world = a_world(tmp_path, door, listen=answering("non"))
    puts: list[int] = []

    def refuse_the_undo() -> None:
        puts.append(1)
        if len(puts) > len(SET):
            door.refused = {ONE, OTHER}

    door.on_put = refuse_the_undo
    with pytest.raises(HygieError) as refusal:
        change(world, typing("oui", "oui"))
    assert "prochain démarrage" in refusal.value.hint
    (act,) = pending(acts(world.records, "poste-essai"))
    door.refused, door.on_put = set(), lambda: None
    assert put_back(door, act.changes) == ""
    assert door.values == {}


def test_what_moved_while_it_was_read_is_shown_again_first(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor())
    console = typing("oui", "oui")

    class Moving(FakeTerminal):
        def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]  # the stubs give StringIO the bytes of its base
            door.values[OTHER] = "3"
            return "oui\n"

    console.stdin = Moving()
    change(world, console)
    assert door.values == {OTHER: "3"}
    assert "relancez la commande" in said(console)
    assert stages(world) == []


def test_a_setting_already_right_changes_nothing(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor(values=dict(SET)))
    console = typing()
    change(world, console)
    assert door.written == []
    assert "en ordre" in shown(console)


def test_a_kept_change_is_undone_exactly_and_once(tmp_path: Path) -> None:
    door = FakeDoor(values={OTHER: "60"})
    world = a_world(tmp_path, door)
    change(world, typing("oui", "oui"))
    console = typing("oui")
    run_in(world, words(undo=True), a_setting(), console)
    assert door.values == {OTHER: "60"}
    assert "remis comme avant" in shown(console)
    with pytest.raises(MisusedError, match="déjà annulé"):
        run_in(world, words(undo=True), a_setting(), typing("oui"))


def test_undoing_needs_a_yes_and_can_be_rehearsed(tmp_path: Path) -> None:
    door = FakeDoor()
    world = a_world(tmp_path, door)
    change(world, typing("oui", "oui"))
    run_in(world, words(undo=True), a_setting(), typing("non"))
    run_in(world, words(undo=True, simulation=True), a_setting(), console := typing())
    assert door.values == SET
    assert "true → rien" in shown(console)


def test_two_changes_of_one_setting_are_undone_newest_first(tmp_path: Path) -> None:
    door = FakeDoor(values={ONE: "true", OTHER: "60"})
    world = a_world(tmp_path, door, listen=answering("oui", "oui"))
    change(world, typing("oui", "oui"))
    shorter = a_setting(planners={"linux": wanting((OTHER, "5"))})
    change(world, typing("oui", "oui"), shorter)
    found = []
    for _ in range(2):
        run_in(world, words(undo=True), a_setting(), typing("oui"))
        found.append(door.values[OTHER])
    assert found == ["10", "60"]


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    world = a_world(tmp_path, door := FakeDoor())
    console = a_console()
    run_in(world, words(simulation=True), a_setting(), console)
    assert door.written == []
    assert list(tmp_path.iterdir()) == []
    assert "rien → 10" in shown(console)


def test_rights_are_announced_before_the_yes(tmp_path: Path) -> None:
    setting = a_setting(planners={"linux": wanting((HIGH, "yes"))})
    world = a_world(tmp_path, FakeDoor(values={HIGH: "no"}))
    console = typing("oui", "non")
    change(world, console, setting)
    assert "mot de passe d'un administrateur" in said(console)


def test_only_one_change_at_a_time(tmp_path: Path) -> None:
    world = a_world(tmp_path, FakeDoor())
    with only_one(tmp_path) as first:
        assert first
        with pytest.raises(MisusedError, match="autre fenêtre"):
            change(world, typing("oui", "oui"))
    with only_one(tmp_path) as again:
        assert again


def test_another_workstation_s_change_is_not_ours(tmp_path: Path) -> None:
    world = a_world(tmp_path, FakeDoor())
    found = [Change(place=ONE, before=None, after="true")]
    act = begin(world.records, a_setting(), found, "poste-autre", NOW)
    assert acts(world.records, "poste-essai") == ()
    assert has_pending(world.records)
    end(world.records, act, Stage.KEPT, NOW)
    kept = last_kept(acts(world.records, "poste-autre"), "verrouillage")
    assert kept is not None
    assert kept.changes == tuple(found)


def test_what_hygie_cannot_change_is_told_from_what_is_not_known(tmp_path: Path) -> None:
    def refuses(_sight: Sight) -> tuple[Change, ...]:
        raise MachineRefusedError("Ce poste refuse.")

    unlocked = {"/home/alix/.config/kscreenlockerrc": "[Daemon]\nAutolock=false\n"}
    setting = a_setting(planners={"linux": refuses}, facts=("session.lock_enabled",))
    for files, word in ((unlocked, "mais pas par Hygie"), ({}, "en ordre")):
        machine = FakeMachine(files=files)
        context = a_context(environment={"XDG_CURRENT_DESKTOP": "KDE"})
        world = a_world(tmp_path, FakeDoor(), context=context, look=lambda seen=machine: seen)
        change(world, console := typing(), setting)
        assert word in shown(console)
    change(a_world(tmp_path, FakeDoor()), console := typing(), setting)
    assert "n'a pas pu être su" in shown(console)


def test_what_could_not_be_known_is_never_said_wrong(tmp_path: Path) -> None:
    setting = a_setting(facts=("session.lock_enabled",))
    state = state_of(setting, a_world(tmp_path, FakeDoor()), 10)
    assert state.standing is Standing.UNKNOWN
    assert len(state.changes) == len(SET)


def test_what_could_not_be_read_is_never_in_order(tmp_path: Path) -> None:
    """No place has to change, and the fact is unreadable: the answer is not known."""
    context = a_context(environment={"XDG_CURRENT_DESKTOP": "Autre"})
    world = a_world(tmp_path, FakeDoor(values=dict(SET)), context=context)
    setting = a_setting(facts=("session.lock_enabled",))
    state = state_of(setting, world, 10)
    assert (state.standing, state.changes) == (Standing.UNKNOWN, ())
    assert state.reason
    change(world, console := typing(), setting)
    assert "? n'a pas pu être su" in shown(console)
    assert "en ordre" not in shown(console)


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(MisusedError, match="« pare-feu »"):
        find_setting("parefeu")
    with pytest.raises(MisusedError, match="inconnu"):
        find_setting("zzz")


def test_nobody_at_the_keyboard_changes_nothing() -> None:
    with pytest.raises(MisusedError) as refusal:
        run_settings(words(reglage="pare-feu"), a_console())
    assert "--simulation" in refusal.value.hint


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({"undo": True}, None),
        ({"minutes": 5}, None),
        ({"minutes": 5}, "pare-feu"),
        ({"minutes": 16}, "verrouillage"),
    ],
)
def test_words_that_do_not_go_together(given: dict[str, object], setting: str | None) -> None:
    with pytest.raises(MisusedError):
        check_words(words(**given), None if setting is None else find_setting(setting))


def test_encryption_is_explained_and_asks_nothing() -> None:
    console = a_console()
    assert run_settings(words(reglage="chiffrement"), console) is ExitCode.DONE
    assert "clé de récupération imprimée" in shown(console).replace("\n    ", " ")
    assert said(console) == ""


def test_the_document_says_how_it_ended(tmp_path: Path) -> None:
    world = a_world(tmp_path, FakeDoor(), listen=answering(None))
    console = typing("oui", "oui")
    run_in(world, words(json=True), a_setting(), console)
    document = json.loads(shown(console))
    assert (document["acte"], document["resultat"]) == ("reglage", "annule")
    assert document["raison"] == "Personne n'a répondu."
    assert document["reglages"][0]["changements"][0]["avant"] is None


def test_whether_another_hygie_waits_is_known_without_writing(tmp_path: Path) -> None:
    assert not is_waited_for(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with only_one(tmp_path) as alone:
        assert alone
        assert is_waited_for(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [FILE_NAME]
    assert not is_waited_for(tmp_path)
    with only_one(tmp_path) as alone:
        assert alone


def test_a_setting_obeyed_at_the_next_start_asks_for_it_and_for_a_second_look(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path, FakeDoor())
    setting = a_setting(restarts=True)
    change(world, console := typing("oui", "oui"), setting)
    assert after_restart(setting.id) in " ".join(said(console).split())
    run_in(world, words(undo=True), setting, back := typing("oui"))
    assert RESTART_TOO in " ".join(said(back).split())
