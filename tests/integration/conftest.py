"""A PostgreSQL server, started once for all the tests that want one."""

from collections.abc import Iterator

import pytest

from support import postgres


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """Give the address of a real server (``needs("postgresql")``)."""
    with postgres.server() as started:
        yield started
