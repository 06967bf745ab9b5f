"""A plan starts the act where Hygie can: on this workstation, for what it read there."""

from pathlib import Path

import pytest

from hygie.audit.render import whole_plan
from hygie.audit.settings_offers import settings_offered
from hygie.audit.settings_states import would_change
from hygie.audit.wiring import this_system
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit, make_audit
from hygie.core.readings import Observed, Reading
from hygie.core.situation import Situation
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.settings.door import Change, NotHereError, Sight
from support.records import NOW
from support.settings import ONE, OTHER, FakeDoor, a_setting, a_world


def a_reading(fact: str, *, value: bool) -> Observed:
    return Observed(fact=fact, workstation="poste-a", value=value, source="essai", at=NOW)


def an_audit(*readings: Reading) -> Audit:
    catalogue = load_catalogue()
    return make_audit(
        situation=Situation(),
        readings=readings,
        records=(),
        catalogue=catalogue,
        guidance=load_guidance(catalogue),
        system=this_system(),
        now=NOW,
    )


def test_a_failing_fact_offers_its_setting() -> None:
    audit = an_audit(
        a_reading("session.lock_enabled", value=False), a_reading("firewall.active", value=True)
    )
    offered = settings_offered(audit, "poste-a")
    assert offered["verrouillage"] == ("verrouillage",)
    assert "pare-feu" not in {name for names in offered.values() for name in names}
    assert "hygie poste regler verrouillage" in "\n".join(whole_plan(audit, offered))


def test_another_workstation_is_not_set_from_here() -> None:
    audit = an_audit(a_reading("session.lock_enabled", value=False))
    assert settings_offered(audit, "poste-b") == {}
    assert "regler" not in "\n".join(whole_plan(audit))


def test_what_hygie_cannot_make_is_not_offered() -> None:
    audit = an_audit(a_reading("session.lock_enabled", value=False))
    assert settings_offered(audit, "poste-a", lambda _: False) == {"verrouillage": ()}
    offered = settings_offered(audit, "poste-a", lambda one: one.id == "verrouillage")
    assert offered == {"verrouillage": ("verrouillage",)}


@pytest.mark.parametrize("refusal", [MachineRefusedError, NotHereError])
def test_a_setting_is_made_when_it_has_something_to_change(
    tmp_path: Path, refusal: type[MachineRefusedError]
) -> None:
    def refused(_: Sight) -> tuple[Change, ...]:
        raise refusal("Rien ici.")

    world = a_world(tmp_path, door := FakeDoor())
    assert would_change(a_setting(), world, 10)
    assert not would_change(a_setting(planners={"linux": refused}), world, 10)
    door.values = {ONE: "true", OTHER: "10"}
    assert not would_change(a_setting(), world, 10)
