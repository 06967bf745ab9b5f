"""«hygie audit»: from this workstation to a plan, at the keyboard or from files."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from hygie.audit.answers_format import read_answers
from hygie.audit.audit_format import write_audit
from hygie.audit.information import check_given, has_staff, is_untold
from hygie.audit.interview import Told, ask_measures, ask_situation, to_ask
from hygie.audit.json_files import read_document, shown
from hygie.audit.known import Practice
from hygie.audit.questionnaire import (
    BEFORE_FIRST_RESULT,
    load_questions,
    make_situation,
    read_choices,
)
from hygie.audit.received import load_received, present
from hygie.audit.render import first_result, result, title
from hygie.audit.situation_format import read_situation
from hygie.audit.staff_first import remind
from hygie.audit.wiring import read_this_workstation, this_machine, workstation_id
from hygie.audit.words import say_situation
from hygie.audit.workstations_said import covered
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit
from hygie.core.errors import MisusedError, StorageError
from hygie.core.findings import Verdict
from hygie.core.measures import Catalogue
from hygie.core.readings import Reading
from hygie.core.records import Record
from hygie.core.situation import Situation
from hygie.practice.opening import open_records, read_records
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import wrap

READING = "Lecture de ce poste"
STOPPED = "C'est noté, vos réponses sont gardées.\n« hygie audit » reprendra où vous en êtes."
UNSAVED = "Rien n'a été enregistré, comme vous l'avez demandé."
REHEARSED = "Répétition à une autre date : rien n'a été enregistré."
WELCOME = (
    "Cet audit lit aussi cet ordinateur, une fois que vous aurez dit comment vous exercez. S'il"
    " n'est pas au cabinet, dites-le à la question sur vos appareils : rien de lui ne sera compté."
)
ASSUMED = "Situation supposée, la plus prudente"
RESUMED = "Situation reprise de votre dernier audit"


class Looking:
    """The workstation being read while questions are asked; silent until somebody waits for it.

    Nothing is read before ``begin``: those who work on it may have to be told first.
    """

    def __init__(self, console: Console, catalogue: Catalogue, now: datetime) -> None:
        self._began = monotonic()
        self._took = timedelta()
        self._console = console
        self._waited_for = False
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._future: Future[tuple[Reading, ...]] | None = None
        self._task = (catalogue, now)

    def begin(self) -> Future[tuple[Reading, ...]]:
        """Begin to read, once and for all."""
        if self._future is None:
            self._future = self._pool.submit(self._read, *self._task)
        return self._future

    def _read(self, catalogue: Catalogue, now: datetime) -> tuple[Reading, ...]:
        found = read_this_workstation(catalogue, self._console.environment, now, self)
        self._took = timedelta(seconds=monotonic() - self._began)
        return found

    def step(self, done: int, total: int, label: str) -> None:
        """Show progress, but never across a question being answered."""
        if self._waited_for:
            self._console.pass_by(f"{READING} : {done} sur {total} · {label}")

    @property
    def begun(self) -> bool:
        """Tell whether the reading began."""
        return self._future is not None

    @property
    def took(self) -> timedelta:
        """How long the reading itself lasted."""
        return self._took

    def readings(self) -> tuple[Reading, ...]:
        """Wait for the readings, saying how far they are."""
        self._waited_for = True
        try:
            return self.begin().result()
        finally:
            self._console.pass_by("")

    def stop(self) -> None:
        """Wait no longer than the command under way."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One audit of one workstation: what reads it, and whether those who work on it were told.

    ``given`` is the word of the command for that; ``asks`` whether questions may be put.
    """

    practice: Practice
    looking: Looking
    console: Console
    asks: bool
    given: bool

    def begin_early(self) -> None:
        """Begin to read while questions are asked, if nothing has to be said first."""
        known = self.practice.exercise_told
        if known and self.practice.situation.computers and not self.must_tell():
            self.looking.begin()

    def readings(self) -> tuple[Reading, ...]:
        """Return what this workstation says, the staff told first; nothing if it is nobody's."""
        practice = self.practice
        if not practice.situation.computers:
            return ()
        if self.must_tell() or (self.given and not practice.informed):
            said = check_given(
                self.console,
                given=self.given,
                asks=self.asks,
                keeps=practice.keeps and self.asks,
                read=self.looking.begun,
            )
            practice.inform(said, self.console.now())
        return self.looking.readings()

    def must_tell(self) -> bool:
        """Tell whether somebody works on this workstation who was not told yet."""
        practice = self.practice
        return has_staff(practice.situation, practice.asked) and not practice.informed


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
    asks = _asks(arguments, console)
    with _looking(console, catalogue, now) as looking:
        given = arguments.sheet_given
        visit = Visit(practice=practice, looking=looking, console=console, asks=asks, given=given)
        if asks:
            clock = _clock(arguments, console)
            if not _interview(visit, clock, again=arguments.again):
                return ExitCode.DONE
            now = clock()
        audit = practice.judged(visit.readings(), now)
        took = looking.took if practice.situation.computers else None
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
    here = workstation_id(this_machine(console.environment))
    _check_workstations(answers, here, catalogue, console)
    keeps = not (arguments.unsaved or arguments.as_of)
    opened = open_records if keeps else read_records
    records = opened(console.environment)
    practice = Practice(catalogue=catalogue, records=records, keeps=keeps, here=here)
    practice.recall()
    before, silent = practice.saved, not _asks(arguments, console)
    practice.take(situation, answers, now)
    if silent and not (arguments.json or arguments.sheet_given or practice.informed):
        _remind_if_untold(practice, console)
    if situation is None and silent:
        origin = ASSUMED if before is None else RESUMED
        said = f"{origin} : {say_situation(practice.situation)}."
        console.say("\n".join(wrap(said, width=console.width)))
    return practice


