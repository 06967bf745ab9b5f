"""The locks of the vault: each holds the same master key, sealed by a code of its own.

What was stored may have been prepared by somebody else: a lock is only tried within bounds that
cost neither the memory nor the patience of the computer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Chance = Callable[[int], bytes]
"""Gives that many bytes nobody can foresee."""

MASTER_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16

MEMORY = 47_104
PASSES = 3
LANES = 1
"""Argon2id above what OWASP asks (46 MiB, one pass): a tenth of a second on a small computer."""

MEMORY_BOUNDS = (19_456, 262_144)
PASSES_BOUNDS = (1, 10)
LANES_BOUNDS = (1, 4)

CODE, RECOVERY = "code", "secours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A sealed master key, and what its sealing drew by chance."""

    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLock(Lock):
    """A lock whose key comes from a code a person chose, slowly."""

    memory: int = MEMORY
    passes: int = PASSES
    lanes: int = LANES


def seal_by_code(master: bytes, code: str, vault: str, chance: Chance) -> CodeLock:
    """Seal the master key with a practice code."""
    salt, nonce = chance(SALT_BYTES), chance(NONCE_BYTES)
    empty = CodeLock(salt=salt, nonce=nonce, sealed=b"")
    sealed = _cipher(_slow_key(code, empty)).encrypt(nonce, master, _about(vault, empty))
    return CodeLock(salt=salt, nonce=nonce, sealed=sealed)


def open_by_code(lock: CodeLock, code: str, vault: str) -> bytes | None:
    """Return the master key, None when this is not the code."""
    return _opened(lock, _slow_key(code, lock), vault)


def seal_by_recovery(master: bytes, secret: bytes, vault: str, chance: Chance) -> Lock:
    """Seal the master key with the secret of a recovery code: 160 bits need no slowness."""
    salt, nonce = chance(SALT_BYTES), chance(NONCE_BYTES)
    empty = Lock(salt=salt, nonce=nonce, sealed=b"")
    sealed = _cipher(_quick_key(secret, empty)).encrypt(nonce, master, _about(vault, empty))
    return Lock(salt=salt, nonce=nonce, sealed=sealed)


def open_by_recovery(lock: Lock, secret: bytes, vault: str) -> bytes | None:
    """Return the master key, None when this is not the recovery code."""
    return _opened(lock, _quick_key(secret, lock), vault)


def expanded(secret: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """Return a key of 32 bytes for one purpose (HKDF with SHA-256)."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415  # heavy

    return HKDF(SHA256(), MASTER_BYTES, salt, f"hygie/1/{purpose}".encode()).derive(secret)


def lock_document(lock: Lock) -> dict[str, object]:
    """Return a lock as it is written in the file."""
    written: dict[str, object] = {
        "sel": lock.salt.hex(),
        "nonce": lock.nonce.hex(),
        "scelle": lock.sealed.hex(),
    }
    if isinstance(lock, CodeLock):
        written["argon2id"] = {
            "memoire": lock.memory,
            "passes": lock.passes,
            "voies": lock.lanes,
        }
    return written


def read_code_lock(document: object) -> CodeLock:
    """Read a lock, bounded. Raises ValueError when it is not one."""
    written = exactly(document, {"sel", "nonce", "scelle", "argon2id"})
    cost = exactly(written["argon2id"], {"memoire", "passes", "voies"})
    return CodeLock(
        **_drawn(written),
        memory=_within(cost["memoire"], MEMORY_BOUNDS),
        passes=_within(cost["passes"], PASSES_BOUNDS),
        lanes=_within(cost["voies"], LANES_BOUNDS),
    )


def read_recovery_lock(document: object) -> Lock:
    """Read a lock. Raises ValueError when it is not one."""
    return Lock(**_drawn(exactly(document, {"sel", "nonce", "scelle"})))


def exactly(document: object, keys: set[str]) -> Mapping[str, object]:
    """Return an object that has these keys and no other. Raises ValueError."""
    if not isinstance(document, dict) or set(document) != keys:
        raise ValueError("other keys than expected")
    return document


def hexadecimal(value: object, length: int) -> bytes:
    """Return bytes of this length, written in hexadecimal. Raises ValueError."""
    if not isinstance(value, str) or len(value) != 2 * length or not value.isascii():
        raise ValueError("not the expected bytes")
    found = bytes.fromhex(value)
    if found.hex() != value:
        raise ValueError("not the expected bytes")
    return found


def _drawn(written: Mapping[str, object]) -> dict[str, bytes]:
    return {
        "salt": hexadecimal(written["sel"], SALT_BYTES),
        "nonce": hexadecimal(written["nonce"], NONCE_BYTES),
        "sealed": hexadecimal(written["scelle"], MASTER_BYTES + TAG_BYTES),
    }


def _within(value: object, bounds: tuple[int, int]) -> int:
    if type(value) is not int or not bounds[0] <= value <= bounds[1]:
        raise ValueError("out of bounds")
    return value


def _opened(lock: Lock, key: bytes, vault: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # heavy

    try:
        return _cipher(key).decrypt(lock.nonce, lock.sealed, _about(vault, lock))
    except InvalidTag:
        return None


def _slow_key(code: str, lock: CodeLock) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  # heavy

    return hash_secret_raw(
        # A keyboard in another encoding may give halves of characters: a wrong code, no fault.
        code.encode("utf-8", "surrogatepass"),
        lock.salt,
        time_cost=lock.passes,
        memory_cost=lock.memory,
        parallelism=lock.lanes,
        hash_len=MASTER_BYTES,
        type=Type.ID,
    )


def _quick_key(secret: bytes, lock: Lock) -> bytes:
    return expanded(secret, RECOVERY, lock.salt)


def _about(vault: str, lock: Lock) -> bytes:
    """Bind a seal to its vault and its kind: a lock moved elsewhere opens nothing."""
    if isinstance(lock, CodeLock):
        return f"hygie/1/{vault}/{CODE}/{lock.memory}/{lock.passes}/{lock.lanes}".encode()
    return f"hygie/1/{vault}/{RECOVERY}".encode()


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # heavy

    return AESGCM(key)
