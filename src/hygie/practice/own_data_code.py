"""The code of a back-up, and the heading that goes before what it opens.

The code is one Hygie draws (160 bits, written as the recovery codes are) or one that is given. It
is made slow to try: RFC 9106's second choice of Argon2id, written here and not in the file, so that
no file can ask for more.
"""

from dataclasses import dataclass
from hmac import compare_digest

from hygie.core.errors import MisusedError
from hygie.practice.sealed import BrokenSealError, Chance
from hygie.practice.vault_codes import (
    RECOVERY_BYTES,
    checked_code,
    normal,
    read_recovery,
    written_recovery,
)
from hygie.practice.vault_locks import expanded

MAGIC = b"HygieSv\n"
VERSION = b"\x01"
SALT_BYTES = 16
WITNESS_BYTES = 16
HEADING_BYTES = len(MAGIC) + len(VERSION) + SALT_BYTES + WITNESS_BYTES

PASSES, MEMORY_KIB, LANES, KEY_BYTES = 3, 64 << 10, 4, 32


@dataclass(frozen=True, slots=True, repr=False)
class BackupKey:
    """What seals a back-up: its heading, and the key drawn from the code."""

    heading: bytes
    key: bytes

    @property
    def context(self) -> bytes:
        """Tie the sealed content to its heading."""
        return b"sauvegarde:" + self.heading


def drawn_code(chance: Chance) -> str:
    """Return a new code to note: nobody can guess it."""
    return written_recovery(chance(RECOVERY_BYTES))


def fit_code(code: str) -> str:
    """Return a code fit to close a back-up. Raises MisusedError on one that is easily guessed."""
    return code if read_recovery(code) is not None else checked_code(code)


def new_key(code: str, chance: Chance) -> BackupKey:
    """Make the key of a new back-up."""
    salt = chance(SALT_BYTES)
    slow = _slow(code, salt)
    return BackupKey(MAGIC + VERSION + salt + _witness(slow), expanded(slow, "sauvegarde"))


def key_of(heading: bytes, code: str) -> BackupKey:
    """Find the key of a back-up. Raises MisusedError when the code is not its own."""
    if len(heading) != HEADING_BYTES or not heading.startswith(MAGIC):
        raise BrokenSealError(
            "Ce fichier n'est pas une sauvegarde des données de Hygie, ou il est abîmé."
            " Rien n'a été modifié.",
            hint="Choisissez le fichier écrit par « hygie mes-donnees sauver ».",
        )
    if not heading.startswith(MAGIC + VERSION):
        raise MisusedError(
            "Cette sauvegarde a été écrite par une version plus récente de Hygie."
            " Rien n'a été modifié.",
            hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
        )
    salt = heading[len(MAGIC + VERSION) :][:SALT_BYTES]
    slow = _slow(code, salt)
    if not compare_digest(_witness(slow), heading[-WITNESS_BYTES:]):
        raise MisusedError(
            "Ce code n'ouvre pas cette sauvegarde. Rien n'a été modifié.",
            hint="Chaque sauvegarde a le sien : celui que vous avez choisi en la faisant, ou les"
            " huit groupes de quatre lettres ou chiffres que Hygie vous a donnés ce jour-là.",
        )
    return BackupKey(heading, expanded(slow, "sauvegarde"))


def _slow(code: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415  # heavy

    drawn = read_recovery(code)
    return hash_secret_raw(
        secret=normal(code).encode("utf-8") if drawn is None else b"\0" + drawn,
        salt=salt,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=LANES,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _witness(slow: bytes) -> bytes:
    return expanded(slow, "temoin de sauvegarde")[:WITNESS_BYTES]
