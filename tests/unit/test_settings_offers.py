"""A plan starts the act where Hygie can: on this workstation, for what it read there."""

from hygie.audit.render import whole_plan
from hygie.audit.settings_offers import settings_offered
from hygie.audit.wiring import this_system
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit, make_audit
from hygie.core.readings import Observed, Reading
from hygie.core.situation import Situation
from support.records import NOW


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
