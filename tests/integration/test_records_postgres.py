"""The records on a real PostgreSQL: the same contract, and what several practices add to it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.postgres_records import SCHEMA, PostgresRecords, translated
from hygie.practice.rows import DamagedError, Row
from support import postgres
from support.records import OpenRecords, RecordsContract, Tokens, a_draft

pytestmark = pytest.mark.needs("postgresql")

COUNT = 6


@pytest.fixture
def empty(postgres_address: str) -> Iterator[str]:
    """Give a database of the test's own."""
    with postgres.database(postgres_address) as made:
        yield made


def records_of(address: str, practice: str = "a" * 32) -> PostgresRecords:
    return PostgresRecords(address, practice=practice, token=Tokens(practice))


@pytest.fixture
def full(empty: str) -> str:
    records_of(empty).append_all(a_draft(detail={"numero": number}) for number in range(COUNT))
    return empty


def forced(address: str, *statements: str) -> None:
    """Do to the table what Hygie never does: the guards are put aside first."""
    with psycopg.connect(address) as connection:
        connection.execute("ALTER TABLE hygie_entries DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement.encode())
        connection.execute("ALTER TABLE hygie_entries ENABLE TRIGGER USER")


class TestPostgresRecords(RecordsContract):
    @pytest.fixture
    def open_records(self, empty: str) -> OpenRecords:
        tokens = Tokens()
        return lambda: PostgresRecords(empty, practice="a" * 32, token=tokens)


def test_the_table_holds_the_columns_of_a_row(full: str) -> None:
    with psycopg.connect(full) as connection:
        cursor = connection.execute("SELECT * FROM hygie_entries")
        assert cursor.description is not None
        assert tuple(column.name for column in cursor.description) == Row._fields


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM hygie_entries",
        "DELETE FROM hygie_entries WHERE seq = 6",
        "UPDATE hygie_entries SET detail = NULL WHERE seq = 2",
        "UPDATE hygie_entries SET seq = 9 WHERE seq = 6",
        "TRUNCATE hygie_entries",
        "INSERT INTO hygie_entries SELECT * FROM hygie_entries WHERE seq = 3",
    ],
)
def test_the_database_itself_refuses_to_rewrite(full: str, statement: str) -> None:
    with (
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
        psycopg.connect(full) as connection,
    ):
        connection.execute(statement.encode())
    assert records_of(full).verify().count == COUNT


def test_reading_creates_nothing(empty: str) -> None:
    assert (records_of(empty).entries(), records_of(empty).verify().count) == ((), 0)
    with psycopg.connect(empty) as connection:
        found = connection.execute("SELECT to_regclass('hygie_entries')").fetchone()
    assert found == (None,)


def test_practices_of_one_table_know_nothing_of_each_other(full: str) -> None:
    other = records_of(full, "b" * 32)
    assert (other.entries(), other.last("answer"), other.verify().count) == ((), None, 0)
    first = other.append(a_draft(summary={"reponse": "non"}))
    assert (first.seq, first.practice) == (1, "b" * 32)
    assert [chain.count for chain in (records_of(full).verify(), other.verify())] == [COUNT, 1]
    forced(full, f"UPDATE hygie_entries SET kind = 'act' WHERE practice = '{'b' * 32}'")  # noqa: S608  # our words
    assert records_of(full).verify().whole
    assert other.verify().broken_at == 1


def test_writers_wait_for_each_other_and_lose_nothing(empty: str) -> None:
    def write(number: int) -> None:
        practice = "ab"[number % 2] * 32
        for turn in range(10):
            token = Tokens(f"{number} {turn}")
            records = PostgresRecords(empty, practice=practice, token=token)
            records.append(a_draft(detail={"numero": turn}))

    with psycopg.connect(empty, autocommit=True) as connection:
        strictest = "ALTER ROLE postgres SET default_transaction_isolation = 'serializable'"
        connection.execute(strictest)
    # The very first writes make the table at the same time.
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("ALTER ROLE postgres RESET default_transaction_isolation")
    chains = [records_of(empty, letter * 32).verify() for letter in "ab"]
    assert [(chain.whole, chain.count) for chain in chains] == [(True, 30), (True, 30)]


@pytest.mark.parametrize("column", [name for name in Row._fields if name != "practice"])
def test_a_field_altered_behind_our_back_is_seen(full: str, column: str) -> None:
    changed = "99" if column == "seq" else "'f'"
    forced(full, f'UPDATE hygie_entries SET "{column}" = {changed} WHERE seq = 3')  # noqa: S608  # our columns
    assert records_of(full).verify().broken_at == 3


def test_a_row_removed_is_seen(full: str) -> None:
    noted = records_of(full).verify().anchor
    forced(full, "DELETE FROM hygie_entries WHERE seq = 6")
    assert records_of(full).verify().whole
    assert records_of(full).verify(noted).broken_at == 6
    forced(full, "DELETE FROM hygie_entries WHERE seq = 2")
    assert records_of(full).verify().broken_at == 2


def test_nothing_is_added_after_a_damaged_end(full: str) -> None:
    forced(full, "UPDATE hygie_entries SET kind = 'act' WHERE seq = 6")
    with pytest.raises(DamagedError):
        records_of(full).append(a_draft())
    assert records_of(full).lines(after=6) == ()


@pytest.mark.parametrize("said", ["Hygie 2", "autre chose"])
def test_a_table_of_another_version_is_left_alone(full: str, said: str) -> None:
    forced(full, f"COMMENT ON TABLE hygie_entries IS '{said}'")
    for ask in (records_of(full).entries, lambda: records_of(full).append(a_draft())):
        with pytest.raises(MisusedError, match="n'y a pas touché"):
            ask()
    forced(full, "COMMENT ON TABLE hygie_entries IS 'Hygie 1'")
    assert records_of(full).verify().count == COUNT


def test_a_table_made_by_hand_is_not_taken_for_ours(empty: str) -> None:
    with psycopg.connect(empty) as connection:
        connection.execute(SCHEMA.replace("Hygie 1", "").encode())
    with pytest.raises(MisusedError):
        records_of(empty).append(a_draft())


def test_a_practice_held_too_long_is_said(full: str) -> None:
    with psycopg.connect(full) as holder, psycopg.connect(full) as other:
        holder.execute("SELECT pg_advisory_xact_lock(7)")
        other.execute("SET lock_timeout = 50")
        with pytest.raises(StorageError, match="trop longtemps"), translated():
            other.execute("SELECT pg_advisory_xact_lock(7)")


def test_an_account_that_may_only_read_is_said(full: str) -> None:
    with psycopg.connect(full) as connection:
        connection.execute("ALTER ROLE postgres SET default_transaction_read_only = on")
    try:
        assert records_of(full).verify().count == COUNT
        with pytest.raises(StorageError, match="refuse"):
            records_of(full).append(a_draft())
    finally:
        with psycopg.connect(full) as connection:
            connection.execute("SET TRANSACTION READ WRITE")
            connection.execute("ALTER ROLE postgres RESET default_transaction_read_only")
    assert records_of(full).append(a_draft()).seq == COUNT + 1


def test_a_server_that_is_not_there_is_said(empty: str) -> None:
    with pytest.raises(StorageError, match="ne répond pas"):
        records_of(empty.replace("dbname=", "dbname=absente_")).entries()


def test_a_mistake_of_ours_is_not_dressed_up(full: str) -> None:
    with (
        pytest.raises(psycopg.errors.UndefinedTable),
        translated(),
        psycopg.connect(full) as connection,
    ):
        connection.execute("SELECT 1 FROM nowhere")
