"""When apt last upgraded a package, from its own journal, this month's or the one before.

A journal holds blocks of «Name: value» lines; only one with «Upgrade» is an update. Moments are in
the time of the workstation. The journals are set aside once a month, compressed.
"""

import re
import zlib
from datetime import UTC, datetime

from hygie.workstation.machine import Machine, MissingError

JOURNALS = ("/var/log/apt/history.log", "/var/log/apt/history.log.1.gz")
BYTES = 4 << 20
GZIP = 31
"""What zlib wants to be told before it reads the form of gzip."""

_END = re.compile(r"^End-Date: ([0-9]{4}-[0-9]{2}-[0-9]{2}) {1,2}([0-9:]{8})$", re.MULTILINE)
_UPGRADE = re.compile(r"^Upgrade: \S", re.MULTILINE)


def last_upgrade(machine: Machine) -> datetime | None:
    """Return when the last upgrade ended; None when the journals hold none.

    Raises MachineRefusedError when a journal cannot be read.
    """
    for path in JOURNALS:
        try:
            found = parse_history(_plain(machine.read(path, limit=BYTES)))
        except MissingError:
            continue
        if found is not None:
            return found
    return None


def parse_history(text: str) -> datetime | None:
    """Return the end of the last block that upgraded something."""
    blocks = [block for block in text.split("\n\n") if _UPGRADE.search(block)]
    ends = [end for end in (_end(block) for block in blocks) if end is not None]
    return max(ends, default=None)


def _end(block: str) -> datetime | None:
    match = _END.search(block)
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2]}").astimezone(UTC) if match else None
    except (ValueError, OverflowError):
        return None


def _plain(content: bytes) -> str:
    """Return the text of a journal, compressed or not; what is damaged is as if it ended there."""
    if content.startswith(b"\x1f\x8b"):
        reader = zlib.decompressobj(GZIP)
        try:
            content = reader.decompress(content, BYTES)
        except zlib.error:
            content = b""
    return content.decode("utf-8", "replace")
