"""What the system's scheduler runs: this very installation, by its whole path. Pure.

It is one command, the same on the three systems; what it was told of its surroundings is in its
words, for Windows keeps no variable beside a task.
"""

from dataclasses import dataclass, replace

from hygie.core.errors import MisusedError
from hygie.schedule.plan import Plan

ACT = "lancer"
FOLDER, CODE_FILE, NOTIFY, DAY, HOUR = "--donnees", "--code", "--notifier", "--jour", "--heure"

WINDOWLESS = "pythonw.exe"

ODD_PATH = "Le chemin de Hygie ou de ses données porte un caractère qu'un système ne relit pas."
MOVE_IT = "Installez Hygie dans un dossier au nom simple, puis recommencez. Rien n'a été modifié."


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """This installation: ``python`` runs it, ``folder`` holds its data.

    ``code_file`` is the path of the file HYGIE_CODE_FICHIER names, never what it holds.
    """

    python: str
    folder: str
    code_file: str = ""

    @property
    def hygie(self) -> tuple[str, ...]:
        """What stands for «hygie». -P: a file that lies in some folder is never taken for ours."""
        return (self.python, "-P", "-m", "hygie")

    @property
    def seen(self) -> "Program":
        """The same, by the Python that prints: Windows' other one has nowhere to."""
        start, name = self.python[: -len(WINDOWLESS)], self.python[-len(WINDOWLESS) :]
        return replace(self, python=f"{start}python.exe") if name == WINDOWLESS else self


def words(program: Program, plan: Plan) -> tuple[str, ...]:
    """Return the command that is planned. Raises MisusedError for a path no file could hold."""
    if not all(each.isprintable() for each in (program.python, program.folder, program.code_file)):
        raise MisusedError(ODD_PATH, hint=MOVE_IT)
    return (
        *(*program.hygie, "relecture", ACT),
        *(DAY, plan.day.value, HOUR, plan.hour, FOLDER, program.folder),
        *((CODE_FILE, program.code_file) if program.code_file else ()),
        *((NOTIFY,) if plan.notify else ()),
    )
