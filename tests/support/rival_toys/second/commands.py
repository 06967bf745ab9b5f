"""One of two rooms that chose the same word."""

from argparse import ArgumentParser, Namespace

from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console


def add_nothing(_parser: ArgumentParser) -> None:
    return None


def run(_arguments: Namespace, console: Console) -> ExitCode:
    console.show("second")
    return ExitCode.DONE


COMMANDS = (Command(name="rivale", help="Rivalise.", add_arguments=add_nothing, run=run),)
