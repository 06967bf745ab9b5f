"""What to do, in what order: what each measure stops, then what it costs.

A measure in place is never advised; a thing not known is a thing to find out, never silence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hygie.core.findings import Finding, Outcome, Verdict
from hygie.core.measures import Actor, Catalogue, Guidance, Measure, Recipient, Role, Threat

FIRST_DAY = 3
"""No more than this on the first day (design §2.7): a longer list is a list nobody starts."""

GRAVITY: Mapping[Threat, int] = {
    Threat.RANSOMWARE: 6,  # stops the practice and loses the files at once
    Threat.DATA_LOSS: 6,  # what is lost without a copy is lost for good
    Threat.DISCLOSURE: 5,  # cannot be undone, and must be notified
    Threat.PHISHING: 4,  # the way in of most attacks
    Threat.THEFT: 4,
    Threat.OUTAGE: 3,
    Threat.NON_COMPLIANCE: 1,
}
"""How much worse one threat is than another: our judgement, for ordering only, never shown."""

QUICK_MINUTES = 15
"""What can be done between two patients comes before what needs an afternoon."""

FIND_OUT_MINUTES = 5
"""Looking in the right place, or sending the grouped message, takes about this."""


class Task(StrEnum):
    """Something to carry out, or something to find out."""

    DO = "faire"
    FIND_OUT = "savoir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of the plan. ``reasons`` say why it is there; ``how`` are steps for this system.

    ``today`` marks the few to begin with. ``message`` is the line of the grouped messages, and
    ``message_for`` says which of them.
    """

    measure: str
    task: Task
    title: str
    who: Actor
    minutes: int
    today: bool = False
    contradiction: bool = False
    reasons: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    message: str = ""
    message_for: Recipient | None = None


def make_plan(  # noqa: PLR0913  # what was found, and four things of who reads the plan
    findings: Iterable[Finding],
    catalogue: Catalogue,
    guidance: Mapping[str, Guidance],
    system: str,
    systems: Mapping[str, str] | None = None,
    *,
    phones: bool = False,
) -> tuple[Action, ...]:
    """Order what is left to do and to find out; ``system`` is windows, macos or linux.

    ``systems`` names those of the other workstations: the steps are for the one that fails.
    ``phones`` tells that the practice has no computer: what is of its phones comes first.
    """
    pending = [
        (finding, catalogue.measures[finding.measure])
        for finding in findings
        if finding.verdict in {Verdict.TO_DO, Verdict.TO_CHECK}
    ]
    pending.sort(
        key=lambda pair: (
            *_state(pair[0]),
            not (phones and pair[1].first_on_phones),
            *_order(pair[1]),
        )
    )
    actions = [
        _action(
            finding,
            measure,
            guidance.get(measure.id, Guidance()),
            _system_of(finding, system, systems or {}),
        )
        for finding, measure in pending
    ]
    return tuple(_with_today(actions))


def gravity(measure: Measure) -> int:
    """Weigh a measure by its two gravest threats: naming more of them does not make it graver."""
    weights = sorted((GRAVITY[threat] for threat in measure.threats), reverse=True)
    return sum(weights[:2])


def _state(finding: Finding) -> tuple[bool, bool]:
    return finding.verdict is Verdict.TO_CHECK, not finding.applicable


def _order(measure: Measure) -> tuple[int, bool, int, int]:
    return (
        -gravity(measure),
        measure.minutes > QUICK_MINUTES,
        measure.minutes,
        measure.number,
    )


def _action(finding: Finding, measure: Measure, guidance: Guidance, system: str) -> Action:
    to_do = finding.verdict is Verdict.TO_DO
    return Action(
        measure=measure.id,
        task=Task.DO if to_do else Task.FIND_OUT,
        title=measure.action if to_do else measure.question,
        who=measure.who,
        minutes=measure.minutes if to_do else FIND_OUT_MINUTES,
        contradiction=finding.contradiction,
        reasons=_reasons(finding),
        how=steps(guidance, system) if to_do else guidance.where_to_look,
        message=guidance.message,
        message_for=(measure.message_for or Recipient.PROVIDER) if guidance.message else None,
    )


def _system_of(finding: Finding, system: str, systems: Mapping[str, str]) -> str:
    """Return the system of the workstations that fail, when it is the same for all of them."""
    failing = {
        systems.get(item.workstation, system)
        for item in finding.because
        if item.role is Role.REQUIRED and item.outcome is Outcome.BAD
    }
    return failing.pop() if len(failing) == 1 else system


def steps(guidance: Guidance, system: str) -> tuple[str, ...]:
    """Return the steps for this system, else those that need no computer."""
    return guidance.how.get(system) or guidance.how.get("anyone") or ()


def _reasons(finding: Finding) -> tuple[str, ...]:
    """Return the failing sentences, once each, in the catalogue's order."""
    said = (
        item.failing
        for item in finding.because
        if item.role is Role.REQUIRED and item.outcome is Outcome.BAD and item.failing
    )
    return tuple(dict.fromkeys(said))


def _with_today(actions: Sequence[Action]) -> Iterator[Action]:
    """Put first, and mark, the few to begin with: one bad reading takes one place, not two.

    Acts come before questions because of the order they are in.
    """
    first: list[Action] = []
    told: set[str] = set()
    for action in actions:
        if len(first) < FIRST_DAY and not (action.reasons and told.issuperset(action.reasons)):
            first.append(action)
            told.update(action.reasons)
    chosen = {action.measure for action in first}
    yield from (replace(action, today=True) for action in first)
    yield from (action for action in actions if action.measure not in chosen)
