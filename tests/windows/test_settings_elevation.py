"""A setting written by a second Hygie, opened by Windows' own «runas», and put back by it.

Wine grants it without a question: what Windows does when it is refused is tested with its code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from hygie.audit.run_settings import find_setting, run_in
from hygie.audit.settings_arguments import DIGEST, REQUEST
from hygie.audit.settings_elevation import Elevation, Held
from hygie.audit.settings_records import acts
from hygie.audit.settings_world import World
from hygie.core.errors import HygieError
from hygie.practice.folders import private_folder
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.door import Change
from hygie.workstation.settings.updates.windows import POLICY
from hygie.workstation.settings.windows_door import WindowsDoor
from hygie.workstation.settings.windows_events import Vouched, create_event
from hygie.workstation.settings.windows_hand import WindowsHand
from hygie.workstation.settings.windows_runas import RunAs, system_folder
from hygie.workstation.settings.windows_taken import take
from hygie.workstation.windows_library import close
from support.console import said, shown
from support.machine import FakeMachine
from support.settings import a_setting, a_world, answering, typing, words
from support.windows_machine import a_windows_context

pytestmark = pytest.mark.needs("windows")

NAME = "AUOptions"
UPDATES = find_setting("mises-a-jour")
SETTING = a_setting(id=UPDATES.id, planners=UPDATES.planners, places=UPDATES.places)


@pytest.fixture
def asks_first() -> Iterator[WindowsHand]:
    """Give a Windows that asks before it downloads; the policy goes away afterwards."""
    hand = WindowsHand()
    hand.write(POLICY, NAME, 2)
    yield hand
    for name in (NAME, ""):
        hand.write(POLICY, name, None)


@dataclass
class Today:
    """An Elevate: the other Hygie looks at the real clock, and this one's is a toy."""

    elevation: Elevation

    def __call__(
        self, setting: str, changes: Sequence[Change], *, at: datetime, wait: float = 0.0
    ) -> Held:
        del at
        return self.elevation(setting, changes, at=datetime.now(tz=UTC), wait=wait)


def forbidden() -> Acting:
    return Acting(environment={}, administrator=False, search_path="")


def ordinary_world(folder: Path, *answers: str | None) -> World:
    """Put together the world of somebody without an administrator's rights."""
    tokens = iter(range(9))
    return a_world(
        folder,
        WindowsDoor(FakeMachine, forbidden(), WindowsHand()),
        context=a_windows_context(),
        elevate=Today(Elevation(folder=folder, open=RunAs, token=lambda: f"{next(tokens)}")),
        listen=answering(*answers),
    )


def left_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.startswith("demande")]


def test_a_change_is_made_by_the_other_and_kept(tmp_path: Path, asks_first: WindowsHand) -> None:
    world = ordinary_world(tmp_path, "oui")
    run_in(world, words(), SETTING, console := typing("oui", "oui"))
    assert "Windows va demander une fois" in said(console)
    assert "C'est fait" in shown(console)
    assert asks_first.read(POLICY, NAME) == 4
    run_in(world, words(undo=True), SETTING, typing("oui"))
    assert asks_first.read(POLICY, NAME) == 2
    assert left_in(tmp_path) == []


def test_no_answer_has_the_other_put_it_back(tmp_path: Path, asks_first: WindowsHand) -> None:
    world = ordinary_world(tmp_path, None)
    run_in(world, words(), SETTING, typing("oui", "oui"))
    assert asks_first.read(POLICY, NAME) == 2
    (act,) = acts(world.records, world.context.workstation)
    assert act.stage == "annule"
    assert left_in(tmp_path) == []


def test_what_it_is_not_asked_it_does_not_do(tmp_path: Path, asks_first: WindowsHand) -> None:
    file, digest = private_folder(tmp_path / "privé") / "demande.json", "0" * 64
    file.write_bytes(b"{}")
    opened = RunAs(("poste", "regler", REQUEST, str(file), DIGEST, digest), digest[:32])
    assert opened.is_written(60) is False
    assert opened.ended(60) == 2
    assert asks_first.read(POLICY, NAME) == 2
    assert file.exists()


def test_a_request_serves_once_and_only_as_it_was_written(tmp_path: Path) -> None:
    file = private_folder(tmp_path / "privé") / "demande.json"
    file.write_bytes(b"{}")
    with pytest.raises(MachineRefusedError, match="n'est pas celle"):
        take(file, "0" * 64)
    assert file.exists()
    assert take(file, sha256(b"{}").hexdigest()) == b"{}"
    assert not file.exists()
    with pytest.raises(MachineRefusedError, match="plus là"):
        take(file, sha256(b"{}").hexdigest())


def test_an_answer_is_heard_from_one_to_the_other() -> None:
    events = [create_event(f"essai-oui-{end}") for end in ("fait", "garde", "retour")]
    with pytest.raises(MachineRefusedError, match="autre programme"):
        create_event("essai-oui-fait")
    vouched = Vouched("essai-oui")
    vouched.written()
    assert vouched.is_kept(0.05) is False
    for event in events:
        close(event)
    with pytest.raises(MachineRefusedError):
        Vouched("essai-personne")


def test_windows_says_itself_where_it_is() -> None:
    assert system_folder().lower() == r"c:\windows\system32"


def test_a_refusal_changes_nothing(tmp_path: Path, asks_first: WindowsHand) -> None:
    def declined(words: Sequence[str], name: str) -> RunAs:
        del words, name
        raise MachineRefusedError("L'autorisation d'administrateur a été refusée.")

    world = ordinary_world(tmp_path)
    elevate = Elevation(folder=tmp_path, open=declined, token=lambda: "essai")
    refused = a_world(
        tmp_path, world.door, context=world.context, elevate=elevate, records=world.records
    )
    run_in(refused, words(), SETTING, console := typing("oui", "oui"))
    assert "a été refusée" in " ".join(said(console).split())
    assert "Tout est remis comme avant." in shown(console)
    assert asks_first.read(POLICY, NAME) == 2
    with pytest.raises(HygieError):
        run_in(refused, words(undo=True), SETTING, typing("oui"))
