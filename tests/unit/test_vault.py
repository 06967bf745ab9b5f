"""The vault: one key, several ways in, a file that may be hostile."""

import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hygie.core.errors import HygieError, LockedError, MisusedError, StorageError
from hygie.practice.vault import (
    Secret,
    Vault,
    VaultState,
    create_vault,
    keep_in_keyring,
    new_recovery_code,
    set_code,
    unlock,
)
from hygie.practice.vault_file import FILE_NAME, MOST_BYTES
from hygie.practice.vault_locks import expanded
from support.keyrings import FakeKeyring
from support.vaults import CODE, a_vault, some_chance

NONE = FakeKeyring(works=False)

Change = Callable[[dict[str, Any]], object]


def document(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / FILE_NAME).read_text())
    assert isinstance(found, dict)
    return found


@cache
def a_written_vault() -> str:
    """Return the file of a vault with every lock: making one takes its time, on purpose."""
    with TemporaryDirectory() as folder:
        _, secret = a_vault(Path(folder), code=CODE)
        new_recovery_code(Path(folder), secret, chance=some_chance("autre"))
        return (Path(folder) / FILE_NAME).read_text()


def test_a_folder_without_a_vault_has_none(tmp_path: Path) -> None:
    assert Vault.read(tmp_path) is None
    assert Vault.read(tmp_path / "absent") is None
    with pytest.raises(LockedError, match="n'a pas de fichier"):
        unlock(tmp_path, keyring=FakeKeyring())


