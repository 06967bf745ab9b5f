"""A workstation's own key: made on first use, kept on that workstation, open to its owner only."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.folders import open_data_folder
from hygie.practice.whole_files import write_whole

SEED_BYTES = 32
PRINT_BYTES = 16
GROUP = 4

SMALL = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)
"""Points of the curve whose order divides 8, the last bit apart: as public keys they vouch for
anything, with no secret behind them, and the library lets them."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs. ``seed`` never leaves the workstation; ``public`` goes in the file."""

    seed: bytes
    public: bytes

    def sign(self, content: bytes) -> bytes:
        """Return the signature of these bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # heavy

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(content)


def key_of(seed: bytes) -> Key:
    """Return the key this seed makes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  # heavy

    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Key(seed, private.public_key().public_bytes_raw())


def is_signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Tell whether the holder of this public key signed these very bytes."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  # heavy

    if is_small(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_small(public: bytes) -> bool:
    """Tell whether a public key is one of those that nobody needs a secret to sign with."""
    return public[:-1] + bytes([public[-1] & 0x7F]) in SMALL if public else True


def fingerprint(public: bytes) -> str:
    """Return what two people can read to each other: eight groups of four letters or figures."""
    text = sha256(public).hexdigest()[: 2 * PRINT_BYTES]
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def same_fingerprint(typed: str, expected: str) -> bool:
    """Compare what somebody typed with a fingerprint, whatever the spaces and the case."""
    return "".join(typed.split()).casefold() == expected.replace(" ", "")


def own_key(environment: Mapping[str, str], workstation: str) -> Key:
    """Return this workstation's key, made and written down the first time.

    The file is named after the workstation: a data folder carried from one to another on a disk
    holds the key of each.
    """
    path = open_data_folder(environment) / f"cle-{workstation}"
    seed = _kept(path)
    if seed is None:
        write_whole(path, secrets.token_bytes(SEED_BYTES))
        # Read back: of two that were made at once, the one that stayed is the key.
        seed = _kept(path)
    if seed is None:
        raise StorageError(
            "La clé de ce poste n'a pas pu être gardée. Rien n'a été écrit.",
            hint="Vérifiez la place et les droits du dossier de données, puis recommencez.",
        )
    return key_of(seed)


def _kept(path: Path) -> bytes | None:
    try:
        seed = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(
            "La clé de ce poste ne peut pas être lue. Rien n'a été écrit.",
            hint="Lancez Hygie depuis votre compte habituel, sans « sudo ».",
        ) from error
    if len(seed) != SEED_BYTES:
        raise MisusedError(
            "La clé de ce poste est abîmée. Rien n'a été écrit.",
            hint=f"Renommez le fichier {path.name} du dossier de données, puis recommencez :"
            " Hygie en fera une autre. Au cabinet, ce poste devra d'abord être retiré.",
        )
    _close_to_others(path)
    return seed


def _close_to_others(path: Path) -> None:
    with suppress(OSError):
        os.chmod(path, 0o600)  # noqa: PTH101  # the copy of a folder may have opened it
