"""«hygie poste regler»: sets this workstation right, one setting at a time, with undo."""

from argparse import Namespace

from hygie.audit.settings_backup import require_backup
from hygie.audit.settings_drawn import drawn_list, drawn_return, drawn_state
from hygie.audit.settings_encryption import ENCRYPTION, drawn_encryption, explained
from hygie.audit.settings_flow import (
    Outcome,
    Result,
    change,
    undo,
)
from hygie.audit.settings_format import write_settings
from hygie.audit.settings_lock import only_one
from hygie.audit.settings_questions import agrees, tell
from hygie.audit.settings_records import Act, acts, last_kept
from hygie.audit.settings_resume import is_declared
from hygie.audit.settings_states import Standing, State, state_of, states
from hygie.audit.settings_undo import Return, what_goes_back
from hygie.audit.settings_words import (
    ANOTHER,
    BROKEN,
    MOVED_QUESTION,
    NO_TERMINAL,
    NOT_DECLARED,
    NOTHING_CHANGED,
    RESTART_TOO,
    UNDO_QUESTION,
    WAITS,
    after_restart,
    again_later,
    said_of,
)
from hygie.audit.settings_world import World, this_world
from hygie.audit.staff_first import tell_staff_first
from hygie.core.errors import HygieError, MisusedError
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.nearest import nearest
from hygie.workstation.machine import MachineRefusedError
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
    tell_staff_first(
        console,
        given=arguments.sheet_given,
        asks=console.interactive and not arguments.json,
        quiet=arguments.json,
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
    if arguments.undo:
        back = _return(_kept(world, setting), world)
        state, drawn = _undone(setting, back), drawn_return(back, setting.label)
    else:
        state = state_of(setting, world, minutes)
        drawn = drawn_state(state)
    if arguments.json:
        console.json(write_settings([state], act="simulation"))
    else:
        console.show("\n".join([*drawn, "", NOTHING_CHANGED]))
    return ExitCode.DONE


def _change(
    world: World, setting: Setting, minutes: int, arguments: Namespace, console: Console
) -> ExitCode:
    state = state_of(setting, world, minutes)
    if not state.changes:
        return _conclude(state, Outcome(result=Result.LEFT), "reglage", arguments, console)
    console.say("\n".join(drawn_state(state)))
    if setting.with_provider:
        require_backup(setting, world, console)
    outcome = change(state, world, console)
    return _conclude(state, outcome, "reglage", arguments, console)


def _undo(world: World, setting: Setting, arguments: Namespace, console: Console) -> ExitCode:
    act = _kept(world, setting)
    back = _return(act, world)
    state = _undone(setting, back)
    console.say("\n".join(drawn_return(back, setting.label)))
    question = MOVED_QUESTION if back.moved else UNDO_QUESTION
    if back.changes and not agrees(console, question):
        return _conclude(state, Outcome(result=Result.LEFT), "annulation", arguments, console)
    outcome = Outcome(result=undo(act, world, console))
    return _conclude(state, outcome, "annulation", arguments, console)


def _return(act: Act, world: World) -> Return:
    try:
        return what_goes_back(world.door, act.changes)
    except MachineRefusedError as refusal:
        raise MisusedError(refusal.reason, hint=NOTHING_CHANGED) from refusal


def _undone(setting: Setting, back: Return) -> State:
    return State(setting=setting, standing=Standing.DONE, changes=back.changes)


def _kept(world: World, setting: Setting) -> Act:
    if not world.records.verify().whole:
        raise MisusedError(BROKEN, hint=NOTHING_CHANGED)
    act = last_kept(acts(world.records, world.context.workstation), setting.id)
    if act is None:
        raise MisusedError(
            f"Hygie n'a pas fait le réglage « {setting.id} » sur ce poste, ou l'a déjà annulé.",
            hint=f"« hygie journal » montre ce qui a été fait. {NOTHING_CHANGED}",
        )
    if not is_declared(act, setting, world):
        raise MisusedError(NOT_DECLARED, hint=NOTHING_CHANGED)
    return act


def _conclude(
    state: State, outcome: Outcome, act: str, arguments: Namespace, console: Console
) -> ExitCode:
    if outcome.result is Result.WAITING:
        raise HygieError(
            f"Le réglage « {state.setting.id} » n'est pas revenu comme avant.",
            hint=WAITS if act == "reglage" else again_later(state.setting.id),
        )
    if arguments.json:
        console.json(write_settings([state], act=act, outcome=outcome))
        return ExitCode.DONE
    if not state.changes and act == "reglage":
        console.show("\n".join([*drawn_state(state), NOTHING_CHANGED]))
    else:
        tell(console, [outcome.reason] if outcome.reason else [])
        console.show(said_of(outcome.result.value, act))
        if state.setting.restarts and outcome.result is Result.KEPT:
            tell(console, [after_restart(state.setting.id)])
        if state.setting.restarts and act == "annulation" and outcome.result is Result.UNDONE:
            tell(console, [RESTART_TOO])
    return ExitCode.DONE