def test_the_keyring_alone_opens(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    vault, secret = a_vault(tmp_path, keyring=keyring)
    assert keyring.kept == {vault.id: secret.master.hex()}
    assert Vault.read(tmp_path) == vault
    assert vault.state == VaultState(keyring=True, code=False, recovery=False)
    assert unlock(tmp_path, keyring=keyring) == secret


def test_without_a_keyring_a_code_is_needed_and_enough(tmp_path: Path) -> None:
    with pytest.raises(MisusedError, match="trousseau") as refusal:
        a_vault(tmp_path, keyring=NONE)
    assert "code du cabinet" in refusal.value.hint
    assert Vault.read(tmp_path) is None
    vault, secret = a_vault(tmp_path, keyring=NONE, code=CODE)
    assert vault.state == VaultState(keyring=False, code=True, recovery=False)
    assert unlock(tmp_path, keyring=NONE, code=f" {CODE}\n") == secret


def test_each_way_in_opens_the_same(tmp_path: Path) -> None:
    keyring, chance = FakeKeyring(), some_chance("autre")
    _, secret = a_vault(tmp_path, keyring=keyring, code=CODE)
    recovery = new_recovery_code(tmp_path, secret, chance=chance)
    file = tmp_path / "code.txt"
    file.write_text(f"\ufeff{CODE}\r\nune note", "utf-8")
    vault = Vault.read(tmp_path)
    assert vault is not None
    assert vault.state == VaultState(keyring=True, code=True, recovery=True)
    assert unlock(tmp_path, keyring=keyring) == secret
    assert unlock(tmp_path, keyring=NONE, code=CODE) == secret
    assert unlock(tmp_path, keyring=NONE, code_file=file) == secret
    assert unlock(tmp_path, keyring=NONE, recovery=recovery) == secret


def test_no_code_is_in_the_file(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path, code=CODE)
    recovery = new_recovery_code(tmp_path, secret, chance=some_chance("autre"))
    text = (tmp_path / FILE_NAME).read_text()
    for told in (CODE, recovery, recovery.replace("-", ""), secret.master.hex()):
        assert told not in text
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_a_wrong_code_says_so_and_changes_nothing(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path, keyring=NONE, code=CODE)
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(LockedError, match="n'est pas le code du cabinet") as refusal:
        unlock(tmp_path, keyring=NONE, code="cheval agrafe pull")
    assert "secours" not in refusal.value.hint
    new_recovery_code(tmp_path, secret, chance=some_chance("autre"))
    for wrong in ("", "0000-" * 8, "n'importe quoi"):
        with pytest.raises(LockedError, match="n'est pas le code de secours"):
            unlock(tmp_path, keyring=NONE, recovery=wrong)
    with pytest.raises(LockedError) as refusal:
        unlock(tmp_path, keyring=NONE, code="cheval agrafe pull")
    assert "secours" in refusal.value.hint
    assert (tmp_path / FILE_NAME).read_bytes() != before
    assert unlock(tmp_path, keyring=NONE, code=CODE) == secret


@pytest.mark.parametrize("code", ["\udce9t\udce9", "x" * 100_000, "\x00"])
def test_what_a_keyboard_may_give_is_a_wrong_code(tmp_path: Path, code: str) -> None:
    (tmp_path / FILE_NAME).write_text(a_written_vault())
    with pytest.raises(LockedError, match="n'est pas le code du cabinet"):
        unlock(tmp_path, keyring=NONE, code=code)


def test_a_silent_keyring_says_what_else_opens(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path)
    with pytest.raises(LockedError, match="chiffrées") as refusal:
        unlock(tmp_path, keyring=NONE)
    assert "session" in refusal.value.hint
    assert "HYGIE_CODE_FICHIER" not in refusal.value.hint
    set_code(tmp_path, secret, CODE, chance=some_chance())
    new_recovery_code(tmp_path, secret, chance=some_chance("autre"))
    with pytest.raises(LockedError) as refusal:
        unlock(tmp_path, keyring=NONE)
    assert "HYGIE_CODE_FICHIER" in refusal.value.hint
    assert "secours" in refusal.value.hint


def test_a_way_in_that_was_never_set_says_so(tmp_path: Path) -> None:
    a_vault(tmp_path)
    with pytest.raises(LockedError, match="n'ont pas de code du cabinet"):
        unlock(tmp_path, keyring=NONE, code=CODE)
    with pytest.raises(LockedError, match="n'ont pas de code de secours"):
        unlock(tmp_path, keyring=NONE, recovery="0000-" * 8)


@pytest.mark.parametrize("kept", ["", "ab", "zz" * 32, "00" * 32, "é" * 64])
def test_a_keyring_that_holds_something_else_does_not_open(tmp_path: Path, kept: str) -> None:
    keyring = FakeKeyring()
    vault, _ = a_vault(tmp_path, keyring=keyring)
    keyring.kept[vault.id] = kept
    with pytest.raises(LockedError, match="trousseau"):
        unlock(tmp_path, keyring=keyring)


def test_a_new_code_replaces_the_former(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path, code=CODE)
    set_code(tmp_path, secret, "tortue vinaigre lampe", chance=some_chance("autre"))
    assert unlock(tmp_path, keyring=NONE, code="tortue vinaigre lampe") == secret
    with pytest.raises(LockedError):
        unlock(tmp_path, keyring=NONE, code=CODE)


def test_a_new_recovery_code_replaces_the_former(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path)
    chance = some_chance("autre")
    first, second = (new_recovery_code(tmp_path, secret, chance=chance) for _ in range(2))
    assert unlock(tmp_path, keyring=NONE, recovery=second) == secret
    with pytest.raises(LockedError, match="n'est pas le code de secours"):
        unlock(tmp_path, keyring=NONE, recovery=first)


def test_another_computer_can_keep_the_key_too(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path, keyring=NONE, code=CODE)
    there = FakeKeyring()
    assert not keep_in_keyring(tmp_path, secret, keyring=NONE)
    assert keep_in_keyring(tmp_path, secret, keyring=there)
    assert unlock(tmp_path, keyring=there) == secret


def test_a_vault_is_created_once(tmp_path: Path) -> None:
    _, secret = a_vault(tmp_path, keyring=NONE, code=CODE)
    with pytest.raises(MisusedError, match="déjà chiffrées"):
        a_vault(tmp_path)
    assert unlock(tmp_path, keyring=NONE, code=CODE) == secret


def test_no_new_key_is_made_beside_what_a_lost_one_locked(tmp_path: Path) -> None:
    (tmp_path / "registre.chiffre").write_bytes(b"illisible sans sa clef")
    keyring = FakeKeyring()
    with pytest.raises(LockedError, match="chiffré") as refusal:
        a_vault(tmp_path, keyring=keyring)
    assert FILE_NAME in refusal.value.hint
    assert keyring.kept == {}
    assert Vault.read(tmp_path) is None


def test_an_obvious_code_creates_nothing(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    with pytest.raises(MisusedError):
        a_vault(tmp_path, keyring=keyring, code="azertyuiop")
    assert keyring.kept == {}
    assert list(tmp_path.iterdir()) == []


def test_a_key_whose_vault_cannot_be_written_is_not_left_in_the_keyring(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    (tmp_path / f".{FILE_NAME}.part").mkdir()
    with pytest.raises(HygieError):
        a_vault(tmp_path, keyring=keyring)
    assert keyring.kept == {}


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="n'est pas là"):
        a_vault(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


def test_the_secret_of_another_vault_changes_nothing(tmp_path: Path) -> None:
    a_vault(tmp_path, code=CODE)
    before = (tmp_path / FILE_NAME).read_bytes()
    for change in (
        lambda: set_code(tmp_path, Secret(bytes(32)), CODE, chance=some_chance()),
        lambda: new_recovery_code(tmp_path, Secret(bytes(32)), chance=some_chance()),
        lambda: keep_in_keyring(tmp_path, Secret(bytes(32)), keyring=FakeKeyring()),
    ):
        with pytest.raises(LockedError, match="n'est plus celui"):
            change()
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"x" * 5000])
def test_a_code_file_that_holds_none_is_said(tmp_path: Path, content: bytes) -> None:
    a_vault(tmp_path, code=CODE)
    file = tmp_path / "code.txt"
    file.write_bytes(content)
    with pytest.raises(LockedError, match="fichier du code"):
        unlock(tmp_path, keyring=NONE, code_file=file)


def test_a_code_file_that_is_no_file_is_said(tmp_path: Path) -> None:
    a_vault(tmp_path, code=CODE)
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(LockedError, match="fichier du code"):
            unlock(tmp_path, keyring=NONE, code_file=path)


def test_a_secret_is_not_shown() -> None:
    secret = Secret(bytes(range(32)))
    assert "0001" not in repr(secret)
    assert str(secret) == repr(secret) == "Secret(…)"


def test_each_purpose_has_its_key() -> None:
    secret = Secret(bytes(range(32)))
    keys = {secret.derived(purpose) for purpose in ("registre", "cabinet", "preuves")}
    assert len({*keys, secret.master}) == 4
    assert {len(key) for key in keys} == {32}


def test_a_derived_key_never_changes() -> None:
    """Otherwise no earlier data opens."""
    found = expanded(bytes(32), "registre").hex()
    assert found == "ac61dc595991d940034c70af92e0b1fed28543c44f7d9fb88fea552c46aa6425"


def changed(folder: Path, change: Change) -> None:
    whole = document(folder)
    change(whole)
    (folder / FILE_NAME).write_text(json.dumps(whole))


CHANGES: dict[str, Change] = {
    "a list": lambda whole: whole.__setitem__("serrures", []),
    "no lock": lambda whole: whole.__setitem__("serrures", {}),
    "an unknown lock": lambda whole: whole["serrures"].__setitem__("autre", True),
    "an unknown key": lambda whole: whole.__setitem__("autre", 1),
    "no format": lambda whole: whole.pop("format"),
    "format 0": lambda whole: whole.__setitem__("format", 0),
    "format true": lambda whole: whole.__setitem__("format", True),
    "format text": lambda whole: whole.__setitem__("format", "1"),
    "a path as id": lambda whole: whole.__setitem__("coffre", "../../../../../../../x"),
    "capitals": lambda whole: whole.__setitem__("coffre", whole["coffre"].upper() + "A"),
    "a short witness": lambda whole: whole.__setitem__("temoin", "ab"),
    "a keyring that is no yes": lambda whole: whole["serrures"].__setitem__("trousseau", "oui"),
    "a giant memory": lambda whole: cost(whole).__setitem__("memoire", 1 << 40),
    "a small memory": lambda whole: cost(whole).__setitem__("memoire", 8),
    "a memory that is true": lambda whole: cost(whole).__setitem__("memoire", True),
    "endless passes": lambda whole: cost(whole).__setitem__("passes", 1 << 30),
    "no lane": lambda whole: cost(whole).__setitem__("voies", 0),
    "no cost": lambda whole: whole["serrures"]["code"].pop("argon2id"),
    "a long salt": lambda whole: whole["serrures"]["code"].__setitem__("sel", "ab" * 1000),
    "a salt of figures": lambda whole: whole["serrures"]["code"].__setitem__("sel", 7),
    "spaces in a salt": lambda whole: whole["serrures"]["code"].__setitem__(
        "sel", "ab " * 10 + "ab"
    ),
    "no seal": lambda whole: whole["serrures"]["code"].__setitem__("scelle", ""),
}


def cost(whole: dict[str, Any]) -> dict[str, Any]:
    found = whole["serrures"]["code"]["argon2id"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_not_a_vault_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / FILE_NAME).write_text(a_written_vault())
    changed(tmp_path, CHANGES[name])
    with pytest.raises(MisusedError, match="abîmé") as refusal:
        unlock(tmp_path, keyring=FakeKeyring(), code=CODE)
    assert FILE_NAME in refusal.value.hint


def test_a_newer_vault_asks_for_an_update(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(a_written_vault())
    changed(tmp_path, lambda whole: whole.update(format=2, nouveau="inconnu"))
    with pytest.raises(MisusedError, match="plus récente"):
        unlock(tmp_path, keyring=FakeKeyring(), code=CODE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 10_000,
        b'{"format": 1',
        b"\xff\xfe\x00",
        b'{"format": 1, "serrures": ' + b"9" * 9000 + b"}",
        b" " * (MOST_BYTES + 1),
    ],
)
def test_what_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(MisusedError, match="abîmé"):
        Vault.read(tmp_path)
    with pytest.raises(MisusedError, match="abîmé"):
        create_vault(tmp_path, keyring=FakeKeyring(), code=None, chance=some_chance())
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises((MisusedError, StorageError)):
        Vault.read(tmp_path)


def test_weaker_bounds_or_another_id_do_not_open(tmp_path: Path) -> None:
    a_vault(tmp_path, keyring=NONE, code=CODE)
    for change in (
        lambda whole: cost(whole).__setitem__("passes", 1),
        lambda whole: whole.__setitem__("coffre", "0" * 32),
        lambda whole: whole.__setitem__("temoin", "0" * 32),
    ):
        before = (tmp_path / FILE_NAME).read_bytes()
        changed(tmp_path, change)
        with pytest.raises(LockedError, match="n'est pas le code"):
            unlock(tmp_path, keyring=NONE, code=CODE)
        (tmp_path / FILE_NAME).write_bytes(before)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=100),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=8,
)
PLACES = (
    ("format",), ("coffre",), ("temoin",), ("serrures",), ("serrures", "trousseau"),
    ("serrures", "code"), ("serrures", "secours"), ("serrures", "code", "sel"),
    ("serrures", "code", "nonce"), ("serrures", "code", "scelle"), ("serrures", "code", "argon2id"),
    ("serrures", "code", "argon2id", "memoire"), ("serrures", "secours", "scelle"),
)  # fmt: skip  # five lines read better than thirteen


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), value=json_values)
def test_any_value_anywhere_is_a_vault_or_refused(
    tmp_path: Path, place: tuple[str, ...], value: object
) -> None:
    whole = json.loads(a_written_vault())
    inside = whole
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    (tmp_path / FILE_NAME).write_text(json.dumps(whole))
    check_read(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), at=st.integers(0, 900), length=st.integers(0, 900))
def test_any_bytes_are_a_vault_or_refused(
    tmp_path: Path, content: bytes, at: int, length: int
) -> None:
    whole = a_written_vault().encode()
    (tmp_path / FILE_NAME).write_bytes(whole[:at] + content + whole[at + length :])
    check_read(tmp_path)


def check_read(folder: Path) -> None:
    vault = None
    # Whatever else would be raised is a fault.
    with suppress(MisusedError):
        vault = Vault.read(folder)
    if vault is not None:
        assert len(vault.id) == 32
        assert set(vault.id) <= set("0123456789abcdef")
        assert vault.code is None or vault.code.memory <= 262_144
