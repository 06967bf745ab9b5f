"""How an entry is written down, sealed, read back and checked: the same in every engine.

Format 1 is described in docs/formats/registre.md, so that anyone can check a chain without Hygie.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from hygie.core.errors import MisusedError
from hygie.practice.records import (
    DETAIL_BYTES,
    GENESIS,
    SUMMARY_BYTES,
    Anchor,
    Chain,
    Draft,
    Entry,
    Json,
    Line,
)

SALT_BYTES = 16
WORD_LENGTH = 64
DEPTH = 64


class Row(NamedTuple):
    """The columns of the table, in order. Moments, JSON and hashes are texts."""

    seq: int
    practice: str
    at: str
    kind: str
    measure: str | None
    workstation: str | None
    expires: str | None
    by: str
    summary: str
    digest: str
    previous: str
    hash: str
    salt: str | None
    detail: str | None


OPTIONAL = frozenset({"measure", "workstation", "expires", "salt", "detail"})
PREVIOUS = Row._fields.index("previous")

NONSENSE = "Son contenu n'a pas la forme attendue."
ALTERED = "Il a été modifié après coup."
MISSING = "Un enregistrement manque ici, ou a été déplacé."
UNLINKED = "Il ne suit pas celui qui le précède."
REPLACED = "Ce n'est pas celui qui avait été noté."
CUT = "Le registre comptait {count} enregistrements : la fin manque."


@dataclass(frozen=True, slots=True)
class Tail:
    """What the next row is chained to."""

    practice: str
    seq: int = 0
    hash: str = GENESIS


class DamagedError(MisusedError):
    """A row that is not as it was written. ``reason`` is a French sentence."""

    def __init__(self, seq: object, reason: str) -> None:
        super().__init__(
            f"L'enregistrement n° {seq} du registre ne peut pas être lu. {reason}"
            " Hygie n'a rien changé.",
            hint="Remettez en place une copie de sauvegarde du dossier de données de Hygie."
            " Sans copie, renommez ce dossier et gardez-le : Hygie en créera un nouveau, vide.",
        )
        self.reason = reason


def seal(draft: Draft, tail: Tail, salt: bytes) -> Row:
    """Write a draft down as the row that follows ``tail``."""
    if len(salt) < SALT_BYTES:
        raise ValueError("the salt is too short")
    detail = _json(draft.detail, DETAIL_BYTES)
    row = Row(
        seq=tail.seq + 1,
        practice=tail.practice,
        at=_stamp(draft.at),
        kind=_word(draft.kind),
        measure=None if draft.measure is None else _word(draft.measure),
        workstation=None if draft.workstation is None else _word(draft.workstation),
        expires=None if draft.expires is None else _stamp(draft.expires),
        by=_word(draft.by),
        summary=_json(draft.summary, SUMMARY_BYTES),
        digest=digest_of(salt.hex(), detail),
        previous=tail.hash,
        hash="",
        salt=salt.hex(),
        detail=detail,
    )
    return row._replace(hash=hash_of(row))


def seal_all(drafts: Iterable[Draft], tail: Tail, token: Callable[[], bytes]) -> list[Row]:
    """Write drafts down as the rows that follow ``tail``, each chained to the one before."""
    sealed = []
    for draft in drafts:
        row = seal(draft, tail, token())
        tail = Tail(practice=row.practice, seq=row.seq, hash=row.hash)
        sealed.append(row)
    return sealed


def digest_of(salt: str, detail: str) -> str:
    """Return what stands for the detail in the chain, so that a detail could be erased alone."""
    return sha256(bytes.fromhex(salt) + detail.encode()).hexdigest()


def hash_of(row: Row) -> str:
    """Seal every column but the detail and its salt, which the digest stands for."""
    sealed = [row.previous, *row[:PREVIOUS]]
    text = json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read_line(stored: Sequence[object]) -> Line:
    """Read a row whose detail was not asked for."""
    row = _sound(stored)
    try:
        return Line(**_common(row))
    except (ValueError, RecursionError) as error:
        raise DamagedError(row.seq, NONSENSE) from error


def read_entry(stored: Sequence[object]) -> Entry:
    """Read a row in full."""
    row = _sound(stored)
    if row.salt is None or row.detail is None:
        raise DamagedError(row.seq, "Son détail manque.")
    try:
        if digest_of(row.salt, row.detail) != row.digest:
            raise DamagedError(row.seq, "Son détail a été modifié.")
        return Entry(**_common(row), detail=_mapping(row.detail))
    except (ValueError, RecursionError) as error:
        raise DamagedError(row.seq, NONSENSE) from error


def walk(stored: Iterable[Sequence[object]], since: Anchor | None) -> Chain:
    """Follow the chain from its first row to its last, or to where it breaks."""
    chain = Chain()
    for values in stored:
        try:
            entry = read_entry(values)
        except DamagedError as damage:
            return _broken(chain, damage.reason)
        if entry.seq != chain.count + 1:
            return _broken(chain, MISSING)
        if values[PREVIOUS] != chain.head:
            return _broken(chain, UNLINKED)
        chain = Chain(count=entry.seq, head=entry.hash)
        if since is not None and since.count == entry.seq and since.head != entry.hash:
            return replace(chain, broken_at=entry.seq, reason=REPLACED)
    if since is not None and chain.count < since.count:
        return _broken(chain, CUT.format(count=since.count))
    return chain


def _broken(chain: Chain, reason: str) -> Chain:
    return replace(chain, broken_at=chain.count + 1, reason=reason)


def _sound(stored: Sequence[object]) -> Row:
    """Check that a row has the right types and its own seal; what is stored may be anything."""
    for name, value in zip(Row._fields, stored, strict=True):
        expected = int if name == "seq" else str
        if type(value) is not expected and not (value is None and name in OPTIONAL):
            raise DamagedError(stored[0], NONSENSE)
    row = Row(*stored)  # type: ignore[arg-type]  # each was just checked
    if hash_of(row) != row.hash:
        raise DamagedError(row.seq, ALTERED)
    return row


def _common(row: Row) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "practice": row.practice,
        "at": _moment(row.at),
        "kind": row.kind,
        "by": row.by,
        "measure": row.measure,
        "workstation": row.workstation,
        "expires": None if row.expires is None else _moment(row.expires),
        "summary": _mapping(row.summary),
        "hash": row.hash,
    }


def _word(value: str) -> str:
    """Accept an id or a role; a line break or half a character would not survive every engine."""
    if 0 < len(value) <= WORD_LENGTH and value.isprintable():
        return str(value)
    raise MisusedError(
        f"{value[:WORD_LENGTH]!r} ne peut pas être enregistré : il faut une ligne courte."
        " Rien n'a été enregistré.",
        hint=f"Écrivez-le en {WORD_LENGTH} caractères au plus, sans caractère invisible.",
    )


def _stamp(moment: datetime) -> str:
    """Write a moment so that texts sort as moments do."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone cannot be recorded")
    written = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return written.removesuffix("+00:00") + "Z"


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a stored moment lacks its time zone")
    return moment.astimezone(UTC)


