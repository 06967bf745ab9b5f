"""Saves all that Hygie keeps in one encrypted file, read back whole before it has its name."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from hygie.core.errors import LockedError
from hygie.practice import sqlite_file
from hygie.practice.own_data_code import HEADING_BYTES, BackupKey, fit_code, key_of, new_key
from hygie.practice.own_data_format import PackReader, PackWriter
from hygie.practice.own_data_work import Reached, own_data_turn, unheard, working_folder
from hygie.practice.own_files import SAVING, VAULT, Found, Nature, own_things, saved_names
from hygie.practice.sealed import Chance, SealedReader, SealedWriter, open_regular
from hygie.practice.sqlite_drivers import PLAIN, CipherDriver, Driver
from hygie.practice.sqlite_errors import translated
from hygie.practice.vault import Secret
from hygie.practice.vault_codes import normal, read_recovery
from hygie.practice.vault_file import Vault, write_vault
from hygie.practice.vault_locks import seal_by_code, seal_by_recovery
from hygie.practice.whole_streams import draft_of, new_whole_file
from hygie.version import VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved: how many files, their length, and when."""

    files: int
    size: int
    at: datetime


def save(  # noqa: PLR0913  # where from and to, two keys, then the clock, chance and the listener
    folder: Path,
    target: Path,
    *,
    code: str,
    secret: Secret | None,
    at: datetime,
    chance: Chance,
    reached: Reached = unheard,
) -> Saved:
    """Save the data folder at ``target``, which must not be there; ``secret`` opens its vault.

    Whoever holds the code opens the back-up, and the data once restored: it is added to the copied
    vault when that kind of code had no place yet. Raises MisusedError, StorageError, LockedError.
    """
    code = fit_code(code)
    with own_data_turn(folder), working_folder(folder / SAVING) as work:
        copies = dict(_copies(folder, work, secret))
        _add_code(work, secret, code, chance)
        reached("copié")
        key = new_key(code, chance)
        with new_whole_file(target) as file:
            reached("commencé")
            saved = _write(file, key, [*_named(folder, copies)], at, chance)
            file.flush()
            reached("écrit")
            _read_back(draft_of(target), key)
            reached("relu")
        reached("nommé")
    return saved


@contextmanager
def opened_backup(path: Path, code: str) -> Iterator[PackReader]:
    """Open a back-up to read. Raises MisusedError when the code or the file will not do."""
    with open_regular(path) as file:
        yield _pack(file, key_of(file.read(HEADING_BYTES), code))


def _copies(folder: Path, work: Path, secret: Secret | None) -> Iterator[tuple[str, Path]]:
    """Copy each database by its own engine, as it is at one moment, and the vault."""
    for found in own_things(folder):
        copy = work / found.path.name
        if found.known.nature is Nature.DATABASE and _is_filled(found.path):
            _copy(found.path, copy, _driver(found, secret))
            yield found.path.name, copy
        elif found.path.name == VAULT:
            with open_regular(found.path) as file:
                copy.write_bytes(file.read())
            yield VAULT, copy


def _driver(found: Found, secret: Secret | None) -> Driver:
    if not found.known.purpose:
        return PLAIN
    if secret is None:
        raise LockedError(
            f"Les données sont chiffrées, et {VAULT}, qui permet de les ouvrir, n'est plus là."
            " Rien n'a été modifié.",
            hint=f"Remettez {VAULT} en place depuis une copie de sauvegarde.",
        )
    return CipherDriver(secret.derived(found.known.purpose))


def _copy(path: Path, copy: Path, driver: Driver) -> None:
    with (
        translated(path, driver),
        sqlite_file.opened(path, driver) as source,
        sqlite_file.opened(copy, driver, mode="mode=rwc") as target,
    ):
        source.backup(target)


def _add_code(work: Path, secret: Secret | None, code: str, chance: Chance) -> None:
    """Let the back-up's code open the copied vault: the keyring does not travel."""
    vault = Vault.read(work)
    if vault is None or secret is None:
        return
    drawn = read_recovery(code)
    if drawn is not None and vault.recovery is None:
        lock = seal_by_recovery(secret.master, drawn, vault.id, chance)
        write_vault(work, replace(vault, recovery=lock))
    elif drawn is None and vault.code is None:
        slow = seal_by_code(secret.master, normal(code), vault.id, chance)
        write_vault(work, replace(vault, code=slow))


def _named(folder: Path, copies: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    yield from copies.items()
    for found in own_things(folder):
        if found.path.name not in copies:
            yield from saved_names(found)


def _write(
    file: BinaryIO,
    key: BackupKey,
    named: list[tuple[str, Path]],
    at: datetime,
    chance: Chance,
) -> Saved:
    file.write(key.heading)
    sealing = SealedWriter(file, key.key, context=key.context, chance=chance)
    pack = PackWriter(sealing, at=at, version=VERSION)
    for name, path in named:
        with open_regular(path) as source:
            pack.add(name, os.fstat(source.fileno()).st_size, source)
    packed = pack.finish()
    sealing.finish()
    return Saved(files=len(packed), size=sum(one.size for one in packed), at=at)


def _read_back(path: Path, key: BackupKey) -> None:
    with open_regular(path) as file:
        file.read(HEADING_BYTES)
        for _ in _pack(file, key).files():
            pass


def _pack(file: BinaryIO, key: BackupKey) -> PackReader:
    return PackReader(BufferedReader(SealedReader(file, key.key, context=key.context)))


def _is_filled(path: Path) -> bool:
    about = path.lstat()
    return stat.S_ISREG(about.st_mode) and about.st_size > 0
