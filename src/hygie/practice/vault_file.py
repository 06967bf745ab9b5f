"""The file of the vault, as it is written and read back; whoever wrote it may be hostile."""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.vault_locks import (
    CodeLock,
    Lock,
    exactly,
    hexadecimal,
    lock_document,
    read_code_lock,
    read_recovery_lock,
)
from hygie.practice.whole_files import write_whole

FILE_NAME = "coffre.json"
FORMAT = 1
MOST_BYTES = 16 << 10
ID_BYTES = 16
WITNESS_BYTES = 16
LOCKS = frozenset({"trousseau", "code", "secours"})

UNTOUCHED = "Rien n'est perdu, rien n'a été modifié."


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultState:
    """Which ways in stand. The keyring's may be on another computer, or gone."""

    keyring: bool
    code: bool
    recovery: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """What the file of the vault says. ``witness`` tells the right master key from another."""

    id: str
    witness: bytes
    keyring: bool = False
    code: CodeLock | None = None
    recovery: Lock | None = None

    @classmethod
    def read(cls, folder: Path) -> "Vault | None":
        """Read the vault of a data folder, None when it has none.

        Raises MisusedError when what is there is not a vault, StorageError when it is refused.
        """
        content = _content(folder / FILE_NAME)
        return None if content is None else _parsed(content)

    @property
    def state(self) -> VaultState:
        """Say which ways in stand."""
        return VaultState(
            keyring=self.keyring, code=self.code is not None, recovery=self.recovery is not None
        )


def write_vault(folder: Path, vault: Vault) -> Vault:
    """Put the vault in its folder, whole, instead of the former one."""
    locks: dict[str, object] = {}
    if vault.keyring:
        locks["trousseau"] = True
    if vault.code is not None:
        locks["code"] = lock_document(vault.code)
    if vault.recovery is not None:
        locks["secours"] = lock_document(vault.recovery)
    document = {
        "format": FORMAT,
        "coffre": vault.id,
        "temoin": vault.witness.hex(),
        "serrures": locks,
    }
    content = json.dumps(document, ensure_ascii=False, indent=2)
    write_whole(folder / FILE_NAME, f"{content}\n".encode())
    return vault


def _content(file: Path) -> bytes | None:
    try:
        # O_NONBLOCK: a named pipe put in its place must not wait for ever.
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _damaged()
            content = opened.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as error:
        raise _damaged() from error
    except OSError as error:
        raise StorageError(
            f"Le système refuse à Hygie l'accès à {FILE_NAME}. {UNTOUCHED}",
            hint="Vérifiez que le dossier de données est à vous et que le disque est branché.",
        ) from error
    if len(content) > MOST_BYTES:
        raise _damaged()
    return content


def _parsed(content: bytes) -> Vault:
    try:
        document = json.loads(content.decode())
        if not isinstance(document, dict) or type(document.get("format")) is not int:
            raise _damaged()
        if document["format"] > FORMAT:
            raise MisusedError(
                f"Le fichier {FILE_NAME} a été écrit par une version plus récente de Hygie."
                f" {UNTOUCHED}",
                hint="Mettez Hygie à jour sur ce poste, puis recommencez.",
            )
        return _read(document)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error


def _read(document: object) -> Vault:
    whole = exactly(document, {"format", "coffre", "temoin", "serrures"})
    locks = whole["serrures"]
    if whole["format"] != FORMAT or not isinstance(locks, dict) or not locks:
        raise ValueError("not a vault")
    if not set(locks) <= LOCKS or locks.get("trousseau", True) is not True:
        raise ValueError("unknown locks")
    return Vault(
        id=hexadecimal(whole["coffre"], ID_BYTES).hex(),
        witness=hexadecimal(whole["temoin"], WITNESS_BYTES),
        keyring="trousseau" in locks,
        code=read_code_lock(locks["code"]) if "code" in locks else None,
        recovery=read_recovery_lock(locks["secours"]) if "secours" in locks else None,
    )


def _damaged() -> MisusedError:
    return MisusedError(
        f"Le fichier {FILE_NAME} du dossier de données est abîmé, ou n'est pas de Hygie. Il permet"
        " d'ouvrir les données : Hygie n'y a pas touché.",
        hint=f"Remettez {FILE_NAME} en place depuis une copie de sauvegarde.",
    )
