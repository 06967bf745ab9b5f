"""Django's own test databases are made with Python's ``sqlite3``, and so plain: refused."""

from typing import Any, NoReturn

from django.db.backends.sqlite3 import creation as plain
from django.db.utils import NotSupportedError


class DatabaseCreation(plain.DatabaseCreation):
    """Makes no database: opening one creates it, encrypted."""

    def create_test_db(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401  # whatever is asked
        """Refuse: the file would not be encrypted."""
        raise NotSupportedError("open an encrypted file of the test's own instead")

    def clone_test_db(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401  # the same
        """Refuse: the copy would not be encrypted."""
        raise NotSupportedError("a copy would not be encrypted")

    def setup_worker_connection(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401  # the same
        """Refuse: a worker would be given a database that is not encrypted."""
        raise NotSupportedError("a worker's database would not be encrypted")
