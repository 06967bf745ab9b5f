"""Taking workstation files in: what is refused, what is kept, what still counts."""

from datetime import timedelta
from typing import Any

import pytest

from hygie.audit.received import (
    Received,
    joined,
    load_received,
    present,
    save_received,
    save_removed,
)
from hygie.audit.reception import check_file, check_trust, known
from hygie.audit.workstation_file_format import WorkstationFile
from hygie.audit.workstations_said import NO_COMPUTER, covered, drawn_list
from hygie.catalogue.loader import load_catalogue
from hygie.core.ages import READING_DAYS
from hygie.core.audits import Audit, make_audit
from hygie.core.errors import MisusedError
from hygie.core.readings import Unreadable
from hygie.core.situation import Situation
from hygie.practice.sqlite_records import SqliteRecords
from support.builders import NOW
from support.workstations import (
    LOCKED,
    OTHER,
    THIRD,
    a_file,
    a_key,
    an_observation,
    as_received,
    print_of,
)

FACTS = load_catalogue().facts
HERE = "poste-00000000"
HOUR = timedelta(hours=1)


def received(file: WorkstationFile | None = None, **changes: Any) -> Received:
    kept = file or a_file(**changes)
    return Received(workstation=kept.workstation, key=kept.public.hex(), at=NOW, file=kept)


def refusal(file: WorkstationFile, before: Received | None = None, *, older: bool = False) -> str:
    with pytest.raises(MisusedError) as error:
        check_file(file, before, here=HERE, now=NOW, older=older)
    return error.value.message


class TestChecks:
    def test_a_first_file_and_a_newer_one_pass(self) -> None:
        check_file(a_file(), None, here=HERE, now=NOW, older=False)
        check_file(a_file(at=NOW), received(), here=HERE, now=NOW, older=False)

    def test_one_of_this_very_workstation_is_refused(self) -> None:
        assert "ce poste-ci" in refusal(a_file(workstation=HERE))

    def test_one_dated_in_the_future_is_refused(self) -> None:
        assert "futur" in refusal(a_file(at=NOW + timedelta(minutes=10, seconds=1)))

    def test_clocks_a_little_apart_are_no_matter(self) -> None:
        ahead = a_file(at=NOW + timedelta(minutes=10))
        check_file(ahead, None, here=HERE, now=NOW, older=False)

    def test_one_that_says_nothing_is_refused(self) -> None:
        assert "ne dit rien" in refusal(a_file(readings=()))

    def test_another_key_for_the_same_workstation_is_refused_even_newer(self) -> None:
        forged = a_file(a_key(2), at=NOW)
        assert "une autre signature" in refusal(forged, received())
        assert "une autre signature" in refusal(forged, received(), older=True)
        with pytest.raises(MisusedError) as error:
            check_file(forged, received(), here=HERE, now=NOW, older=False)
        for word in ("autre compte", "réinstallé", "peut être un faux", f"retirer {OTHER}"):
            assert word in error.value.hint

    def test_an_older_one_is_refused_unless_asked(self) -> None:
        before = received(at=NOW - HOUR)
        older = a_file(at=NOW - 2 * HOUR)
        assert "plus ancien" in refusal(older, before)
        check_file(older, before, here=HERE, now=NOW, older=True)


class TestTrust:
    def test_a_key_seen_for_the_first_time_is_asked_about_with_its_fingerprint(self) -> None:
        asked: list[str] = []

        def yes(shown: str) -> bool:
            asked.append(shown)
            return True

        check_trust(a_file(), None, None, yes)
        assert asked == [print_of(a_key())]
        check_trust(a_file(), received(), None, yes)
        assert len(asked) == 1

    def test_no_is_no(self) -> None:
        with pytest.raises(MisusedError, match="pas été ajouté"):
            check_trust(a_file(), None, None, lambda _: False)

    def test_nobody_there_needs_the_fingerprint(self) -> None:
        with pytest.raises(MisusedError) as error:
            check_trust(a_file(), None, None, None)
        assert "--empreinte" in error.value.hint
        check_trust(a_file(), None, print_of(a_key()).upper(), None)
        check_trust(a_file(), received(), None, None)

    def test_a_wrong_fingerprint_is_refused_even_of_a_known_key(self) -> None:
        for before in (None, received()):
            with pytest.raises(MisusedError, match="n'est pas celle"):
                check_trust(a_file(), before, print_of(a_key(2)), lambda _: True)


