"""How people are kept: one question or one change at a time, through Django.

A change takes its turn: it holds the practice's row, so that two of them never cross a rule.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hygie.core.errors import HygieError, MisusedError, StorageError
from hygie.practice import personal_codes, sqlite_errors
from hygie.practice.personal_codes import Tries
from hygie.terminal.typography import counted

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hygie.practice.models import Person, Practice

Chance = Callable[[int], bytes]

ID_BYTES = 16


def new_id(chance: Chance) -> UUID:
    """Return an id nobody else has."""
    return UUID(bytes=chance(ID_BYTES), version=4)


def team(practice: UUID | None) -> "QuerySet[Person]":
    """Return the people of a practice; None is the only practice there is."""
    from hygie.practice.models import Person  # noqa: PLC0415  # Django, once it is configured

    asked = practice if practice is not None else _only()
    return Person.objects.filter(practice=asked) if asked is not None else Person.objects.none()


def find_row(person: str | UUID, practice: UUID | None) -> "Person | None":
    """Return the row of somebody, whatever was received as their id."""
    try:
        asked = person if isinstance(person, UUID) else UUID(hex=person)
    except ValueError:
        return None
    return team(practice).filter(pk=asked).first()


def known(person: str | UUID, practice: UUID) -> "Person":
    """Return the row of somebody, who may have left. Raises MisusedError when there is none."""
    row = find_row(person, practice)
    if row is None:
        raise _gone()
    return row


def present(person: str | UUID, practice: UUID) -> "Person":
    """Return the row of somebody who is there. Raises MisusedError when they are not."""
    row = known(person, practice)
    if not row.active:
        raise _gone()
    return row


@contextmanager
def asking() -> Iterator[None]:
    """Say a refusal of the disk or of the server as what the person can do about it."""
    from django.db import DatabaseError, OperationalError  # noqa: PLC0415  # Django, once configured

    try:
        yield
    except DatabaseError as error:
        said = _said(error.__cause__, unreached=isinstance(error, OperationalError))
        if said is None:
            raise
        raise said from error


@contextmanager
def changing(practice: UUID | None) -> Iterator["Practice"]:
    """Change people of a practice: all that is done inside, or nothing."""
    from django.db import transaction  # noqa: PLC0415  # Django, once it is configured

    from hygie.practice.models import Practice  # noqa: PLC0415  # the same

    with asking(), transaction.atomic():
        asked = practice if practice is not None else _only()
        owner = Practice.objects.select_for_update().filter(pk=asked).first()
        if owner is None:
            raise _gone()
        yield owner


def ensure_practice(practice: UUID | None, *, now: datetime, chance: Chance) -> UUID:
    """Return the id of the practice, made the first time."""
    from django.db import transaction  # noqa: PLC0415  # Django, once it is configured

    from hygie.practice.models import Practice  # noqa: PLC0415  # the same

    with asking(), transaction.atomic():
        asked = practice if practice is not None else _only() or new_id(chance)
        Practice.objects.get_or_create(pk=asked, defaults={"created": now})
    return asked


def count_attempt(person: str | UUID, now: datetime, practice: UUID | None) -> "Person | None":
    """Count an attempt as missed before its code is looked at.

    Returns nobody when there is nobody to open for; raises MisusedError while it is too early.
    """
    with asking():
        row = find_row(person, practice)
        if row is None or not (row.active and row.code_hash):
            return None
    with changing(practice) as owner:
        row = present(person, owner.pk)
        stored = Tries(failures=row.failures, until=row.locked_until)
        tries = personal_codes.settled(stored, now)
        early = tries.until
        if early is None:
            tries = personal_codes.missed(tries, now)
        row.failures, row.locked_until = tries.failures, tries.until
        row.save(update_fields=["failures", "locked_until"])
    if early is not None:
        raise MisusedError(
            "Trop de codes faux ont été donnés pour cette personne. Rien n'est perdu.",
            hint=f"Attendez {waiting(early - now)}, puis recommencez.",
        )
    return row


def waiting(left: timedelta) -> str:
    """Write «30 secondes» or «15 minutes», rounded up: what is said is enough."""
    seconds = -(-left // timedelta(seconds=1))
    minutes = -(-left // timedelta(minutes=1))
    return counted(minutes, "minute") if minutes > 1 else counted(seconds, "seconde")


def give_code(row: "Person", print_of_code: str) -> None:
    """Put a code in place of the former one; what was missed before is forgotten."""
    row.code_hash, row.failures, row.locked_until = print_of_code, 0, None
    row.save(update_fields=["code_hash", "failures", "locked_until"])


def _only() -> UUID | None:
    from hygie.practice.models import Practice  # noqa: PLC0415  # Django, once it is configured

    found = list(Practice.objects.values_list("pk", flat=True)[:2])
    if len(found) > 1:
        raise ValueError("there are several practices: say which")
    return found[0] if found else None


def _gone() -> MisusedError:
    return MisusedError(
        "Cette personne n'est plus dans la liste du cabinet. Rien n'a été changé.",
        hint="Rouvrez la page de l'équipe, puis choisissez-la de nouveau.",
    )


def _said(cause: BaseException | None, *, unreached: bool) -> HygieError | None:
    """Tell a refusal of the storage from a mistake of ours, which is not dressed up."""
    code = sqlite_errors.code_of(cause) if isinstance(cause, Exception) else 0
    if code in sqlite_errors.DAMAGED:
        return MisusedError(
            "La liste des personnes est abîmée et ne peut pas être lue. Hygie n'y a rien changé.",
            hint="Remettez en place une copie de sauvegarde du dossier de données de Hygie.",
        )
    refusals = sqlite_errors.FULL | sqlite_errors.BUSY | sqlite_errors.REFUSED | sqlite_errors.DISK
    if code in refusals or (unreached and not code):
        return StorageError(
            "La liste des personnes n'a pas pu être lue ou changée. Rien n'est perdu, rien de"
            " nouveau n'a été enregistré.",
            hint="Vérifiez que le disque est branché et qu'il y reste de la place, fermez les"
            " autres fenêtres de Hygie, puis recommencez.",
        )
    return None
