"""The door to the system's keyring: where a secret is kept for the session of one person."""

from typing import Protocol

SERVICE = "Hygie"


class Keyring(Protocol):
    """Where the system keeps secrets. ``put`` says whether it was kept, ``get`` what was."""

    def get(self, name: str) -> str | None:
        """Return the secret of that name, None when it is not there or cannot be had."""

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False when this computer cannot."""

    def remove(self, name: str) -> bool:
        """Forget a secret; False when it may still be there."""


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

    def remove(self, name: str) -> bool:
        """Forget a secret, and look whether it is gone; see Keyring."""
        import keyring  # noqa: PLC0415  # heavy
        from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415  # heavy

        try:
            if not self._protects():
                return True
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            # Most keyrings say so of a secret that was never there.
            return self._is_gone(name)
        except (KeyringError, OSError):
            return False
        return self._is_gone(name)

    def _is_gone(self, name: str) -> bool:
        import keyring  # noqa: PLC0415  # heavy
        from keyring.errors import KeyringError  # noqa: PLC0415  # heavy

        try:
            return keyring.get_password(SERVICE, name) is None
        except (KeyringError, OSError):
            return False

    def _protects(self) -> bool:
        """Tell a system's own keyring from a plain file, which comes below one."""
        import keyring  # noqa: PLC0415  # heavy

        return float(keyring.get_keyring().priority) >= 1
