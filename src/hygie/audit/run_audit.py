"""«hygie audit»: from this workstation to a plan, at the keyboard or from files."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from hygie.audit.answers_format import read_answers
from hygie.audit.audit_format import write_audit
from hygie.audit.interview import Told, ask_measures, ask_situation, to_ask
from hygie.audit.json_files import read_document, shown
from hygie.audit.known import Practice
from hygie.audit.questionnaire import (
    BEFORE_FIRST_RESULT,
    load_questions,
    make_situation,
    read_choices,
)
from hygie.audit.render import first_result, result
from hygie.audit.situation_format import read_situation
from hygie.audit.wiring import read_this_workstation, workstation_id
from hygie.audit.words import say_situation
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError, StorageError
from hygie.core.findings import Verdict
from hygie.core.judgement import judge
from hygie.core.measures import Catalogue
from hygie.core.readings import Reading
from hygie.core.records import Record
from hygie.core.situation import Situation
from hygie.practice.opening import open_records, read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap
from hygie.workstation.local_machine import LocalMachine

READING = "Lecture de ce poste"
STOPPED = "C'est noté, vos réponses sont gardées.\n« hygie audit » reprendra où vous en êtes."
UNSAVED = "Rien n'a été enregistré, comme vous l'avez demandé."
REHEARSED = "Répétition à une autre date : rien n'a été enregistré."
ASSUMED = "Situation supposée, la plus prudente"
RESUMED = "Situation reprise de votre dernier audit"


class Looking:
    """The workstation being read while questions are asked; silent until somebody waits for it."""

    def __init__(self, console: Console, catalogue: Catalogue, now: datetime) -> None:
        self._began = monotonic()
        self._took = timedelta()
        self._console = console
        self._waited_for = False
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._future: Future[tuple[Reading, ...]] = self._pool.submit(self._read, catalogue, now)

    def _read(self, catalogue: Catalogue, now: datetime) -> tuple[Reading, ...]:
        found = read_this_workstation(catalogue, self._console.environment, now, self)
        self._took = timedelta(seconds=monotonic() - self._began)
        return found

    def step(self, done: int, total: int, label: str) -> None:
        """Show progress, but never across a question being answered."""
        if self._waited_for:
            self._console.pass_by(f"{READING} : {done} sur {total} · {label}")

    @property
    def took(self) -> timedelta:
        """How long the reading itself lasted."""
        return self._took

    def readings(self) -> tuple[Reading, ...]:
        """Wait for the readings, saying how far they are."""
        self._waited_for = True
        try:
            return self._future.result()
        finally:
            self._console.pass_by("")

    def stop(self) -> None:
        """Wait no longer than the command under way."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _looking(console: Console, catalogue: Catalogue, now: datetime) -> Iterator[Looking]:
    looking = Looking(console, catalogue, now)
    try:
        yield looking
    finally:
        looking.stop()


def run_audit(arguments: Namespace, console: Console) -> ExitCode:
    """Audit this workstation and practice; see the command's help."""
    now = arguments.as_of or console.now()
    catalogue = load_catalogue()
    practice = _practice(arguments, console, catalogue, now)
    with _looking(console, catalogue, now) as looking:
        if _asks(arguments, console):
            clock = _clock(arguments, console)
            _interview(practice, looking, console, clock, again=arguments.again)
            now = clock()
        audit = practice.judged(looking.readings(), now)
        took = looking.took
    _deliver(audit, practice, arguments, console, took)
    return exit_code(audit, strict=arguments.strict)


def _clock(arguments: Namespace, console: Console) -> Callable[[], datetime]:
    """Tell the time as answers are given: one corrected must be later than what it corrects."""
    if arguments.as_of is None:
        return console.now
    began = console.now()
    return lambda: arguments.as_of + (console.now() - began)


def exit_code(audit: Audit, *, strict: bool) -> ExitCode:
    """Turn a result into a code, for those who asked; what is to do outweighs what is unknown."""
    verdicts = {finding.verdict for finding in audit.findings}
    if not strict:
        return ExitCode.DONE
    if Verdict.TO_DO in verdicts:
        return ExitCode.TO_DO
    return ExitCode.INCOMPLETE if Verdict.TO_CHECK in verdicts else ExitCode.DONE


