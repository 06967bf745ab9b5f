"""Puts a back-up of Hygie's data in place: read, checked and opened whole before anything moves."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from hygie.core.errors import LockedError, MisusedError
from hygie.practice.encryption import driver_of
from hygie.practice.folders import private_folder
from hygie.practice.keyring_door import Keyring
from hygie.practice.own_data_backup import opened_backup
from hygie.practice.own_data_swap import begin_swap, finish_swap
from hygie.practice.own_data_work import Reached, own_data_turn, take_away, unheard
from hygie.practice.own_files import FORMER, MARKER, RESTORING
from hygie.practice.records import Chain
from hygie.practice.sqlite_errors import MovedError
from hygie.practice.sqlite_records import SqliteRecords
from hygie.practice.vault import Secret, keep_in_keyring, unlock
from hygie.practice.vault_codes import read_recovery
from hygie.practice.vault_file import Vault
from hygie.practice.whole_streams import refusal_of, settle


class Opening(Enum):
    """What opens the restored data on this computer; ASKED: only a code of the practice does."""

    PLAIN = "libre"
    KEYRING = "trousseau"
    CODE = "code"
    ASKED = "demande"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place. ``chain`` is None when only a code of the practice opens it."""

    files: int
    size: int
    at: datetime
    opening: Opening
    chain: Chain | None
    former_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unpacked:
    files: int
    size: int
    at: datetime


def restore(
    folder: Path, source: Path, *, code: str, keyring: Keyring, reached: Reached = unheard
) -> Restored:
    """Replace the data of a folder by a back-up's; the former is kept in ``avant-restauration``.

    The folder's own data is as it was until the back-up is wholly checked. Killed after that, the
    next opening finishes. Raises MisusedError, StorageError.
    """
    with own_data_turn(folder):
        finish_swap(folder)
        waiting = folder / RESTORING
        take_away(waiting)
        try:
            unpacked = _unpack(source, code, private_folder(waiting), reached)
            secret = _secret(waiting, code, keyring)
            chain = _checked(waiting, secret)
            reached("vérifié")
            begin_swap(folder, reached=reached)
        finally:
            _forget(waiting)
        finish_swap(folder, reached=reached)
        opening = _opening(folder, secret, keyring)
    return Restored(
        files=unpacked.files,
        size=unpacked.size,
        at=unpacked.at,
        opening=opening,
        chain=chain,
        former_kept=any((folder / FORMER).iterdir()),
    )


def _unpack(source: Path, code: str, target: Path, reached: Reached) -> _Unpacked:
    files = size = 0
    with opened_backup(source, code) as pack:
        for name, pieces in pack.files():
            size += _write(target, name, pieces)
            files += 1
            reached(f"lu {name}")
    if not files:
        raise MisusedError(
            "Cette sauvegarde est vide. Rien n'a été modifié.", hint="Prenez-en une autre."
        )
    settle(target)
    return _Unpacked(files=files, size=size, at=pack.at)


def _write(target: Path, name: str, pieces: Iterable[bytes]) -> int:
    path = target.joinpath(*name.split("/"))
    size = 0
    try:
        if path.parent != target:
            private_folder(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            for piece in pieces:
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise refusal_of(error) from error
    return size


def _secret(folder: Path, code: str, keyring: Keyring) -> Secret | None:
    """Open the restored vault by what is at hand: the keyring, or the code of the back-up."""
    if Vault.read(folder) is None:
        return None
    drawn = read_recovery(code) is not None
    ways: tuple[Callable[[], Secret], ...] = (
        lambda: unlock(folder, keyring=keyring),
        lambda: (
            unlock(folder, keyring=keyring, recovery=code)
            if drawn
            else unlock(folder, keyring=keyring, code=code)
        ),
    )
    for way in ways:
        try:
            return way()
        except LockedError:
            continue
    return None


def _checked(folder: Path, secret: Secret | None) -> Chain | None:
    """Open the restored register. Raises MisusedError when it is not one, or not this vault's."""
    if secret is not None:
        return SqliteRecords(folder, token=bytes, driver=driver_of(secret)).verify()
    if Vault.read(folder) is not None:
        return None
    try:
        return SqliteRecords(folder, token=bytes).verify()
    except MovedError as error:
        raise MisusedError(
            "Cette sauvegarde n'a pas de quoi ouvrir ses données chiffrées. Rien n'a été modifié.",
            hint="Prenez-en une autre.",
        ) from error


def _opening(folder: Path, secret: Secret | None, keyring: Keyring) -> Opening:
    if Vault.read(folder) is None:
        return Opening.PLAIN
    if secret is None:
        return Opening.ASKED
    return Opening.KEYRING if keep_in_keyring(folder, secret, keyring=keyring) else Opening.CODE


def _forget(waiting: Path) -> None:
    """Take back what was unpacked, unless it was decided on: it is then to be finished."""
    if not os.path.lexists(waiting.with_name(MARKER)):
        take_away(waiting)
