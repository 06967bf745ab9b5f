"""Vaults made when a test asks, with chance without chance."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from hygie.practice.vault import Secret, Vault, create_vault
from support.keyrings import FakeKeyring

CODE = "cheval agrafe pile"


def some_chance(seed: str = "essai") -> Callable[[int], bytes]:
    """Return what gives the same bytes in the same order, all different."""
    given = [0]

    def chance(length: int) -> bytes:
        given[0] += 1
        return sha256(f"{seed}{given[0]}".encode()).digest()[:length]

    return chance


def a_vault(
    folder: Path, *, keyring: FakeKeyring | None = None, code: str | None = None
) -> tuple[Vault, Secret]:
    """Create the vault of a folder, in a keyring of its own unless one is given."""
    door = FakeKeyring() if keyring is None else keyring
    return create_vault(folder, keyring=door, code=code, chance=some_chance())
