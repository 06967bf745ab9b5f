"""The door to Windows, as far as any system can open it; and the fake that stands for it."""

import inspect
import plistlib

import pytest

from hygie.audit.wiring import MACOS_NUMBER, workstation_id
from hygie.workstation import windows_machine
from hygie.workstation.local_files import kind_of
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import EntryKind, MachineRefusedError, MissingError
from hygie.workstation.windows_calls import WindowsCalls, questions
from hygie.workstation.windows_calls_drives import DeviceNumber
from hygie.workstation.windows_calls_shares import KEY, kept_shares
from hygie.workstation.windows_library import DWORD, array, function
from hygie.workstation.windows_machine import (
    PowerState,
    RegistryKey,
    RegistryValue,
    Share,
    View,
    WindowsMachine,
)
from hygie.workstation.windows_registry import plain_value
from support.machine import FakeMachine, a_context
from support.windows_machine import FakeRegistry, FakeWindowsMachine, KeyContent, a_windows_context
from support.windows_security import (
    ADMINISTRATORS,
    ALLOW,
    EVERYONE,
    FULL,
    READ,
    a_descriptor,
    an_entry,
)

PARTS = {"RegistryKey", "Drive", "LocalAccount", "Listener", "Share"}
"""The classes that are no question, but a part of an answer."""

FOLDER = ("CSCFlags=0", "MaxUses=4294967295", "Path=D:\\Partage", "Permissions=0", "Type=0")
PRINTER = ("Path=Imprimante,LocalsplOnly", "Type=1")


def answer_or_reason(question: type[object]) -> object:
    try:
        return WindowsCalls(FakeRegistry()).ask(question)
    except MachineRefusedError as refusal:
        return refusal.reason


class TestTheRealDoor:
    def test_each_question_has_someone_who_asks_it(self) -> None:
        named = {
            name
            for name, found in inspect.getmembers(windows_machine, inspect.isclass)
            if hasattr(found, "__dataclass_fields__")
        }
        asked = {question.__name__ for question in questions(FakeRegistry())}
        assert asked == named - PARTS

    @pytest.mark.parametrize("question", questions(FakeRegistry()), ids=lambda one: one.__name__)
    def test_a_question_gets_its_answer_or_a_refusal_that_says_why(
        self, question: type[object]
    ) -> None:
        found = answer_or_reason(question)
        assert isinstance(found, question) or (isinstance(found, str) and found.endswith("."))

    def test_what_nobody_asks_is_refused(self) -> None:
        with pytest.raises(MachineRefusedError):
            WindowsCalls(FakeRegistry()).ask(str)

    def test_a_function_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(MachineRefusedError):
            function("bibliotheque-absente", "Fonction", DWORD)

    def test_a_list_without_memory_or_without_end_is_refused(self) -> None:
        assert array(DeviceNumber, None, 0) == []
        for address, count in [(None, 1), (8, 1 << 30)]:
            with pytest.raises(MachineRefusedError):
                array(DeviceNumber, address, count)

    @pytest.mark.parametrize(
        "path", ["\\\\serveur\\partage\\f", "//serveur/partage/f", "\\\\?\\C:\\f", "f", "C:f", ""]
    )
    def test_what_is_not_on_a_disk_of_this_computer_is_never_touched(self, path: str) -> None:
        machine = LocalWindowsMachine(environment={})
        for look in (machine.read, machine.entries):
            with pytest.raises(MachineRefusedError, match="hors de ce poste"):
                look(path)

    @pytest.mark.parametrize(
        ("value", "kind", "plain"),
        [
            (7, 4, 7),
            ("%SystemRoot%", 2, "%SystemRoot%"),
            (["a", "b"], 7, ("a", "b")),
            ("abîmé\ud83d", 1, "abîmé?"),
            (["\udc8a"], 7, ("?",)),
            (b"\x01\x02", 3, b"\x01\x02"),
            (b"\x00\x00\x00\x07", 5, 7),
            (None, 3, None),
        ],
    )
    def test_a_value_keeps_its_type(
        self, value: object, kind: int, plain: RegistryValue | None
    ) -> None:
        assert plain_value(value, kind) == plain


class TestShares:
    def shares(self, **values: RegistryValue) -> tuple[Share, ...]:
        lists = {
            "Ouvert": a_descriptor(an_entry(ALLOW, READ, EVERYONE)),
            "Réservé": a_descriptor(an_entry(ALLOW, FULL, ADMINISTRATORS)),
        }
        keys: dict[str, KeyContent] = {KEY: values, f"{KEY}\\Security": lists}
        return kept_shares(FakeRegistry(keys)).shares

    def test_folders_are_weighed_and_printers_and_those_of_windows_left_out(self) -> None:
        found = self.shares(
            **{"Ouvert": FOLDER, "Réservé": FOLDER, "Imprimante": PRINTER, "print$": FOLDER}
        )
        assert sorted(share.everyone for share in found) == [False, True]

    def test_nothing_shared_is_an_answer(self) -> None:
        assert kept_shares(FakeRegistry()).shares == ()
        assert self.shares() == ()

    def test_a_share_without_its_list_is_not_guessed(self) -> None:
        for values in ({"Autre": FOLDER}, {"Ouvert": "Type=0"}):
            with pytest.raises(MachineRefusedError):
                self.shares(**values)


