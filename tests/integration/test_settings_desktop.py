"""Settings changed for real in a session of GNOME or Cinnamon, and undone, kills included."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from support.session_bus import DRIVER, Session, a_session

pytestmark = pytest.mark.needs("dbus")

SAVER, IDLE = "org.gnome.desktop.screensaver", "org.gnome.desktop.session"
LOCK_PATH = "/org/gnome/desktop/screensaver/lock-enabled"
IDLE_PATH = "/org/gnome/desktop/session/idle-delay"
REGLER = ("-m", "hygie", "poste", "--fiche-remise", "regler")
YES_OR_NO = "oui ou non"
OPENS = "toujours"


@pytest.fixture
def gnome(tmp_path: Path) -> Iterator[Session]:
    """Open a session that never locks, one key set by hand, the other at its default."""
    with a_session(tmp_path, "GNOME") as session:
        session.run("gsettings", "set", SAVER, "lock-enabled", "false")
        assert session.own(LOCK_PATH) == "false"
        yield session


def agree(child: "pexpect.spawn[str]") -> None:
    """Say yes to the two questions that come before the change."""
    for _ in range(2):
        child.expect(YES_OR_NO)
        child.sendline("oui")
    child.expect(OPENS)
    child.expect(YES_OR_NO)


def locks(session: Session) -> tuple[str, str]:
    return session.own(LOCK_PATH), session.own(IDLE_PATH)


def stages(session: Session) -> list[str]:
    document = json.loads(session.hygie("journal", "--json").stdout)
    return [line["resume"]["etape"] for line in document["lignes"] if line["genre"] == "act"]


def test_a_change_is_read_back_kept_and_undone_exactly(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    assert locks(gnome) == ("true", "uint32 180")
    child.sendline("oui")
    child.expect("C'est fait")
    child.expect(pexpect.EOF)
    state = json.loads(gnome.hygie("poste", "regler", "--json").stdout)["reglages"][0]
    assert (state["reglage"], state["etat"]) == ("verrouillage", "en_ordre")
    child = gnome.keyboard(*REGLER, "--annuler", "verrouillage")
    child.expect(YES_OR_NO)
    child.sendline("oui")
    child.expect("remis comme avant")
    child.expect(pexpect.EOF)
    assert locks(gnome) == ("false", "")
    assert stages(gnome) == ["commence", "garde", "annule"]


def test_no_puts_back_at_once(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.sendline("non")
    child.expect("remis comme avant")
    child.expect(pexpect.EOF)
    assert locks(gnome) == ("false", "")


def test_nobody_within_the_delay_puts_back(gnome: Session) -> None:
    child = gnome.keyboard("-c", DRIVER, "1.5")
    agree(child)
    assert gnome.own(LOCK_PATH) == "true"
    child.expect("Personne n'a répondu")
    child.expect(pexpect.EOF)
    assert locks(gnome) == ("false", "")


@pytest.mark.parametrize("command", [("poste", "--json"), ("poste", "regler", "--json")])
def test_a_kill_is_undone_at_the_next_start(gnome: Session, command: tuple[str, ...]) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    for looking in (("poste", "--json"), ("plan",), ("audit", "--json", "--sans-enregistrer")):
        meanwhile = gnome.hygie(*looking)
        assert "confirmé" not in meanwhile.stderr, "another Hygie still waits for the answer"
    assert locks(gnome) == ("true", "uint32 180")
    child.kill(signal.SIGKILL)
    child.wait()
    rehearsed = gnome.hygie("poste", "regler", "verrouillage", "--simulation")
    assert "n'avait pas été confirmé" in rehearsed.stderr
    assert locks(gnome) == ("true", "uint32 180")
    done = gnome.hygie(*command)
    assert done.returncode == 0
    assert "remet ce qu'il y avait" in " ".join(done.stderr.split())
    assert locks(gnome) == ("false", "")
    assert stages(gnome) == ["commence", "annule"]
    assert gnome.hygie(*command).stderr == ""


def test_ctrl_c_puts_back_at_once(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.sendintr()
    child.expect("remis comme avant")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert locks(gnome) == ("false", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_order_to_end_puts_back_at_once(gnome: Session, number: signal.Signals) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.kill(number)
    child.expect(pexpect.EOF)
    child.wait()
    assert locks(gnome) == ("false", "")
    assert stages(gnome) == ["commence", "annule"]


def test_a_closed_terminal_puts_back_at_once(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    assert child.pid is not None
    os.close(child.child_fd)
    os.waitpid(child.pid, 0)
    assert locks(gnome) == ("false", "")
    assert stages(gnome) == ["commence", "annule"]


def test_yes_typed_ahead_confirms_nothing(gnome: Session) -> None:
    child = gnome.keyboard("-c", DRIVER, "2")
    child.expect(YES_OR_NO)
    child.sendline("oui")
    child.expect(YES_OR_NO)
    child.send("oui\noui\noui\n")
    child.expect("Personne n'a répondu")
    child.expect(pexpect.EOF)
    assert locks(gnome) == ("false", "")


def test_a_pending_undo_is_said_by_plan_and_journal(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.kill(signal.SIGKILL)
    child.wait()
    assert "n'avait pas été confirmé" in " ".join(gnome.hygie("plan").stderr.split())
    journal = " ".join(gnome.hygie("journal").stdout.split())
    assert "réglage commencé verrouillage" in journal
    assert "a été commencé, et ni gardé ni remis" in journal
    assert locks(gnome)[0] == "true"


def test_an_audit_of_another_date_writes_nothing(gnome: Session) -> None:
    child = gnome.keyboard(*REGLER, "verrouillage", "--minutes", "3")
    agree(child)
    child.kill(signal.SIGKILL)
    child.wait()
    done = gnome.hygie("audit", "--sans-question", "--au", "2026-12-01")
    assert done.returncode == 0
    told = " ".join(done.stderr.split())
    assert "n'avait pas été confirmé" in told
    assert "remet ce qu'il y avait." not in told
    assert locks(gnome) == ("true", "uint32 180")
    assert stages(gnome) == ["commence"]


def test_a_stricter_choice_is_kept(gnome: Session) -> None:
    gnome.run("gsettings", "set", IDLE, "idle-delay", "60")
    shown = gnome.hygie("poste", "regler", "verrouillage", "--simulation", "--json").stdout
    found = json.loads(shown)["reglages"][0]["changements"]
    assert [change["ou"] for change in found] == [f"{SAVER} lock-enabled"]


def test_what_the_administrator_froze_is_not_changed(tmp_path: Path) -> None:
    """dconf's own way: a profile whose database locks the key."""
    frozen = tmp_path / "profil.d"
    (frozen / "locks").mkdir(parents=True)
    (frozen / "00").write_text("[org/gnome/desktop/screensaver]\nlock-enabled=false\n")
    (frozen / "locks" / "00").write_text(f"{LOCK_PATH}\n")
    profile = tmp_path / "profil"
    profile.write_text(f"user-db:user\nfile-db:{tmp_path / 'base'}\n")
    with a_session(tmp_path, "GNOME") as session:
        session.run("dconf", "compile", str(tmp_path / "base"), str(frozen))
        session.environment["DCONF_PROFILE"] = str(profile)
        assert session.key(SAVER, "lock-enabled") == "false"
        child = session.keyboard(*REGLER, "verrouillage")
        for _ in range(2):
            child.expect(YES_OR_NO)
            child.sendline("oui")
        child.expect("remis comme avant")
        child.expect(pexpect.EOF)
        assert session.key(SAVER, "lock-enabled") == "false"
        assert stages(session) == ["commence", "annule"]


def test_cinnamon_stops_offering_programs(tmp_path: Path) -> None:
    with a_session(tmp_path, "X-Cinnamon") as session:
        schema, name = "org.cinnamon.desktop.media-handling", "autorun-never"
        child = session.keyboard(*REGLER, "execution-automatique")
        agree(child)
        assert session.key(schema, name) == "true"
        child.sendline("non")
        child.expect(pexpect.EOF)
        assert session.key(schema, name) == "false"
        assert session.own("/org/cinnamon/desktop/media-handling/autorun-never") == ""
