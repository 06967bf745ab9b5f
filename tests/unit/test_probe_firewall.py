import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.probes.firewall.cover import Cover
from hygie.workstation.probes.firewall.linux import RULESET, UNITS, read
from hygie.workstation.probes.firewall.rules import parse_configuration, parse_saved
from hygie.workstation.probes.firewall.ruleset import parse_ruleset
from hygie.workstation.services import SHOW
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

ASK_UNITS = (*SHOW, *UNITS)
REFUSED = Output(code=1, text="")
FAMILIES = {"both": frozenset({"ip", "ip6"}), "ip": frozenset({"ip"}), "none": frozenset[str]()}
UFW_ON = {
    "/etc/ufw/ufw.conf": "# Set to yes\nENABLED=yes\nLOGLEVEL=low\n",
    "/etc/default/ufw": 'IPV6=yes\nDEFAULT_INPUT_POLICY="DROP"\n',
}
DROP = "table inet x { chain y { type filter hook input priority 0; policy drop; } }"


def units(*active: str) -> str:
    states = {name: "active" if name in active else "inactive" for name in UNITS}
    blocks = (
        f"Id={name}.service\nLoadState=loaded\nActiveState={state}\nUnitFileState=enabled\n"
        for name, state in states.items()
    )
    return "\n".join(blocks)


def judged(machine: FakeMachine) -> tuple[object, object] | None:
    readings = list(read(machine, a_context()))
    assert [each.fact for each in readings] == ["firewall.active", "firewall.tool"]
    first, second = readings
    if isinstance(first, Unreadable):
        assert isinstance(second, Unreadable)
        return None
    assert isinstance(first, Observed)
    assert isinstance(second, Observed)
    return first.value, second.value


def ordinary(files: dict[str, str], *active: str) -> FakeMachine:
    """Build the machine of someone who may not read the rules in force."""
    commands: dict[tuple[str, ...], Answer] = {ASK_UNITS: units(*active), RULESET: REFUSED}
    return FakeMachine(commands=commands, files={"/usr/sbin/nft": "", **files})


def of_root(ruleset: str, **files: str) -> FakeMachine:
    commands: dict[tuple[str, ...], Answer] = {ASK_UNITS: units(), RULESET: ruleset}
    return FakeMachine(commands=commands, files={"/proc/net/if_inet6": "fe80 01", **files})


@pytest.mark.parametrize("recording", load("firewall", "nft_"), ids=str)
def test_recorded_rulesets(recording: Recording) -> None:
    families, tool = recording.expect.split("-")
    cover = parse_ruleset(recording.text)
    assert cover is not None
    assert (cover.families, cover.tool) == (FAMILIES[families], tool)


@pytest.mark.parametrize("recording", load("firewall", "script_"), ids=str)
def test_recorded_scripts(recording: Recording) -> None:
    families, tool = recording.expect.split("-")
    cover = parse_configuration(recording.text)
    assert (cover.families, cover.tool) == (FAMILIES[families], tool)


@pytest.mark.parametrize("recording", load("firewall", "save_"), ids=str)
def test_recorded_saves(recording: Recording) -> None:
    assert parse_saved(recording.text) is (recording.expect == "stops")


def test_ufw_on_and_started() -> None:
    assert judged(ordinary(UFW_ON, "ufw")) == (True, "ufw")


def test_ufw_that_lets_everything_in_is_no_firewall() -> None:
    files = {**UFW_ON, "/etc/default/ufw": 'DEFAULT_INPUT_POLICY="ACCEPT"\n'}
    assert judged(ordinary(files, "ufw")) == (False, "ufw")


@pytest.mark.parametrize(
    "files",
    [
        {**UFW_ON, "/etc/ufw/ufw.conf": "ENABLED=no\n"},
        {**UFW_ON, "/etc/ufw/ufw.conf": "#ENABLED=yes\n"},
        {**UFW_ON, "/etc/default/ufw": ""},
    ],
)
def test_ufw_that_is_not_clearly_on_is_not_known_without_rights(files: dict[str, str]) -> None:
    assert judged(ordinary(files, "ufw")) is None


def test_ufw_on_but_stopped_is_not_believed() -> None:
    assert judged(ordinary(UFW_ON)) is None


def test_firewalld_runs() -> None:
    assert judged(ordinary({}, "firewalld")) == (True, "firewalld")


def test_firewalld_that_trusts_everyone_is_no_firewall() -> None:
    files = {"/etc/firewalld/firewalld.conf": "DefaultZone=trusted\n"}
    assert judged(ordinary(files, "firewalld")) == (False, "firewalld")


def test_nftables_from_its_file_counts_only_if_the_service_runs() -> None:
    assert judged(ordinary({"/etc/nftables.conf": DROP}, "nftables")) == (True, "nftables")
    assert judged(ordinary({"/etc/nftables.conf": DROP})) is None


def test_saved_rules_count_only_if_their_service_runs() -> None:
    files = {"/etc/iptables/rules.v4": load("firewall", "save_ufw")[0].text}
    assert judged(ordinary(files, "netfilter-persistent")) == (True, "iptables")
    assert judged(ordinary(files)) is None


