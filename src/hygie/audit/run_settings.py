"""«hygie poste regler»: sets this workstation right, one setting at a time, with undo."""

from argparse import Namespace

from hygie.audit.settings_drawn import drawn_changes, drawn_list, drawn_state
from hygie.audit.settings_encryption import ENCRYPTION, drawn_encryption, explained
from hygie.audit.settings_flow import Outcome, Result, change, check_may_be_done, undo
from hygie.audit.settings_format import write_settings
from hygie.audit.settings_lock import only_one
from hygie.audit.settings_questions import agrees, tell
from hygie.audit.settings_records import Act, acts, last_kept
from hygie.audit.settings_states import Standing, State, state_of, states
from hygie.audit.settings_words import (
    ANOTHER,
    NO_TERMINAL,
    NOTHING_CHANGED,
    TO_UNDO,
    WAITS,
    said_of,
)
from hygie.audit.settings_world import World, this_world
from hygie.core.errors import HygieError, MisusedError
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.nearest import nearest
from hygie.workstation.settings.door import Change
from hygie.workstation.settings.known import LOCK_MINUTES, MOST_MINUTES, SETTINGS, Setting, by_id

LOCK = "verrouillage"


def run_settings(arguments: Namespace, console: Console) -> ExitCode:
    """Show the settings, or change or undo the one that is named."""
    if arguments.reglage == ENCRYPTION:
        return _explain(arguments, console)
    setting = None if arguments.reglage is None else find_setting(arguments.reglage)
    check_words(arguments, setting)
    writes = setting is not None and not arguments.simulation
    if writes and not console.interactive:
        raise MisusedError(
            NO_TERMINAL,
            hint=f"Pour voir sans rien changer : ajoutez --simulation. {NOTHING_CHANGED}",
        )
    world = this_world(console.environment, console.now(), writes=writes)
    return run_in(world, arguments, setting, console)


def run_in(
    world: World, arguments: Namespace, setting: Setting | None, console: Console
) -> ExitCode:
    """Do what is asked in a given world."""
    minutes = arguments.minutes or LOCK_MINUTES
    if setting is None:
        return _list(world, minutes, arguments, console)
    if arguments.simulation:
        return _simulate(world, setting, minutes, arguments, console)
    with only_one(world.folder) as alone:
        if not alone:
            raise MisusedError(ANOTHER, hint=f"Répondez-y d'abord. {NOTHING_CHANGED}")
        if arguments.undo:
            return _undo(world, setting, arguments, console)
        return _change(world, setting, minutes, arguments, console)


def find_setting(name: str) -> Setting:
    """Return the setting of this name. Raises MisusedError, naming the nearest."""
    known = by_id()
    if name in known:
        return known[name]
    meant = nearest(name, [*known, ENCRYPTION])
    question = f" Le plus proche est « {meant} »." if meant else ""
    raise MisusedError(
        f"Réglage inconnu : « {name} ».{question}",
        hint=f"« hygie poste regler » donne la liste. {NOTHING_CHANGED}",
    )


def check_words(arguments: Namespace, setting: Setting | None) -> None:
    """Refuse words that do not go together. Raises MisusedError."""
    if arguments.undo and setting is None:
        raise MisusedError(
            "Il manque le réglage à annuler.",
            hint=f"Écrivez par exemple : hygie poste regler --annuler {LOCK}. {NOTHING_CHANGED}",
        )
    if arguments.minutes is None:
        return
    if setting is None or setting.id != LOCK or arguments.minutes > MOST_MINUTES:
        raise MisusedError(
            f"--minutes va avec le réglage « {LOCK} », de 1 à {MOST_MINUTES}.",
            hint=f"Écrivez par exemple : hygie poste regler {LOCK} --minutes 10. {NOTHING_CHANGED}",
        )


def _explain(arguments: Namespace, console: Console) -> ExitCode:
    if arguments.undo:
        raise MisusedError(
            "Hygie n'active jamais le chiffrement : il n'y a rien à annuler.",
            hint=f"Pour le comprendre : hygie poste regler {ENCRYPTION}. {NOTHING_CHANGED}",
        )
    texts = explained()
    if arguments.json:
        console.json(write_settings((), act="explication", explained=texts))
    else:
        console.show("\n".join(drawn_encryption(texts)))
    return ExitCode.DONE


def _list(world: World, minutes: int, arguments: Namespace, console: Console) -> ExitCode:
    found = states(SETTINGS, world, minutes)
    if arguments.json:
        console.json(write_settings(found))
    else:
        console.show("\n".join(drawn_list(found)))
    return ExitCode.DONE


def _simulate(
    world: World, setting: Setting, minutes: int, arguments: Namespace, console: Console
) -> ExitCode:
    state = _former(world, setting) if arguments.undo else state_of(setting, world, minutes)
    if arguments.json:
        console.json(write_settings([state], act="simulation"))
    else:
        console.show("\n".join([*drawn_state(state), "", NOTHING_CHANGED]))
    return ExitCode.DONE


def _change(
    world: World, setting: Setting, minutes: int, arguments: Namespace, console: Console
) -> ExitCode:
    state = state_of(setting, world, minutes)
    if not state.changes:
        return _conclude(state, Outcome(result=Result.LEFT), "reglage", arguments, console)
    check_may_be_done(state, world)
    console.say("\n".join(drawn_state(state)))
    outcome = change(state, world, console)
    return _conclude(state, outcome, "reglage", arguments, console)


def _undo(world: World, setting: Setting, arguments: Namespace, console: Console) -> ExitCode:
    act, state = _kept(world, setting), _former(world, setting)
    console.say("\n".join([TO_UNDO, *drawn_changes(state.changes)]))
    if not agrees(console, "Remettre ces anciennes valeurs maintenant ?"):
        return _conclude(state, Outcome(result=Result.LEFT), "annulation", arguments, console)
    outcome = Outcome(result=undo(act, world, console))
    return _conclude(state, outcome, "annulation", arguments, console)


def _former(world: World, setting: Setting) -> State:
    """Return the state of what an undo would put back."""
    act = _kept(world, setting)
    back = tuple(
        Change(place=each.place, before=each.after, after=each.before) for each in act.changes
    )
    return State(setting=setting, standing=Standing.DONE, changes=back)


def _kept(world: World, setting: Setting) -> Act:
    act = last_kept(acts(world.records, world.context.workstation), setting.id)
    if act is None:
        raise MisusedError(
            f"Hygie n'a pas fait le réglage « {setting.id} » sur ce poste, ou l'a déjà annulé.",
            hint=f"« hygie journal » montre ce qui a été fait. {NOTHING_CHANGED}",
        )
    return act


def _conclude(
    state: State, outcome: Outcome, act: str, arguments: Namespace, console: Console
) -> ExitCode:
    if outcome.result is Result.WAITING:
        raise HygieError(
            f"Le réglage « {state.setting.id} » n'est pas revenu comme avant.",
            hint=WAITS,
        )
    if arguments.json:
        console.json(write_settings([state], act=act, outcome=outcome))
        return ExitCode.DONE
    if not state.changes:
        console.show("\n".join([*drawn_state(state), NOTHING_CHANGED]))
    else:
        tell(console, [outcome.reason] if outcome.reason else [])
        console.show(said_of(outcome.result.value, act))
    return ExitCode.DONE
