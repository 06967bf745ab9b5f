"""Without any right over the system, from a session with a name of its own."""

import json
import socket
from typing import Any

import pytest

from support.scenarios import World

STATES = {"observe", "illisible", "sans_objet"}
FEWEST_FACTS = 35
PERSON = "camille-infirmiere"


@pytest.fixture
def named(ordinary: World) -> World:
    """Give the practice to somebody whose names would show anywhere they leaked."""
    ordinary.extra = {"USER": PERSON, "LOGNAME": PERSON, "HOSTNAME": f"pc-de-{PERSON}"}
    return ordinary


def check_reading(reading: dict[str, Any]) -> None:
    """Check that a reading says what it knows and how, or why not and what to do."""
    assert reading["etat"] in STATES
    if reading["etat"] == "observe":
        assert reading["valeur"] is not None
        assert reading["source"]
    else:
        assert reading["raison"]
    if reading["etat"] == "illisible":
        assert reading["remede"]


def test_every_fact_is_in_one_of_three_states(named: World) -> None:
    readings = named.hygie("poste", "--json").document["releves"]
    assert len(readings) >= FEWEST_FACTS
    assert len({reading["fait"] for reading in readings}) == len(readings)
    for reading in readings:
        check_reading(reading)


@pytest.mark.parametrize(
    "words",
    [("audit", "--json"), ("diagnostic-technique", "--json"), ("journal",)],
)
def test_no_name_leaves_the_computer(named: World, words: tuple[str, ...]) -> None:
    done = named.hygie(*words)
    assert done.code == 0
    told = (done.out + done.err).casefold()
    for name in (PERSON, str(named.home), str(named.data), str(named.folder)):
        assert name.casefold() not in told


@pytest.mark.needs("network-namespaces")
def test_the_name_of_the_computer_does_not_leave_it(world: World) -> None:
    named = f'hostname poste-de-{PERSON}; exec "$@"'
    before = ("unshare", "--map-root-user", "--net", "--uts", "sh", "-c", named, "sh")
    done = world.hygie("poste", "--json", before=before)
    assert done.code == 0
    assert PERSON not in done.out
    assert PERSON not in socket.gethostname()
    assert len(json.loads(done.out)["releves"]) >= FEWEST_FACTS


def test_a_whole_audit(named: World) -> None:
    done = named.hygie("audit")
    assert done.code == 0
    assert "Tout le plan, pas à pas" in done.out
    kept = [path for path in named.data.rglob("*") if path.is_file()]
    assert kept
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert named.data.stat().st_mode & 0o777 == 0o700
    assert list(named.home.iterdir()) == []
