"""What a signature needs of the outside: the system's keyring, the keyboard, chance, a server."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from getpass import getpass
from typing import Protocol

from hygie.documents.signing_check import check
from hygie.documents.signing_report import Verification
from hygie.documents.signing_stamp import ask_server
from hygie.practice.keyring_door import Keyring, SystemKeyring
from hygie.terminal.console import Console

TOKEN_BYTES = 32


class Checker(Protocol):
    """Looks at a document that may be hostile; see hygie.documents.signing_check.check."""

    def __call__(
        self, content: bytes, *, at: datetime, authorities: Sequence[bytes] = ()
    ) -> Verification:
        """Say what the document is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Given by whoever starts the request; ``ask_secret`` returns None when nobody answers."""

    keyring: Keyring
    ask_secret: Callable[[str], str | None]
    token: Callable[[], str]
    post: Callable[[str, bytes], bytes]
    check: Checker = check


def real_doors(console: Console) -> Doors:
    """Return this computer's."""

    def ask_secret(prompt: str) -> str | None:
        if not console.interactive:
            return None
        try:
            return getpass(prompt, stream=console.stderr)
        except EOFError:
            return None

    return Doors(
        keyring=SystemKeyring(),
        ask_secret=ask_secret,
        token=lambda: secrets.token_urlsafe(TOKEN_BYTES),
        post=ask_server,
    )
