"""Real or documented outputs, kept as files with what we expect of them written on top."""

from dataclasses import dataclass
from pathlib import Path

RECORDINGS = Path(__file__).parent.parent / "unit" / "recordings"
HEADERS = ("system", "origin", "expect")
ORIGINS = ("recorded", "documented")


@dataclass(frozen=True)
class Recording:
    """One output: where it comes from, what a parser should make of it, and its raw bytes."""

    name: str
    system: str
    origin: str
    expect: str
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")

    def __str__(self) -> str:
        return self.name


def load(probe: str, start: str = "", *, below: Path = RECORDINGS) -> list[Recording]:
    """Return the recordings of a probe whose name begins with ``start``; none is a failure."""
    paths = sorted((below / probe).glob(f"{start}*.rec"))
    if not paths:
        raise LookupError(f"No recording {probe}/{start}*: a test without data proves nothing.")
    return [parse(path.stem, path.read_bytes()) for path in paths]


def parse(name: str, content: bytes) -> Recording:
    """Split the headers (``system``, ``origin``, ``expect``) from the output, kept as it came."""
    top, separator, raw = content.partition(b"\n---\n")
    if not separator:
        raise ValueError(f"{name}: no line «---» between the headers and the output.")
    pairs = (line.partition(":") for line in top.decode("utf-8").splitlines())
    headers = {key.strip(): value.strip() for key, _, value in pairs}
    if tuple(headers) != HEADERS or not headers["origin"].startswith(ORIGINS):
        raise ValueError(f"{name}: the headers are {HEADERS}, and the origin one of {ORIGINS}.")
    return Recording(name=name, raw=raw, **headers)