class TestTheFake:
    machine = FakeWindowsMachine(
        keys={
            r"HKLM\SOFTWARE\Éditeur\Logiciel": {"Version": "1.2", "N": 3},
            r"HKLM\SOFTWARE\Fermé": MachineRefusedError("Fermé."),
            r"HKLM\SOFTWARE\Policies\A": {"x": 1},
        },
        old_keys={r"HKLM\SOFTWARE\Ancien": {"x": 2}},
        answers={PowerState: PowerState(battery=None, on_mains=True)},
        files={r"C:\Users\alix\AppData\f.txt": "bonjour"},
    )

    def test_it_is_a_windows_machine(self) -> None:
        machine: WindowsMachine = self.machine
        assert machine.calls.ask(PowerState).on_mains is True

    def test_case_never_matters_in_a_key(self) -> None:
        key = self.machine.registry.open(r"hklm\software\éditeur\LOGICIEL")
        assert (key.text("VERSION"), key.number("n"), key.number("Version")) == ("1.2", 3, None)

    def test_a_parent_exists_and_lists_its_keys(self) -> None:
        key = self.machine.registry.open(r"HKLM\Software")
        assert key == RegistryKey(keys=("Éditeur", "Fermé", "Policies"))

    def test_the_two_views_are_told_apart_where_windows_does(self) -> None:
        registry = self.machine.registry
        assert registry.open(r"HKLM\SOFTWARE\Ancien", view=View.OLD).number("x") == 2
        assert registry.open(r"HKLM\SOFTWARE\Policies\A", view=View.OLD).number("x") == 1
        for key, view in [("Ancien", View.NATIVE), (r"Éditeur\Logiciel", View.OLD)]:
            with pytest.raises(MissingError):
                registry.open(rf"HKLM\SOFTWARE\{key}", view=view)

    def test_what_is_refused_or_missing_says_so(self) -> None:
        with pytest.raises(MachineRefusedError, match="Fermé"):
            self.machine.registry.open(r"HKLM\SOFTWARE\fermé")
        with pytest.raises(MissingError):
            self.machine.registry.open(r"HKCU\Rien")
        with pytest.raises(MachineRefusedError):
            self.machine.calls.ask(windows_machine.Session)
        with pytest.raises(AssertionError):
            self.machine.registry.open(r"SOFTWARE\Oubli")

    def test_paths_ignore_case_and_take_both_slashes(self) -> None:
        for path in (r"c:\users\ALIX\appdata\F.TXT", "C:/Users/alix/AppData/f.txt"):
            assert self.machine.read(path) == b"bonjour"
        (entry,) = self.machine.entries("c:\\USERS\\alix\\AppData\\")
        assert (entry.name, entry.kind) == ("f.txt", EntryKind.FILE)
        with pytest.raises(MissingError):
            self.machine.entries(r"D:\rien")

    def test_its_context_is_that_of_windows(self) -> None:
        context = a_windows_context(user="Élise")
        assert (context.system, context.user) == ("windows", "Élise")
        assert context.now == a_context().now


class TestTheNumberOfTheWorkstation:
    key = r"HKLM\SOFTWARE\Microsoft\Cryptography"
    guid = "3e8682ec-8401-4a74-a9ec-d805a839a9ad"

    def test_under_windows_it_comes_from_the_registry_and_does_not_tell_it(self) -> None:
        machine = FakeWindowsMachine(keys={self.key: {"MachineGuid": self.guid}})
        other = FakeWindowsMachine(keys={self.key: {"MachineGuid": self.guid[::-1]}})
        assert workstation_id(machine) == workstation_id(machine) != workstation_id(other)
        assert workstation_id(machine).removeprefix("poste-") not in self.guid

    def test_without_it_the_name_of_the_machine_serves(self) -> None:
        empty = [
            FakeWindowsMachine(),
            FakeWindowsMachine(keys={self.key: {"MachineGuid": 3}}),
            FakeMachine(),
        ]
        assert len({workstation_id(machine, system="linux") for machine in empty}) == 1

    def test_under_macos_it_comes_from_the_firmware(self) -> None:
        ids = {
            workstation_id(FakeMachine(commands={MACOS_NUMBER: printed}), system="macos")
            for printed in (
                plistlib.dumps([{"IOPlatformUUID": self.guid}]),
                plistlib.dumps([{"IOPlatformUUID": self.guid[::-1]}]),
                plistlib.dumps([]),
            )
        }
        assert len(ids) == 3
        assert workstation_id(FakeMachine(), system="macos") in ids


@pytest.mark.parametrize(
    ("mode", "tag", "kind"),
    [
        (0o040777, 0, EntryKind.FOLDER),
        (0o040777, 0xA000_0003, EntryKind.LINK),
        (0o100666, 0xA000_000C, EntryKind.LINK),
        (0o100666, 0x9000_301A, EntryKind.FILE),
        (0o040777, 0x9000_001A, EntryKind.FOLDER),
    ],
    ids=["folder", "junction", "link", "file of a cloud", "folder of a cloud"],
)
def test_a_junction_is_a_link_and_what_a_cloud_keeps_is_not(
    mode: int, tag: int, kind: EntryKind
) -> None:
    assert kind_of(mode, tag) is kind
