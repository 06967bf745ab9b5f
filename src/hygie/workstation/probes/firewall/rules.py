"""Rules in their written forms: scripts of nft(8), files of iptables-save(8). Pure.

A chain on the input hook stops strangers when its first rule without condition drops or rejects,
or, without such a rule, when its policy is to drop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hygie.workstation.probes.firewall.cover import FAMILIES, STOPS, VERDICTS, Cover, tool_of

CHAIN_DEPTH = 2
"""A chain is written inside a table: braces deeper than that are sets, part of a rule."""

_COMMENT = re.compile(r"#[^\n]*")
_TOKEN = re.compile(r"[{};\n]|[^\s{};]+")
_POLICY = re.compile(r"^:INPUT (ACCEPT|DROP)\b", re.MULTILINE)
_RULE = re.compile(r"^-A INPUT -j (ACCEPT|DROP|REJECT)(?: --reject-with \S{1,40})?$", re.MULTILINE)
_SOME = re.compile(r"^-A \S{1,40} .{0,400}-j (?:DROP|REJECT)\b", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class _Chain:
    """A chain being read; ``verdict`` is that of its first rule without condition."""

    key: tuple[str, ...]
    hooked: bool = False
    policy: str = "accept"
    verdict: str = ""

    @property
    def stops(self) -> bool:
        return self.hooked and (self.verdict or self.policy) in STOPS


def parse_configuration(text: str) -> Cover:
    """Read a script of nft(8): tables, chains, and rules ended by a line or a semicolon."""
    script = _Script()
    for token in _TOKEN.findall(_COMMENT.sub("", text)):
        script.take(token)
    stopping = [each.key for each in script.chains if each.stops and each.key[0] in FAMILIES]
    families = frozenset[str]().union(*(FAMILIES[key[0]] for key in stopping))
    return Cover(families=families, tool=tool_of([x.key for x in script.chains], stopping))


def parse_saved(text: str) -> bool | None:
    """Tell whether `iptables-save` rules stop what comes in.

    None when it is not that, or when only some of it is stopped.
    """
    policy = _POLICY.search(text)
    if policy is None:
        return None
    stops = (_RULE.search(text) or policy)[1].lower() in STOPS
    return None if not stops and _SOME.search(text) else stops


@dataclass(slots=True)
class _Script:
    """Walks through a script of nft, one token after the other."""

    chains: list[_Chain] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    table: tuple[str, ...] = ()

    def take(self, token: str) -> None:
        match token:
            case "{":
                self._open()
            case "}":
                self._close()
            case ";" | "\n":
                self._end()
            case _:
                self.words.append(token)

    def _open(self) -> None:
        self.depth += 1
        if self.depth == 1:
            self.table = _table(self.words)
        elif self.depth == CHAIN_DEPTH:
            named = tuple(self.words[1:]) if self.words[:1] == ["chain"] and self.table else ()
            self.chains.append(_Chain(key=(*self.table, " ".join(named))))
        if self.depth <= CHAIN_DEPTH:
            self.words = []

    def _close(self) -> None:
        self._end()
        self.depth = max(0, self.depth - 1)

    def _end(self) -> None:
        if self.depth > CHAIN_DEPTH:
            return
        if self.depth == CHAIN_DEPTH and self.words:
            _statement(self.chains[-1], self.words)
        self.words = []


def _table(words: Sequence[str]) -> tuple[str, ...]:
    """Return the family and name of a table; without a family it is IPv4's."""
    names = tuple(words[1:]) if words[:1] == ["table"] else ()
    pair = CHAIN_DEPTH
    return names if len(names) == pair else (("ip", *names) if len(names) == 1 else ())


def _statement(chain: _Chain, words: Sequence[str]) -> None:
    if words[:4] == ["type", "filter", "hook", "input"]:
        chain.hooked = len(chain.key) > CHAIN_DEPTH
    elif words[0] == "policy" and len(words) > 1:
        chain.policy = words[1]
    else:
        kept = [word for word in words if word != "counter"]
        verdict = kept[0] if kept and kept[0] in VERDICTS else ""
        chain.verdict = chain.verdict or verdict
