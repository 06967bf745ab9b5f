"""A real disk encrypted by LUKS, made in a file and opened, then read by our own block devices."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hygie.workstation.block_devices import Device, read_storage
from hygie.workstation.local_machine import LocalMachine

pytestmark = pytest.mark.needs("root", "device-mapper")

BYTES = 64 << 20


def run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=60)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Path]:
    """Give the folder on which an encrypted disk is mounted; all is closed afterwards."""
    disk, key, point = tmp_path / "disque", tmp_path / "cle", tmp_path / "ouvert"
    name = f"hygie-essai-{secrets.token_hex(4)}"
    with disk.open("wb") as file:
        file.truncate(BYTES)
    key.write_bytes(secrets.token_bytes(32))
    point.mkdir()
    quick = ("--type", "luks2", "--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000")
    run("cryptsetup", "luksFormat", "--batch-mode", *quick, "--key-file", key, disk)
    with ExitStack() as closing:
        run("cryptsetup", "open", "--key-file", key, disk, name)
        closing.callback(run, "cryptsetup", "close", name)
        run("mkfs.ext4", "-q", f"/dev/mapper/{name}")
        run("mount", f"/dev/mapper/{name}", point)
        closing.callback(run, "umount", point)
        yield point


def device_of(point: Path) -> Device | None:
    storage = read_storage(LocalMachine(environment=dict(os.environ)))
    mount = storage.mount_of(str(point))
    assert mount is not None
    assert mount.point == str(point)
    return storage.device_of(mount)


def test_what_lies_on_an_opened_encrypted_disk_is_seen_as_encrypted(opened: Path) -> None:
    device = device_of(opened)
    assert device is not None
    assert (device.kind, device.encrypted) == ("crypt", True)
