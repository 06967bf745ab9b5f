import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.workstation import xfconf
from hygie.workstation.desktop import (
    DISPLAY_MANAGER,
    SHOWN,
    Desktop,
    as_boolean,
    as_number,
    config_folders,
    display_manager,
    find_desktop,
    gsettings,
    parse_desktop,
    parse_manager,
    parse_session_properties,
    parse_sessions,
    parse_settings,
)
from hygie.workstation.machine import MachineRefusedError, Output
from hygie.workstation.section_files import parse_boolean, parse_sections
from support.machine import Answer, FakeMachine, a_context

LIST = ("loginctl", "list-sessions", "--no-legend", "--no-pager")
SHOW = ("loginctl", "show-session", "2", *SHOWN)


@pytest.mark.parametrize(
    ("named", "desktop"),
    [
        ("GNOME", Desktop.GNOME),
        ("ubuntu:GNOME", Desktop.GNOME),
        ("GNOME-Classic:GNOME", Desktop.GNOME),
        ("X-Cinnamon", Desktop.CINNAMON),
        ("KDE", Desktop.KDE),
        ("XFCE", Desktop.XFCE),
        ("MATE", Desktop.MATE),
        ("Budgie:GNOME", Desktop.OTHER),
        ("ubuntu", Desktop.OTHER),
        ("sway", Desktop.OTHER),
    ],
)
def test_the_session_says_its_desktop(named: str, desktop: Desktop) -> None:
    assert parse_desktop(named) is desktop
    context = a_context(environment={"XDG_CURRENT_DESKTOP": named})
    assert find_desktop(FakeMachine(), context) is desktop


@pytest.mark.parametrize(
    ("properties", "desktop"),
    [
        ("Type=wayland\nDesktop=ubuntu\nClass=user\nRemote=no\n", Desktop.GNOME),
        ("Type=x11\nDesktop=plasma\nClass=user\nRemote=no\n", Desktop.KDE),
        ("Type=x11\nDesktop=\nClass=user\nRemote=no\n", Desktop.OTHER),
        ("Type=tty\nDesktop=\nClass=user\nRemote=no\n", Desktop.NONE),
        ("Type=x11\nDesktop=mate\nClass=user\nRemote=yes\n", Desktop.NONE),
        ("Type=wayland\nDesktop=gnome\nClass=greeter\nRemote=no\n", Desktop.NONE),
        ("", None),
        ("nonsense", None),
    ],
)
def test_beside_the_session_logind_says_it(properties: str, desktop: Desktop | None) -> None:
    listed = "     1 1001 autre seat0 tty1\n     2 1000 alix  seat0 tty2\n"
    machine = FakeMachine(commands={LIST: listed, SHOW: properties})
    assert find_desktop(machine, a_context()) is desktop


def test_a_user_without_session_has_no_desktop() -> None:
    assert find_desktop(FakeMachine(commands={LIST: ""}), a_context()) is Desktop.NONE


def test_without_logind_the_sockets_tell() -> None:
    down: dict[tuple[str, ...], Answer] = {LIST: Output(code=1, text="")}
    assert find_desktop(FakeMachine(commands=down), a_context()) is Desktop.NONE
    shown = FakeMachine(commands=down, files={"/run/user/1000/wayland-0": ""})
    assert find_desktop(shown, a_context()) is None
    other = FakeMachine(commands=down, files={"/tmp/.X11-unix/X0": ""})  # noqa: S108  # the X servers' own
    assert find_desktop(other, a_context()) is None
    assert find_desktop(FakeMachine(), a_context(environment={"DISPLAY": ":0"})) is None


def test_a_refusal_on_the_way_is_not_an_absence() -> None:
    refused = MachineRefusedError("Refusé.")
    listed: dict[tuple[str, ...], Answer] = {LIST: "2 1000 alix seat0 tty2\n", SHOW: refused}
    assert find_desktop(FakeMachine(commands=listed), a_context()) is None
    closed = FakeMachine(folders={"/run/user/1000": refused})
    assert find_desktop(closed, a_context()) is None


def test_the_settings_of_someone_else_are_refused() -> None:
    machine = FakeMachine(commands={("gsettings", "list-recursively", "a.b"): "a.b c true\n"})
    assert gsettings(machine, a_context(environment={"HOME": "/home/alix"}), "a.b") == {"c": "true"}
    with pytest.raises(MachineRefusedError):
        gsettings(machine, a_context(environment={"HOME": "/root"}), "a.b")


def test_a_schema_that_is_not_installed_is_not_an_empty_one() -> None:
    asked = ("gsettings", "list-recursively", "a.b")
    machine = FakeMachine(commands={asked: Output(code=1, text="")})
    assert gsettings(machine, a_context(), "a.b") is None


