"""An audit saved reads back the same; anything else is refused."""

import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.run_demo import make_demonstration
from hygie.catalogue.loader import load_catalogue
from hygie.core.ages import DataTable
from hygie.core.audits import Audit, make_audit
from hygie.core.errors import MisusedError
from hygie.core.measures import Guidance, Recipient
from hygie.core.records import Answer
from hygie.core.situation import Situation
from support.builders import (
    DELAY,
    LOCKS,
    NOW,
    a_catalogue,
    a_measure,
    a_proof,
    an_answer,
    no_object,
    seen,
    unseen,
)


def an_audit() -> Audit:
    return make_audit(
        situation=Situation(users=1),
        readings=[seen(LOCKS, False), unseen("disk.data_encrypted"), no_object(DELAY)],
        records=[an_answer(Answer.YES), a_proof()],
        catalogue=a_catalogue(a_measure(), a_measure(id="autre", wants=(), number=11)),
        guidance={"verrouillage": Guidance(how={"linux": ("Ouvrez.",)}, message="Merci.")},
        system="linux",
        now=NOW,
    )


def saved() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(write_audit(an_audit())))
    return document


def paths(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a document."""
    here = [path] if path else []
    children = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return here + [found for key, child in children for found in paths(child, (*path, key))]


def test_a_saved_audit_says_the_same_when_it_is_read_again() -> None:
    once = saved()
    assert write_audit(read_audit(once)) == once
    assert read_audit(once).counts == an_audit().counts
    assert read_audit(once).findings == an_audit().findings
    assert read_audit(once).plan == an_audit().plan


def test_the_demonstration_reads_again_the_same() -> None:
    audit, _ = make_demonstration(load_catalogue(), NOW)
    once = json.loads(json.dumps(write_audit(audit)))
    assert write_audit(read_audit(once)) == once


def test_an_audit_of_before_the_messages_and_the_tables_is_still_read() -> None:
    once = saved()
    del once["avertissements"]
    for action in once["plan"]:
        del action["message_pour"]
    audit = read_audit(once)
    assert audit.outdated == ()
    assert {action.message_for for action in audit.plan if action.message} == {Recipient.PROVIDER}
    assert {action.message_for for action in audit.plan if not action.message} == {None}


def test_a_table_said_to_be_old_is_kept() -> None:
    old = DataTable(id="systems", label="fin des correctifs", checked=date(2026, 5, 1))
    document = json.loads(json.dumps(write_audit(replace(an_audit(), outdated=(old,)))))
    assert read_audit(document).outdated == (old,)


NEVER_READ = {"format", "comptes", "comptes_complements", "barrieres", "avertissements"}
"""What an audit says without being rebuilt from it, or did not always say."""


@pytest.mark.parametrize("key", sorted(set(saved()) - NEVER_READ))
def test_an_audit_that_lacks_a_part_is_refused(key: str) -> None:
    document = saved()
    del document[key]
    with pytest.raises(MisusedError):
        read_audit(document)


ODD = st.sampled_from([None, True, 3.5, -1, "", "rien", [], {}, ["x"], [1], {"a": 1}])


@given(st.sampled_from(paths(saved())), ODD)
def test_an_audit_changed_anywhere_is_still_sound_or_refused(
    path: tuple[Any, ...], odd: Any
) -> None:
    document = copy.deepcopy(saved())
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    try:
        audit = read_audit(document)
    except MisusedError:
        return
    assert audit.counts.total >= 0
    assert isinstance(audit.barriers, tuple)
    json.dumps(write_audit(audit))


def test_an_audit_that_speaks_of_measures_it_does_not_carry_is_refused() -> None:
    document = saved()
    document["mesures"] = document["mesures"][:1]
    with pytest.raises(MisusedError):
        read_audit(document)
