"""Who is in the practice, in which role, and the personal code each opens with.

Records name nobody: they hold a role and a person's id. Django is loaded by the first question, and
never by importing this file. ``practice`` says whose people; None, those of the only practice
there is, as on a workstation.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import normalize
from uuid import UUID

from hygie.core.errors import MisusedError
from hygie.practice import people_table as table
from hygie.practice import personal_codes
from hygie.practice.people_table import Chance
from hygie.practice.team_acts import role_word
from hygie.terminal.nearest import folded
from hygie.terminal.secret_words import NEVER_KEPT, looks_secret

if TYPE_CHECKING:
    from hygie.practice.models import Person

LONGEST_NAME = 60


class Role(StrEnum):
    """What somebody is in the practice; it decides what they see and do in Hygie."""

    TITULAIRE = "titulaire"
    ASSOCIE = "associe"
    REMPLACANT = "remplacant"
    COLLABORATEUR = "collaborateur"
    SECRETAIRE = "secretaire"
    PRESTATAIRE = "prestataire"

    @property
    def word(self) -> str:
        """Return it as it is read: «Associé»."""
        return role_word(self.value).capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person as pages show them. ``by`` is what records say of them: never a name."""

    id: UUID
    number: int
    name: str
    role: Role
    active: bool
    has_code: bool
    created: datetime
    left: datetime | None
    last_opened: datetime | None

    @property
    def by(self) -> str:
        """Return a role and an id."""
        return f"{self.role}:{self.id}"


def everyone(*, practice: UUID | None = None) -> tuple[Someone, ...]:
    """List those who are there and those who left, in the order of their arrival."""
    with table.asking():
        return tuple(_someone(row) for row in table.team(practice))


def active(*, practice: UUID | None = None) -> tuple[Someone, ...]:
    """List those who are there."""
    with table.asking():
        return tuple(_someone(row) for row in table.team(practice).filter(active=True))


def find(person: str | UUID, *, practice: UUID | None = None) -> Someone | None:
    """Return somebody by their id, whatever was received as one."""
    with table.asking():
        row = table.find_row(person, practice)
    return None if row is None else _someone(row)


def codes_wanted(*, practice: UUID | None = None) -> bool:
    """Tell whether each opens with a personal code: two people are there."""
    with table.asking():
        return table.team(practice).filter(active=True).count() > 1


def declare(  # noqa: PLR0913  # what is told of somebody, then the clock, chance and the practice
    name: str,
    role: Role,
    *,
    code: str | None = None,
    now: datetime,
    chance: Chance,
    practice: UUID | None = None,
) -> Someone:
    """Add somebody. The first is a titulaire; from the second on, each has a code.

    The second cannot be added before the first has chosen a code: they would be shut out.
    """
    kept = clean_name(name)
    code_hash = "" if code is None else _hash_of(code, kept, chance)
    whose = table.ensure_practice(practice, now=now, chance=chance)
    with table.changing(whose) as owner:
        team = tuple(table.team(owner.pk))
        present = [row for row in team if row.active]
        _check_free(kept, present)
        _check_may_join(role, present, with_code=bool(code_hash))
        row = table.team(owner.pk).create(
            id=table.new_id(chance),
            practice=owner,
            number=len(team) + 1,
            name=kept,
            role=role.value,
            code_hash=code_hash,
            created=now,
        )
        return _someone(row)


def rename(person: str | UUID, name: str, *, practice: UUID | None = None) -> Someone:
    """Correct a name."""
    kept = clean_name(name)
    with table.changing(practice) as owner:
        row = table.present(person, owner.pk)
        _check_free(kept, table.team(owner.pk).filter(active=True).exclude(pk=row.pk))
        row.name = kept
        row.save(update_fields=["name"])
        return _someone(row)


