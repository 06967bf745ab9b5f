"""The wheel, installed once; an empty practice for each test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("support.scenarios", "support.keyboard")

from support.scenarios import World  # noqa: E402  # its assertions are explained only if announced before
from support.wheel import NOBODY, Installed, install  # noqa: E402  # after asserts are rewritten


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """Give a folder that every account of the computer may enter, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="hygie-essai-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installed(open_folder: Path) -> Installed:
    """Give the installed wheel."""
    return install(open_folder)


@pytest.fixture
def world(installed: Installed, open_folder: Path) -> Iterator[World]:
    """Give an empty practice; its path is short, as on a real computer."""
    folder = Path(tempfile.mkdtemp(prefix="cabinet-", dir=open_folder))
    yield World(program=installed.program, folder=folder)
    shutil.rmtree(folder)


@pytest.fixture
def ordinary(installed: Installed, open_folder: Path) -> Iterator[World]:
    """Give an empty practice to an account without any right over the system."""
    folder = Path(tempfile.mkdtemp(prefix="cabinet-", dir=open_folder))
    account = NOBODY if os.geteuid() == 0 else None
    if account is not None:
        os.chown(folder, account, account)
    yield World(program=installed.program, folder=folder, account=account)
    shutil.rmtree(folder)
