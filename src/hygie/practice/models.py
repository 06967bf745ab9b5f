"""Who is in the practice. Names live here and nowhere else, so that they can be erased."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models


class Practice(models.Model):
    """A practice: those who exercise together. Everything else hangs on it."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True)
    created: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    objects: ClassVar["models.Manager[Practice]"] = models.Manager()

    def __str__(self) -> str:
        """Return the id: a practice has no name here."""
        return str(self.id)


class Person(models.Model):
    """Somebody of the practice, never removed: records hold this id for ever.

    ``number`` counts from 1 within the practice, and stands for an erased name. ``failures`` and
    ``locked_until`` slow down whoever guesses the personal code.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True)
    practice: "models.ForeignKey[Practice, Practice]" = models.ForeignKey(
        Practice, on_delete=models.PROTECT
    )
    number: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField()
    name: "models.CharField[str, str]" = models.CharField(max_length=60)
    role: "models.CharField[str, str]" = models.CharField(max_length=16)
    code_hash: "models.CharField[str, str]" = models.CharField(max_length=200, blank=True)
    active: "models.BooleanField[bool, bool]" = models.BooleanField(default=True)
    created: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    left: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    failures: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)
    locked_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    last_opened: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    objects: ClassVar["models.Manager[Person]"] = models.Manager()

    class Meta:
        """In the order of their arrival; a number is given once."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_person_number"),
        ]

    def __str__(self) -> str:
        """Return the id: a name printed by accident would be in a log."""
        return str(self.id)
