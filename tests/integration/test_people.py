"""The people of a practice, on the encrypted file of a workstation and on a server's PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from hygie.core.errors import HygieError, LockedError, MisusedError, StorageError
from hygie.practice import people, people_table
from hygie.practice.people import Role, Someone
from hygie.practice.people_upgrade import upgrade
from hygie.practice.personal_codes import WAITS
from support import orm, postgres
from support.records import Tokens

NOW = datetime(2026, 11, 22, 19, 41, tzinfo=UTC)
CODE, OTHER_CODE, WRONG_CODE = "tulipe-rabot", "7cerfs!volant", "pas-le-bon-code"
NOWHERE = UUID(int=7, version=4)


@pytest.fixture(
    params=["sqlcipher", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def practice_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Give a database with its tables and nobody; return how Django reaches it."""
    if request.param == "sqlcipher":
        described = orm.sqlcipher(tmp_path)
        with orm.database(described):
            yield described
        return
    address = request.getfixturevalue("postgres_address")
    with postgres.database(address) as made, orm.database(orm.postgresql(made)):
        yield orm.postgresql(made)


pytestmark = pytest.mark.usefixtures("practice_database")


def chance(seed: str = "essai") -> Callable[[int], bytes]:
    tokens = Tokens(seed)
    return lambda length: tokens()[:length]


CHANCE = chance()


def declare(name: str, role: Role, code: str | None = CODE, **others: Any) -> Someone:
    return people.declare(name, role, code=code, now=NOW, chance=CHANCE, **others)


@pytest.fixture
def owner(practice_database: object) -> Someone:
    del practice_database
    return declare("Alix Moreau", Role.TITULAIRE)


@pytest.fixture
def secretary(owner: Someone) -> Someone:
    del owner
    return declare("Camille Petit", Role.SECRETAIRE, OTHER_CODE)


def opened(person: Someone, code: str, at: datetime = NOW) -> str:
    """Try a code, and tell what was answered."""
    try:
        return people.open_with_code(str(person.id), code, now=at).name
    except HygieError as error:
        return f"{error.message} {error.hint}"


def in_a_thread_of_its_own(act: Callable[[], object]) -> object:
    """Do as a request would, on a connection closed at its end; tell a refusal."""
    try:
        return act()
    except HygieError as error:
        return error
    finally:
        connections.close_all()


def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_tables_of_a_later_version_are_left_as_they_are(owner: Someone) -> None:
    upgrade()
    assert people.find(owner.id) == owner
    MigrationRecorder(connection).record_applied("practice", "0099_later")
    with pytest.raises(MisusedError, match="plus récente"):
        upgrade()
    assert people.find(owner.id) == owner


def test_a_mistake_of_ours_is_not_dressed_up(owner: Someone) -> None:
    def ask(question: str) -> None:
        with people_table.asking(), connection.cursor() as cursor:
            cursor.execute(question)

    for question in ("SELECT 1 FROM nowhere", "SELECT nothing FROM practice_person", "nonsense"):
        with pytest.raises(DatabaseError) as mistake:
            ask(question)
        assert not isinstance(mistake.value, HygieError)
    assert people.find(owner.id) == owner


def test_there_is_nobody_at_first() -> None:
    assert (people.active(), people.everyone(), people.codes_wanted()) == ((), (), False)
    assert people.find(str(NOWHERE)) is None


def test_somebody_declared_is_found_by_their_id(owner: Someone) -> None:
    assert people.find(str(owner.id)) == people.find(owner.id) == owner
    assert (owner.name, owner.role, owner.number) == ("Alix Moreau", Role.TITULAIRE, 1)
    assert (owner.created, owner.active, owner.has_code) == (NOW, True, True)
    assert owner.by == f"titulaire:{owner.id}"
    assert len(owner.by) <= 64


@pytest.mark.parametrize("asked", ["", "x", "é" * 36, "'; DROP", "0" * 32, "\0", "٣" * 32])
def test_what_is_no_id_finds_nobody(owner: Someone, asked: str) -> None:
    assert people.find(asked) is None
    with pytest.raises(MisusedError, match="n'est pas le bon"):
        people.open_with_code(asked, CODE, now=NOW)
    assert people.find(owner.id) == owner


def test_codes_are_wanted_from_the_second_person_on(owner: Someone) -> None:
    assert not people.codes_wanted()
    second = declare("Camille Petit", Role.SECRETAIRE)
    assert people.codes_wanted()
    assert [one.id for one in people.active()] == [owner.id, second.id]
    people.leave(second.id, now=NOW)
    assert not people.codes_wanted()


def test_the_first_person_is_a_titulaire() -> None:
    with pytest.raises(MisusedError, match="titulaire"):
        declare("Camille Petit", Role.SECRETAIRE)
    assert people.everyone() == ()


