import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Inapplicable, Observed, Reading, Unreadable
from hygie.workstation.block_devices import LSBLK, MOUNTINFO, Storage, parse_devices
from hygie.workstation.machine import Output
from hygie.workstation.probes.removable_media import linux
from hygie.workstation.xfconf import FOLDER
from support.machine import Answer, FakeMachine, a_context
from support.recordings import Recording, load

ROOT = "27 1 8:1 / / rw - btrfs /dev/sda1 rw\n"
SYSTEM = {"name": "sda", "type": "disk", "children": [{"name": "sda1", "path": "/dev/sda1"}]}
FACTS = [linux.ATTACHED, linux.BARE, linux.REFUSED, linux.MOUNT, linux.RUN]


def a_key(*parts: dict[str, object], **fields: object) -> dict[str, object]:
    return {
        "name": "sdb",
        "path": "/dev/sdb",
        "type": "disk",
        "tran": "usb",
        "size": 1 << 30,
        **({"children": list(parts)} if parts else {}),
        **fields,
    }


def a_part(**fields: object) -> dict[str, object]:
    return {"name": "sdb1", "path": "/dev/sdb1", "type": "part", **fields}


def read(
    disks: list[dict[str, object]] | str,
    mounts: str = "",
    desktop: str = "",
    commands: Mapping[tuple[str, ...], Answer] | None = None,
    files: Mapping[str, str] | None = None,
) -> dict[str, object]:
    listed = disks if isinstance(disks, str) else json.dumps({"blockdevices": [SYSTEM, *disks]})
    machine = FakeMachine(
        commands={LSBLK: listed, **(commands or {})},
        files={MOUNTINFO: ROOT + mounts, **(files or {})},
    )
    readings = list(linux.read(machine, a_context(environment={"XDG_CURRENT_DESKTOP": desktop})))
    assert [reading.fact for reading in readings] == FACTS
    return {reading.fact: shown(reading) for reading in readings}


def shown(reading: Reading) -> object:
    return reading.value if isinstance(reading, Observed) else type(reading)


def test_nothing_plugged_in_is_zero() -> None:
    assert read([]) == {
        linux.ATTACHED: 0,
        linux.BARE: 0,
        linux.REFUSED: Inapplicable,
        linux.MOUNT: Inapplicable,
        linux.RUN: Inapplicable,
    }


@pytest.mark.parametrize(
    ("key", "attached", "bare"),
    [
        (a_key(a_part(fstype="vfat")), 1, 1),
        (a_key(fstype="exfat"), 1, 1),
        (a_key(a_part(fstype="crypto_LUKS")), 1, 0),
        (a_key(a_part(fstype="BitLocker")), 1, 0),
        (a_key(a_part(fstype="crypto_LUKS"), {"name": "sdb2", "fstype": "ext4"}), 1, 1),
        (a_key(a_part(fstype="vfat", parttype=linux.START_UP_PARTITION)), 1, Unreadable),
        (a_key(), 1, Unreadable),
        (a_key(a_part()), 1, Unreadable),
        (a_key(size=0), 0, 0),
        (a_key(type="rom", fstype="iso9660"), 1, 1),
        (a_key(type="rom"), 0, 0),
    ],
)
def test_each_medium_is_judged_by_what_is_on_it(
    key: dict[str, object], attached: int, bare: object
) -> None:
    found = read([key])
    assert (found[linux.ATTACHED], found[linux.BARE]) == (attached, bare)


def test_the_kernel_knows_the_format_of_what_is_mounted() -> None:
    mount = "90 27 8:17 / /media/alix/CLE rw,nosuid - vfat /dev/sdb1 rw\n"
    assert read([a_key(a_part())], mount)[linux.BARE] == 1


@pytest.mark.parametrize(
    ("options", "expected"), [("rw,nosuid,nodev", False), ("rw,noexec,nosuid", True)]
)
def test_an_open_key_runs_programs_unless_told_not_to(options: str, expected: object) -> None:
    mount = f"90 27 8:17 / /media/alix/CLE {options} - vfat /dev/sdb1 rw\n"
    assert read([a_key(a_part(fstype="vfat"))], mount)[linux.REFUSED] is expected


@pytest.mark.parametrize("recording", load("removable_media", "lsblk"), ids=str)
def test_recorded_keys_are_judged(recording: Recording) -> None:
    devices = parse_devices(recording.text)
    assert devices is not None
    states = linux.media_states(Storage(devices=devices, mounts=()))
    words = {False: "bare", True: "encrypted", None: "unknown"}
    names = [each.name for each in devices if each.removable and each.name == each.disk]
    pairs = zip(names, states, strict=False)
    assert recording.expect == " ".join(f"{name}={words[state]}" for name, state in pairs)


SETTINGS = {"gnome": "GNOME", "cinnamon": "X-Cinnamon", "mate": "MATE"}


@pytest.mark.parametrize("recording", load("removable_media", "settings"), ids=str)
def test_recorded_settings_are_judged(recording: Recording) -> None:
    name = recording.name.removeprefix("settings-")
    schema = recording.text.partition(" ")[0]
    asked = ("gsettings", "list-recursively", schema)
    found = read([], desktop=SETTINGS[name], commands={asked: recording.text})
    expected = f"automount={found[linux.MOUNT]} autorun={found[linux.RUN]}"
    assert recording.expect == expected


@pytest.mark.parametrize("recording", load("removable_media", "thunar"), ids=str)
def test_recorded_xfce_settings_are_judged(recording: Recording) -> None:
    path = f"/home/alix/.config/{FOLDER}/thunar-volman.xml"
    found = read([], desktop="XFCE", files={path: recording.text})
    expected = f"automount={found[linux.MOUNT]} autorun={found[linux.RUN]}"
    assert recording.expect == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("[General]\nAutomountEnabled=true\n", True),
        ("[General]\nAutomountEnabled=false\n", False),
        ("[General]\nAutomountEnabled=peut-être\n", Unreadable),
    ],
)
def test_plasma_opens_only_when_told_to(text: str, expected: object) -> None:
    own = {"/home/alix/.config/kded_device_automounterrc": text}
    assert read([], desktop="KDE", files=own)[linux.MOUNT] is expected
    assert read([], desktop="KDE", files=own)[linux.RUN] is False


@pytest.mark.parametrize("desktop", ["GNOME", "sway"])
def test_settings_that_cannot_be_read_are_not_judged(desktop: str) -> None:
    asked = ("gsettings", "list-recursively", "org.gnome.desktop.media-handling")
    absent: dict[tuple[str, ...], Answer] = {asked: Output(code=1, text="")}
    for commands in ({}, absent):
        found = read([], desktop=desktop, commands=commands)
        assert (found[linux.MOUNT], found[linux.RUN]) == (Unreadable, Unreadable)


@pytest.mark.parametrize("listed", ["", "[]", '{"blockdevices": []}', "lsblk: no"])
def test_without_a_list_of_disks_nothing_is_counted(listed: str) -> None:
    found = read(listed)
    assert [found[fact] for fact in FACTS[:3]] == [Unreadable] * 3


@given(st.lists(st.dictionaries(st.sampled_from(["fstype", "parttype"]), st.text(max_size=9))))
def test_an_odd_key_is_never_called_encrypted(parts: list[dict[str, str]]) -> None:
    below = [a_part(name=f"sdb{rank}", **part) for rank, part in enumerate(parts)]
    assert read([a_key(*below)])[linux.BARE] in {1, Unreadable}
