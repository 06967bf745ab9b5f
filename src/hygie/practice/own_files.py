"""Everything Hygie ever writes in its data folder: what is saved, exported, erased, and no more.

The folder may hold files of others (it can be chosen): what is not named here is never touched.
"""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

from hygie.practice.file_names import is_device
from hygie.practice.whole_streams import refusal_of

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
DRAFT = re.compile(r"\..{1,120}\.part")

APPLICATION_LOCK = "application.verrou"
OWN_DATA_LOCK = "mes-donnees.verrou"
SAVING, RESTORING, FORMER = "sauvegarde-en-cours", "restauration", "avant-restauration"
MARKER = "restauration.json"
VAULT = "coffre.json"
SIGNING_KEY = "cle-signature.p12"


def signing_key_name(pkcs12: bytes) -> str:
    """Name the passphrase of a signing key in the keyring: two data folders must not share one."""
    return f"cle-de-signature-{sha256(pkcs12).hexdigest()[:16]}"


class Nature(Enum):
    """What becomes of a thing when everything is saved."""

    DATABASE = "copied by its own engine"
    FILE = "read as it is"
    FOLDER = "each file it holds, read as it is"
    BESIDE = "not saved by itself: the engine's own, beside a database"
    PASSING = "not saved: made again, or of use to this computer only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One thing of the data folder. ``purpose`` is that of the key of an encrypted database."""

    name: str
    label: str
    nature: Nature
    purpose: str = ""

    def is_name(self, name: str) -> bool:
        """Tell whether a file of the data folder is this thing."""
        return re.fullmatch(self.name, name) is not None


RECORDS, PEOPLE, KEYS = "le registre", "les personnes du cabinet", "les clés et codes d'accès"
WORKSTATION_KEY = "la clé de ce poste"
PASSING = "des fichiers de travail"
BESIDE = "-(wal|shm|journal)"

KNOWN = (
    Known(name=r"registre\.sqlite", label=RECORDS, nature=Nature.DATABASE),
    Known(name=r"registre\.chiffre", label=RECORDS, nature=Nature.DATABASE, purpose="registre"),
    Known(name=r"cabinet\.chiffre", label=PEOPLE, nature=Nature.DATABASE, purpose="cabinet"),
    Known(name=r"coffre\.json", label=KEYS, nature=Nature.FILE),
    Known(name=r"cle-poste-[0-9a-f]{8}", label=WORKSTATION_KEY, nature=Nature.FILE),
    Known(
        name=r"cle-signature\.(p12|pem)", label="la clé de signature du cabinet", nature=Nature.FILE
    ),
    Known(name="preuves", label="les preuves", nature=Nature.FOLDER),
    Known(name="documents", label="les documents produits", nature=Nature.FOLDER),
    Known(
        name=rf"(registre\.(sqlite|chiffre)|cabinet\.chiffre){BESIDE}",
        label=RECORDS,
        nature=Nature.BESIDE,
    ),
    Known(name="demonstration", label="la démonstration", nature=Nature.PASSING),
    Known(name=FORMER, label="les données d'avant la dernière restauration", nature=Nature.PASSING),
    Known(
        name=rf"{SAVING}|{RESTORING}|{MARKER}|application\.(verrou|json)|{OWN_DATA_LOCK}"
        r"|\.(sauvegarde|restauration)-[0-9a-f]{16}\.hygie|reglage\.verrou|relecture-a-planifier\.xml"
        rf"|\.coffre\.verrou|{DRAFT.pattern}",
        label=PASSING,
        nature=Nature.PASSING,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A thing that is there."""

    path: Path
    known: Known


def own_things(folder: Path) -> tuple[Found, ...]:
    """List what of Hygie's is in a data folder, by name; nothing when there is no folder."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise refusal_of(error) from error
    found = ((name, known_as(name)) for name in names)
    return tuple(Found(path=folder / name, known=known) for name, known in found if known)


def known_as(name: str) -> Known | None:
    """Return what a name of the data folder is, None when it is not ours."""
    return next((known for known in KNOWN if known.is_name(name)), None)


def strangers(folder: Path) -> int:
    """Count what of others is in a data folder."""
    try:
        return sum(known_as(path.name) is None for path in folder.iterdir())
    except OSError:
        return 0


def files_in(path: Path) -> Iterator[Path]:
    """Return the plain files at ``path`` or under it: no link is followed, no pipe opened."""
    about = path.lstat()
    if stat.S_ISREG(about.st_mode):
        yield path
    elif stat.S_ISDIR(about.st_mode):
        for one in sorted(path.iterdir()):
            yield from files_in(one)


def saved_names(found: Found) -> Iterator[tuple[str, Path]]:
    """Return the files of a thing that are saved as they are, under the names they are saved."""
    if found.known.nature is Nature.FILE and not found.path.is_symlink():
        yield found.path.name, found.path
    if found.known.nature is Nature.FOLDER and not found.path.is_symlink():
        for file in sorted(found.path.iterdir()):
            if SAFE_NAME.fullmatch(file.name) and stat.S_ISREG(file.lstat().st_mode):
                yield f"{found.path.name}/{file.name}", file


def may_be_restored(name: str) -> bool:
    """Tell whether a saved name is one we write: ours, of no other folder, on no device."""
    first, _, rest = name.partition("/")
    known = known_as(first)
    if known is None or known.nature in {Nature.BESIDE, Nature.PASSING}:
        return False
    if known.nature is Nature.FOLDER:
        fits = SAFE_NAME.fullmatch(rest) is not None and not rest.endswith(".")
        return fits and not is_device(rest)
    return not rest and "/" not in name
