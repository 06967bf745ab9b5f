"""Xfce's settings changed for real, through its own service, and put back, types included."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from hygie.workstation.xfconf import FOLDER, Channel, parse_channel
from support.session_bus import DRIVER, Session, a_session

pytestmark = pytest.mark.needs("xfconf")

SAVER, VOLUMES = "xfce4-screensaver", "thunar-volman"
IDLE, WAIT, LOCK = "/saver/idle-activation/delay", "/lock/saver-activation/delay", "/lock/enabled"
REGLER = ("-m", "hygie", "poste", "--fiche-remise", "regler")
YES_OR_NO = "oui ou non"
WRITTEN_WITHIN = 15
"""xfconfd writes its files five seconds after the last change."""

SYSTEM_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-screensaver" version="1.0"%s>
  <property name="lock" type="empty">
    <property name="enabled" type="bool" value="%s"/>
  </property>
</channel>
"""


@contextmanager
def locked_by(folder: Path) -> Iterator[None]:
    """Have something run under the name of Xfce's own locker, as ps shows it."""
    program = folder / SAVER
    shutil.copy(shutil.which("sleep") or "", program)
    locker = subprocess.Popen([str(program), "600"])
    try:
        yield
    finally:
        locker.terminate()
        locker.wait(timeout=WRITTEN_WITHIN)


@pytest.fixture
def xfce(tmp_path: Path) -> Iterator[Session]:
    """Open a session that never locks, its delay of another type than Xfce writes itself."""
    with locked_by(tmp_path), a_session(tmp_path, "XFCE") as session:
        put(session, SAVER, LOCK, "bool", "false")
        put(session, SAVER, IDLE, "uint", "30")
        yield session


def put(session: Session, channel: str, name: str, kind: str, value: str) -> None:
    session.run("xfconf-query", "-c", channel, "-p", name, "-n", "-t", kind, "-s", value)


def held(session: Session, channel: str = SAVER) -> dict[str, str]:
    """Return what the service obeys now."""
    lines = session.run("xfconf-query", "-c", channel, "-l", "-v").splitlines()
    return dict(line.split() for line in lines)


def written(session: Session) -> Channel | None:
    home = Path(session.environment["HOME"])
    file = home / ".config" / FOLDER / f"{SAVER}.xml"
    return parse_channel(file.read_bytes()) if file.exists() else None


def wait_until_written(session: Session, expected: Channel) -> None:
    last = time.monotonic() + WRITTEN_WITHIN
    while written(session) != expected and time.monotonic() < last:
        time.sleep(0.2)
    assert written(session) == expected


def agree(child: "pexpect.spawn[str]") -> None:
    """Say yes to the two questions that come before the change."""
    for _ in range(2):
        child.expect(YES_OR_NO)
        child.sendline("oui")
    child.expect("toujours")
    child.expect(YES_OR_NO)


FORMER = {LOCK: "false", IDLE: "30"}
SET = {LOCK: "true", IDLE: "3", WAIT: "0"}


def test_a_change_is_read_back_kept_and_undone_exactly(xfce: Session) -> None:
    wait_until_written(xfce, {LOCK: ("bool", "false"), IDLE: ("uint", "30")})
    child = xfce.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    assert held(xfce) == SET
    child.sendline("oui")
    child.expect("C'est fait")
    child.expect(pexpect.EOF)
    child = xfce.keyboard(*REGLER, "--annuler", "verrouillage")
    child.expect(YES_OR_NO)
    child.sendline("oui")
    child.expect("remis comme avant")
    child.expect(pexpect.EOF)
    assert held(xfce) == FORMER
    wait_until_written(xfce, {LOCK: ("bool", "false"), IDLE: ("uint", "30")})


def test_no_puts_back_at_once(xfce: Session) -> None:
    wait_until_written(xfce, {LOCK: ("bool", "false"), IDLE: ("uint", "30")})
    child = xfce.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.sendline("non")
    child.expect("remis comme avant")
    child.expect(pexpect.EOF)
    assert held(xfce) == FORMER


def test_nobody_within_the_delay_puts_back(xfce: Session) -> None:
    child = xfce.keyboard("-c", DRIVER, "1.5")
    agree(child)
    assert held(xfce)[LOCK] == "true"
    child.expect("Personne n'a répondu")
    child.expect(pexpect.EOF)
    assert held(xfce) == FORMER


def test_a_kill_is_undone_at_the_next_start(xfce: Session) -> None:
    child = xfce.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.kill(signal.SIGKILL)
    child.wait()
    assert held(xfce) == SET
    assert xfce.hygie("poste", "--json").returncode == 0
    assert held(xfce) == FORMER


def test_what_the_system_came_with_is_followed_again(tmp_path: Path) -> None:
    """The system never locks; the person's own choice comes, and goes without a trace."""
    with system_channel(tmp_path, "", "false") as session:
        assert held(session) == {LOCK: "false"}
        child = session.keyboard(*REGLER, "verrouillage")
        agree(child)
        assert held(session) == {LOCK: "true"}
        child.sendline("non")
        child.expect("remis comme avant")
        child.expect(pexpect.EOF)
        assert held(session) == {LOCK: "false"}
        wait_until_written(session, {})


def test_a_choice_against_the_system_is_taken_away(tmp_path: Path) -> None:
    """The system locks, the person refused: following the system again is all it takes."""
    with system_channel(tmp_path, "", "true") as session:
        put(session, SAVER, LOCK, "bool", "false")
        child = session.keyboard(*REGLER, "verrouillage")
        agree(child)
        assert held(session) == {LOCK: "true"}
        child.sendline("non")
        child.expect("remis comme avant")
        child.expect(pexpect.EOF)
        assert held(session) == {LOCK: "false"}


def test_what_the_administrator_froze_is_not_changed(tmp_path: Path) -> None:
    frozen = ' locked="*" unlocked="personne-du-tout"'
    with system_channel(tmp_path, frozen, "false") as session:
        child = session.keyboard(*REGLER, "verrouillage")
        for _ in range(2):
            child.expect(YES_OR_NO)
            child.sendline("oui")
        child.expect("remis comme avant")
        child.expect(pexpect.EOF)
        assert held(session) == {LOCK: "false"}


def test_another_locker_is_left_alone(tmp_path: Path) -> None:
    with a_session(tmp_path, "XFCE") as session:
        shown = session.hygie("poste", "regler", "verrouillage", "--simulation")
        assert "n'est pas lu par Hygie" in " ".join((shown.stdout + shown.stderr).split())


def test_no_program_of_a_key_starts_any_more(tmp_path: Path) -> None:
    with a_session(tmp_path, "XFCE") as session:
        put(session, VOLUMES, "/autorun/enabled", "bool", "true")
        child = session.keyboard(*REGLER, "execution-automatique")
        agree(child)
        assert held(session, VOLUMES) == {"/autorun/enabled": "false"}
        child.sendline("non")
        child.expect(pexpect.EOF)
        assert held(session, VOLUMES) == {"/autorun/enabled": "true"}


@contextmanager
def system_channel(folder: Path, attributes: str, value: str) -> Iterator[Session]:
    """Open a session on a system that came with one value of the lock."""
    shipped = folder / "systeme" / FOLDER
    shipped.mkdir(parents=True)
    (shipped / f"{SAVER}.xml").write_text(SYSTEM_FILE % (attributes, value))
    folders = f"{folder / 'systeme'}:/etc/xdg"
    with locked_by(folder), a_session(folder, "XFCE", XDG_CONFIG_DIRS=folders) as session:
        yield session
