"""Command-line arguments, French to the last word."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from hygie.core.errors import MisusedError
from hygie.terminal.layout import WIDTH
from hygie.terminal.nearest import nearest
from hygie.terminal.refusals import in_french
from hygie.terminal.typography import NO_BREAK, typeset
from hygie.terminal.values import moment

HABITS: Mapping[str, str] = {"--help": "--aide", "-?": "--aide"}
"""What people type from habit, and what Hygie calls it."""


class HelpAsked(Exception):  # noqa: N818  # nothing went wrong: somebody asked for the help
    """The help was asked for; ``text`` is what to show."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class FrenchParser(argparse.ArgumentParser):
    """Reads the words of a command; refuses with MisusedError and never ends the process.

    It also serves the sub-commands a room makes with ``add_subparsers``.
    """

    def __init__(self, *, prog: str, description: str = "", **others: Any) -> None:  # noqa: ANN401  # argparse hands its own settings to sub-commands
        others |= {"add_help": False, "allow_abbrev": False, "formatter_class": FrenchHelp}
        super().__init__(prog=prog, description=description, **others)
        self.color = False  # Python 3.14 would put escape sequences in the help
        self._positionals.title = f"arguments{NO_BREAK}"
        self._optionals.title = f"options{NO_BREAK}"
        self.add_argument("--aide", "-h", action=ShowHelp, help="affiche cette aide")

    def parse_args(  # type: ignore[override]  # the stub overloads it for custom namespaces
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Read the words, or raise MisusedError."""
        known, extra = self.parse_known_args(args, namespace)
        if extra:
            self._refuse_extra(extra)
        return known

    def error(self, message: str) -> NoReturn:
        """Refuse, in French, what argparse could not read."""
        raise MisusedError(in_french(message), hint=self._where_to_look())

    def known_options(self) -> Iterable[str]:
        """Return every option people may type, those of the sub-commands included."""
        for action in self._actions:
            if action.help != argparse.SUPPRESS:
                yield from action.option_strings
            if isinstance(action.choices, Mapping):
                for parser in action.choices.values():
                    yield from parser.known_options()

    def _refuse_extra(self, extra: Sequence[str]) -> NoReturn:
        option = next((word for word in extra if word.startswith("-") and word != "-"), None)
        if option is None:
            raise MisusedError(f"En trop : {' '.join(extra)}.", hint=self._where_to_look())
        name = option.partition("=")[0]
        known = list(self.known_options())
        if name in known:
            raise MisusedError(
                f"L'option {name} ne va pas avec cette commande.", hint=self._where_to_look()
            )
        meant = HABITS.get(name) or nearest(name, known)
        question = f" Vouliez-vous dire {meant} ?" if meant else ""
        raise MisusedError(
            f"Hygie ne connaît pas l'option {name}.{question}", hint=self._where_to_look()
        )

    def _where_to_look(self) -> str:
        return f"Rien n'a été fait. L'aide : {self.prog} --aide"


class ShowHelp(argparse.Action):
    """Stops reading and asks for the help to be shown."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002  # argparse names it so
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(
        self, parser: argparse.ArgumentParser, *_given: object, **_named: object
    ) -> NoReturn:
        """Raise HelpAsked."""
        raise HelpAsked(parser.format_help().rstrip("\n"))


class FrenchHelp(argparse.HelpFormatter):
    """Lays the help out with French words and spaces, in 80 columns wherever it is read."""

    def __init__(self, prog: str, **_others: object) -> None:
        super().__init__(prog, max_help_position=28, width=WIDTH - 2)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],  # argparse has no public name for it
        prefix: str | None = None,
    ) -> None:
        """Say «usage :» as French does; sub-commands ask for no prefix at all."""
        super().add_usage(
            usage, actions, groups, f"usage{NO_BREAK}: " if prefix is None else prefix
        )

    def _expand_help(self, action: argparse.Action) -> str:
        return typeset(super()._expand_help(action))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return super()._fill_text(typeset(text), width, indent)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Offer ``--json``, worded the same in every command."""
    parser.add_argument("--json", action="store_true", help="écrit le résultat en JSON")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Offer ``--au DATE`` (``as_of``): look at things as they are, or will be, on that day."""
    parser.add_argument(
        "--au",
        dest="as_of",
        metavar="DATE",
        type=moment,
        help="se place à cette date : 2026-11-22, 2026-11-22T19:41 ou 22/11/2026",
    )
