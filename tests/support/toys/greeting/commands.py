"""A room as the rooms of Hygie are, with one command of each temper."""

from argparse import ArgumentParser, Namespace

from hygie.core.errors import MisusedError, StorageError
from hygie.terminal.arguments import add_as_of, add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.prompts import Question, ask_text
from hygie.terminal.values import input_file, positive


def add_greeting(parser: ArgumentParser) -> None:
    add_json(parser)
    add_as_of(parser)
    parser.add_argument("nom", help="la personne à saluer")
    parser.add_argument("--fois", type=positive, default=1, help="combien de fois ?")
    parser.add_argument("--age", type=int, help="l'âge")
    parser.add_argument("--poids", type=float, help="le poids")
    parser.add_argument("--ton", choices=("calme", "joyeux"), help="le ton : calme ou joyeux")
    parser.add_argument("--depuis", type=input_file, metavar="FICHIER", help="un fichier à lire")
    parser.add_argument("--deux", nargs=2, metavar=("UN", "DEUX"), help="deux mots")
    parser.add_argument("--plusieurs", nargs="+", metavar="MOT", help="un ou plusieurs mots")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--fort", action="store_true", help="à voix haute")
    either.add_argument("--bas", action="store_true", help="à voix basse")


def greet(arguments: Namespace, console: Console) -> ExitCode:
    console.say("Bonjour arrive…")
    if arguments.json:
        console.json({"format": 1, "bonjour": arguments.nom})
    else:
        console.show(f"Bonjour {arguments.nom} !")
    return ExitCode.DONE


def add_nothing(parser: ArgumentParser) -> None:
    add_json(parser)


def add_actions(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    first = actions.add_parser("commencer", help="commence", description="Commence le jeu.")
    first.add_argument("--vite", action="store_true", help="sans attendre")
    needed = actions.add_parser("finir", help="finit").add_mutually_exclusive_group(required=True)
    needed.add_argument("--bien", action="store_true", help="bien")
    needed.add_argument("--mal", action="store_true", help="mal")


def play(arguments: Namespace, console: Console) -> ExitCode:
    console.show(arguments.action)
    return ExitCode.TO_DO


def ask(_arguments: Namespace, console: Console) -> ExitCode:
    ask_text(console, Question(text="Qui saluer ?"))
    return ExitCode.DONE


def break_down(_arguments: Namespace, _console: Console) -> ExitCode:
    raise ZeroDivisionError("secret detail")


def be_refused(_arguments: Namespace, _console: Console) -> ExitCode:
    raise StorageError("Le disque est plein.", hint="Libérez de la place.")


def be_misused(_arguments: Namespace, _console: Console) -> ExitCode:
    raise MisusedError("Ce fichier n'est pas lisible.", hint="Choisissez-en un autre.")


def be_interrupted(_arguments: Namespace, _console: Console) -> ExitCode:
    raise KeyboardInterrupt


def fail_after_showing(_arguments: Namespace, console: Console) -> ExitCode:
    console.json({"format": 1})
    raise StorageError("Le disque est plein.", hint="Libérez de la place.")


COMMANDS = (
    Command(name="saluer", help="Salue une personne.", add_arguments=add_greeting, run=greet),
    Command(name="jouer", help="Joue.", add_arguments=add_actions, run=play),
    Command(name="demander", help="Demande.", add_arguments=add_nothing, run=ask),
    Command(name="casser", help="Se casse.", add_arguments=add_nothing, run=break_down),
    Command(name="refuser", help="Est refusé.", add_arguments=add_nothing, run=be_refused),
    Command(name="meconnaitre", help="Refuse.", add_arguments=add_nothing, run=be_misused),
    Command(name="arreter", help="S'arrête.", add_arguments=add_nothing, run=be_interrupted),
    Command(name="parler", help="Parle trop.", add_arguments=add_nothing, run=fail_after_showing),
)
