"""All that hygie-poste does: «hygie poste», shown or written in a signed file; nothing else.

Without a word, as when it is double-clicked, it asks which of the two.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from hygie.audit.run_poste import run_poste
from hygie.audit.workstation_arguments import add_file_arguments
from hygie.cli.reports import UNFORESEEN, report_fault, report_interruption
from hygie.cli.system import this_console
from hygie.core.errors import HygieError
from hygie.terminal.arguments import FrenchParser, HelpAsked, add_json
from hygie.terminal.attempt import Fault, attempt
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console, ReaderLeftError
from hygie.terminal.prompts import Choice, Question, Way, ask_one
from hygie.version import VERSION

PURPOSE = (
    "Lit ce poste, sans rien installer, et montre ce qui a été lu ou l'écrit dans un fichier signé."
)
CALLED = "Recommencez. Si elle revient, signalez-la à qui vous a donné ce programme."
CARRIED, SHOWN = "fichier", "montrer"
WHICH = Question(
    text="Que voulez-vous faire ?",
    help="Le fichier se porte sur le poste du cabinet qui fait l'audit : hygie poste ajouter"
    " FICHIER. Aucun autre fichier n'est remplacé.",
)
OURS = 2
"""A double click gives a console to this program and to the one that unpacks it, alone."""


def main() -> int:
    """Answer, and leave the window open for who double-clicked."""
    _let_programs_find_their_own_libraries()
    console = this_console()
    words = sys.argv[1:]
    code = _answer_or_report(words, console)
    if console.interactive and _window_is_ours():
        console.listen("Appuyez sur Entrée pour fermer cette fenêtre. ")
    return int(code)


def _answer_or_report(words: Sequence[str], console: Console) -> ExitCode:
    try:
        outcome = attempt(lambda: _answer(words or _asked(console), console))
    except KeyboardInterrupt:
        return report_interruption(words, console)
    if not isinstance(outcome, Fault):
        return outcome
    return report_fault(_said_here(outcome), words, console)


def _said_here(fault: Fault) -> Fault:
    """Name no command that this program does not have."""
    if isinstance(fault.error, HygieError | ReaderLeftError):
        return fault
    error = HygieError(UNFORESEEN.message, hint=CALLED)
    error.__cause__ = fault.error
    return Fault(error)


def _asked(console: Console) -> Sequence[str]:
    """Ask what to do, when somebody is there to say it and said nothing yet."""
    if not console.interactive:
        return ()
    target = free_name(places(console.environment), console.now())
    choices = [
        Choice(value=CARRIED, label=f"Lire ce poste et écrire le fichier {target}"),
        Choice(value=SHOWN, label="Lire ce poste et montrer ce qui est lu, sans écrire de fichier"),
    ]
    given = ask_one(console, WHICH, choices)
    if isinstance(given, Way):
        raise HygieError("Rien n'a été lu, rien n'a été écrit.", hint="L'aide : hygie-poste --aide")
    return ("--sortie", str(target)) if given == CARRIED else ()


def places(environment: Mapping[str, str]) -> Sequence[Path]:
    """Return where the file may go: beside the program, else where the person would look."""
    program = sys.executable if getattr(sys, "frozen", False) else sys.argv[0]
    home = Path(environment.get("USERPROFILE") or environment.get("HOME") or Path.home())
    return (Path(program).absolute().parent, home / "Documents", home)


def free_name(folders: Sequence[Path], now: datetime) -> Path:
    """Return a file that is not there yet, in the first folder that can be written in."""
    kept = [folder for folder in folders if folder.is_dir() and os.access(folder, os.W_OK)]
    folder = kept[0] if kept else Path()
    day = now.astimezone().strftime("%Y-%m-%d")
    names = (f"poste-{day}{rank}.hygie" for rank in ("", *(f"-{n}" for n in range(2, 100))))
    return next(path for name in names if not os.path.lexists(path := folder / name))


def _answer(words: Sequence[str], console: Console) -> ExitCode:
    parser = FrenchParser(prog="hygie-poste", description=PURPOSE)
    parser.add_argument("--version", action="store_true", help="affiche la version")
    parser.add_argument(
        "--faits", action="store_true", help="ajoute l'identifiant et la source de chaque relevé"
    )
    add_file_arguments(parser)
    add_json(parser)
    try:
        arguments = parser.parse_args(words)
    except HelpAsked as asked:
        console.show(asked.text)
        return ExitCode.DONE
    if arguments.version:
        console.show(f"Hygie {VERSION}")
        return ExitCode.DONE
    return run_poste(arguments, console)


def _let_programs_find_their_own_libraries() -> None:
    """Undo what PyInstaller set for this program: those that it starts would inherit it."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # windll is Windows' only

        ctypes.windll.kernel32.SetDllDirectoryW(None)
        return
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


def _window_is_ours() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415  # windll is Windows' only

    found = (ctypes.c_uint32 * (OURS + 1))()
    return bool(ctypes.windll.kernel32.GetConsoleProcessList(found, len(found)) <= OURS)


if __name__ == "__main__":
    sys.exit(main())
