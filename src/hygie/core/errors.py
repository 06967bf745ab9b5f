"""What can go wrong, one branch per thing a caller does differently.

HygieError
├── MisusedError     what was given cannot be used: exit 2, nothing has changed
├── StorageError     the disk refused: exit 1, what was saved before is intact
├── LockedError      the data is encrypted and nothing opened it: exit 1, nothing was touched
└── CatalogueError   our own content is wrong: exit 1, a maintainer must act
"""


class HygieError(Exception):
    """Something the person in front of the screen can act on.

    ``hint`` says what to do next, in French, and is never empty.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MisusedError(HygieError):
    """A command, a file or an answer that cannot be used as given; nothing was changed."""


class StorageError(HygieError):
    """The data folder refused a read or a write; what was acknowledged before is intact."""


class LockedError(HygieError):
    """The data is encrypted, and neither the keyring nor a code opened it."""


class CatalogueError(HygieError):
    """The content shipped with Hygie contradicts itself: only a maintainer can mend it."""
