from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.desktop import DISPLAY_MANAGER, parse_settings
from hygie.workstation.machine import Output
from hygie.workstation.probes.session_lock import linux
from hygie.workstation.probes.session_lock.locks import (
    Lock,
    from_cinnamon,
    from_gnome,
    from_kde,
    from_mate,
    from_xfce_screensaver,
)
from hygie.workstation.section_files import parse_sections
from hygie.workstation.xfconf import FOLDER, parse_channel
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

GNOME = "org.gnome.desktop"
CINNAMON = "org.cinnamon.desktop"
OPEN = {"lock-enabled": "true", "lock-delay": "uint32 0"}


def shown(lock: Lock) -> str:
    return f"enabled={lock.enabled} delay={lock.delay} resume={lock.on_resume}"


def schemas(text: str, *names: str) -> tuple[Mapping[str, str], ...]:
    return tuple(parse_settings(text, name) for name in names)


@pytest.mark.parametrize("recording", load("session_lock", "gnome"), ids=str)
def test_recorded_gnome_settings_are_judged(recording: Recording) -> None:
    screensaver, session, lockdown = schemas(
        recording.text, f"{GNOME}.screensaver", f"{GNOME}.session", f"{GNOME}.lockdown"
    )
    assert shown(from_gnome(screensaver, session, lockdown)) == recording.expect


@pytest.mark.parametrize("recording", load("session_lock", "cinnamon"), ids=str)
def test_recorded_cinnamon_settings_are_judged(recording: Recording) -> None:
    screensaver, session, power, lockdown = schemas(
        recording.text,
        f"{CINNAMON}.screensaver",
        f"{CINNAMON}.session",
        "org.cinnamon.settings-daemon.plugins.power",
        f"{CINNAMON}.lockdown",
    )
    assert shown(from_cinnamon(screensaver, session, power, lockdown)) == recording.expect


@pytest.mark.parametrize("recording", load("session_lock", "mate"), ids=str)
def test_recorded_mate_settings_are_judged(recording: Recording) -> None:
    screensaver, session, power, lockdown = schemas(
        recording.text,
        "org.mate.screensaver",
        "org.mate.session",
        "org.mate.power-manager",
        "org.mate.lockdown",
    )
    assert shown(from_mate(screensaver, session, power, lockdown)) == recording.expect


@pytest.mark.parametrize("recording", load("session_lock", "kde"), ids=str)
def test_recorded_kde_settings_are_judged(recording: Recording) -> None:
    assert shown(from_kde((parse_sections(recording.text),))) == recording.expect


@pytest.mark.parametrize("recording", load("session_lock", "xfce"), ids=str)
def test_recorded_xfce_settings_are_judged(recording: Recording) -> None:
    channel = parse_channel(recording.raw)
    assert channel is not None
    assert shown(from_xfce_screensaver(channel)) == recording.expect


def test_gnome_that_is_never_idle_never_locks() -> None:
    lock = from_gnome(OPEN, {"idle-delay": "uint32 0"}, {})
    assert (lock.enabled, lock.on_resume) == (False, True)


def test_a_forbidden_lock_screen_locks_nothing() -> None:
    lock = from_gnome(OPEN, {"idle-delay": "uint32 300"}, {"disable-lock-screen": "true"})
    assert (lock.enabled, lock.on_resume) == (False, False)


def test_a_missing_key_is_never_a_no() -> None:
    assert shown(from_gnome({}, {}, {})) == "enabled=None delay=None resume=None"
    assert shown(from_cinnamon({}, {}, {}, {})) == "enabled=None delay=None resume=None"
    assert shown(from_mate({}, {}, {}, {})) == "enabled=None delay=None resume=None"


def test_the_first_kde_file_wins_key_by_key() -> None:
    own = parse_sections("[Daemon]\nTimeout=15\n")
    shared = parse_sections("[Daemon][$i]\nTimeout[$i]=3\nLockGrace=0\n")
    assert from_kde((own, shared)).delay == 900
    assert from_kde((shared,)).delay == 180


@pytest.mark.parametrize("value", ["-1", "x", "", "1.x", "9999999", "1e3", "²"])
def test_an_odd_kde_delay_is_not_known(value: str) -> None:
    lock = from_kde((parse_sections(f"[Daemon]\nTimeout={value}\n"),))
    assert (lock.enabled, lock.delay) == (None, None)


def asked(schema: str) -> tuple[str, ...]:
    return ("gsettings", "list-recursively", schema)


def read(desktop: str, commands: Mapping[tuple[str, ...], Answer], **files: str) -> list[Reading]:
    context = a_context(environment={"XDG_CURRENT_DESKTOP": desktop})
    found = list(linux.read(FakeMachine(commands=commands, files=files), context))
    assert [reading.fact for reading in found] == list(linux.FACTS)
    return found


def values(readings: list[Reading]) -> list[object]:
    return [each.value if isinstance(each, Observed) else type(each) for each in readings]


