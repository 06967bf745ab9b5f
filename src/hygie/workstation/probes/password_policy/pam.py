"""What PAM imposes on passwords: pam.conf(5), pam_unix(8), pam_pwquality(8), pam_faillock(8).

PASS_MIN_LEN of login.defs is not looked at: programs that go through PAM ignore it, and all that
change a password on a workstation do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError

FOLDERS = ("/etc/pam.d", "/usr/lib/pam.d", "/usr/etc/pam.d")
FILES = 40
"""Files one service may call in all; files that call one another end here."""

LINES = 2_000
TOO_DEEP = "Les règles de connexion renvoient trop souvent les unes aux autres."

LINE = re.compile(r"-?(\w+)[ \t]+(\[[^\]]*\]|\w+)[ \t]+(\S+)(.*)")
INCLUDE = re.compile(r"@include[ \t]+([\w.-]+)")
NUMBER = re.compile(r"[0-9]{1,4}")
SIGNED = re.compile(r"-?[0-9]{1,4}")

QUALITY_DEFAULT, QUALITY_FLOOR = 8, 6
"""libpwquality: «minlen» by default, and the least it accepts (pwquality.conf(5))."""

CRACKLIB_DEFAULT = 9
DEBIAN_DEFAULT = 6
"""What Debian and its kin put in pam_unix itself; elsewhere it has no minimum of its own."""

FAILLOCK_DEFAULT = 3
CREDITS = ("dcredit", "ucredit", "lcredit", "ocredit")
LOCKERS = ("pam_faillock", "pam_tally2", "pam_tally")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a service: the module without path nor ending, and its arguments."""

    kind: str
    module: str
    arguments: Mapping[str, str]


def read_stack(machine: Machine, service: str, kind: str) -> tuple[Step, ...] | None:
    """Return the steps of one kind of a service, what it includes in place; None without it.

    Raises MachineRefusedError when a part cannot be read, or when files include one another.
    """
    try:
        return tuple(_steps(machine, service, kind))
    except MissingError:
        return None


def parse_service(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield «kind, control, module, arguments»; an include of everything has the kind «@»."""
    for line in text.replace("\\\n", " ").split("\n")[:LINES]:
        kept = line.partition("#")[0].strip()
        whole = INCLUDE.fullmatch(kept)
        parts = LINE.fullmatch(kept)
        if whole:
            yield "@", "include", whole[1], ""
        elif parts:
            yield parts[1], parts[2], parts[3], parts[4]


def parse_values(text: str) -> Mapping[str, str]:
    """Read «name = value» lines of pwquality.conf and faillock.conf, bare names included."""
    rows = (line.partition("#")[0].partition("=") for line in text.split("\n"))
    return {name.strip(): value.strip() for name, _, value in rows if name.strip()}


def minimum_length(
    steps: Iterable[Step], quality: Mapping[str, str], *, debian: bool
) -> int | None:
    """Return the length that every module of the stack accepts; None when one is not understood."""
    lengths = [_length(step, quality, debian=debian) for step in steps]
    asked = [length for length in lengths if length is not None]
    return max(asked, default=0) if len(asked) == len(lengths) else None


def attempts(steps: Iterable[Step], faillock: Mapping[str, str]) -> int | None:
    """Return after how many failures an account is blocked, 0 for never; None if not understood."""
    for step in steps:
        if step.module not in LOCKERS:
            continue
        default = str(FAILLOCK_DEFAULT if step.module == "pam_faillock" else 0)
        shared = faillock if step.module == "pam_faillock" else {}
        value = step.arguments.get("deny", shared.get("deny", default))
        return int(value) if NUMBER.fullmatch(value) else None
    return 0


def _steps(machine: Machine, service: str, kind: str) -> Iterator[Step]:
    waiting = [parse_service(_text(machine, service))]
    opened = 1
    while waiting:
        line = next(waiting[-1], None)
        if line is None:
            waiting.pop()
            continue
        found, control, module, arguments = line
        if found not in {kind, "@"}:
            continue
        if control in {"include", "substack"}:
            opened += 1
            if opened > FILES:
                raise MachineRefusedError(TOO_DEEP)
            waiting.append(parse_service(_text(machine, module.rpartition("/")[2])))
        else:
            yield Step(kind=kind, module=_short(module), arguments=_arguments(arguments))


def _text(machine: Machine, service: str) -> str:
    for folder in FOLDERS:
        try:
            return machine.read(f"{folder}/{service}").decode("utf-8", "replace")
        except MissingError:
            continue
    raise MissingError("Le fichier n'existe pas.")


def _short(module: str) -> str:
    return module.rpartition("/")[2].removesuffix(".so")


def _arguments(text: str) -> Mapping[str, str]:
    pairs = (word.partition("=") for word in text.split())
    return {name: value for name, _, value in pairs}


def _length(step: Step, quality: Mapping[str, str], *, debian: bool) -> int | None:
    match step.module:
        case "pam_pwquality":
            return _with_credits({**quality, **step.arguments}, QUALITY_DEFAULT, credit="0")
        case "pam_cracklib":
            return _with_credits(step.arguments, CRACKLIB_DEFAULT, credit="1")
        case "pam_unix":
            value = step.arguments.get("minlen", str(DEBIAN_DEFAULT if debian else 0))
            return int(value) if NUMBER.fullmatch(value) else None
        case "pam_passwdqc":
            return None
        case _:
            return 0


def _with_credits(values: Mapping[str, str], default: int, *, credit: str) -> int | None:
    """Take off what mixed characters earn: the shortest password accepted has earned it all."""
    numbers = [values.get("minlen", str(default)), values.get("enforcing", "1")]
    earned = [values.get(name, credit) for name in CREDITS]
    if not all(SIGNED.fullmatch(number) for number in [*numbers, *earned]):
        return None
    if int(numbers[1]) == 0:
        return 0
    return max(int(numbers[0]) - sum(max(0, int(each)) for each in earned), QUALITY_FLOOR)