def test_without_rights_silence_is_not_an_absence() -> None:
    assert judged(ordinary({})) is None


def test_no_tool_at_all_is_an_absence() -> None:
    machine = FakeMachine(commands={ASK_UNITS: units()}, files={"/usr/sbin/sshd": ""})
    assert judged(machine) == (False, "aucun")


def test_a_machine_that_shows_nothing_is_not_known() -> None:
    assert judged(FakeMachine()) is None
    assert judged(FakeMachine(folders={"/usr/sbin": MachineRefusedError("Non.")})) is None


def test_root_sees_the_rules_in_force() -> None:
    assert judged(of_root(load("firewall", "nft_ws")[0].text)) == (True, "nftables")
    assert judged(of_root(load("firewall", "nft_def")[0].text)) == (False, "aucun")


def test_only_ipv4_stopped_is_enough_where_ipv6_is_not_spoken() -> None:
    text = load("firewall", "nft_iptables_reject")[0].text
    assert judged(of_root(text, **{"/proc/net/if_inet6": ""})) == (True, "iptables")
    assert judged(of_root(text)) is None


def a_ruleset(*rules: list[object], policy: str = "accept") -> str:
    place = {"family": "inet", "table": "t"}
    items: list[object] = [
        {"chain": {**place, "name": "in", "type": "filter", "hook": "input", "policy": policy}},
        {"chain": {**place, "name": "sub"}},
    ]
    items += [{"rule": {**place, "chain": "in", "expr": expr}} for expr in rules]
    items.append({"rule": {**place, "chain": "sub", "expr": [{"drop": None}]}})
    return json.dumps({"nftables": items})


@pytest.mark.parametrize(
    ("ruleset", "stops", "partial"),
    [
        (a_ruleset(policy="drop"), True, False),
        (a_ruleset([{"accept": None}], policy="drop"), False, False),
        (a_ruleset([{"match": {}}, {"accept": None}], [{"reject": None}]), True, True),
        (a_ruleset([{"accept": None}], [{"drop": None}]), False, True),
        (a_ruleset([{"jump": {"target": "sub"}}]), True, True),
        (a_ruleset([{"match": {}}, {"jump": {"target": "sub"}}]), False, True),
        (a_ruleset([{"jump": {"target": "in"}}]), False, False),
        (a_ruleset([{"goto": {"target": "nowhere"}}, {"drop": None}], policy="drop"), True, True),
        (a_ruleset([{"match": {}}, {"drop": None}]), False, True),
    ],
)
def test_the_first_rule_without_condition_decides(
    ruleset: str, *, stops: bool, partial: bool
) -> None:
    cover = parse_ruleset(ruleset)
    assert cover is not None
    assert (bool(cover.families), cover.partial) == (stops, partial)


def test_root_does_not_call_some_drops_a_firewall_nor_an_absence() -> None:
    assert judged(of_root(a_ruleset([{"match": {}}, {"drop": None}]))) is None


def test_root_without_nft_asks_iptables() -> None:
    text = load("firewall", "save_reject")[0].text
    commands: dict[tuple[str, ...], Answer] = {
        ASK_UNITS: units(),
        ("iptables-save", "-t", "filter"): text,
        ("ip6tables-save", "-t", "filter"): text,
    }
    files = {"/proc/net/if_inet6": "fe80 01"}
    assert judged(FakeMachine(commands=commands, files=files)) == (True, "iptables")


def test_legacy_rules_are_asked_when_nft_shows_none() -> None:
    commands: dict[tuple[str, ...], Answer] = {
        ASK_UNITS: units(),
        RULESET: load("firewall", "nft_def")[0].text,
        ("iptables-legacy-save", "-t", "filter"): ":INPUT DROP [0:0]\n",
        ("ip6tables-legacy-save", "-t", "filter"): ":INPUT ACCEPT [0:0]\n",
    }
    files = {"/proc/net/ip_tables_names": "filter\n"}
    assert judged(FakeMachine(commands=commands, files=files)) == (True, "iptables")


def test_saved_rules_that_stop_some_are_no_answer() -> None:
    assert parse_saved(":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\n") is None


@given(st.text())
def test_any_text_is_no_firewall(text: str) -> None:
    assert parse_ruleset(text) in {None, Cover()}
    assert parse_saved(text) is not True
    assert parse_configuration(text).families == frozenset()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["chain", "rule", "expr", "xt", "name"]), inner)
        ),
        max_leaves=20,
    )
)
def test_any_json_never_raises(items: object) -> None:
    cover = parse_ruleset(json.dumps({"nftables": [items, {"chain": items}, {"rule": items}]}))
    assert cover is not None
    assert cover.families == frozenset()


@given(st.lists(st.sampled_from(["table", "inet", "chain", "{", "}", ";", "\n", "drop", "x"])))
def test_any_braces_never_raise(words: list[str]) -> None:
    assert parse_configuration(" ".join(words)).families == frozenset()
