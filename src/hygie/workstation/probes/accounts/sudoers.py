"""Rights without a password, as sudoers(5) writes them.

Only what gives every command counts: a single command let through, as distributions do for their
update icon, is not administration. ``sudo`` itself is never asked: it reports whoever asks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hygie.workstation.machine import EntryKind, Machine, MachineRefusedError, MissingError

SUDOERS, VENDOR_SUDOERS = "/etc/sudoers", "/usr/etc/sudoers"
FILES = 50
INCLUDE = re.compile(r"[#@]include(dir)?[ \t]+(\S+)")
TAGS = "EXEC|FOLLOW|INTERCEPT|LOG_INPUT|LOG_OUTPUT|MAIL|PASSWD|SETENV"
TAG = re.compile(rf"(?:(?:NO)?(?:{TAGS})[ \t]*:[ \t]*)+")
ALIAS = re.compile(r"Cmnd_Alias[ \t]+(.*)")
COMMENT = re.compile(r"(^|[ \t])#(?![0-9]).*|(^|[ \t])#[0-9]+(?=[ \t]*$)")
ODD = "Les règles d'administration n'ont pas la forme attendue."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may run what: ``who`` as written, ``free`` when every command runs without password."""

    who: frozenset[str]
    every_command: bool
    free: bool


def read_sudoers(machine: Machine) -> str | None:
    """Return the text of sudoers and of what it includes; None when sudo is not set up.

    Raises MachineRefusedError when any of it cannot be read: a part would prove nothing.
    """
    waiting = _main_file(machine)
    if not waiting:
        return None
    texts: list[str] = []
    while waiting:
        if len(texts) >= FILES:
            raise MachineRefusedError(ODD)
        text = waiting.pop()
        texts.append(text)
        waiting += _included(machine, text)
    return "\n".join(texts)


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Read the rules, aliases of commands resolved; a line that is no rule is left out."""
    lines = list(_logical_lines(text))
    every = {"ALL", *_aliases_of_all(lines)}
    free_by_default = any(_frees_everyone(line) for line in lines)
    return tuple(
        Rule(
            who=who,
            every_command=any(_names(command, every) for _, command in commands),
            free=any(
                _names(command, every) and (free_by_default if free is None else free)
                for free, command in commands
            ),
        )
        for who, commands in filter(None, map(_rule, lines))
    )


def gives_free_rights(rules: Iterable[Rule]) -> bool:
    """Tell whether someone else than root gets every command without a password."""
    return any(rule.free and rule.who - {"root", "#0"} for rule in rules)


def _main_file(machine: Machine) -> list[str]:
    """Return the first file sudo would read: distributions may ship theirs under /usr."""
    for path in (SUDOERS, VENDOR_SUDOERS):
        try:
            return [machine.read(path).decode("utf-8", "replace")]
        except MissingError:
            continue
    return []


def _included(machine: Machine, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        found = INCLUDE.match(line.strip())
        if found is None:
            continue
        path = found[2].strip('"')
        if "%" in path or "\\" in path:
            # The name of the machine, or an escaped blank: which file that is, is not known.
            raise MachineRefusedError(ODD)
        path = path if path.startswith("/") else f"/etc/{path}"
        paths = [f"{path}/{name}" for name in _dropped(machine, path)] if found[1] else [path]
        if len(paths) > FILES:
            raise MachineRefusedError(ODD)
        yield from (machine.read(each).decode("utf-8", "replace") for each in paths)


def _dropped(machine: Machine, folder: str) -> list[str]:
    """List a folder as sudo does: no name with a dot, none ending with «~»."""
    try:
        entries = machine.entries(folder)
    except MissingError:
        return []
    files = [each.name for each in entries if each.kind in {EntryKind.FILE, EntryKind.LINK}]
    return [name for name in files if "." not in name and not name.endswith("~")]


def _logical_lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").split("\n"):
        kept = COMMENT.sub("", line).strip()
        if kept and not kept.startswith("@include"):
            yield kept


def _rule(line: str) -> tuple[frozenset[str], list[tuple[bool | None, str]]] | None:
    """Split «who host = (runas) TAG: command, command»; a tag holds until it is changed."""
    before, sign, after = line.partition("=")
    words = before.split()
    if not sign or not words or words[0].startswith("Defaults") or words[0].endswith("_Alias"):
        return None
    free: bool | None = None
    commands: list[tuple[bool | None, str]] = []
    for item in re.sub(r"\([^()]*\)", " ", after).split(","):
        tags = TAG.match(item.strip())
        if tags:
            free = _free(tags[0], free)
        commands.append((free, item.strip()[tags.end() if tags else 0 :].strip()))
    return frozenset(re.split(r"[ ,]+", " ".join(words[:-1]))) - {""}, commands


def _free(tags: str, before: bool | None) -> bool | None:  # noqa: FBT001  # three states, kept as they are
    named = {tag.strip() for tag in tags.split(":")}
    return True if "NOPASSWD" in named else (False if "PASSWD" in named else before)


def _names(command: str, every: set[str]) -> bool:
    """Tell whether a command is «every command»; what follows a colon is another host's."""
    return command.partition(":")[0].strip() in every


def _aliases_of_all(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        found = ALIAS.fullmatch(line)
        for definition in found[1].split(":") if found else ():
            name, _, commands = definition.partition("=")
            if "ALL" in {each.strip() for each in commands.split(",")}:
                yield name.strip()


def _frees_everyone(line: str) -> bool:
    """Tell whether «Defaults» turns the password off, for everyone or for some."""
    scope, *settings = re.split(r"[\s,]+", line)
    wide = scope == "Defaults" or scope.startswith(("Defaults:", "Defaults@"))
    return wide and scope != "Defaults:root" and "!authenticate" in settings