class TestRecords:
    @pytest.fixture
    def records(self, tmp_path: Any) -> SqliteRecords:
        return SqliteRecords(tmp_path, token=lambda: bytes(16))

    def test_the_last_file_of_each_stands(self, records: SqliteRecords) -> None:
        assert load_received(records, FACTS) == ()
        save_received(records, a_file(), NOW - HOUR)
        save_received(records, a_file(workstation=THIRD), NOW - HOUR)
        last = a_file(at=NOW, readings=(an_observation(LOCKED, False),))
        save_received(records, last, NOW)
        found = load_received(records, FACTS)
        assert [each.workstation for each in found] == [OTHER, THIRD]
        assert found[0] == received(as_received(last))
        assert records.verify().whole

    def test_one_taken_out_is_remembered_but_trusted_no_longer(
        self, records: SqliteRecords
    ) -> None:
        save_received(records, a_file(), NOW - HOUR)
        save_removed(records, OTHER, NOW)
        found = load_received(records, FACTS)
        assert [each.workstation for each in found] == [OTHER]
        assert present(found) == ()
        assert known(found, OTHER) is None

    def test_facts_that_are_gone_leave_the_rest(self, records: SqliteRecords) -> None:
        save_received(records, a_file(), NOW)
        (found,) = load_received(records, {})
        assert found.readings == ()
        assert not found.counts(NOW)


class TestJoined:
    OWN = (an_observation(LOCKED, True, poste=HERE),)

    def test_each_other_workstation_adds_its_last_readings(self) -> None:
        others = (received(), received(workstation=THIRD))
        found = joined(self.OWN, others, here=HERE, now=NOW)
        assert {reading.workstation for reading in found} == {HERE, OTHER, THIRD}

    def test_one_too_old_counts_as_unread(self) -> None:
        for days, counts in ((READING_DAYS, True), (READING_DAYS + 1, False)):
            other = received(at=NOW - timedelta(days=days))
            assert other.counts(NOW) is counts
            found = joined(self.OWN, [other], here=HERE, now=NOW)
            assert (len(found) == 2) is counts

    def test_what_an_older_audit_had_joined_gives_way(self) -> None:
        before = (*self.OWN, *received().readings)
        gone = Received(workstation=OTHER, key="", at=NOW, file=None)
        assert joined(before, [gone], here=HERE, now=NOW) == self.OWN
        stale = received(at=NOW - timedelta(days=60))
        assert joined(before, [stale], here=HERE, now=NOW) == self.OWN

    def test_this_workstation_speaks_for_itself(self) -> None:
        """The records were carried to a computer whose file had been received."""
        own = (an_observation(LOCKED, False, poste=OTHER),)
        assert joined(own, [received()], here=OTHER, now=NOW) == own


class TestSaid:
    def audit(self, others: list[Received], computers: int) -> Audit:
        return make_audit(
            situation=Situation(computers=computers),
            readings=joined(
                (an_observation(LOCKED, True, poste=HERE),), others, here=HERE, now=NOW
            ),
            records=(),
            catalogue=load_catalogue(),
            guidance={},
            system="linux",
            now=NOW,
        )

    def lines(self, others: list[Received], computers: int) -> str:
        told = covered(
            self.audit(others, computers), others, HERE, counted_here=computers > 0, zone=None
        )
        return " ".join(" ".join(told).split())

    def test_alone_there_is_nothing_to_say(self) -> None:
        assert self.lines([], 1) == self.lines([], 3) == ""

    def test_what_is_covered_and_what_is_not(self) -> None:
        doubt = Unreadable(fact=LOCKED, workstation=THIRD, reason="Non.", remedy="Là.", at=NOW)
        old = received(at=NOW - timedelta(days=40))
        said = self.lines([old, received(workstation=THIRD, readings=(doubt,))], 4)
        assert f"{HERE}, ce poste-ci" in said
        assert f"{OTHER} (Windows)" in said
        assert "compté comme non lu" in said
        assert f"{THIRD} (Windows) : lu le" in said
        assert "n'a pas encore envoyé" in said
        assert "À traiter" not in said

    def test_where_something_is_to_do_is_said(self) -> None:
        open_one = (an_observation(LOCKED, False),)
        said = self.lines([received(readings=open_one), received(workstation=THIRD)], 3)
        assert said.count("À traiter") == 1
        assert "par son fichier. À traiter : Verrouiller" in said

    def test_without_any_computer_this_one_is_not_counted(self) -> None:
        assert self.lines([], 0) == " ".join(NO_COMPUTER.split())
        shown = list(drawn_list([], HERE, 0, now=NOW, zone=None))
        assert f"{HERE}, ce poste-ci" not in " ".join(shown)
