from collections.abc import Iterable

import pytest

from hygie.audit.run_audit import exit_code
from hygie.core.audits import Audit, make_audit
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from hygie.terminal.commands import ExitCode
from support.builders import DELAY, LOCKS, NOW, a_catalogue, a_measure, an_answer, locked, seen


def an_audit(readings: Iterable[Reading] = (), records: Iterable[Record] = ()) -> Audit:
    other = a_measure(id="autre", number=99, wants=())
    return make_audit(
        situation=Situation(users=1),
        readings=readings,
        records=records,
        catalogue=a_catalogue(a_measure(), other),
        guidance={},
        system="linux",
        now=NOW,
    )


def said(answer: Answer) -> Record:
    return an_answer(answer, measure="autre")


OPEN = [seen(LOCKS, value=False), seen(DELAY, value=300)]


@pytest.mark.parametrize(
    ("audit", "code"),
    [
        (an_audit(locked(), [said(Answer.YES)]), ExitCode.DONE),
        (an_audit(locked(), [said(Answer.NOT_CONCERNED)]), ExitCode.DONE),
        (an_audit(locked(), [said(Answer.UNKNOWN)]), ExitCode.INCOMPLETE),
        (an_audit(locked()), ExitCode.INCOMPLETE),
        (an_audit(locked(), [said(Answer.PARTLY)]), ExitCode.TO_DO),
        (an_audit(OPEN), ExitCode.TO_DO),
    ],
    ids=["fine", "not concerned", "doubt", "silence", "partly", "both: to do outweighs doubt"],
)
def test_strict_says_the_result_and_nothing_else_does(audit: Audit, code: ExitCode) -> None:
    assert exit_code(audit, strict=True) is code
    assert exit_code(audit, strict=False) is ExitCode.DONE
