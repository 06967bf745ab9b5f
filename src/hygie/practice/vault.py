"""The vault: the one key that everything Hygie keeps is encrypted with, and who may open it.

The master key is in no file. The system's keyring holds it, or the vault's file holds it sealed by
a practice code, by a recovery code, or by both; each of them opens everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hmac import compare_digest
from pathlib import Path

from hygie.core.errors import HygieError, LockedError, MisusedError, StorageError
from hygie.practice.keyring_door import Keyring
from hygie.practice.vault_codes import (
    RECOVERY_BYTES,
    checked_code,
    normal,
    read_code_file,
    read_recovery,
    written_recovery,
)
from hygie.practice.vault_file import (
    FILE_NAME,
    ID_BYTES,
    UNTOUCHED,
    WITNESS_BYTES,
    Vault,
    VaultState,
    write_vault,
)
from hygie.practice.vault_locks import (
    MASTER_BYTES,
    Chance,
    expanded,
    hexadecimal,
    open_by_code,
    open_by_recovery,
    seal_by_code,
    seal_by_recovery,
)

__all__ = (
    "Chance",
    "Secret",
    "Vault",
    "VaultState",
    "create_vault",
    "keep_in_keyring",
    "new_recovery_code",
    "set_code",
    "unlock",
)

ENCRYPTED_SUFFIX = ".chiffre"
TURN_NAME = ".coffre.verrou"
TURN_SECONDS = 10.0
WITNESS = "temoin"


@dataclass(frozen=True, slots=True)
class Secret:
    """The master key, once the vault is open. It is never written, shown or logged."""

    master: bytes

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "Secret(…)"

    def derived(self, purpose: str) -> bytes:
        """Return the key of 32 bytes for one purpose: «registre», «cabinet», «preuves»."""
        return expanded(self.master, purpose)


def create_vault(
    folder: Path, *, keyring: Keyring, code: str | None, chance: Chance
) -> tuple[Vault, Secret]:
    """Create the vault of a folder: the keyring keeps the key if it protects, a code may too.

    Raises MisusedError when there is a vault already, or neither a keyring nor a code, and
    LockedError when the folder holds what a lost vault encrypted.
    """
    plain = None if code is None else checked_code(code)
    with _turn(folder):
        if Vault.read(folder) is not None:
            raise MisusedError(
                "Les données de ce dossier sont déjà chiffrées.",
                hint="Il n'y a rien à refaire. Pour changer de code : hygie, puis Réglages.",
            )
        _check_nothing_locked(folder)
        secret = Secret(chance(MASTER_BYTES))
        vault = Vault(id=chance(ID_BYTES).hex(), witness=_witness(secret))
        lock = None if plain is None else seal_by_code(secret.master, plain, vault.id, chance)
        kept = keyring.put(vault.id, secret.master.hex())
        if not kept and lock is None:
            raise no_keyring()
        try:
            vault = write_vault(folder, replace(vault, keyring=kept, code=lock))
        except HygieError:
            keyring.remove(vault.id)
            raise
    return vault, secret


def unlock(
    folder: Path,
    *,
    keyring: Keyring,
    code_file: Path | None = None,
    code: str | None = None,
    recovery: str | None = None,
) -> Secret:
    """Open the vault with what was given, else with the keyring. Raises LockedError."""
    vault = Vault.read(folder)
    if vault is None:
        raise LockedError(
            f"Le dossier de données n'a pas de fichier {FILE_NAME}. {UNTOUCHED}",
            hint=f"Remettez {FILE_NAME} en place depuis une copie de sauvegarde.",
        )
    if recovery is not None:
        return _by_recovery(vault, recovery)
    if code is not None:
        return _by_code(vault, code)
    if code_file is not None:
        return _by_code(vault, read_code_file(code_file))
    return _by_keyring(vault, keyring)


def keep_in_keyring(folder: Path, secret: Secret, *, keyring: Keyring) -> bool:
    """Let this session's keyring open the vault from now on; tell whether it can."""
    with _turn(folder):
        vault = _own(folder, secret)
        kept = keyring.put(vault.id, secret.master.hex())
        if kept and not vault.keyring:
            write_vault(folder, replace(vault, keyring=True))
    return kept


def set_code(folder: Path, secret: Secret, code: str, *, chance: Chance) -> Vault:
    """Give the vault a practice code; a former one opens nothing any more."""
    plain = checked_code(code)
    with _turn(folder):
        vault = _own(folder, secret)
        lock = seal_by_code(secret.master, plain, vault.id, chance)
        return write_vault(folder, replace(vault, code=lock))


def new_recovery_code(folder: Path, secret: Secret, *, chance: Chance) -> str:
    """Return a recovery code to print, kept nowhere; a former one opens nothing any more."""
    drawn = chance(RECOVERY_BYTES)
    with _turn(folder):
        vault = _own(folder, secret)
        lock = seal_by_recovery(secret.master, drawn, vault.id, chance)
        write_vault(folder, replace(vault, recovery=lock))
    return written_recovery(drawn)


