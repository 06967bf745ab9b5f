"""The ways in to this computer's records: to write, and only to read, encrypted or not."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hygie.core.errors import LockedError
from hygie.practice.folders import data_folder_to_read, open_data_folder
from hygie.practice.sqlite_records import ENCRYPTED_NAME, SqliteRecords

if TYPE_CHECKING:
    from hygie.practice.keyring_door import Keyring
    from hygie.practice.vault import Secret

SALT_BYTES = 16
CODE_VARIABLE = "HYGIE_CODE_FICHIER"
VAULT_NAME = "coffre.json"
UNFINISHED = "restauration.json"
"""What a restoration that was interrupted leaves; see own_data_swap."""


def open_records(
    environment: Mapping[str, str], *, keyring: "Keyring | None" = None
) -> SqliteRecords:
    """Open the practice's records to write, creating their folder the first time.

    Raises LockedError when they are encrypted and neither the keyring nor a code opened them.
    """
    return _records_in(open_data_folder(environment), environment, keyring)


def read_records(
    environment: Mapping[str, str], *, keyring: "Keyring | None" = None
) -> SqliteRecords:
    """Open the practice's records to read: nothing is created, no records is an empty list.

    Raises LockedError as ``open_records`` does.
    """
    return _records_in(data_folder_to_read(environment), environment, keyring)


def open_records_with(folder: Path, secret: "Secret") -> SqliteRecords:
    """Open encrypted records; those an earlier version left in clear are moved there first."""
    from hygie.practice.encryption import driver_of, encrypt_records  # noqa: PLC0415  # start-up

    encrypt_records(folder, secret)
    return SqliteRecords(folder, token=_token, driver=driver_of(secret))


def secret_of(
    folder: Path, environment: Mapping[str, str], *, keyring: "Keyring | None" = None
) -> "Secret":
    """Open the vault with nobody to ask: the code file if one is named, else the keyring."""
    from hygie.practice.keyring_door import SystemKeyring  # noqa: PLC0415  # start-up time
    from hygie.practice.vault import unlock  # noqa: PLC0415  # start-up time

    named = environment.get(CODE_VARIABLE, "")
    return unlock(
        folder,
        keyring=SystemKeyring() if keyring is None else keyring,
        code_file=Path(named) if named else None,
    )


def _records_in(
    folder: Path, environment: Mapping[str, str], keyring: "Keyring | None"
) -> SqliteRecords:
    if os.path.lexists(folder / UNFINISHED):
        from hygie.practice.own_data_swap import finish_swap  # noqa: PLC0415  # start-up time

        finish_swap(folder)
    if os.path.lexists(folder / VAULT_NAME):
        return open_records_with(folder, secret_of(folder, environment, keyring=keyring))
    if os.path.lexists(folder / ENCRYPTED_NAME):
        raise LockedError(
            f"Le registre est chiffré, et {VAULT_NAME}, qui permet de l'ouvrir, n'est plus dans le"
            f" dossier {folder}. Rien n'a été modifié.",
            hint=f"Remettez {VAULT_NAME} en place, depuis la corbeille ou une copie de sauvegarde.",
        )
    return SqliteRecords(folder, token=_token)


def _token() -> bytes:
    return secrets.token_bytes(SALT_BYTES)
