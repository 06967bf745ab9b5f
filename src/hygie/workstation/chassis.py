"""Portable or not: the shape the maker declared in the firmware.

Numbers are those of the SMBIOS specification (DSP0134, «System Enclosure or Chassis Types»);
words those of the Devicetree specification («chassis-type»), for machines without SMBIOS.
"""

from hygie.workstation.machine import Machine, MachineRefusedError

DMI = "/sys/class/dmi/id/chassis_type"
TREE = "/proc/device-tree/chassis-type"
PORTABLE_NUMBERS = frozenset({8, 9, 10, 11, 14, 30, 31, 32})
FIXED_NUMBERS = frozenset({3, 4, 5, 6, 7, 13, 15, 16, 17, 23, 24, 35})
PORTABLE_WORDS = frozenset({"laptop", "convertible", "tablet", "handset"})
FIXED_WORDS = frozenset({"desktop", "server", "all-in-one"})


def is_portable(machine: Machine) -> bool | None:
    """Tell whether the computer can be carried away; None when the firmware does not say."""
    try:
        return parse_number(machine.read(DMI).decode("utf-8", "replace"))
    except MachineRefusedError:
        return _from_tree(machine)


def parse_number(text: str) -> bool | None:
    """Read an SMBIOS number; 1 «other» and 2 «unknown», as virtual machines say, are no answer."""
    word = text.strip()
    if not (word.isascii() and word.isdecimal() and len(word) < len("1000")):
        return None
    number = int(word)
    return True if number in PORTABLE_NUMBERS else (False if number in FIXED_NUMBERS else None)


def parse_word(text: str) -> bool | None:
    """Read a Devicetree word."""
    word = text.strip("\0\n")
    return True if word in PORTABLE_WORDS else (False if word in FIXED_WORDS else None)


def _from_tree(machine: Machine) -> bool | None:
    try:
        return parse_word(machine.read(TREE).decode("utf-8", "replace"))
    except MachineRefusedError:
        return None