def no_keyring() -> MisusedError:
    """Say that a code is needed to encrypt here."""
    return MisusedError(
        "Le trousseau de cette session ne peut pas garder la clé des données. Rien n'a été créé.",
        hint="Choisissez un code du cabinet : il ouvrira les données à sa place.",
    )


def _check_nothing_locked(folder: Path) -> None:
    """Refuse a new key beside what a lost one encrypted: the old vault may still be found."""
    locked = [file.name for file in folder.glob(f"*{ENCRYPTED_SUFFIX}") if file.stat().st_size]
    if locked:
        raise LockedError(
            f"Le dossier de données contient {min(locked)}, qui est chiffré, et plus {FILE_NAME},"
            f" qui permet de l'ouvrir. {UNTOUCHED}",
            hint=f"Remettez {FILE_NAME} en place, depuis la corbeille ou une copie de sauvegarde."
            " S'il est perdu, rangez ailleurs tout ce dossier : Hygie en créera un nouveau, vide.",
        )


def _by_keyring(vault: Vault, keyring: Keyring) -> Secret:
    found = keyring.get(vault.id) if vault.keyring else None
    if found is not None:
        try:
            secret = Secret(hexadecimal(found, MASTER_BYTES))
        except ValueError:
            raise _locked(vault) from None
        if _opens(vault, secret):
            return secret
    raise _locked(vault)


def _by_code(vault: Vault, code: str) -> Secret:
    if vault.code is None:
        raise LockedError(
            f"Ces données n'ont pas de code du cabinet. {UNTOUCHED}", hint=_ways_in(vault)
        )
    master = open_by_code(vault.code, normal(code), vault.id)
    return _checked(
        vault,
        master,
        f"Ce n'est pas le code du cabinet. {UNTOUCHED}",
        "Vérifiez les majuscules et la langue du clavier, puis recommencez."
        + (" Code oublié : le code de secours ouvre aussi." if vault.recovery else ""),
    )


def _by_recovery(vault: Vault, recovery: str) -> Secret:
    if vault.recovery is None:
        raise LockedError(
            f"Ces données n'ont pas de code de secours. {UNTOUCHED}", hint=_ways_in(vault)
        )
    drawn = read_recovery(recovery)
    master = None if drawn is None else open_by_recovery(vault.recovery, drawn, vault.id)
    return _checked(
        vault,
        master,
        f"Ce n'est pas le code de secours. {UNTOUCHED}",
        "Il a huit groupes de quatre lettres ou chiffres. Prenez la feuille la plus récente :"
        " un nouveau code remplace l'ancien.",
    )


def _checked(vault: Vault, master: bytes | None, message: str, hint: str) -> Secret:
    if master is not None and _opens(vault, Secret(master)):
        return Secret(master)
    raise LockedError(message, hint=hint)


def _locked(vault: Vault) -> LockedError:
    return LockedError(
        "Les données de Hygie sont chiffrées, et le trousseau de cette session n'a pas donné leur"
        f" clé. {UNTOUCHED}",
        hint=_ways_in(vault),
    )


def _ways_in(vault: Vault) -> str:
    ways = []
    if vault.keyring:
        ways.append("Ouvrez votre session habituelle et son trousseau, puis recommencez.")
    if vault.code:
        ways.append(
            "Le code du cabinet ouvre aussi : lancez « hygie », ou donnez à HYGIE_CODE_FICHIER le"
            " nom d'un fichier qui le porte."
        )
    if vault.recovery:
        ways.append("Sinon, lancez « hygie » et tapez le code de secours imprimé.")
    return " ".join(ways)


def _opens(vault: Vault, secret: Secret) -> bool:
    return compare_digest(_witness(secret), vault.witness)


def _witness(secret: Secret) -> bytes:
    return secret.derived(WITNESS)[:WITNESS_BYTES]


def _own(folder: Path, secret: Secret) -> Vault:
    vault = Vault.read(folder)
    if vault is None or not _opens(vault, secret):
        raise LockedError(
            f"Le coffre de ce dossier n'est plus celui qui a été ouvert. {UNTOUCHED}",
            hint="Fermez Hygie, puis relancez-le.",
        )
    return vault


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Change the vault one at a time: two at once would each lock the other out."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # start-up time

    if not folder.is_dir():
        raise StorageError(
            f"Le dossier de données {folder} n'est pas là. {UNTOUCHED}",
            hint="S'il est sur un disque, branchez-le, puis recommencez.",
        )
    lock = FileLock(folder / TURN_NAME, timeout=TURN_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise StorageError(
            f"Une autre fenêtre de Hygie change les clés des données. {UNTOUCHED}",
            hint="Attendez qu'elle ait fini, puis recommencez.",
        ) from error
    except OSError as error:
        raise StorageError(
            f"Le système refuse à Hygie d'écrire dans le dossier de données. {UNTOUCHED}",
            hint="Vérifiez que ce dossier est à vous et que le disque n'est ni plein ni protégé.",
        ) from error
    try:
        yield
    finally:
        lock.release()
