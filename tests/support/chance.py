"""Chance without chance: the same bytes in the same order, all different."""

from hashlib import shake_256


class Chance:
    """Gives as many bytes as asked, never twice the same."""

    def __init__(self, seed: str = "essai") -> None:
        self._seed = seed
        self._given = 0

    def __call__(self, size: int) -> bytes:
        self._given += 1
        return shake_256(f"{self._seed}{self._given}".encode()).digest(size)
