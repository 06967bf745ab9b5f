"""The audit at the keyboard: ten questions of situation, then what the machine could not answer.

Every answer is written down at once: stopping loses nothing, starting again takes up the thread.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hygie.audit.answers_format import make_answer
from hygie.audit.questionnaire import UNKNOWN, SituationQuestion, is_asked
from hygie.core.findings import Basis, Finding, Verdict
from hygie.core.measures import Catalogue, Guidance, Measure
from hygie.core.plan import gravity
from hygie.core.records import Answer, Record
from hygie.terminal.console import Console
from hygie.terminal.prompts import Choice, Question, Way, ask_one, ask_several, ask_text

I_DO_NOT_KNOW = "Je ne sais pas"
FIRST = "C'est la première question : il n'y a rien avant elle."
WHY_NOT = Question(
    text="Pourquoi cette mesure ne vous concerne-t-elle pas ?",
    help="Une phrase suffit ; elle figurera au dossier. N'y mettez aucun nom de patient.",
)


@dataclass(slots=True)
class Told:
    """What the person said so far of the situation."""

    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)


def ask_situation(
    console: Console,
    questions: Sequence[SituationQuestion],
    told: Told,
    *,
    save: Callable[[Told], None],
) -> bool:
    """Ask the questions not answered yet; False when the person stopped.

    «p» goes back to the question before, whenever it was answered.
    """
    rank = 0
    while rank < len(questions):
        question = questions[rank]
        if question.id in told.choices or not is_asked(question, told.choices):
            rank += 1
            continue
        given = _ask_about(console, question)
        if given is Way.STOP:
            return False
        if given is Way.PREVIOUS:
            before = rank
            rank = _step_back(questions, told, rank)
            if rank == before:
                console.say(FIRST)
            continue
        told.choices[question.id] = given if isinstance(given, tuple) else (str(given),)
        save(told)
    return True


def _step_back(questions: Sequence[SituationQuestion], told: Told, rank: int) -> int:
    """Forget the last answer before this question, so that it is asked again."""
    for earlier in range(rank - 1, -1, -1):
        if told.choices.pop(questions[earlier].id, None) is not None:
            return earlier
    return rank


def _ask_about(console: Console, question: SituationQuestion) -> str | tuple[str, ...] | Way:
    choices = [Choice(value=option.value, label=option.label) for option in question.options]
    if question.id != "profession":
        choices.append(Choice(value=UNKNOWN, label=I_DO_NOT_KNOW))
    asked = Question(text=question.text, help=question.why, more=(question.look,))
    if question.multiple:
        none = {
            option.value
            for option in question.options
            if all(value == [] for value in option.sets.values())
        }
        return ask_several(console, asked, choices, alone={UNKNOWN, *none})
    return ask_one(console, asked, choices)


def to_ask(
    findings: Iterable[Finding], catalogue: Catalogue, *, again: bool = False
) -> tuple[Measure, ...]:
    """Return the measures people must answer for, the gravest first.

    Those the machines decided are not asked, nor those answered already unless ``again``; what was
    answered «je ne sais pas» comes last, for somebody may have looked since. The four vendor
    questionnaires wait for their own tool: they stand in the plan.
    """
    kept = [
        (finding.answer is Answer.UNKNOWN, catalogue.measures[finding.measure])
        for finding in findings
        if _is_asked(finding, again=again)
    ]
    asked = [(doubt, measure) for doubt, measure in kept if not measure.deferred]
    asked.sort(key=lambda pair: (pair[0], -gravity(pair[1]), pair[1].number))
    return tuple(measure for _, measure in asked)


def _is_asked(finding: Finding, *, again: bool) -> bool:
    if again:
        return finding.verdict is Verdict.TO_CHECK or finding.basis is Basis.DECLARATION
    return finding.verdict is Verdict.TO_CHECK and finding.answer in {None, Answer.UNKNOWN}


def ask_measures(
    console: Console,
    measures: Sequence[Measure],
    guidance: Callable[[str], Guidance],
    *,
    now: Callable[[], datetime],
    save: Callable[[Record], None],
) -> bool:
    """Ask about each measure, one at a time; False when the person stopped."""
    rank = 0
    while rank < len(measures):
        heading = f"{rank + 1} sur {len(measures)} · "
        given = ask_measure(console, measures[rank], guidance(measures[rank].id), heading, now)
        if given is Way.STOP:
            return False
        if given is Way.PREVIOUS:
            rank = max(0, rank - 1)
            continue
        if isinstance(given, Record):
            save(given)
        rank += 1
    return True


def ask_measure(
    console: Console,
    measure: Measure,
    guidance: Guidance,
    heading: str,
    now: Callable[[], datetime],
) -> Record | Way:
    """Ask about one measure, and why when it is said to be without object."""
    question = Question(
        text=f"{heading}{measure.question}",
        help=guidance.why[0] if guidance.why else "",
        more=(*guidance.why[1:], *guidance.where_to_look),
    )
    given = ask_one(console, question, answer_choices(measure))
    if isinstance(given, Way):
        return given
    reason = ""
    if Answer(given) is Answer.NOT_CONCERNED:
        told = ask_text(console, WHY_NOT)
        if told is Way.PREVIOUS:  # the question before this one is the measure's own
            return ask_measure(console, measure, guidance, heading, now)
        if isinstance(told, Way):
            return told
        reason = told
    return make_answer(measure, Answer(given), at=now(), reason=reason)


def answer_choices(measure: Measure) -> list[Choice]:
    """Return the answers offered, always in the same order; «je ne sais pas» is always there."""
    labels = {**measure.answers, Answer.UNKNOWN: I_DO_NOT_KNOW}
    return [
        Choice(value=answer.value, label=labels[answer]) for answer in Answer if answer in labels
    ]