def _remind_if_untold(practice: Practice, console: Console) -> None:
    told = practice.exercise_told or not is_untold(practice.situation)
    if practice.situation.computers and not told:
        remind(console)


def _check_workstations(
    answers: Iterable[Record], here: str, catalogue: Catalogue, console: Console
) -> None:
    """Refuse an answer for a workstation nobody knows: it would count for nothing."""
    named = {answer.workstation for answer in answers} - {None, here}
    if not named:
        return
    received = load_received(read_records(console.environment), catalogue.facts)
    strangers = sorted(map(str, named - {each.workstation for each in present(received)}))
    if strangers:
        raise MisusedError(
            f"Poste inconnu : « {shown(strangers[0])} ». Ce poste-ci est « {here} ».",
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


def _interview(visit: Visit, clock: Callable[[], datetime], *, again: bool) -> bool:
    """Ask; False when the person left before the staff could be told: nothing was read."""
    practice, console = visit.practice, visit.console
    questions = load_questions()
    base = None if practice.saved is None else practice.saved.base
    before = {} if practice.saved is None else read_choices(practice.saved.choices, questions)
    told = Told() if again else Told(choices=dict(before))
    if not practice.exercise_told:
        console.say("\n".join(wrap(WELCOME, width=console.width)))
    visit.begin_early()

    def save(told: Told) -> None:
        # What was said before stands until it is said anew: stopping half way loses nothing.
        choices = before | told.choices
        practice.tell(make_situation(choices, questions, base), choices, clock())
        visit.begin_early()

    begun = ask_situation(console, questions[:BEFORE_FIRST_RESULT], told, save=save)
    if not begun and (visit.must_tell() or not practice.exercise_told):
        console.say(STOPPED if practice.keeps else UNSAVED)
        return False
    _show_first_result(visit, clock())
    if begun and ask_situation(console, questions, told, save=save):
        _ask_the_rest(visit, clock, again=again)
    else:
        console.say(STOPPED if practice.keeps else UNSAVED)
        # Several people at the computers may have been said only after the first result.
        return not (visit.looking.begun and visit.must_tell())
    return True


def _show_first_result(visit: Visit, now: datetime) -> None:
    readings = visit.readings()
    if not visit.practice.situation.computers:
        return
    for line in first_result(visit.practice.judged(readings, now), took=visit.looking.took):
        visit.console.say(line)


def _ask_the_rest(visit: Visit, clock: Callable[[], datetime], *, again: bool) -> None:
    practice, console = visit.practice, visit.console
    findings = practice.judged(visit.readings(), clock()).findings
    measures = to_ask(findings, practice.catalogue, again=again)
    guidance = load_guidance(practice.catalogue)
    finished = ask_measures(
        console, measures, guidance.__getitem__, now=clock, save=practice.answer
    )
    if not finished:
        console.say(STOPPED if practice.keeps else UNSAVED)


def _covered(practice: Practice, audit: Audit, console: Console) -> Iterator[str]:
    counted = practice.situation.computers > 0
    told = covered(audit, practice.others, practice.here, counted_here=counted, zone=console.zone)
    lines = list(told)
    if lines:
        yield from title("Postes du cabinet")
        yield from lines


def _deliver(
    audit: Audit,
    practice: Practice,
    arguments: Namespace,
    console: Console,
    took: timedelta | None,
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
        console.show("\n".join([*lines, *_covered(practice, audit, console)]))
    if arguments.as_of is not None:
        console.say(REHEARSED)
    if refused is not None:
        raise refused