def erase_name(person: str | UUID, *, practice: UUID | None = None) -> Someone:
    """Put the role and a number in place of a name, for ever; records never held it."""
    with table.changing(practice) as owner:
        row = table.known(person, owner.pk)
        row.name = f"{Role(row.role).word} {row.number}"
        row.save(update_fields=["name"])
        return _someone(row)


def change_role(person: str | UUID, role: Role, *, practice: UUID | None = None) -> Someone:
    """Give another role; a titulaire always remains."""
    with table.changing(practice) as owner:
        row = table.present(person, owner.pk)
        if role is not Role.TITULAIRE:
            _check_not_last(row, owner.pk)
        row.role = role.value
        row.save(update_fields=["role"])
        return _someone(row)


def leave(person: str | UUID, *, now: datetime, practice: UUID | None = None) -> Someone:
    """Note that somebody left: their code opens nothing any more. A titulaire always remains."""
    with table.changing(practice) as owner:
        row = table.present(person, owner.pk)
        _check_not_last(row, owner.pk)
        row.active, row.left = False, now
        row.save(update_fields=["active", "left"])
        table.give_code(row, "")
        return _someone(row)


def open_with_code(
    person: str | UUID, code: str, *, now: datetime, practice: UUID | None = None
) -> Someone:
    """Return who gave their code. Raises MisusedError when it is wrong, or given too early.

    The attempt is counted before the code is looked at: neither a power cut nor ten attempts at
    once are free. Somebody unknown is answered alike, after the same work.
    """
    row = table.count_attempt(person, now, practice)
    if row is None:
        personal_codes.matches(code, "")
        raise _wrong(None, now)
    if not personal_codes.matches(code, row.code_hash):
        raise _wrong(row.locked_until, now)
    with table.changing(practice) as owner:
        same = table.team(owner.pk).filter(pk=row.pk, active=True, code_hash=row.code_hash)
        if not same.update(failures=0, locked_until=None, last_opened=now):
            raise _wrong(None, now)
        return _someone(same.get())


def change_code(  # noqa: PLR0913  # two codes, then the clock, chance and the practice
    person: str | UUID,
    old: str,
    new: str,
    *,
    now: datetime,
    chance: Chance,
    practice: UUID | None = None,
) -> Someone:
    """Choose another code, having given the old one."""
    opened = open_with_code(person, old, now=now, practice=practice)
    return _give_code(opened.id, new, chance, practice)


def choose_first_code(
    person: str | UUID, code: str, *, chance: Chance, practice: UUID | None = None
) -> Someone:
    """Choose a code while alone, before somebody else is declared."""
    found = find(person, practice=practice)
    if codes_wanted(practice=practice) or (found is not None and found.has_code):
        raise MisusedError(
            "Un code personnel existe déjà. Rien n'a été changé.",
            hint="Changez-le en donnant l'ancien, ou demandez à un titulaire de le remplacer.",
        )
    return _give_code(person, code, chance, practice)


def reset_code(
    person: str | UUID,
    code: str,
    *,
    by: str | UUID,
    chance: Chance,
    practice: UUID | None = None,
) -> Someone:
    """Replace somebody else's forgotten code. ``by`` is the titulaire who does it: nobody else may.

    One's own asks for the old one, or for the recovery sheet: a screen left open is not enough.
    """
    _check_titulaire(find(by, practice=practice))
    if str(person) == str(by):
        raise MisusedError(
            "Votre propre code ne se remplace qu'avec l'ancien. Rien n'a été changé.",
            hint="Donnez aussi l'ancien. Oublié ? La fiche de secours du cabinet le remplace.",
        )
    return _give_code(person, code, chance, practice)


def recover_code(
    person: str | UUID,
    code: str,
    *,
    proof: Callable[[], object],
    chance: Chance,
    practice: UUID | None = None,
) -> Someone:
    """Replace the forgotten code of a titulaire, who holds the practice's recovery sheet.

    ``proof`` opens the vault with what was typed, and raises LockedError when it is not good.
    """
    _check_titulaire(find(person, practice=practice))
    proof()
    return _give_code(person, code, chance, practice)