def test_nobody_is_shut_out_by_the_arrival_of_another() -> None:
    alone = declare("Alix Moreau", Role.TITULAIRE, None)
    with pytest.raises(MisusedError, match="vous n'en avez pas encore"):
        declare("Camille Petit", Role.SECRETAIRE)
    assert people.choose_first_code(alone.id, CODE, chance=CHANCE).has_code
    with pytest.raises(MisusedError, match="code personnel") as refusal:
        declare("Camille Petit", Role.SECRETAIRE, None)
    assert "premier code" in refusal.value.hint
    declare("Camille Petit", Role.SECRETAIRE)
    assert opened(alone, CODE) == "Alix Moreau"


def test_a_first_code_is_chosen_once(owner: Someone, secretary: Someone) -> None:
    for one in (owner, secretary):
        with pytest.raises(MisusedError, match="existe déjà"):
            people.choose_first_code(one.id, "nouveau-code-7", chance=CHANCE)


@pytest.mark.parametrize("name", ["alix  moreau", "ALIX MOREAU", " Alix Moréau "])
def test_two_people_never_look_like_one(owner: Someone, name: str) -> None:
    with pytest.raises(MisusedError, match="déjà ce nom"):
        declare(name, Role.ASSOCIE)
    other = declare("Alix Morel", Role.ASSOCIE)
    with pytest.raises(MisusedError, match="déjà ce nom"):
        people.rename(other.id, name)
    assert people.rename(owner.id, "Alix Moréau").name == "Alix Moréau"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb", "a\0b", "1234", "code PIN 4821"])
def test_a_name_that_cannot_be_one_is_refused(owner: Someone, name: str) -> None:
    with pytest.raises(MisusedError, match="Rien n'a été"):
        people.rename(owner.id, name)
    assert people.find(owner.id) == owner


def test_a_titulaire_always_remains(owner: Someone, secretary: Someone) -> None:
    acts: list[Callable[[], Someone]] = [
        lambda: people.leave(owner.id, now=NOW),
        lambda: people.change_role(owner.id, Role.ASSOCIE),
    ]
    for act in acts:
        with pytest.raises(MisusedError, match="toujours un titulaire"):
            act()
    people.change_role(secretary.id, Role.TITULAIRE)
    left = people.leave(owner.id, now=NOW)
    assert (left.active, left.left, left.has_code) == (False, NOW, False)
    assert "n'est pas le bon" in opened(owner, CODE)


def test_two_titulaires_who_leave_at_once_leave_one(owner: Someone, secretary: Someone) -> None:
    people.change_role(secretary.id, Role.TITULAIRE)
    acts = [lambda one=one: people.leave(one.id, now=NOW) for one in (owner, secretary)]
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(in_a_thread_of_its_own, acts))
    assert sorted(type(one).__name__ for one in told) == ["MisusedError", "Someone"]
    assert [one.role for one in people.active()] == [Role.TITULAIRE]


def test_who_left_is_kept_and_changed_no_more(owner: Someone, secretary: Someone) -> None:
    people.leave(secretary.id, now=NOW)
    assert [one.id for one in people.everyone()] == [owner.id, secretary.id]
    acts: list[Callable[[], Someone]] = [
        lambda: people.leave(secretary.id, now=NOW),
        lambda: people.rename(secretary.id, "Autre"),
        lambda: people.change_role(secretary.id, Role.ASSOCIE),
        lambda: people.reset_code(secretary.id, CODE, by=owner.id, chance=CHANCE),
    ]
    for act in acts:
        with pytest.raises(MisusedError, match="n'est plus dans la liste"):
            act()


def test_a_name_is_erased_and_the_id_stays(owner: Someone, secretary: Someone) -> None:
    people.leave(secretary.id, now=NOW)
    erased = people.erase_name(secretary.id)
    assert (erased.name, erased.id) == ("Secrétaire 2", secretary.id)
    again = declare("Camille Petit", Role.SECRETAIRE)
    assert people.erase_name(again.id).name == "Secrétaire 3"
    assert people.everyone()[0] == owner


def test_the_right_code_opens_and_is_noted(owner: Someone) -> None:
    then = NOW + timedelta(hours=1)
    assert opened(owner, CODE, then) == "Alix Moreau"
    found = people.find(owner.id)
    assert found is not None
    assert found.last_opened == then


def test_wrong_codes_are_waited_for_longer_and_longer(owner: Someone, secretary: Someone) -> None:
    for _ in range(3):
        assert "majuscules" in opened(owner, WRONG_CODE)
    at = NOW
    for wait, words in zip(
        (*WAITS, WAITS[-1]),
        ("5\u00a0secondes", "30\u00a0secondes", "2\u00a0minutes", *["15\u00a0minutes"] * 2),
        strict=True,
    ):
        assert words in opened(owner, WRONG_CODE, at)
        almost = at + wait - timedelta(milliseconds=1)
        assert "Trop de codes faux" in opened(owner, CODE, almost)
        at += wait
    assert opened(secretary, OTHER_CODE) == "Camille Petit"
    assert opened(owner, CODE, at) == "Alix Moreau"
    assert "majuscules" in opened(owner, WRONG_CODE, at)


