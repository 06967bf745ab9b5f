"""All that hygie-poste does: «hygie poste», shown or written in a signed file; nothing else."""

import os
import sys
from collections.abc import Sequence

from hygie.audit.run_poste import run_poste
from hygie.audit.workstation_arguments import add_file_arguments
from hygie.cli.attempt import Fault, attempt
from hygie.cli.reports import report_fault, report_interruption
from hygie.cli.system import this_console
from hygie.terminal.arguments import FrenchParser, HelpAsked, add_json
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.version import VERSION

PURPOSE = (
    "Lit ce poste, sans rien installer, et montre ce qui a été lu ou l'écrit dans un fichier signé."
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
        outcome = attempt(lambda: _answer(words, console))
    except KeyboardInterrupt:
        return report_interruption(words, console)
    return report_fault(outcome, words, console) if isinstance(outcome, Fault) else outcome


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
