"""The journal of apt: only an upgrade is an update, this month or the one before."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.packages import DPKG_STATUS
from hygie.workstation.probes.updates.apt_history import JOURNALS, parse_history
from hygie.workstation.probes.updates.linux import read
from support.machine import FakeMachine, a_context

Content = bytes | str | MachineRefusedError


def block(day: str, action: str = "Upgrade") -> str:
    return (
        f"\nStart-Date: {day}  06:12:44\nCommandline: /usr/bin/unattended-upgrade\n"
        f"{action}: libssl3:amd64 (3.0.16-1, 3.0.17-1)\nEnd-Date: {day}  06:13:01\n"
    )


def days(now: Content | None, before: Content | None = None) -> object:
    journals = dict(zip(JOURNALS, (now, before), strict=True))
    files = {path: content for path, content in journals.items() if content is not None}
    machine = FakeMachine(files={DPKG_STATUS: "Package: x\n", **files})
    found = {each.fact: each for each in read(machine, a_context())}
    reading = found["updates.days_since_install"]
    return reading.value if isinstance(reading, Observed) else None


def test_the_last_upgrade_counts_and_an_installation_does_not() -> None:
    text = block("2026-11-02") + block("2026-11-12") + block("2026-11-20", "Install")
    assert days(text) == 10


def test_the_journal_set_aside_at_the_turn_of_the_month_is_read_too() -> None:
    before = gzip.compress((block("2026-10-02") + block("2026-10-23")).encode())
    for now in ("", None, block("2026-11-20", "Remove")):
        assert days(now, before) == 30
    assert days(block("2026-11-20"), before) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        block("2026-13-40"),
        block("2027-11-20"),
        "Upgrade: libssl3:amd64\n",
        b"\x1f\x8b\x08damaged",
        MachineRefusedError("Refusé."),
    ],
)
def test_a_journal_without_an_upgrade_tells_nothing(text: Content) -> None:
    assert days(text) is None


@given(st.text())
def test_any_text_is_no_upgrade(text: str) -> None:
    found = parse_history(text)
    assert found is None or found < datetime.max.replace(tzinfo=UTC)