def test_waiting_outlives_a_restart(owner: Someone, practice_database: dict[str, Any]) -> None:
    for _ in range(4):
        opened(owner, WRONG_CODE)
    with orm.database(practice_database):
        assert "Trop de codes faux" in opened(owner, CODE)
    with orm.database(practice_database):
        assert opened(owner, CODE, NOW + WAITS[0]) == "Alix Moreau"


def test_a_clock_set_back_shuts_nobody_out_for_longer(owner: Someone) -> None:
    for _ in range(4):
        opened(owner, WRONG_CODE)
    before = NOW - timedelta(days=400)
    assert "5\u00a0secondes" in opened(owner, CODE, before)
    assert opened(owner, CODE, before + WAITS[0]) == "Alix Moreau"


def test_guesses_made_at_once_are_all_counted(owner: Someone) -> None:
    acts = [lambda: people.open_with_code(owner.id, WRONG_CODE, now=NOW) for _ in range(12)]
    with ThreadPoolExecutor(6) as pool:
        told = [str(one) for one in pool.map(in_a_thread_of_its_own, acts)]
    # Three are free, the fourth starts the wait, and none of the others is looked at.
    assert sum("n'est pas le bon" in one for one in told) == 4
    assert sum("Trop de codes faux" in one for one in told) == 8


def test_a_code_is_changed_with_the_old_one(owner: Someone) -> None:
    def change(old: str, new: str) -> Someone:
        return people.change_code(owner.id, old, new, now=NOW, chance=CHANCE)

    with pytest.raises(MisusedError, match="n'est pas le bon"):
        change(WRONG_CODE, OTHER_CODE)
    with pytest.raises(MisusedError, match="ne convient pas"):
        change(CODE, "moreau75")
    change(CODE, OTHER_CODE)
    assert "n'est pas le bon" in opened(owner, CODE)
    assert opened(owner, OTHER_CODE) == "Alix Moreau"


def test_a_titulaire_replaces_a_forgotten_code(owner: Someone, secretary: Someone) -> None:
    for _ in range(4):
        opened(secretary, WRONG_CODE)
    for by in (secretary.id, NOWHERE, "personne"):
        with pytest.raises(MisusedError, match="Seul un titulaire"):
            people.reset_code(secretary.id, "3moulins-bleus", by=by, chance=CHANCE)
    with pytest.raises(MisusedError, match="avec l'ancien"):
        people.reset_code(owner.id, "3moulins-bleus", by=str(owner.id), chance=CHANCE)
    people.reset_code(secretary.id, "3moulins-bleus", by=owner.id, chance=CHANCE)
    assert opened(secretary, "3moulins-bleus") == "Camille Petit"


def test_the_recovery_sheet_replaces_the_code_of_a_titulaire(
    owner: Someone, secretary: Someone
) -> None:
    def wrong_sheet() -> object:
        raise LockedError("Cette clé de secours n'est pas la bonne.", hint="Recommencez.")

    def recover(person: Someone, proof: Callable[[], object]) -> Someone:
        return people.recover_code(person.id, "3moulins-bleus", proof=proof, chance=CHANCE)

    with pytest.raises(LockedError):
        recover(owner, wrong_sheet)
    with pytest.raises(MisusedError, match="Seul un titulaire"):
        recover(secretary, lambda: None)
    assert opened(owner, CODE) == "Alix Moreau"
    recover(owner, lambda: None)
    assert opened(owner, "3moulins-bleus") == "Alix Moreau"


def test_practices_of_one_database_know_nothing_of_each_other() -> None:
    one, other = UUID(int=1, version=4), UUID(int=2, version=4)
    here = declare("Alix Moreau", Role.TITULAIRE, practice=one)
    there = declare("Alix Moreau", Role.TITULAIRE, practice=other)
    assert (here.number, there.number) == (1, 1)
    assert people.active(practice=one) == (here,)
    assert people.find(here.id, practice=other) is None
    assert not people.codes_wanted(practice=other)
    acts: list[Callable[[], Someone]] = [
        lambda: people.open_with_code(here.id, CODE, now=NOW, practice=other),
        lambda: people.rename(here.id, "Autre", practice=other),
        lambda: people.reset_code(here.id, CODE, by=here.id, chance=CHANCE, practice=other),
        lambda: people.reset_code(there.id, CODE, by=here.id, chance=CHANCE, practice=other),
    ]
    for act in acts:
        with pytest.raises(MisusedError):
            act()
    with pytest.raises(ValueError, match="several practices"):
        people.active()


def test_a_refusal_of_the_storage_is_said_and_nothing_is_half_done(owner: Someone) -> None:
    def refused() -> None:
        with people_table.changing(None) as practice:
            people_table.team(practice.pk).update(name="À moitié")
            raise OperationalError("database or disk is full")

    with pytest.raises(StorageError, match="Rien n'est perdu"):
        refused()
    assert people.find(owner.id) == owner
