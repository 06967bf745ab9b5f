"""A PostgreSQL server, once for all the tests that want one; a running app, once for a module."""

from collections.abc import Iterator

import pytest

from support import postgres
from support.app import App, Visitor, running
from support.practices import with_a_past


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """Give the address of a real server (``needs("postgresql")``)."""
    with postgres.server() as started:
        yield started


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Run the app on a practice that has a past."""
    home = tmp_path_factory.mktemp("app") / "hygie"
    with_a_past(home)
    with running(home) as started:
        yield started


@pytest.fixture(scope="module")
def owner(app: App) -> Visitor:
    """Come in as the one person of that practice."""
    return app.visitor()
