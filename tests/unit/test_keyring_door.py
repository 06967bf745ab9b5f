"""The keyring of the session, played by backends in memory: no secret of anybody is touched."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from hygie.practice.keyring_door import SystemKeyring


class Protecting(KeyringBackend):
    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library does not type it
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(f"{service} {username}")


class PlainFile(Protecting):
    priority = 0.5  # type: ignore[assignment]  # same


class Locked(Protecting):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} {username} {len(password)}")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked(f"{service} {username}")


class Stubborn(Protecting):
    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError(f"{service} {username}")


class Forgetful(Protecting):
    def set_password(self, service: str, username: str, password: str) -> None:
        assert service
        assert username
        assert password


@pytest.fixture
def _restored() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("_restored")
class TestSystemKeyring:
    def test_a_protected_keyring_keeps_and_gives_back(self) -> None:
        keyring.set_keyring(Protecting())
        assert SystemKeyring().put("cle", "secret")
        assert SystemKeyring().get("cle") == "secret"
        assert SystemKeyring().get("autre") is None

    @pytest.mark.parametrize("backend", [PlainFile, Locked, Forgetful])
    def test_one_that_does_not_protect_or_answer_is_none(self, backend: type[Protecting]) -> None:
        keyring.set_keyring(backend())
        assert not SystemKeyring().put("cle", "secret")
        assert SystemKeyring().get("cle") is None

    def test_a_secret_is_forgotten(self) -> None:
        keyring.set_keyring(Protecting())
        assert SystemKeyring().put("cle", "secret")
        assert SystemKeyring().remove("cle")
        assert SystemKeyring().get("cle") is None
        assert SystemKeyring().remove("cle")

    def test_one_that_keeps_nothing_has_nothing_to_forget(self) -> None:
        keyring.set_keyring(PlainFile())
        assert SystemKeyring().remove("cle")

    @pytest.mark.parametrize("backend", [Locked, Stubborn])
    def test_what_may_still_be_there_is_said(self, backend: type[Protecting]) -> None:
        kept = backend()
        kept.kept["Hygie", "cle"] = "secret"
        keyring.set_keyring(kept)
        assert not SystemKeyring().remove("cle")