def _asks(arguments: Namespace, console: Console) -> bool:
    by_file = arguments.situation is not None or arguments.reponses is not None
    return console.interactive and not (by_file or arguments.silent or arguments.json)


def _practice(
    arguments: Namespace, console: Console, catalogue: Catalogue, now: datetime
) -> Practice:
    """Read the files first: a bad one is refused before anything is opened or written."""
    situation = _given_situation(arguments)
    answers = _given_answers(arguments, catalogue, now)
    _check_workstations(answers, console)
    keeps = not (arguments.unsaved or arguments.as_of)
    opened = open_records if keeps else read_records
    practice = Practice(catalogue=catalogue, records=opened(console.environment), keeps=keeps)
    practice.recall()
    if situation is None and not _asks(arguments, console):
        origin = ASSUMED if practice.saved is None else RESUMED
        said = f"{origin} : {say_situation(practice.situation)}."
        console.say("\n".join(wrap(said, width=console.width)))
    practice.take(situation, answers, now)
    return practice


def _check_workstations(answers: Iterable[Record], console: Console) -> None:
    """Refuse an answer for a workstation that is not this one: it would count for nothing."""
    here = workstation_id(LocalMachine(environment=console.environment))
    for answer in answers:
        if answer.workstation not in {None, here}:
            raise MisusedError(
                f"Poste inconnu : « {shown(answer.workstation)} ». Ce poste-ci est « {here} ».",
                hint="Corrigez « poste », ou retirez-le pour répondre pour tout le cabinet."
                " Rien n'a été modifié.",
            )


def _given_situation(arguments: Namespace) -> Situation | None:
    if arguments.situation is None:
        return None
    return read_situation(read_document(arguments.situation, "Le fichier de situation"))


def _given_answers(arguments: Namespace, catalogue: Catalogue, now: datetime) -> tuple[Record, ...]:
    if arguments.reponses is None:
        return ()
    document = read_document(arguments.reponses, "Le fichier de réponses")
    return read_answers(document, catalogue, now)


def _interview(
    practice: Practice,
    looking: Looking,
    console: Console,
    clock: Callable[[], datetime],
    *,
    again: bool,
) -> None:
    questions = load_questions()
    base = None if practice.saved is None else practice.saved.base
    before = {} if practice.saved is None else read_choices(practice.saved.choices, questions)
    told = Told() if again else Told(choices=dict(before))

    def save(told: Told) -> None:
        # What was said before stands until it is said anew: stopping half way loses nothing.
        choices = before | told.choices
        practice.tell(make_situation(choices, questions, base), choices, clock())

    begun = ask_situation(console, questions[:BEFORE_FIRST_RESULT], told, save=save)
    _show_first_result(practice, looking, console, clock())
    if not (begun and ask_situation(console, questions, told, save=save)):
        console.say(STOPPED if practice.keeps else UNSAVED)
        return
    _ask_the_rest(practice, looking, console, clock, again=again)


def _show_first_result(
    practice: Practice, looking: Looking, console: Console, now: datetime
) -> None:
    readings = looking.readings()
    for line in first_result(practice.judged(readings, now), took=looking.took):
        console.say(line)


def _ask_the_rest(
    practice: Practice,
    looking: Looking,
    console: Console,
    clock: Callable[[], datetime],
    *,
    again: bool,
) -> None:
    findings = judge(
        practice.situation, looking.readings(), practice.said, practice.catalogue, clock()
    )
    measures = to_ask(findings, practice.catalogue, again=again)
    guidance = load_guidance(practice.catalogue)
    finished = ask_measures(
        console, measures, guidance.__getitem__, now=clock, save=practice.answer
    )
    if not finished:
        console.say(STOPPED if practice.keeps else UNSAVED)


def _deliver(
    audit: Audit, practice: Practice, arguments: Namespace, console: Console, took: timedelta
) -> None:
    """Save, then show; when the disk refuses, the result is shown all the same, then the error."""
    refused: StorageError | None = None
    try:
        practice.conclude(audit)
    except StorageError as error:
        refused = error
    if arguments.json and refused is None:
        console.json(write_audit(audit))
    elif not arguments.json:
        lines = result(audit, now=console.now(), zone=console.zone, took=took)
        console.show("\n".join(lines))
    if arguments.as_of is not None:
        console.say(REHEARSED)
    if refused is not None:
        raise refused
