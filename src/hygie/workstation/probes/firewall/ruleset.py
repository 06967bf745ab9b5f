"""The rules in force, as `nft -j list ruleset` prints them (libnftables-json(5)). Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hygie.workstation.probes.firewall.cover import FAMILIES, STOPS, VERDICTS, Cover, tool_of

Key = tuple[str, ...]

HARMLESS = frozenset({"counter", "log", "comment"})
"""What a rule may hold beside its verdict and still apply to everything."""

JUMPS = 16
"""The kernel follows no more jumps than that."""


@dataclass(slots=True, kw_only=True)
class _Chain:
    """A chain; ``steps`` are its rules without condition, ``some`` all that its rules may do."""

    hooked: bool
    policy: str
    steps: list[tuple[str, Key]] = field(default_factory=list)
    some: list[tuple[str, Key]] = field(default_factory=list)


Chains = Mapping[Key, _Chain]


def parse_ruleset(text: str) -> Cover | None:
    """Tell what the rules stop; None when this is not such a list."""
    try:
        items = json.loads(text)["nftables"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(items, list) or not items:
        return None
    chains: dict[Key, _Chain] = {}
    for item in items:
        if isinstance(item, Mapping):
            _take_chain(item.get("chain"), chains)
            _take_rule(item.get("rule"), chains)
    return _cover(chains)


def _cover(chains: Chains) -> Cover:
    hooked = [key for key, chain in chains.items() if chain.hooked and key[0] in FAMILIES]
    stopping = [key for key in hooked if _verdict(chains, key) in STOPS]
    families = frozenset[str]().union(*(FAMILIES[key[0]] for key in stopping))
    return Cover(
        families=families,
        tool=tool_of(chains, stopping),
        partial=any(_may_stop(chains, key) for key in hooked),
    )


def _verdict(chains: Chains, key: Key) -> str:
    """Return what becomes of a packet that no condition takes aside."""
    return _follow(chains, key, JUMPS, {}) or chains[key].policy


def _follow(chains: Chains, key: Key, jumps: int, known: dict[Key, str]) -> str:
    if key in known or key not in chains or not jumps:
        return known.get(key, "")
    known[key] = ""
    for word, target in chains[key].steps:
        found = word if word in VERDICTS else _follow(chains, target, jumps - 1, known)
        if found or word == "goto":
            known[key] = found
            break
    return known[key]


def _may_stop(chains: Chains, start: Key) -> bool:
    """Tell whether some rule reached from here drops or rejects something."""
    seen, waiting = set[Key](), [start]
    while waiting:
        key = waiting.pop()
        if key in seen or key not in chains:
            continue
        seen.add(key)
        if any(word in STOPS for word, _ in chains[key].some):
            return True
        waiting += [target for _, target in chains[key].some]
    return False


def _take_chain(chain: Any, chains: dict[Key, _Chain]) -> None:  # noqa: ANN401  # JSON
    if isinstance(chain, Mapping):
        chains[_key(chain, "name")] = _Chain(
            hooked=chain.get("type") == "filter" and chain.get("hook") == "input",
            policy=str(chain.get("policy", "accept")),
        )


def _take_rule(rule: Any, chains: dict[Key, _Chain]) -> None:  # noqa: ANN401  # JSON
    if not isinstance(rule, Mapping) or _key(rule, "chain") not in chains:
        return
    expressions = rule.get("expr")
    if not isinstance(expressions, list) or not all(isinstance(x, Mapping) for x in expressions):
        return
    chain = chains[_key(rule, "chain")]
    acts = [_act(key, value, rule) for each in expressions for key, value in each.items()]
    told = [act for act in acts if act[0] not in HARMLESS]
    chain.some += told
    if len(told) == 1:
        chain.steps += told


def _act(key: str, value: Any, rule: Mapping[str, Any]) -> tuple[str, Key]:  # noqa: ANN401  # JSON
    """Return what one part of a rule does, and the chain it leads to."""
    inner = value if isinstance(value, Mapping) else {}
    if key in {"jump", "goto"}:
        return key, (*_key(rule, "chain")[:2], str(inner.get("target", "")))
    if key == "xt" and inner.get("type") == "target":
        # iptables rules that nft cannot put into words: REJECT, DROP, LOG…
        return str(inner.get("name", "")).lower(), ()
    return key, ()


def _key(entry: Mapping[str, Any], name: str) -> Key:
    return tuple(str(entry.get(part, "")) for part in ("family", "table", name))
