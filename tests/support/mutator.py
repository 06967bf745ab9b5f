"""Damages what it is given, the same way each time for the same seed."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

ODD_NUMBERS = [0, -1, 1, 2**31, 2**63, -(2**64), 10**400, 0.5, -0.0, 1e308]
NOT_NUMBERS = [float("nan"), float("inf"), float("-inf")]
ODD_TEXTS = [
    "",
    " ",
    "\0",
    "\n",
    "\ud800",
    "e\u0301\u200d\u202e",
    "\U0001f9ff",
    "x" * 5000,
    "9999-12-31T23:59:59+23:59",
    "0001-01-01T00:00:00-23:59",
    "2026-11-22",
    "2026-W47-7",
    "NaN",
    "None",
    "__class__",
    "../../etc/passwd",
    "%s{0}$(id)",
    "é" * 61,
    "١٢٣",
]
ODD_VALUES: list[Any] = [
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"": None},
    [None],
    *ODD_NUMBERS,
    *ODD_TEXTS,
]
ODD_BYTES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\r",
    b"[" * 3000,
    b'{"a":' * 1500,
    b"9" * 5000,
    b"1e999",
    b"NaN",
    b"-Infinity",
    b"\\ud800",
    b"\x1b[31m",
    b"'''",
    b'"""',
    b"## ",
    b"[[",
    b" = ",
]
ENCODINGS = ["utf-16", "utf-32", "cp1252", "utf-8-sig"]


class Mutator:
    """A source of damage; each method returns a damaged copy and leaves its argument alone."""

    def __init__(self, seed: int | str) -> None:
        self.random = Random(seed)  # noqa: S311  # repeatable on purpose; nothing is secret

    def raw(self, raw: bytes) -> bytes:
        """Flip, cut, repeat, insert or move bytes, one to three times."""
        for _ in range(self.random.randint(1, 3)):
            raw = self.random.choice(
                (self._flip, self._cut, self._repeat, self._insert, self._swap, self._recode)
            )(raw)
        return raw

    def text(self, text: str) -> str:
        """Damage a text, sometimes into one no file could hold."""
        if self.random.random() < 0.1:
            at = self.random.randint(0, len(text))
            return text[:at] + self.random.choice(ODD_TEXTS) + text[at:]
        return self.raw(text.encode("utf-8", "replace")).decode("utf-8", "replace")

    def value(self, document: Any) -> Any:
        """Replace, remove, rename or repeat one to three parts of a JSON value."""
        copy = json.loads(json.dumps(document))
        for _ in range(self.random.randint(1, 3)):
            places = list(_places(copy))
            if not places:
                return self.random.choice(ODD_VALUES)
            self._damage(*self.random.choice(places))
        return copy

    def document(self, document: Any) -> bytes:
        """Damage a JSON value, write it down, and sometimes damage what is written."""
        damaged = self.value(document) if self.random.random() < 0.9 else document
        raw = json.dumps(damaged, ensure_ascii=self.random.random() < 0.5)
        written = raw.encode("utf-8", "surrogatepass")
        return self.raw(written) if self.random.random() < 0.3 else written

    def _damage(self, holder: Any, key: Any) -> None:
        choice = self.random.random()
        if choice < 0.2:
            del holder[key]
        elif choice < 0.3:
            holder[key] = [holder[key]] * 3
        elif choice < 0.4 and isinstance(holder, dict):
            holder[self.random.choice(ODD_TEXTS)] = holder.pop(key)
        elif choice < 0.5 and isinstance(holder[key], str):
            holder[key] = self.text(holder[key])
        elif choice < 0.55:
            holder[key] = self.random.choice(NOT_NUMBERS)
        else:
            holder[key] = self.random.choice(ODD_VALUES)

    def _flip(self, raw: bytes) -> bytes:
        if not raw:
            return raw
        damaged = bytearray(raw)
        for _ in range(self.random.randint(1, 4)):
            damaged[self.random.randrange(len(damaged))] ^= 1 << self.random.randrange(8)
        return bytes(damaged)

    def _cut(self, raw: bytes) -> bytes:
        start, end = self._span(raw)
        return raw[:start] + raw[end:] if self.random.random() < 0.5 else raw[:start]

    def _repeat(self, raw: bytes) -> bytes:
        start, end = self._span(raw)
        return raw[:end] + raw[start:end] * self.random.randint(1, 5) + raw[end:]

    def _insert(self, raw: bytes) -> bytes:
        at = self.random.randint(0, len(raw))
        return raw[:at] + self.random.choice(ODD_BYTES) + raw[at:]

    def _swap(self, raw: bytes) -> bytes:
        start, end = self._span(raw)
        return raw[end:] + raw[start:end] + raw[:start]

    def _recode(self, raw: bytes) -> bytes:
        text = raw.decode("utf-8", "replace")
        return text.encode(self.random.choice(ENCODINGS), "replace")

    def _span(self, raw: bytes) -> tuple[int, int]:
        one, other = (self.random.randint(0, len(raw)) for _ in range(2))
        return min(one, other), max(one, other)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each (holder, key) of a JSON value, however deep."""
    match value:
        case dict():
            pairs: Iterator[tuple[Any, Any]] = iter(value.items())
        case list():
            pairs = iter(enumerate(value))
        case _:
            return
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)
