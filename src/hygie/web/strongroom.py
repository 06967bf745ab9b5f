"""The door of the practice's data: shut until the secret that opens it is known."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path

from hygie.core.errors import HygieError, LockedError, MisusedError
from hygie.practice.encryption import encrypt_records
from hygie.practice.keyring_door import Keyring
from hygie.practice.opening import open_records_with
from hygie.practice.records import ACT
from hygie.practice.sqlite_records import ENCRYPTED_NAME
from hygie.practice.team_acts import people_named
from hygie.practice.vault import Secret, Vault, create_vault, keep_in_keyring, unlock
from hygie.practice.vault_codes import read_code_file
from hygie.web.desk import Desk

CODE_FILE = "HYGIE_CODE_FICHIER"
GONE = (
    "Le fichier coffre.json n'est plus dans le dossier de données : sans lui, rien ne l'ouvre."
    " Hygie n'a touché à rien."
)
PUT_BACK = "Remettez-le en place depuis une copie de sauvegarde, puis rouvrez Hygie."
CLOSED = "Les données du cabinet sont fermées."


class Door(Enum):
    """NEW: nothing was ever written with a key, and no keyring can hold one: a code is wanted.

    LOST: there is encrypted data, and the vault that opened it is gone.
    """

    NEW = "nouveau"
    LOST = "perdue"
    SHUT = "fermee"
    OPEN = "ouverte"


class Strongroom:
    """Opens the data folder once; whoever then asks gets the desk."""

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str],
        keyring: Keyring,
        chance: Callable[[int], bytes],
        now: Callable[[], datetime],
    ) -> None:
        self._folder, self._environment = folder, environment
        self._keyring, self._chance, self._now = keyring, chance, now
        self._desk: Desk | None = None
        self._secret: Secret | None = None
        self.refusal: HygieError | None = None
        self.on_open: Callable[[Secret, frozenset[str]], None] = lambda *_: None
        self.on_shut: Callable[[], None] = lambda: None

    @property
    def door(self) -> Door:
        """Tell whether the data can be reached."""
        if self._desk is not None:
            return Door.OPEN
        if Vault.read(self._folder) is not None:
            return Door.SHUT
        return Door.LOST if (self._folder / ENCRYPTED_NAME).exists() else Door.NEW

    @property
    def desk(self) -> Desk:
        """Return the practice's desk. Raises LockedError while the door is shut."""
        if self._desk is None:
            raise LockedError(CLOSED, hint="Donnez le code du cabinet.")
        return self._desk

    @property
    def secret(self) -> Secret:
        """Return what opens everything. Raises LockedError while the door is shut."""
        if self._secret is None:
            raise LockedError(CLOSED, hint="Donnez le code du cabinet.")
        return self._secret

    @property
    def has_recovery(self) -> bool:
        """Tell whether a recovery sheet opens the data, should all else be lost."""
        vault = Vault.read(self._folder)
        return vault is not None and vault.recovery is not None

    @property
    def asks_a_code(self) -> bool:
        """Tell whether a code alone opens the data again: no keyring does, nor a file."""
        vault = Vault.read(self._folder)
        return vault is not None and not vault.keyring and not self._environment.get(CODE_FILE)

    def shut(self) -> None:
        """Forget what opens the data; work under way ends with what it was given."""
        self._desk = self._secret = None
        self.on_shut()

    def try_alone(self) -> bool:
        """Open without asking anybody, by the keyring or a file; False when a code is wanted."""
        named = self._environment.get(CODE_FILE, "")
        code_file = Path(named) if named else None
        try:
            if Vault.read(self._folder) is None:
                self.create(code=None if code_file is None else read_code_file(code_file))
            else:
                self._open(unlock(self._folder, keyring=self._keyring, code_file=code_file))
        except (LockedError, MisusedError):
            return False
        return True

    def create(self, *, code: str | None) -> None:
        """Make the vault, by the keyring if it protects, else by this practice code.

        Never where there is encrypted data: a new key would open none of it.
        """
        if self.door is not Door.NEW:
            raise LockedError(GONE, hint=PUT_BACK)
        _, secret = create_vault(
            self._folder, keyring=self._keyring, code=code, chance=self._chance
        )
        self._open(secret)

    def open_with(self, *, code: str | None = None, recovery: str | None = None) -> None:
        """Open by the practice code or the recovery sheet. Raises LockedError when it is wrong."""
        secret = unlock(self._folder, keyring=self._keyring, code=code, recovery=recovery)
        # From the next start on, this session opens by itself, if its keyring can.
        keep_in_keyring(self._folder, secret, keyring=self._keyring)
        self._open(secret)

    def _open(self, secret: Secret) -> None:
        encrypt_records(self._folder, secret)
        records = open_records_with(self._folder, secret)
        try:
            self.on_open(secret, people_named(records.lines(kinds={ACT})))
        except HygieError as error:
            # The code is good, and asking for it again would not help: pages say what would.
            self.refusal = error
            raise
        self.refusal = None
        self._secret = secret
        self._desk = Desk(records, environment=self._environment, now=self._now)
