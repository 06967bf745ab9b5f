"""Who is in front of the screen: the person whose code was given, else the practice's owner."""

from dataclasses import dataclass

from hygie.practice import people
from hygie.practice.people import Role
from hygie.web.sessions import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody with a role; ``person`` is None while nobody was declared."""

    role: Role
    person: str | None = None
    name: str = ""

    @property
    def by(self) -> str:
        """Return what records say of them: a role and an id, never a name."""
        return self.role.value if self.person is None else f"{self.role.value}:{self.person}"


def codes_wanted() -> bool:
    """Tell whether each opens with a personal code: two people are declared."""
    return people.codes_wanted()


def who_is(session: Session) -> Who | None:
    """Return who holds this session; None when codes are wanted and none was given."""
    if session.person is not None:
        found = people.find(session.person)
        return None if found is None or not found.active else _of(found)
    if codes_wanted():
        return None
    alone = people.active()
    return _of(alone[0]) if alone else Who(role=Role.TITULAIRE)


def _of(person: "people.Someone") -> Who:
    return Who(role=person.role, person=str(person.id), name=person.name)
