"""The practice's own key: made on request, encrypted, its passphrase in the system's keyring."""

from dataclasses import dataclass
from pathlib import Path

from hygie.audit.signature_doors import Doors
from hygie.audit.signature_files import read_bounded, read_phrase
from hygie.core.errors import MisusedError
from hygie.documents.signing_keys import LONGEST_NAME, Key, check_fit, make_key, open_key
from hygie.practice.folders import data_folder, open_data_folder
from hygie.practice.own_files import signing_key_name
from hygie.practice.whole_files import write_whole
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.terminal.prompts import Choice, Question, Way, ask_one, ask_text

KEY_FILE, CERTIFICATE_FILE = "cle-signature.p12", "cle-signature.pem"
SHORTEST_PHRASE = 12

MAKE = Question(
    text="Le cabinet n'a pas encore de clé de signature. La créer ?",
    help=(
        "Elle reste sur cet ordinateur, chiffrée. Elle prouve qu'un document n'a pas changé ;"
        " comme c'est vous qui la faites, elle ne prouve pas qui l'a signé."
    ),
)
NAME = Question(
    text="Quel nom porter sur la clé ?",
    help="Tous ceux qui recevront le document pourront le lire. Par exemple : Cabinet du Dr Alix.",
)

NOBODY = (
    "Il faut la phrase de passe de la clé, et personne n'est là pour la taper.",
    "Lancez la commande dans un terminal, ou ajoutez --phrase FICHIER.",
)
NO_KEYRING = (
    "Aucun trousseau ne répond sur cet ordinateur : Hygie ne peut pas y garder la phrase de passe"
    " de la clé."
)
CHOOSE = (
    f"Écrivez une phrase de {SHORTEST_PHRASE} caractères au moins dans un fichier, et ajoutez"
    " --phrase FICHIER ; ou lancez la commande dans un terminal. Rien n'a été créé."
)
SILENT = (
    "Le trousseau de cet ordinateur n'a pas donné la phrase de passe de la clé : il est fermé,"
    " absent, ou elle n'y est pas."
)
REOPEN = (
    "Ouvrez votre session et son trousseau, puis recommencez. Si vous avez choisi la phrase"
    f" vous-même : --phrase FICHIER. Si elle est perdue, rangez ailleurs {KEY_FILE} (dossier de"
    " données de Hygie) : une autre clé vous sera proposée."
)
IN_KEYRING = "Sa phrase de passe est gardée dans le trousseau de votre session : rien à retenir."
CHOSEN = (
    "Sa phrase de passe n'est gardée nulle part par Hygie : notez-la en lieu sûr. Sans elle, la"
    " clé est perdue."
)
UNFIT_OWN = (
    "Vérifiez d'abord la date de cet ordinateur. Si elle est juste, rangez ailleurs"
    f" {KEY_FILE} et {CERTIFICATE_FILE} (dossier de données de Hygie) : une autre clé vous sera"
    " proposée. Rien n'a été signé."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was typed about the key. ``asking`` is whether questions may be put."""

    file: Path | None
    phrase: Path | None
    name: str | None
    agreed: bool
    asking: bool


def given_key(wish: Wish, console: Console, doors: Doors) -> Key | None:
    """Return the key of the file that was given, None when none was."""
    if wish.file is None:
        return None
    content = read_bounded(wish.file, "Le fichier de la clé")
    key = open_key(content, _given_phrase(wish, doors, NOBODY))
    check_fit(key, console.now())
    return key


def own_key(wish: Wish, console: Console, doors: Doors) -> tuple[Key, bool]:
    """Return the practice's key, and whether it was made just now."""
    if (data_folder(console.environment) / KEY_FILE).exists():
        return _open_own(wish, console, doors), False
    return _make_own(wish, console, doors), True


def own_certificate(console: Console) -> bytes | None:
    """Return the certificate (PEM) of the practice's key, None when there is none."""
    file = data_folder(console.environment) / CERTIFICATE_FILE
    return read_bounded(file, "Le certificat du cabinet") if file.exists() else None


def _given_phrase(wish: Wish, doors: Doors, nobody: tuple[str, str]) -> str:
    if wish.phrase is not None:
        return read_phrase(wish.phrase)
    return _asked("Phrase de passe de la clé : ", doors, nobody)


def _open_own(wish: Wish, console: Console, doors: Doors) -> Key:
    folder = data_folder(console.environment)
    content = read_bounded(folder / KEY_FILE, "La clé du cabinet")
    kept = doors.keyring.get(signing_key_name(content)) if wish.phrase is None else None
    if kept is None and wish.phrase is None and wish.asking:
        _tell(console, SILENT)
    key = open_key(content, _given_phrase(wish, doors, (SILENT, REOPEN)) if kept is None else kept)
    _check_own(key, console)
    if not (folder / CERTIFICATE_FILE).exists():
        write_whole(folder / CERTIFICATE_FILE, key.pem)
    return key


def _make_own(wish: Wish, console: Console, doors: Doors) -> Key:
    """Make the key; its passphrase is safe before it is written, or nobody could open it again."""
    name = _agreed_name(wish, console)
    key = _made_with_chance(name, console, doors) if wish.phrase is None else None
    kept = key is not None
    if key is None:
        key = make_key(name, _new_phrase(wish, console, doors), now=console.now())
    folder = open_data_folder(console.environment)
    write_whole(folder / KEY_FILE, key.pkcs12)
    write_whole(folder / CERTIFICATE_FILE, key.pem)
    _tell(console, IN_KEYRING if kept else CHOSEN)
    return key


def _tell(console: Console, text: str) -> None:
    console.say("\n".join(wrap(text, width=console.width)))


def _check_own(key: Key, console: Console) -> None:
    try:
        check_fit(key, console.now())
    except MisusedError as error:
        raise MisusedError(error.message, hint=UNFIT_OWN) from error


def _made_with_chance(name: str, console: Console, doors: Doors) -> Key | None:
    """Return a key whose passphrase nobody knows but the keyring; None when there is no keyring."""
    token = doors.token()
    key = make_key(name, token, now=console.now())
    return key if doors.keyring.put(signing_key_name(key.pkcs12), token) else None


def _agreed_name(wish: Wish, console: Console) -> str:
    if not wish.agreed:
        _refuse_unless_asked(wish)
        choices = [Choice(value="oui", label="Oui, la créer"), Choice(value="non", label="Non")]
        if ask_one(console, MAKE, choices) != "oui":
            raise _nothing_signed()
    name = (wish.name or "").strip()
    if not name and wish.asking:
        asked = ask_text(console, NAME, longest=LONGEST_NAME)
        name = "" if isinstance(asked, Way) else asked
    if not name or not name.isprintable() or len(name.encode("utf-8")) > LONGEST_NAME:
        raise MisusedError(
            "Il manque le nom à porter sur la clé, ou il est trop long.",
            hint='Ajoutez par exemple : --nom "Cabinet du Dr Alix". Rien n\'a été signé.',
        )
    return name


def _new_phrase(wish: Wish, console: Console, doors: Doors) -> str:
    """Return the passphrase somebody chose."""
    if wish.phrase is not None:
        return _long_enough(read_phrase(wish.phrase))
    if wish.asking:
        _tell(console, NO_KEYRING)
    nobody = (NO_KEYRING, CHOOSE)
    first = _long_enough(_asked("Choisissez une phrase de passe pour la clé : ", doors, nobody))
    if _asked("La même, une seconde fois : ", doors, nobody) != first:
        raise MisusedError(
            "Les deux phrases ne sont pas les mêmes.", hint="Recommencez. Rien n'a été créé."
        )
    return first


def _long_enough(phrase: str) -> str:
    if len(phrase) < SHORTEST_PHRASE:
        raise MisusedError(
            f"La phrase de passe est trop courte : {SHORTEST_PHRASE} caractères au moins.",
            hint="Prenez plusieurs mots sans rapport. Rien n'a été créé.",
        )
    return phrase


def _asked(prompt: str, doors: Doors, nobody: tuple[str, str]) -> str:
    """Ask for a secret; ``nobody`` is what to say, and to do, when no one is there to type."""
    found = doors.ask_secret(prompt)
    if found is None:
        message, hint = nobody
        raise MisusedError(message, hint=hint)
    return found


def _refuse_unless_asked(wish: Wish) -> None:
    if not wish.asking:
        raise MisusedError(
            "Le cabinet n'a pas encore de clé de signature.",
            hint="Pour la créer : ajoutez --oui et --nom NOM. Ou donnez la vôtre : --cle FICHIER.",
        )


def _nothing_signed() -> MisusedError:
    return MisusedError(
        "Aucune clé n'a été créée, rien n'a été signé.",
        hint="Pour signer avec une clé que vous avez déjà : --cle FICHIER.",
    )
