"""The page shown by ``hygie --aide``."""

from collections.abc import Iterable, Sequence

from hygie.terminal.commands import Command
from hygie.terminal.layout import table, wrap
from hygie.version import VERSION

PURPOSE = "Le Mémento de sécurité informatique des professionnels de santé libéraux, en logiciel."
INDENT = "  "


USES = (
    "usage : hygie COMMANDE [options]",
    "        hygie   (seul : ouvre Hygie dans votre navigateur)",
)
OPTIONS = (("--aide, -h", "affiche cette aide"), ("--version", "affiche la version"))


def general_help(commands: Iterable[Command], *, width: int) -> str:
    """Write the page: what Hygie is, its commands, its options."""
    offered = [(command.name, command.help) for command in commands]
    return "\n".join(
        [
            f"Hygie {VERSION}",
            *wrap(PURPOSE, width=width),
            "",
            *USES,
            *_part("commandes :", offered, width),
            *_part("options :", OPTIONS, width),
            "",
            *wrap("L'aide d'une commande : hygie COMMANDE --aide", width=width),
        ]
    )


def _part(title: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    lines = table(rows, width=width - len(INDENT))
    return ["", title, *(f"{INDENT}{line}" for line in lines)] if rows else []
