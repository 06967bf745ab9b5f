"""«hygie»: opens the local app, or the one that is already open."""

import secrets
import signal
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, current_thread, main_thread

from hygie.practice import evidence_files
from hygie.practice.folders import open_data_folder
from hygie.practice.keyring_door import SystemKeyring
from hygie.practice.own_data_swap import finish_swap
from hygie.practice.own_data_work import sweep_passing
from hygie.practice.whole_streams import sweep_drafts
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.web import documents
from hygie.web.address_format import write_address
from hygie.web.application import make_application
from hygie.web.instance import Instance, Running, ask_first
from hygie.web.jobs import Jobs
from hygie.web.server import Server, bind
from hygie.web.sessions import Sessions
from hygie.web.strongroom import Strongroom
from hygie.web.world import World

OPEN = "Hygie est ouvert dans votre navigateur. Pour l'arrêter : Ctrl+C ici, ou « Quitter » là-bas."
COPY = (
    "Copiez cette adresse dans votre navigateur ; elle ne sert qu'une fois. Pour arrêter : Ctrl+C."
)
CLOSED = "Hygie est arrêté. Tout ce qui a été répondu est gardé."
ERASED = "Hygie est arrêté. Tout ce qu'il gardait ici est effacé, comme vous l'avez demandé."
SEALED_FOLDERS = (evidence_files.FOLDER, documents.FOLDER)
TRACE_VARIABLE = "HYGIE_TRACE"
WAIT = 0.5


def run_app(arguments: Namespace, console: Console) -> ExitCode:
    """Serve the app until interrupted, or show the one that runs; see the command's help."""
    folder = open_data_folder(console.environment)
    instance = Instance(folder)
    if not instance.take():
        _show(ask_first(instance.first, Event().wait), arguments, console)
        return ExitCode.DONE
    try:
        _serve(folder, instance, arguments, console)
    finally:
        instance.leave()
    return ExitCode.DONE


def _serve(folder: Path, instance: Instance, arguments: Namespace, console: Console) -> None:
    # A restoration that was cut short is finished first: the vault itself may still be aside.
    finish_swap(folder)
    sweep_passing(folder)
    for name in SEALED_FOLDERS:
        sweep_drafts(folder / name)
    world = make_world(folder, console)
    with bind(arguments.port) as listening:
        world.port = listening.getsockname()[1]
        server = Server(make_application(world), listening)
        world.strongroom.try_alone()
        with _until_told(world.stopping):
            server.start()
            instance.announce(Running(world.port, world.secret))
            _show(entry_address(world), arguments, console)
            while not world.stopping.wait(WAIT):
                pass
        server.stop()
        world.jobs.stop()
    console.say(ERASED if world.erased else CLOSED)


def entry_address(world: World) -> str:
    """Return an address that opens the app once."""
    return f"http://127.0.0.1:{world.port}/entrer?jeton={world.sessions.new_entry()}"


def make_world(folder: Path, console: Console) -> World:
    """Return what the pages need of the outside, the data still shut."""
    keyring = SystemKeyring()
    strongroom = Strongroom(
        folder,
        environment=console.environment,
        keyring=keyring,
        chance=secrets.token_bytes,
        now=console.now,
    )
    return World(
        folder=folder,
        environment=console.environment,
        now=console.now,
        chance=secrets.token_bytes,
        zone=console.zone,
        keyring=keyring,
        sessions=Sessions(now=console.now, chance=secrets.token_bytes),
        jobs=Jobs(),
        strongroom=strongroom,
        secret=secrets.token_hex(32),
        complain=console.say if console.environment.get(TRACE_VARIABLE) == "1" else _silent,
    )


def _silent(_: str) -> None:
    """Keep a technical account to oneself: it is for nobody here."""


def _show(address: str, arguments: Namespace, console: Console) -> None:
    """Print the address on its line, and open it unless told not to."""
    if arguments.json:
        console.json(write_address(address))
    else:
        console.show(address)
    opened = not arguments.headless and webbrowser.open(address)
    console.say(OPEN if opened else COPY)


def _requests() -> Iterator[signal.Signals]:
    """Return how a system asks a program to end; Windows also by Ctrl+Break or a closed window."""
    yield signal.SIGINT
    yield signal.SIGTERM
    if sys.platform == "win32":
        yield signal.SIGBREAK


@contextmanager
def _until_told(stopping: Event) -> Iterator[None]:
    """Let Ctrl+C and the system's polite request end the app as «Quitter» does."""
    if current_thread() is not main_thread():
        yield
        return
    kept = {number: signal.signal(number, lambda *_: stopping.set()) for number in _requests()}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
