"""What the pages know of the practice, when the disk refuses half-way."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hygie.audit.answers_format import make_answer
from hygie.core.errors import StorageError
from hygie.core.records import Answer
from hygie.practice.records import Entry, as_draft
from hygie.web.desk import Desk
from hygie.web.shared_data import SharedRecords
from support.practices import with_a_past


class Refusing(SharedRecords):
    """Records whose disk refuses to give what is read in full, while told to."""

    refuses = False

    def entries(self, **asked: Any) -> tuple[Entry, ...]:
        if self.refuses:
            raise StorageError("Le disque a refusé.", hint="Vérifiez-le.")
        return super().entries(**asked)


def test_what_a_refusal_kept_from_being_read_is_read_the_next_time(tmp_path: Path) -> None:
    records = Refusing(with_a_past(tmp_path / "hygie"), None)
    desk = Desk(records, environment={}, now=lambda: datetime.now(UTC))
    before = len(desk.practice.said)
    measure = desk.catalogue.measures["charte-informatique"]
    records.append(as_draft(make_answer(measure, Answer.YES, at=datetime.now(UTC))))
    records.refuses = True
    with pytest.raises(StorageError):
        desk.audit()
    records.refuses = False
    assert len(desk.practice.said) == before + 1
    assert desk.lines[-1].measure == measure.id


def test_a_request_that_was_refused_does_not_pass_for_one_that_looked(tmp_path: Path) -> None:
    records = Refusing(with_a_past(tmp_path / "hygie"), None)
    desk = Desk(records, environment={}, now=lambda: datetime.now(UTC))
    desk.begin()
    records.refuses = True
    for _ in range(2):
        with pytest.raises(StorageError):
            desk.audit()
    records.refuses = False
    assert desk.audit().counts.total > 0