def test_numbers_and_booleans_are_read_as_gvariant_prints_them() -> None:
    assert [as_number(text) for text in ("uint32 300", "5", "int32 0")] == [300, 5, 0]
    assert [as_number(text) for text in ("-1", "", "'5'", "1.5", "uint32 ²", None)] == [None] * 6
    assert [as_boolean(text) for text in ("true", "false", "True", "1", "", None)] == [
        True,
        False,
        *[None] * 4,
    ]


def test_settings_folders_come_in_the_desktops_order() -> None:
    environment = {"XDG_CONFIG_DIRS": "/etc/xdg/xdg-xubuntu:/etc/xdg:relatif"}
    assert list(config_folders(a_context(environment=environment))) == [
        "/home/alix/.config",
        "/etc/xdg/xdg-xubuntu",
        "/etc/xdg",
    ]


@pytest.mark.parametrize(
    ("printed", "manager"),
    [
        ("Id=gdm.service\nLoadState=loaded\n", "gdm"),
        ("Id=gdm3.service\nLoadState=loaded\n", "gdm"),
        ("Id=lightdm.service\nLoadState=loaded\n", "lightdm"),
        ("Id=display-manager.service\nLoadState=not-found\n", ""),
        ("Id=display-manager.service\nLoadState=loaded\n", None),
        ("Id=../x.service\n", None),
        ("", None),
        ("gdm.service", None),
    ],
)
def test_systemd_names_the_display_manager(printed: str, manager: str | None) -> None:
    assert display_manager(FakeMachine(commands={DISPLAY_MANAGER: printed})) == manager


def test_without_systemd_debian_names_it() -> None:
    named = FakeMachine(files={"/etc/X11/default-display-manager": "/usr/sbin/gdm3\n"})
    assert display_manager(named) == "gdm"
    assert display_manager(FakeMachine(commands={DISPLAY_MANAGER: Output(code=1, text="")})) is None


def test_sections_are_read_and_comments_left_out() -> None:
    text = "a = 1\n[daemon]\n#b=2\n  c = d = e \n;f=1\nnonsense\n[daemon]\nc=g\n"
    assert parse_sections(text) == {"": {"a": "1"}, "daemon": {"c": "g"}}


ENTITY = b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><channel>&x;</channel>'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<channel>",
        ENTITY,
        b"<channel>" + b'<property name="a">' * 40 + b"</property>" * 40 + b"</channel>",
        b'<?xml version="1.0" encoding="nonsense"?><channel/>',
    ],
)
def test_a_file_that_is_no_channel_is_refused(raw: bytes) -> None:
    assert xfconf.parse_channel(raw) is None
    machine = FakeMachine(files={f"/a/{xfconf.FOLDER}/c.xml": raw})
    with pytest.raises(MachineRefusedError):
        xfconf.read_channel(machine, ["/a"], "c")


def test_the_users_own_channel_wins_over_the_systems() -> None:
    line = '<channel><property name="a" type="bool" value="{}"/>{}</channel>'
    other = '<property name="b" type="int" value="7"/>'
    files = {
        f"/own/{xfconf.FOLDER}/c.xml": line.format("true", ""),
        f"/etc/xdg/{xfconf.FOLDER}/c.xml": line.format("false", other),
    }
    channel = xfconf.read_channel(FakeMachine(files=files), ["/own", "/no", "/etc/xdg"], "c")
    assert xfconf.boolean_of(channel, "/a", default=False) is True
    assert xfconf.number_of(channel, "/b", default=1) == 7
    assert xfconf.number_of(channel, "/a", default=1) is None
    assert xfconf.boolean_of(channel, "/b", default=True) is None
    assert xfconf.boolean_of(channel, "/c", default=True) is True


@given(st.text())
def test_no_text_is_taken_for_a_setting(text: str) -> None:
    assert as_boolean(text) is None or text in {"true", "false"}
    assert as_number(text) is None or text.isascii()
    assert parse_manager(text) is None or "Id=" in text
    assert parse_sessions(text, 1000) == () or "1000" in text
    assert parse_session_properties(text) is None or "Type=" in text
    assert parse_settings(text, "org.gnome.desktop.session") == {}
    assert parse_desktop(text) is Desktop.OTHER or text.isascii()
    assert parse_boolean(text) is None or text.strip().isascii()
    assert isinstance(parse_sections(text), dict)


@given(st.binary())
def test_no_bytes_make_the_channel_reader_fail(raw: bytes) -> None:
    assert xfconf.parse_channel(raw) is None or raw.lstrip().startswith((b"<", b"\xef", b"\xff"))
