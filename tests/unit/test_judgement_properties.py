"""What holds of every judgement, whatever is read, said and proved."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hygie.core.findings import Verdict, count
from hygie.core.judgement import judge
from hygie.core.measures import EvidenceKind
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from support.builders import (
    DELAY,
    LOCKS,
    MANAGER,
    NOW,
    a_catalogue,
    a_measure,
    a_proof,
    an_answer,
    no_object,
    seen,
    unseen,
)

POSTES = ("poste-1", "poste-2")
GOOD = {LOCKS: True, DELAY: 300, MANAGER: True}
BAD = {LOCKS: False, DELAY: 7200, MANAGER: False}
RANK = {Verdict.MET: 0, Verdict.NOT_CONCERNED: 0, Verdict.TO_CHECK: 1, Verdict.TO_DO: 2}
CATALOGUE = a_catalogue(
    a_measure(),
    a_measure(
        id="sauvegarde",
        evidence=(
            EvidenceKind(id="faite", label="Faite", days=8, needed=True),
            EvidenceKind(id="restauree", label="Restaurée", days=91, needed=True),
        ),
    ),
    a_measure(id="papier", wants=(), local=False),
)

moments = st.integers(-40, 5).map(lambda hours: NOW + timedelta(hours=hours))
facts = st.sampled_from([LOCKS, DELAY, MANAGER])
postes = st.sampled_from(POSTES)
readings = st.lists(
    st.one_of(
        st.builds(
            lambda fact, poste, at, good: seen(
                fact, (GOOD if good else BAD)[fact], poste=poste, at=at
            ),
            facts,
            postes,
            moments,
            st.booleans(),
        ),
        st.builds(lambda fact, poste, at: unseen(fact, poste=poste, at=at), facts, postes, moments),
        st.builds(
            lambda fact, poste, at: no_object(fact, poste=poste, at=at), facts, postes, moments
        ),
    ),
    max_size=12,
)
ends = st.one_of(st.none(), st.integers(-50, 50).map(lambda hours: NOW + timedelta(hours=hours)))
measures = st.sampled_from(["verrouillage", "sauvegarde", "papier"])
scopes = st.sampled_from([None, *POSTES])
records = st.lists(
    st.one_of(
        st.builds(
            lambda measure, answer, at, end, poste: an_answer(
                answer, measure=measure, at=at, expires=end, workstation=poste
            ),
            measures,
            st.sampled_from(list(Answer)),
            moments,
            ends,
            scopes,
        ),
        st.builds(
            lambda measure, kind, at, end, failed: a_proof(
                kind,
                measure=measure,
                at=at,
                expires=end,
                detail={"resultat": "echec"} if failed else {},
            ),
            measures,
            st.sampled_from(["capture", "faite", "restauree"]),
            moments,
            ends,
            st.booleans(),
        ),
    ),
    max_size=10,
)
situations = st.builds(
    Situation,
    local=st.booleans(),
    cloud=st.booleans(),
    users=st.sampled_from([None, 1, 2]),
    computers=st.integers(1, 3),
)


@given(situations, readings, records, st.randoms(use_true_random=False))
def test_the_order_things_come_in_is_indifferent(
    situation: Situation, read: list[Reading], said: list[Record], chance: object
) -> None:
    first = judge(situation, read, said, CATALOGUE, NOW)
    chance.shuffle(read)  # type: ignore[attr-defined]  # hypothesis' own Random
    chance.shuffle(said)  # type: ignore[attr-defined]  # hypothesis types it as object
    assert judge(situation, read, said, CATALOGUE, NOW) == first


@given(situations, readings, records)
def test_the_same_arguments_give_the_same_findings(
    situation: Situation, read: Sequence[Reading], said: Sequence[Record]
) -> None:
    first = judge(situation, tuple(read), tuple(said), CATALOGUE, NOW)
    assert judge(situation, iter(read), iter(said), CATALOGUE, NOW) == first


@given(situations, readings, records, facts, postes)
def test_a_good_fact_never_worsens_a_verdict(
    situation: Situation, read: list[Reading], said: list[Record], fact: str, poste: str
) -> None:
    # Of a workstation already known: one that appears brings its own unknowns with it.
    known = [*read, unseen(MANAGER, poste=poste, at=NOW - timedelta(days=9))]
    before = judge(situation, known, said, CATALOGUE, NOW)
    after = judge(situation, [*known, seen(fact, GOOD[fact], poste=poste)], said, CATALOGUE, NOW)
    verdicts = {finding.measure: finding.verdict for finding in after}
    for finding in before:
        # A measure shown only because it failed may leave once it fails no more.
        if finding.applicable:
            assert RANK[verdicts[finding.measure]] <= RANK[finding.verdict]


@given(situations, readings, records)
def test_every_measure_called_for_has_one_finding(
    situation: Situation, read: list[Reading], said: list[Record]
) -> None:
    findings = judge(situation, read, said, CATALOGUE, NOW)
    counted = [finding.measure for finding in findings if finding.applicable]
    called = [
        measure.id
        for measure in CATALOGUE.called_for(
            local=situation.local, cloud=situation.cloud, several_users=situation.several_users
        )
    ]
    assert counted == called
    tally = count(findings)
    assert tally.total + tally.not_concerned == len(called)


@given(situations, records)
def test_a_machine_never_read_is_never_sound_by_reading(
    situation: Situation, said: list[Record]
) -> None:
    for finding in judge(situation, [], said, CATALOGUE, NOW):
        if finding.measure != "papier":
            assert finding.verdict is not Verdict.MET
