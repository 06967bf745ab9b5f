"""Nothing goes out: with or without a network the verdicts are the same, and nobody is called."""

import re
from pathlib import Path

import pytest

from hygie.catalogue.loader import load_catalogue
from hygie.core.measures import Catalogue, Role
from support.scenarios import World

ALONE = ("unshare", "--map-root-user", "--net")
CALL = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*\bsa_family=(?P<family>AF_\w+)")
WITHIN_THE_COMPUTER = {"AF_UNIX", "AF_NETLINK"}
"""D-Bus, and questions to the kernel."""


def verdicts(world: World, *before: str) -> dict[str, str]:
    done = world.hygie("audit", "--json", "--sans-enregistrer", before=before)
    return {finding["mesure"]: finding["verdict"] for finding in done.document["constats"]}


def may_depend_on_the_network(catalogue: Catalogue) -> set[str]:
    """Return the measures that a fact marked «network» may decide."""
    return {
        measure.id
        for measure in catalogue.measures.values()
        for wanted in measure.wants
        if catalogue.facts[wanted.fact].network and wanted.role is not Role.HINT
    }


def families(trace: Path) -> list[str]:
    return [found["family"] for found in CALL.finditer(trace.read_text())]


@pytest.mark.needs("network-namespaces")
def test_without_network_the_verdicts_are_the_same(world: World) -> None:
    catalogue = load_catalogue()
    spared = may_depend_on_the_network(catalogue)
    assert len(spared) < len(catalogue.measures) / 2
    with_network, without = verdicts(world), verdicts(world, *ALONE)
    different = {name for name in with_network if with_network[name] != without[name]}
    assert different <= spared


def test_the_watch_would_see_a_call(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(
        '12 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("9.9.9.9")}, 16)'
    )
    assert families(trace) == ["AF_INET"]


@pytest.mark.needs("strace")
@pytest.mark.parametrize("before", [(), ALONE], ids=["as usual", "alone"])
def test_nobody_is_called(world: World, tmp_path: Path, before: tuple[str, ...]) -> None:
    trace = tmp_path / "trace"
    watching = ("strace", "-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))
    done = world.hygie("audit", "--json", before=(*before, *watching))
    assert done.code == 0
    assert "exited with 0" in trace.read_text()
    assert set(families(trace)) <= WITHIN_THE_COMPUTER
