"""A setting that only an administrator may write: Windows is asked once, and once only."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.run_settings import find_setting, run_in
from hygie.audit.settings_arguments import REQUEST, add_settings_arguments
from hygie.audit.settings_elevated import asked_for, carry_out
from hygie.audit.settings_elevation import Elevation
from hygie.audit.settings_records import acts
from hygie.audit.settings_request import Request, digest_of, read_request, write_request
from hygie.audit.settings_world import World
from hygie.core.errors import HygieError, MisusedError
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.console import Console
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, Place, Store, Value
from hygie.workstation.settings.elevating import may_hold
from hygie.workstation.settings.known import SETTINGS
from support.console import said, shown
from support.elevation import Opening, take
from support.machine import NOW
from support.settings import FakeDoor, a_setting, a_world, answering, typing, wanting, words
from support.windows_machine import a_windows_context

ONE, TWO = (
    Place(store=Store.PROFILE, where=name, elevated=True)
    for name in ("DomainProfile", "PublicProfile")
)
OWN = Place(store=Store.REGISTRY, where=r"HKCU\Control Panel\Desktop", name="ScreenSaveActive")
FIREWALL = a_setting(
    id="pare-feu",
    planners={"windows": wanting((ONE, 1), (OWN, "1"), (TWO, 1))},
)
OFF: dict[Place, Value] = {ONE: 0, TWO: 0, OWN: "0"}
ON: dict[Place, Value] = {ONE: 1, TWO: 1, OWN: "1"}


def desk(folder: Path, door: FakeDoor, *answers: str | None, **given: Any) -> tuple[World, Opening]:
    """Give an ordinary account's Windows, and what counts the system's questions."""
    opening = Opening(door, NOW, **given)
    tokens = iter("abc")
    world = a_world(
        folder,
        door,
        context=a_windows_context(),
        elevate=Elevation(folder=folder, open=opening, token=lambda: next(tokens)),
        listen=answering(*answers),
    )
    return world, opening


def flat(text: str) -> str:
    return " ".join(text.split())


def stage(world: World) -> str:
    (act,) = acts(world.records, world.context.workstation)
    return act.stage


def test_a_nurse_says_yes_and_windows_asks_once_for_the_whole_setting(tmp_path: Path) -> None:
    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)), "oui")
    run_in(world, words(), FIREWALL, console := typing("oui", "oui"))
    assert "Windows va demander une fois l'autorisation" in flat(said(console))
    assert "C'est fait" in shown(console)
    assert door.values == ON
    assert len(opening.asked) == 1
    assert sys.platform == "win32" or opening.modes == [0o700]
    assert not list(tmp_path.glob("demande-*"))


@pytest.mark.parametrize("after", ["non", None])
def test_she_does_not_vouch_for_it_and_windows_asks_nothing_more(
    tmp_path: Path, after: str | None
) -> None:
    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)), after)
    run_in(world, words(), FIREWALL, console := typing("oui", "oui"))
    assert "remis comme avant" in shown(console)
    assert door.values == OFF
    assert len(opening.asked) == 1
    assert stage(world) == "annule"


def test_she_answers_no_to_windows_and_nothing_changed(tmp_path: Path) -> None:
    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)), declines=True)
    run_in(world, words(), FIREWALL, console := typing("oui", "oui"))
    assert "L'autorisation d'administrateur a été refusée." in flat(said(console))
    assert "remis comme avant" in shown(console)
    assert (door.values, door.written) == (OFF, [])
    assert len(opening.asked) == 1
    assert stage(world) == "annule"


def test_she_closes_the_window_and_the_other_puts_all_back(tmp_path: Path) -> None:
    def closed(_console: Console, _prompt: str, _seconds: float) -> str | None:
        raise KeyboardInterrupt

    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)))
    with pytest.raises(KeyboardInterrupt):
        run_in(replace(world, listen=closed), words(), FIREWALL, typing("oui", "oui"))
    assert door.values == OFF
    assert len(opening.asked) == 1


def test_months_later_she_undoes_it_with_one_more_question(tmp_path: Path) -> None:
    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)), "oui")
    run_in(world, words(), FIREWALL, typing("oui", "oui"))
    run_in(world, words(undo=True), FIREWALL, console := typing("oui"))
    assert "remis comme avant" in shown(console)
    assert door.values == OFF
    assert len(opening.asked) == 2


def test_undoing_that_windows_refuses_can_be_asked_again(tmp_path: Path) -> None:
    world, opening = desk(tmp_path, door := FakeDoor(values=dict(OFF)), "oui")
    run_in(world, words(), FIREWALL, typing("oui", "oui"))
    opening.declines = True
    with pytest.raises(HygieError) as refusal:
        run_in(world, words(undo=True), FIREWALL, console := typing("oui"))
    assert "--annuler pare-feu" in refusal.value.hint
    assert "prochain" not in flat(said(console))
    assert {door.values[ONE], door.values[TWO]} == {1}
    opening.declines = False
    run_in(world, words(undo=True), FIREWALL, typing("oui"))
    assert door.values == OFF


def test_a_tool_that_refuses_halfway_leaves_nothing_behind(tmp_path: Path) -> None:
    world, _ = desk(tmp_path, door := FakeDoor(values=dict(OFF), refused={TWO}))
    run_in(world, words(), FIREWALL, console := typing("oui", "oui"))
    assert "droits d'administrateur" in flat(said(console))
    assert door.values == OFF


def change(place: Place = ONE, before: int | None = 0, after: Any = 1) -> Change:
    return Change(place=place, before=before, after=after)


def asking(*changes: Change, **given: Any) -> Request:
    plain = {"setting": "pare-feu", "changes": changes or (change(),), "at": NOW, "wait": 120.0}
    return Request(**{**plain, **given})


class Silent:
    """Nobody vouches: Hygie was killed, or nobody is there."""

    told = False

    def written(self) -> None:
        self.told = True

    def is_kept(self, _seconds: float) -> bool:
        return False


def test_killed_before_the_answer_the_other_puts_back_by_itself() -> None:
    door, nobody = FakeDoor(values=dict(OFF)), Silent()
    carry_out(asking(change(), change(TWO)), door, nobody)
    assert nobody.told
    assert door.values == OFF
    assert door.written == [(ONE, 1), (TWO, 1), (TWO, 0), (ONE, 0)]


class Broken(Silent):
    """The word cannot even be asked for."""

    def written(self) -> None:
        raise MachineRefusedError("Windows n'a pas su répondre à cette question.")


def test_what_nobody_can_vouch_for_is_put_back() -> None:
    door = FakeDoor(values=dict(OFF))
    carry_out(asking(change()), door, Broken())
    assert door.values == OFF


def test_what_moved_since_it_was_shown_is_not_touched() -> None:
    door = FakeDoor(values={ONE: 0, TWO: 1})
    with pytest.raises(MisusedError, match="a changé"):
        carry_out(asking(change(), change(TWO)), door, None)
    assert door.written == []


def test_a_place_that_takes_nothing_is_put_back_and_said() -> None:
    door = FakeDoor(values=dict(OFF), deaf={TWO})
    with pytest.raises(HygieError, match="sans le prendre"):
        carry_out(asking(change(), change(TWO)), door, None)
    assert door.values == OFF


HOSTILE: list[Callable[[dict[str, Any]], object]] = [
    lambda it: it.update(reglage="chiffrement"),
    lambda it: it.update(format=2),
    lambda it: it.update(attend=1e9),
    lambda it: it.update(attend=-1),
    lambda it: it.update(attend="NaN"),
    lambda it: it.update(valeurs=[]),
    lambda it: it.update(valeurs="oui"),
    lambda it: it.update(le="hier"),
    lambda it: it.update(le="2026-11-22T19:00:00"),
    lambda it: it.pop("le"),
    lambda it: it["valeurs"].append(it["valeurs"][0]),
    lambda it: it["valeurs"][0].update(apres=9),
    lambda it: it["valeurs"][0].update(apres=True),
    lambda it: it["valeurs"][0].update(apres="1"),
    lambda it: it["valeurs"][0].update(apres=None),
    lambda it: it["valeurs"][0].update(administrateur=False),
    lambda it: it["valeurs"][0].update(ou="..\\Run"),
    lambda it: it["valeurs"][0].update(
        magasin="registre", ou=r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", nom="x"
    ),
]


@pytest.mark.parametrize("spoil", HOSTILE)
def test_only_a_known_setting_at_its_own_places_is_obeyed(
    spoil: Callable[[dict[str, Any]], object],
) -> None:
    document = json.loads(write_request(asking(), "x"))
    spoil(document)
    with pytest.raises(MisusedError):
        read_request(json.dumps(document).encode(), system="windows", now=NOW)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 100_000, b"null", b"{}"])
def test_what_is_no_request_is_refused(content: bytes) -> None:
    with pytest.raises(MisusedError, match="n'est pas de celles"):
        read_request(content, system="windows", now=NOW)


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(seconds=-1)])
def test_a_request_is_obeyed_at_once_or_never(late: timedelta) -> None:
    content = write_request(asking(), "x")
    assert read_request(content, system="windows", now=NOW) == asking()
    with pytest.raises(MisusedError, match="trop longtemps"):
        read_request(content, system="windows", now=NOW + late)


def test_a_request_changed_on_the_disk_or_used_already_is_refused(tmp_path: Path) -> None:
    content = write_request(asking(), "x")
    file = tmp_path / "demande.json"
    file.write_bytes(content.replace(b"pare-feu", b"smb1"))
    with pytest.raises(MachineRefusedError):
        asked_for(file, digest_of(content), take, NOW)
    file.write_bytes(content)
    assert asked_for(file, digest_of(content), take, NOW) == asking()
    with pytest.raises(MachineRefusedError):
        asked_for(file, digest_of(content), take, NOW)


class Deaf:
    """The other Hygie started, and never says that anything is written."""

    def __init__(self) -> None:
        self.answers: list[bool] = []

    def is_written(self, _seconds: float) -> bool:
        return False

    def answer(self, *, keep: bool) -> None:
        self.answers.append(keep)

    def ended(self, _seconds: float) -> int | None:
        return None


@pytest.mark.parametrize(("wait", "answers"), [(60.0, [False]), (0.0, [])])
def test_the_other_that_says_nothing_is_told_to_put_back(
    tmp_path: Path, wait: float, answers: list[bool]
) -> None:
    deaf = Deaf()
    elevate = Elevation(folder=tmp_path, open=lambda _words, _name: deaf, token=lambda: "x")
    with pytest.raises(MachineRefusedError, match="droits d'administrateur"):
        elevate("pare-feu", [change()], at=NOW, wait=wait)
    assert deaf.answers == answers
    assert list(tmp_path.iterdir()) == []


def test_every_value_windows_settings_want_or_put_back_is_one_they_may_hold() -> None:
    wanted = {
        place: setting.id
        for setting in SETTINGS
        for place in setting.places.get("windows", ())
        if place.elevated
    }
    assert set(wanted.values()) == {
        *("verrouillage", "pare-feu", "mises-a-jour", "compte-invite", "bureau-a-distance", "smb1")
    }
    assert [place for place in wanted if not may_hold(place, 1)] == []
    assert [place for place in wanted if may_hold(place, 8) or may_hold(place, "1")] == []
    assert not may_hold(OWN, 1)
    start = next(place for place in wanted if place.name == "Start")
    assert may_hold(start, 4)
    assert not may_hold(start, None)


def test_what_hygie_asks_of_itself_is_offered_to_nobody() -> None:
    parser = FrenchParser(prog="hygie poste regler")
    add_settings_arguments(parser)
    assert "interne" not in parser.format_help()
    assert [option for option in parser.known_options() if "interne" in option] == []
    assert parser.parse_args([REQUEST, "x"]).request == Path("x")


def test_find_setting_names_what_the_request_names() -> None:
    assert find_setting(asking().setting).declares("windows", ONE)


def test_the_moment_is_that_of_the_yes(tmp_path: Path) -> None:
    seen: list[datetime] = []

    def look(words: Sequence[str], name: str) -> Deaf:
        assert len(name) == 32
        seen.append(datetime.fromisoformat(json.loads(Path(words[3]).read_bytes())["le"]))
        return Deaf()

    elevate = Elevation(folder=tmp_path, open=look, token=lambda: "x")
    with pytest.raises(MachineRefusedError):
        elevate("pare-feu", [change()], at=NOW)
    assert seen == [NOW]