def clean_name(name: str) -> str:
    """Return a name as it will be kept. Raises MisusedError when it cannot be one."""
    kept = " ".join(normalize("NFC", name).split())
    if looks_secret(kept):
        raise MisusedError("Ce nom ressemble à un code. Rien n'a été enregistré.", hint=NEVER_KEPT)
    if not 0 < len(kept) <= LONGEST_NAME or not kept.isprintable():
        raise MisusedError(
            "Ce nom ne peut pas être enregistré. Rien n'a été changé.",
            hint=f"Écrivez-le en {LONGEST_NAME} caractères au plus, sans caractère invisible.",
        )
    return kept


def _check_free(name: str, present: Iterable["Person"]) -> None:
    if folded(name) in {folded(row.name) for row in present}:
        raise MisusedError(
            "Quelqu'un porte déjà ce nom dans le cabinet. Rien n'a été changé.",
            hint="Ajoutez de quoi les distinguer : un prénom, une initiale.",
        )


def _check_may_join(role: Role, present: list["Person"], *, with_code: bool) -> None:
    if not present and role is not Role.TITULAIRE:
        raise MisusedError(
            "La première personne déclarée est titulaire du cabinet. Rien n'a été changé.",
            hint="Déclarez d'abord le titulaire, puis les autres.",
        )
    if present and not all(row.code_hash for row in present):
        raise MisusedError(
            "À plusieurs, chacun ouvre Hygie avec son code personnel, et vous n'en avez pas encore."
            " Rien n'a été changé.",
            hint="Choisissez d'abord votre code personnel, puis déclarez l'autre personne.",
        )
    if present and not with_code:
        raise MisusedError(
            "À plusieurs, chacun ouvre Hygie avec son code personnel. Rien n'a été changé.",
            hint="Donnez aussi à cette personne un premier code, qu'elle changera.",
        )


def _check_not_last(row: "Person", practice: UUID) -> None:
    holders = table.team(practice).filter(active=True, role=Role.TITULAIRE.value)
    if row.role == Role.TITULAIRE and not holders.exclude(pk=row.pk).exists():
        raise MisusedError(
            "Il faut toujours un titulaire dans le cabinet, et c'est le dernier."
            " Rien n'a été changé.",
            hint="Déclarez d'abord un autre titulaire.",
        )


def _check_titulaire(someone: Someone | None) -> None:
    if someone is None or not someone.active or someone.role is not Role.TITULAIRE:
        raise MisusedError(
            "Seul un titulaire peut faire cela. Rien n'a été changé.",
            hint="Demandez à un titulaire du cabinet de donner un nouveau code.",
        )


def _give_code(person: str | UUID, code: str, chance: Chance, practice: UUID | None) -> Someone:
    with table.changing(practice) as owner:
        row = table.present(person, owner.pk)
        table.give_code(row, _hash_of(code, row.name, chance))
        return _someone(row)


def _hash_of(code: str, name: str, chance: Chance) -> str:
    kept = personal_codes.check(code, name=name)
    return personal_codes.hashed(kept, salt=chance(personal_codes.SALT_BYTES))


def _wrong(until: datetime | None, now: datetime) -> MisusedError:
    """Say the same of a wrong code, of somebody unknown and of somebody without a code."""
    if until is not None:
        hint = f"Attendez {table.waiting(until - now)}, puis recommencez."
    else:
        hint = "Regardez si les majuscules sont bloquées, puis recommencez."
    return MisusedError(
        "Ce code n'est pas le bon. Rien n'est perdu.",
        hint=f"{hint} Oublié ? Un titulaire du cabinet peut en donner un nouveau.",
    )


def _someone(row: "Person") -> Someone:
    return Someone(
        id=row.pk,
        number=row.number,
        name=row.name,
        role=Role(row.role),
        active=row.active,
        has_code=bool(row.code_hash),
        created=row.created,
        left=row.left,
        last_opened=row.last_opened,
    )
