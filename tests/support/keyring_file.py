"""A keyring for processes of tests: a file named by HYGIE_TROUSSEAU_ESSAI, which passes for one."""

import json
import os
from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Keeps secrets in a file: the tests' own, never anybody's."""

    priority: Any = 9

    def _path(self) -> Path:
        return Path(os.environ["HYGIE_TROUSSEAU_ESSAI"])

    def _all(self) -> dict[str, str]:
        path = self._path()
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        kept = {**self._all(), f"{service}/{username}": password}
        self._path().write_text(json.dumps(kept), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        kept = self._all()
        kept.pop(f"{service}/{username}", None)
        self._path().write_text(json.dumps(kept), encoding="utf-8")