def _json(value: Mapping[str, Json], limit: int) -> str:
    try:
        _check_depth(value, DEPTH)
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
        )
        size = len(text.encode())
    except ValueError as error:
        raise MisusedError(
            "Ce contenu ne peut pas être enregistré : il porte un caractère ou un nombre illisible."
            " Rien n'a été enregistré.",
            hint="Retapez le texte au lieu de le coller, puis recommencez.",
        ) from error
    if size > limit:
        raise MisusedError(
            f"Ce contenu est trop long pour être enregistré ({size} octets, {limit} au plus)."
            " Rien n'a été enregistré.",
            hint="Raccourcissez-le, ou gardez le document à part et notez où il se trouve.",
        )
    return text


def _check_depth(value: Json, left: int) -> None:
    """Refuse what could be written but, being too deep, not always read back."""
    if left == 0:
        raise ValueError("too deep")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            _check_depth(inner, left - 1)


def _plain(value: object) -> dict[str, Json]:
    """Let json write the mappings that are not plain dictionaries."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be recorded")


def _mapping(text: str) -> Mapping[str, Json]:
    value = json.loads(text, parse_constant=_not_json)
    if not isinstance(value, dict):
        raise ValueError("a stored summary or detail is always an object")  # noqa: TRY004  # callers catch one error for every nonsense
    return value


def _not_json(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
