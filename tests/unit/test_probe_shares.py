from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.shares import linux, nfs, samba
from hygie.workstation.services import SHOW
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

Files = Mapping[str, bytes | str | MachineRefusedError]
Commands = Mapping[tuple[str, ...], Answer]
SMBD: Files = {"/usr/sbin/smbd": "x"}
EXPORTFS: Files = {"/usr/sbin/exportfs": "x"}
REFUSED = MachineRefusedError("Le système refuse la lecture de ce fichier.")
DEBIAN, OPEN = (load("shares", name)[0].raw for name in ("smb-debian", "smb-open"))
(MANUAL,) = load("shares", "exports-manual")


def state(*loaded: str) -> str:
    return "\n".join(
        f"Id=x\nLoadState=loaded\nActiveState={active}\nUnitFileState=disabled\n"
        for active in loaded
    )


def read(files: Files, commands: Commands | None = None) -> object:
    machine = FakeMachine(files=files, commands=commands or {})
    (reading,) = linux.read(machine, a_context())
    assert reading.fact == "share.open_to_all"
    if isinstance(reading, Unreadable):
        assert reading.reason
        assert reading.remedy
    return reading.value if isinstance(reading, Observed) else None


def test_without_a_file_server_nothing_is_shared() -> None:
    assert read({samba.MAIN: OPEN, nfs.MAIN: MANUAL.raw}) == 0


def test_the_settings_as_shipped_share_nothing_to_all() -> None:
    assert read({**SMBD, samba.MAIN: DEBIAN}) == 0


def test_open_shares_of_both_servers_are_added() -> None:
    files = {**SMBD, **EXPORTFS, samba.MAIN: OPEN, nfs.MAIN: MANUAL.raw}
    assert read(files) == 7


def test_a_server_that_is_off_shares_nothing() -> None:
    off: Commands = {
        (*SHOW, *linux.SAMBA_UNITS): state("inactive", "inactive", "failed", "inactive")
    }
    assert read({**SMBD, samba.MAIN: OPEN}, off) == 0
    on: Commands = {
        (*SHOW, *linux.SAMBA_UNITS): state("active", "inactive", "inactive", "inactive")
    }
    assert read({**SMBD, samba.MAIN: OPEN}, on) == 2


@pytest.mark.parametrize(
    "files",
    [
        {**SMBD, samba.MAIN: REFUSED},
        {**SMBD, samba.MAIN: DEBIAN, f"{samba.USERSHARES}/x": REFUSED},
        {**SMBD, samba.MAIN: "[global]\ninclude = registry\n"},
        {**EXPORTFS, nfs.MAIN: REFUSED},
    ],
)
def test_what_cannot_be_read_is_never_nothing_shared(files: Files) -> None:
    assert read(files) is None


def test_a_reserved_folder_of_user_shares_leaves_a_doubt() -> None:
    machine = FakeMachine(files={**SMBD, samba.MAIN: DEBIAN}, folders={samba.USERSHARES: REFUSED})
    (reading,) = linux.read(machine, a_context())
    assert isinstance(reading, Unreadable)


def test_what_is_surely_open_is_said_even_if_some_stays_unread() -> None:
    assert read({**SMBD, **EXPORTFS, samba.MAIN: OPEN, nfs.MAIN: REFUSED}) == 2


def test_a_folder_shared_from_the_file_manager_counts() -> None:
    share = "#VERSION 2\npath=/home/alix/x\nusershare_acl=S-1-1-0:R,\nguest_ok=y\n"
    closed = share.replace("guest_ok=y", "guest_ok=n")
    files = {f"{samba.USERSHARES}/a": share, f"{samba.USERSHARES}/b": closed}
    assert read({**SMBD, samba.MAIN: DEBIAN, **files}) == 1


@pytest.mark.parametrize("recording", load("shares", "smb-"), ids=str)
def test_real_samba_settings(recording: Recording) -> None:
    assert samba.parse_shares(recording.text).open == int(recording.expect)


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ("[a]\nguest ok = yes", 1),
        ("[a]\nguest\\\n ok = yes", 1),
        ("[global]\nguest ok = yes\n[a]\npath = /x\n[b]\nguest ok = no", 1),
        ("[global]\npublic = yes\n[b]\nguest ok = no", 0),
        ("[a]\nguest ok = yes\navailable = no", 0),
        ("[a]\nguest ok = yes\nprintable = yes", 0),
        ("[a]\nguest ok = yes\nhosts allow = 192.0.2.", 1),
        ("[a]\n;guest ok = yes\n#guest ok = yes", 0),
        ("[modele]\nguest ok = yes\navailable = no\n[a]\ncopy = modele\navailable = yes", 1),
        ("guest ok = yes", 0),
    ],
)
def test_what_samba_opens(settings: str, count: int) -> None:
    assert samba.parse_shares(settings).open == count


def test_the_example_of_the_manual() -> None:
    assert nfs.parse_exports(MANUAL.text) == int(MANUAL.expect)


@pytest.mark.parametrize(
    ("line", "opened"),
    [
        ("/srv *(rw)", True),
        ("/srv", True),
        ("/srv poste (rw)", True),
        ("/srv poste(rw)", False),
        ("/srv 192.0.2.0/24(rw)", True),
        ("/srv 192.0.2.0/255.255.255.0(rw)", True),
        ("/srv 192.0.2.7/32(rw)", False),
        ("/srv 2001:db8::/64(ro)", True),
        ("/srv *(rw,sec=krb5p)", False),
        ("/srv -sec=krb5 *(rw)", False),
        ('"/srv/deux mots" *(rw)', True),
        ('"/srv/deux mots" poste(rw)', False),
        ("/srv @groupe(rw)", False),
        ("/srv rien/du/tout(rw)", False),
    ],
)
def test_what_nfs_opens(line: str, opened: bool) -> None:
    assert nfs.is_open(line) is opened


def test_lines_that_go_on_and_comments() -> None:
    assert nfs.parse_exports("# /a *\n\n/b \\\n  *(rw)\n/c poste(rw) # *\n") == 1


@given(st.text())
def test_strange_settings_never_cause_an_accident(text: str) -> None:
    assert samba.parse_shares(text).open >= 0
    assert nfs.parse_exports(text) >= 0
    assert samba.parse_usershare(text) in {True, False}
