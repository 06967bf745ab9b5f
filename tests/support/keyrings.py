"""The system's keyring, in memory."""


class FakeKeyring:
    """A keyring in memory; ``works`` False is a computer without one."""

    def __init__(self, *, works: bool = True) -> None:
        self.kept: dict[str, str] = {}
        self.works = works

    def get(self, name: str) -> str | None:
        return self.kept.get(name) if self.works else None

    def put(self, name: str, secret: str) -> bool:
        if self.works:
            self.kept[name] = secret
        return self.works

    def remove(self, name: str) -> bool:
        if self.works:
            self.kept.pop(name, None)
        return self.works
