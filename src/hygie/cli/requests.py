"""One request: find its command, run it, and say in French whatever goes wrong."""

from collections.abc import Sequence

from hygie.cli.general_help import general_help
from hygie.cli.reports import report_fault, report_interruption, report_room
from hygie.cli.rooms import Rooms, find_rooms
from hygie.core.errors import MisusedError
from hygie.terminal.arguments import HABITS, FrenchParser, HelpAsked
from hygie.terminal.attempt import Fault, attempt
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.nearest import nearest
from hygie.version import VERSION

DEFAULT_OPTIONS = frozenset({"--sans-navigateur", "--port"})
"""Options that may stand without a command: an interface (design §4)."""

LIST = "La liste des commandes : hygie --aide"


def answer_or_report(argv: Sequence[str], console: Console, *, package: str) -> ExitCode:
    """Answer a request; nothing it does ends in a technical message."""
    try:
        outcome = attempt(lambda: _answer(argv, console, package))
    except KeyboardInterrupt:
        return report_interruption(argv, console)
    return report_fault(outcome, argv, console) if isinstance(outcome, Fault) else outcome


def _answer(argv: Sequence[str], console: Console, package: str) -> ExitCode:
    if argv and argv[0] == "--version":
        return _version(argv[1:], console)
    rooms = find_rooms(package)
    for room, fault in rooms.faults.items():
        report_room(room, fault, console)
    default = next((each for each in rooms.commands.values() if each.by_default), None)
    if default is not None and _is_for_default(argv):
        return _run(default, argv, console)
    if not argv or argv[0] in ("--aide", "-h"):
        console.show(general_help(rooms.commands.values(), width=console.width))
        return ExitCode.DONE
    return _run(_command(argv, rooms), argv[1:], console)


def _is_for_default(argv: Sequence[str]) -> bool:
    """Tell whether nothing was named: no word at all, or only options other than for help."""
    return not argv or argv[0].partition("=")[0] in DEFAULT_OPTIONS


def _version(rest: Sequence[str], console: Console) -> ExitCode:
    if list(rest) == ["--json"]:
        console.json({"format": 1, "version": VERSION})
    elif rest:
        raise MisusedError(f"En trop : {' '.join(rest)}.", hint=LIST)
    else:
        console.show(f"Hygie {VERSION}")
    return ExitCode.DONE


def _command(argv: Sequence[str], rooms: Rooms) -> Command:
    asked = argv[0]
    if asked in rooms.commands:
        return rooms.commands[asked]
    if asked.startswith("-"):
        raise _misplaced(argv, rooms)
    meant = nearest(asked, rooms.commands)
    question = f" Vouliez-vous dire : hygie {meant} ?" if meant else ""
    raise MisusedError(f"Hygie ne connaît pas la commande {asked}.{question}", hint=LIST)


def _misplaced(argv: Sequence[str], rooms: Rooms) -> MisusedError:
    """Explain an option that stands where the command should."""
    option = argv[0]
    command = next((word for word in argv if word in rooms.commands), None)
    if command is not None:
        return MisusedError(
            f"L'option {option} se place après la commande.",
            hint=f"Écrivez : hygie {command} {option}",
        )
    meant = HABITS.get(option) or nearest(option, ("--aide", "--version"))
    question = f" Vouliez-vous dire {meant} ?" if meant else ""
    return MisusedError(f"Hygie ne connaît pas l'option {option}.{question}", hint=LIST)


def _run(command: Command, words: Sequence[str], console: Console) -> ExitCode:
    parser = FrenchParser(prog=f"hygie {command.name}", description=command.help)
    command.add_arguments(parser)
    try:
        arguments = parser.parse_args(words)
    except HelpAsked as asked:
        console.show(asked.text)
        return ExitCode.DONE
    return command.run(arguments, console)
