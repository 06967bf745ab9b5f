"""Erases all that Hygie keeps, the keys first: what an interruption leaves opens nothing."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hygie.core.errors import HygieError, StorageError
from hygie.practice.keyring_door import Keyring
from hygie.practice.own_data_work import Reached, own_data_turn, take_away, unheard
from hygie.practice.own_files import (
    APPLICATION_LOCK,
    FORMER,
    KNOWN,
    OWN_DATA_LOCK,
    SIGNING_KEY,
    VAULT,
    Found,
    files_in,
    own_things,
    signing_key_name,
    strangers,
)
from hygie.practice.vault_file import Vault

KEY_BYTES = 1 << 20
LOCKS = (OWN_DATA_LOCK, APPLICATION_LOCK)
"""Held while everything is erased: Windows removes no file that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What there is of one kind: «les preuves», 12 files, 3 MB."""

    label: str
    files: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What went. ``forgotten`` is False when a key may still be in the keyring."""

    parts: tuple[Part, ...]
    forgotten: bool
    strangers: int


def inventory(folder: Path) -> tuple[Part, ...]:
    """Tell what Hygie keeps in a data folder, by kind, in the order of the table of own files."""
    return _parts(own_things(folder))


def erase(folder: Path, *, keyring: Keyring, reached: Reached = unheard) -> Erased:
    """Erase everything of Hygie's in the folder, and its keys in the keyring.

    Files of others in the folder stay. Interrupted, it is to be asked again.
    """
    with own_data_turn(folder):
        things = own_things(folder)
        parts = _parts(things)
        kept = [name for name in keyring_names(folder) if not keyring.remove(name)]
        reached("trousseau")
        for found in sorted(things, key=_keys_first):
            if found.path.name not in LOCKS:
                take_away(found.path)
                reached(found.path.name)
    left = strangers(folder)
    leave_nothing(folder)
    return Erased(parts=parts, forgotten=not kept, strangers=left)


def leave_nothing(folder: Path) -> None:
    """Take the locks away, and the folder when it is empty; a lock that is held stays for now."""
    for name in LOCKS:
        with suppress(HygieError):
            take_away(folder / name)
    with suppress(OSError):
        folder.rmdir()


def keyring_names(folder: Path) -> tuple[str, ...]:
    """Name what the session's keyring keeps for this data folder, and what it was before."""
    names: dict[str, None] = {}
    for place in (folder, folder / FORMER):
        with suppress(HygieError):
            vault = Vault.read(place)
            names |= {} if vault is None else {vault.id: None}
        with suppress(OSError), (place / SIGNING_KEY).open("rb") as file:
            names[signing_key_name(file.read(KEY_BYTES))] = None
    return tuple(names)


def _keys_first(found: Found) -> tuple[bool, str]:
    return found.path.name != VAULT, found.path.name


def _parts(things: Iterable[Found]) -> tuple[Part, ...]:
    sizes: dict[str, list[int]] = {known.label: [] for known in KNOWN}
    for found in things:
        try:
            lengths = [file.lstat().st_size for file in files_in(found.path)]
        except FileNotFoundError:
            continue  # it went while it was looked at
        except OSError as error:
            raise StorageError(
                "Le dossier de données ne peut pas être lu en entier. Rien n'a été modifié.",
                hint="Vérifiez qu'il est à vous, puis recommencez.",
            ) from error
        # The locks are empty files, of which nobody has heard.
        sizes[found.known.label] += filter(None, lengths)
    return tuple(
        Part(label=label, files=len(lengths), size=sum(lengths))
        for label, lengths in sizes.items()
        if lengths
    )
