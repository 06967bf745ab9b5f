"""What is kept is exactly what was wanted, what is undone exactly what was there."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.run_settings import run_in
from hygie.audit.settings_pending import has_pending
from hygie.audit.settings_records import acts, last_kept
from hygie.core.errors import MisusedError
from hygie.practice.records import ACT, Draft, Json
from hygie.workstation.settings.door import Place, Store, Value
from support.machine import NOW
from support.settings import FakeDoor, a_setting, a_world, answering, typing, wanting, words

PLACES = [Place(store=Store.FILE, where=name) for name in "abcd"]
VALUES = st.none() | st.integers(0, 2) | st.sampled_from(["", "x", "bool 1"])


@given(
    former=st.dictionaries(st.sampled_from(PLACES), VALUES),
    wanted=st.dictionaries(st.sampled_from(PLACES), VALUES),
    refused=st.sets(st.sampled_from(PLACES), max_size=1),
    deaf=st.sets(st.sampled_from(PLACES), max_size=1),
    answer=st.sampled_from(["oui", "non", None]),
)
def test_whatever_happens_all_is_as_wanted_or_as_before(
    former: dict[Place, Value | None],
    wanted: dict[Place, Value | None],
    refused: set[Place],
    deaf: set[Place],
    answer: str | None,
) -> None:
    before = {place: value for place, value in former.items() if value is not None}
    door = FakeDoor(values=dict(before), refused=refused, deaf=deaf)
    setting = a_setting(planners={"linux": wanting(*wanted.items())})
    with TemporaryDirectory() as folder:
        world = a_world(Path(folder), door, listen=answering(answer, answer))
        run_in(world, words(), setting, typing("oui", "oui"))
        act = last_kept(acts(world.records, "poste-essai"), setting.id)
        after = {**former, **wanted} if act else before
        assert door.values == {place: value for place, value in after.items() if value is not None}
        assert not has_pending(world.records)
        if act:
            assert answer == "oui"
            run_in(world, words(undo=True), setting, typing("oui"))
            assert door.values == before


def test_a_change_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path, FakeDoor())
    detail: dict[str, Json] = {
        "valeurs": [{"magasin": "inconnu", "ou": "x", "nom": "", "avant": 1, "apres": 2}]
    }
    summary = {"acte": "reglage", "reglage": "pare-feu", "etape": "commence"}
    draft = Draft(
        at=NOW, kind=ACT, by="titulaire", workstation="poste-essai", summary=summary, detail=detail
    )
    world.records.append(draft)
    with pytest.raises(MisusedError, match="plus récente"):
        acts(world.records, "poste-essai")
