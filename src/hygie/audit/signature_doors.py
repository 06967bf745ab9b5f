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
from hygie.terminal.console import Console

SERVICE = "Hygie"
TOKEN_BYTES = 32


class Keyring(Protocol):
    """Where the system keeps secrets. ``put`` says whether it was kept, ``get`` what was."""

    def get(self, name: str) -> str | None:
        """Return the secret of that name, None when it is not there or cannot be had."""

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False when this computer cannot."""


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


class SystemKeyring:
    """The keyring of the session, if it is one that protects what it is given."""

    def get(self, name: str) -> str | None:
        """Return the secret of that name; see Keyring."""
        import keyring  # noqa: PLC0415  # heavy
        from keyring.errors import KeyringError  # noqa: PLC0415  # heavy

        try:
            return keyring.get_password(SERVICE, name) if self._protects() else None
        except (KeyringError, OSError):
            return None

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret, and look whether it was kept; see Keyring."""
        import keyring  # noqa: PLC0415  # heavy
        from keyring.errors import KeyringError  # noqa: PLC0415  # heavy

        try:
            if not self._protects():
                return False
            keyring.set_password(SERVICE, name, secret)
        except (KeyringError, OSError):
            return False
        return self.get(name) == secret

    def _protects(self) -> bool:
        """Tell a system's own keyring from a plain file, which comes below one."""
        import keyring  # noqa: PLC0415  # heavy

        return float(keyring.get_keyring().priority) >= 1
