"""A data folder with everything in it, and doors that touch nothing of anybody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from hygie.practice.encryption import encrypt_records
from hygie.practice.evidence_files import EvidenceStore
from hygie.practice.opening import open_records_with
from hygie.practice.own_data_people import FILE_NAME, PURPOSE
from hygie.practice.records import Records
from hygie.practice.run_own_data import Doors
from hygie.practice.sqlite_drivers import CipherDriver
from hygie.practice.sqlite_records import SqliteRecords
from hygie.practice.vault import Secret, create_vault
from support.chance import Chance
from support.keyrings import FakeKeyring
from support.photos import a_jpeg
from support.records import Tokens, a_draft

WORD = "PATIENTE-MARTIN"
"""Written wherever something of the practice is kept; nothing on the disk may show it."""

CODE = "quatre mots sans rapport"
STRANGER = "lettre-a-ma-mere.txt"


@dataclass(slots=True)
class OwnData:
    """A data folder; ``secret`` is None when it has no vault."""

    folder: Path
    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    secret: Secret | None = None
    chance: Chance = field(default_factory=Chance)

    @property
    def records(self) -> Records:
        if self.secret is None:
            return SqliteRecords(self.folder, token=Tokens(str(self.folder)))
        return open_records_with(self.folder, self.secret)

    @property
    def evidence(self) -> EvidenceStore:
        assert self.secret is not None
        key = self.secret.derived("preuves")
        return EvidenceStore(self.folder / "preuves", key, chance=self.chance)

    def doors(self, ask_secret: Callable[[str], str | None] = lambda _: None) -> Doors:
        return Doors(keyring=self.keyring, ask_secret=ask_secret, chance=self.chance)


def a_plain_folder(folder: Path, entries: int = 5) -> OwnData:
    """Return the folder of an earlier version: a register in clear, the key of a workstation."""
    folder.mkdir(mode=0o700)
    own = OwnData(folder)
    own.records.append_all(a_draft(detail={"motif": f"{WORD} {rank}"}) for rank in range(entries))
    (folder / "cle-poste-0123abcd").write_bytes(bytes(32))
    (folder / STRANGER).write_text("Chère maman")
    return own


def a_full_folder(
    folder: Path, *, keyring: FakeKeyring | None = None, code: str | None = None
) -> OwnData:
    """Return a folder with a vault, records, evidence, people and a file of somebody else."""
    own = a_plain_folder(folder)
    own.keyring = keyring or own.keyring
    _, own.secret = create_vault(folder, keyring=own.keyring, code=code, chance=own.chance)
    encrypt_records(folder, own.secret)
    own.evidence.put(BytesIO(f"{WORD} : attestation".encode()), name=f"{WORD}.txt")
    own.evidence.put(BytesIO(a_jpeg()), name="photo.jpg")
    _write_people(folder, own.secret)
    return own


def _write_people(folder: Path, secret: Secret) -> None:
    driver = CipherDriver(secret.derived(PURPOSE))
    connection = driver.connect((folder / FILE_NAME).absolute().as_uri() + "?mode=rwc")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE practice_person (id TEXT, name TEXT, role TEXT, code_hash TEXT, created TEXT)"
    )
    row = ("1", f"Dr {WORD}", "titulaire", "argon2id-secret", "2026-11-22")
    connection.execute("INSERT INTO practice_person VALUES (?, ?, ?, ?, ?)", row)
    connection.close()


def contents(folder: Path) -> dict[str, bytes]:
    """Return what each file of a folder holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".verrou", "-shm"))
    }
