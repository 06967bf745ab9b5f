"""The rules of a real nftables, in a network apart, read by our own probe as it reads them all."""

import json
import os
import subprocess
import sys

import pytest

from support.session_bus import ROOT

pytestmark = pytest.mark.needs("nftables", "network-namespaces")

READER = """
import json, os
from hygie.core.readings import Observed
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.probes.firewall.linux import read
from support.machine import a_context

machine = LocalMachine(environment=dict(os.environ))
found = {each.fact: each for each in read(machine, a_context())}
active, tool = (found[f"firewall.{name}"] for name in ("active", "tool"))
said = [active.value, tool.value, active.source] if isinstance(active, Observed) else active.reason
print(json.dumps(said))
"""
KERNEL = "nft -j list ruleset"
SPEAKS_IPV6 = "ip link set lo up"
HALF = "Le pare-feu n'arrête qu'une partie de ce qui vient du réseau."


def table(family: str, policy: str, *rules: str) -> str:
    """Write one table whose one chain sees all that comes in."""
    chain = [f"type filter hook input priority 0; policy {policy};", *rules]
    lines = [f"table {family} essai {{", "chain entree {", *chain, "}", "}"]
    return "nft -f - <<'FIN'\n" + "\n".join(lines) + "\nFIN"


def read(*lines: str) -> object:
    """Set up a network with these lines of shell, and read its firewall from inside."""
    script = "\n".join(["set -e", *lines, 'exec "$0" -c "$1"'])
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", "sh", "-c", script, sys.executable, READER],
        env={
            **os.environ,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_rule_at_all_is_no_firewall() -> None:
    assert read() == [False, "aucun", KERNEL]


@pytest.mark.parametrize(
    "written",
    [
        table("inet", "drop", "ct state established,related accept", "iif lo accept"),
        table("inet", "accept", "iif lo accept", "ct state established accept", "drop"),
        table("inet", "accept", "tcp dport 22 accept", "reject"),
    ],
)
def test_what_comes_in_is_stopped_in_both_families(written: str) -> None:
    assert read(SPEAKS_IPV6, written) == [True, "nftables", KERNEL]


@pytest.mark.parametrize(
    "written",
    [
        table("inet", "accept"),
        table("inet", "accept", "counter"),
        table("inet", "accept", "tcp dport 22 accept", "accept"),
    ],
)
def test_rules_that_let_all_in_are_no_firewall(written: str) -> None:
    assert read(SPEAKS_IPV6, written) == [False, "aucun", KERNEL]


def test_ipv4_alone_is_enough_only_where_ipv6_is_not_spoken() -> None:
    only_ipv4 = table("ip", "drop", "iif lo accept")
    assert read(only_ipv4) == [True, "nftables", KERNEL]
    assert read(SPEAKS_IPV6, only_ipv4) == HALF


def test_some_drops_are_neither_a_firewall_nor_its_absence() -> None:
    assert read(SPEAKS_IPV6, table("inet", "accept", "tcp dport 23 drop")) == HALF


@pytest.mark.parametrize("families", [("iptables", "ip6tables"), ("iptables",)])
def test_rules_that_iptables_put_there_are_known_for_its_own(families: tuple[str, ...]) -> None:
    lines = [f"{command}-nft -P INPUT DROP" for command in families]
    found = read(SPEAKS_IPV6, *lines)
    assert found == ([True, "iptables", KERNEL] if len(families) > 1 else HALF)