GNOME_COMMANDS: Mapping[tuple[str, ...], Answer] = {
    DISPLAY_MANAGER: "Id=gdm.service\n",
    asked(f"{GNOME}.screensaver"): (
        f"{GNOME}.screensaver lock-enabled true\n{GNOME}.screensaver lock-delay uint32 30\n"
    ),
    asked(f"{GNOME}.session"): f"{GNOME}.session idle-delay uint32 600\n",
    asked(f"{GNOME}.lockdown"): f"{GNOME}.lockdown disable-lock-screen false\n",
}


def test_a_gnome_session_gives_its_three_facts() -> None:
    assert values(read("ubuntu:GNOME", GNOME_COMMANDS)) == [True, 630, True]


def test_a_lock_turned_off_has_no_delay() -> None:
    never = {**GNOME_COMMANDS, asked(f"{GNOME}.session"): f"{GNOME}.session idle-delay uint32 0\n"}
    assert values(read("GNOME", never)) == [False, Inapplicable, True]


@pytest.mark.parametrize(
    "manager", ["Id=lightdm.service\n", "Id=display-manager.service\nLoadState=not-found\n"]
)
def test_gnome_without_gdm_is_not_judged(manager: str) -> None:
    other = {**GNOME_COMMANDS, DISPLAY_MANAGER: manager}
    assert values(read("GNOME", other)) == [Unreadable] * 3


def test_gnome_without_its_schema_is_not_judged() -> None:
    absent = {**GNOME_COMMANDS, asked(f"{GNOME}.screensaver"): Output(code=1, text="")}
    assert values(read("GNOME", absent)) == [Unreadable] * 3
    assert values(read("GNOME", {})) == [Unreadable] * 3


def test_a_kde_session_that_changed_nothing_follows_the_defaults() -> None:
    assert values(read("KDE", {})) == [True, 305, True]
    own = {"/home/alix/.config/kscreenlockerrc": "[Daemon]\nAutolock=false\n"}
    assert values(read("KDE", {}, **own)) == [False, Inapplicable, True]


RECORDED = {
    "X-Cinnamon": "cinnamon-debian",
    "MATE": "mate-debian",
}


@pytest.mark.parametrize("desktop", RECORDED)
def test_a_recorded_session_gives_its_three_facts(desktop: str) -> None:
    (recording,) = load("session_lock", RECORDED[desktop])
    names = {line.partition(" ")[0] for line in recording.text.splitlines()}
    commands: dict[tuple[str, ...], Answer] = {asked(name): recording.text for name in names}
    found = read(desktop, commands)
    expected = recording.expect.replace("enabled=", "").replace("delay=", "").replace("resume=", "")
    assert [str(value) for value in values(found)] == expected.split()


PS = ("ps", "-o", "comm=", "-u", "1000")


def test_xfce_is_judged_by_the_locker_that_runs() -> None:
    path = f"/home/alix/.config/{FOLDER}/xfce4-screensaver.xml"
    own = {path: load("session_lock", "xfce-own")[0].text}
    assert values(read("XFCE", {PS: "xfwm4\nxfce4-screensav\n"}, **own)) == [True, 720, False]
    assert values(read("XFCE", {PS: "xfwm4\n"}, **own)) == [Unreadable] * 3
    broken = {path: "<!DOCTYPE x><channel/>"}
    assert values(read("XFCE", {PS: "xfce4-screensav\n"}, **broken)) == [Unreadable] * 3


def test_light_locker_only_tells_of_the_sleep() -> None:
    commands = {
        PS: "light-locker\n",
        asked("apps.light-locker"): "apps.light-locker lock-on-suspend true\n",
    }
    assert values(read("XFCE", commands)) == [Unreadable, Unreadable, True]


@pytest.mark.parametrize("desktop", ["sway", "Budgie:GNOME", "LXQt"])
def test_an_unknown_desktop_is_not_judged(desktop: str) -> None:
    assert values(read(desktop, GNOME_COMMANDS)) == [Unreadable] * 3


def test_without_graphical_session_there_is_nothing_to_lock() -> None:
    readings = list(linux.read(FakeMachine(), a_context()))
    assert values(readings) == [Inapplicable] * 3


def test_no_source_names_a_person() -> None:
    told = [*read("GNOME", GNOME_COMMANDS), *read("KDE", {})]
    assert all("alix" not in each.source for each in told if isinstance(each, Observed))


WORDS = st.text(max_size=12) | st.sampled_from(["true", "false", "uint32 5", "0", "5"])
KEYS = ["lock-enabled", "lock-delay", "idle-delay", "lock-on-suspend", "disable-lock-screen"]


@given(st.dictionaries(st.sampled_from(KEYS), WORDS))
def test_no_setting_makes_a_judgement_fail(settings: dict[str, str]) -> None:
    for lock in (
        from_gnome(settings, settings, settings),
        from_cinnamon(settings, settings, settings, settings),
        from_mate(settings, settings, settings, settings),
    ):
        assert lock.enabled is not True or settings["lock-enabled"] == "true"
        assert lock.delay is None or lock.delay >= 0


@given(st.text(), WORDS)
def test_no_kde_file_makes_a_judgement_fail(text: str, value: str) -> None:
    for key in ("Timeout", "LockGrace", "Autolock", "LockOnResume"):
        lock = from_kde((parse_sections(f"{text}\n[Daemon]\n{key}={value}"),))
        assert lock.delay is None or lock.delay >= 0
