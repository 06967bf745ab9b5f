"""«hygie relecture»: has this workstation read again by itself, when asked to."""

import re
from argparse import ArgumentParser, Namespace
from datetime import time

from hygie.core.errors import MisusedError
from hygie.schedule.plan import NOON, Day
from hygie.terminal.arguments import add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console

_HOUR = re.compile(r"(?P<hour>\d{1,2})\s?[h:]\s?(?P<minute>\d{2})?", re.ASCII | re.IGNORECASE)


def day(text: str) -> Day:
    """Read a day of the week."""
    try:
        return Day(text.strip().lower())
    except ValueError as error:
        raise MisusedError(
            f"« {text} » n'est pas un jour de la semaine.",
            hint=f"Les jours : {', '.join(Day)}. Rien n'a été modifié.",
        ) from error


def hour(text: str) -> time:
    """Read an hour of the day: «12:30», «9h», «9 h 05»."""
    found = _HOUR.fullmatch(text.strip())
    try:
        if found is not None:
            return time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        found = None
    raise MisusedError(
        f"« {text} » n'est pas une heure.",
        hint="Écrivez-la ainsi : 12:30. Rien n'a été modifié.",
    )


def _arguments(parser: ArgumentParser) -> None:
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    told = "planifie la relecture de ce poste, si vous dites oui"
    _installing(acts.add_parser("installer", help=told, description=told))
    told = "retire la relecture planifiée, sans rien en laisser"
    _removing(acts.add_parser("retirer", help=told, description=told))
    told = "ce que le système lance de lui-même au moment prévu"
    _running(acts.add_parser("lancer", help=told, description=told))


def _installing(parser: ArgumentParser) -> None:
    _moment(parser)
    parser.add_argument(
        "--notifier",
        dest="notify",
        action="store_true",
        help="affiche une notification quand il y a du nouveau, ou plus de sauvegarde",
    )
    parser.add_argument(
        "--simulation", action="store_true", help="montre ce qui serait planifié, sans rien écrire"
    )
    parser.add_argument("--oui", action="store_true", help="planifie sans redemander")
    add_json(parser)


def _removing(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--simulation", action="store_true", help="montre ce qui serait retiré, sans rien retirer"
    )
    add_json(parser)


def _running(parser: ArgumentParser) -> None:
    _moment(parser)
    parser.add_argument(
        "--donnees", dest="folder", metavar="DOSSIER", default="", help="le dossier des données"
    )
    parser.add_argument(
        "--code",
        dest="code_file",
        metavar="FICHIER",
        default="",
        help="le fichier où lire le code du cabinet",
    )
    parser.add_argument(
        "--notifier", dest="notify", action="store_true", help="affiche une notification au besoin"
    )
    add_json(parser)


def _moment(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--jour", dest="day", metavar="JOUR", type=day, default=Day.MONDAY, help="lundi sinon"
    )
    parser.add_argument(
        "--heure", dest="at", metavar="HEURE", type=hour, default=NOON, help="12:30 sinon"
    )


def _run(arguments: Namespace, console: Console) -> ExitCode:
    if arguments.act == "lancer":
        from hygie.schedule.run_now import run_now  # noqa: PLC0415  # start-up time

        return run_now(arguments, console)
    from hygie.schedule.run_schedule import run_schedule  # noqa: PLC0415  # start-up time

    return run_schedule(arguments, console)


COMMANDS = (
    Command(
        name="relecture",
        help="Fait relire cet ordinateur chaque semaine par le système, si vous le demandez.",
        add_arguments=_arguments,
        run=_run,
    ),
)
