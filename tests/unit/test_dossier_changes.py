"""What changed since the audit of before, and the proofs with their dates, in the dossier."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.comparison_format import compare_audits, read_comparison, write_comparison
from hygie.audit.dossier_changes import NOTHING_BEFORE, SHOWN_FIRST_READINGS, changes
from hygie.audit.dossier_findings import evidence
from hygie.audit.dossier_words import Edition
from hygie.audit.run_demo import make_demonstration, make_demonstration_before
from hygie.catalogue.loader import load_catalogue
from hygie.core.audits import Audit, make_audit
from hygie.core.comparison import Change
from hygie.core.declared import FAILED, RESULT
from hygie.core.errors import MisusedError
from hygie.core.findings import ProofState
from hygie.core.readings import Observed
from hygie.core.records import Record
from hygie.core.situation import Situation
from support.builders import NOW, a_catalogue, a_proof

AFTER = make_demonstration(load_catalogue(), NOW)[0]
BEFORE = make_demonstration_before(load_catalogue(), NOW)
COMPARED = compare_audits(BEFORE, AFTER)


def rows(blocks: Iterable[Any]) -> list[list[str]]:
    return [row for block in blocks if block["kind"] == "table" for row in block["rows"]]


def sentences(blocks: Iterable[Any]) -> str:
    return "\n".join(block["text"] for block in blocks if block["kind"] == "text")


def proved_by(*records: Record) -> Audit:
    return make_audit(
        situation=Situation(users=1),
        readings=(),
        records=records,
        catalogue=a_catalogue(),
        guidance={},
        system="linux",
        now=NOW,
    )


class TestChanges:
    def test_the_demonstration_shows_each_kind_of_change(self) -> None:
        kinds = {move.change for move in COMPARED.found.moved}
        assert {Change.CLOSED, Change.OPENED, Change.EXPIRED} <= kinds
        assert COMPARED.found.first_read

    def test_what_moved_is_a_table_with_both_verdicts(self) -> None:
        found = rows(changes(AFTER, Edition(made_at=NOW, zone=UTC, compared=COMPARED)))
        assert ["Réglé", "Fermer l'accès au cabinet", "à traiter", "respectée"] in found
        assert ["Horloge mise à l'heure par le réseau", "oui"] in found

    def test_without_an_audit_before_the_page_says_so(self) -> None:
        assert sentences(changes(AFTER, Edition(made_at=NOW))) == NOTHING_BEFORE

    def test_the_same_audit_twice_changes_nothing(self) -> None:
        same = Edition(made_at=NOW, zone=UTC, compared=compare_audits(AFTER, AFTER))
        assert rows(changes(AFTER, same)) == []
        assert "Aucune mesure n'a changé d'état." in sentences(changes(AFTER, same))

    def test_two_catalogues_are_said(self) -> None:
        older = replace(BEFORE, catalogue=replace(BEFORE.catalogue, version="2025.01"))
        edition = Edition(made_at=NOW, compared=compare_audits(older, AFTER))
        assert "deux catalogues, 2025.01 puis" in sentences(changes(AFTER, edition))

    def test_a_workstation_read_for_the_first_time_does_not_fill_pages(self) -> None:
        unread = replace(BEFORE, readings=())
        edition = Edition(made_at=NOW, compared=compare_audits(unread, AFTER))
        found = list(changes(AFTER, edition))
        first = [block for block in found if block["kind"] == "table"][-1]["rows"]
        read = sum(isinstance(each, Observed) for each in AFTER.readings)
        assert len(first) == SHOWN_FIRST_READINGS
        assert f"Et {read - SHOWN_FIRST_READINGS}\u00a0autres" in sentences(found)

    def test_it_reads_back_the_same(self) -> None:
        assert read_comparison(write_comparison(COMPARED)) == COMPARED

    @pytest.mark.parametrize(
        "change",
        [
            {"avant": "hier"},
            {"avant": None},
            {"changements": "aucun"},
            {"changements": [{"mesure": "x"}]},
            {"premieres_lectures": [{"poste": 3, "fait": "x"}]},
        ],
    )
    def test_an_altered_comparison_is_refused(self, change: dict[str, Any]) -> None:
        with pytest.raises(MisusedError, match="comparaison"):
            read_comparison({**write_comparison(COMPARED), **change})


class TestProofs:
    def test_a_proof_is_shown_even_when_it_does_not_decide(self) -> None:
        edition = Edition(made_at=NOW, zone=UTC)
        told = {row[1]: row for row in rows(evidence(AFTER, edition))}
        assert told["Essai de restauration réussi et daté"][3].startswith("valable jusqu'au")
        assert told["Sauvegarde faite, datée et finie sans erreur"][3].startswith("périmée le")

    @pytest.mark.parametrize(
        ("proof", "state", "worth"),
        [
            (a_proof(), ProofState.HOLDS, "valable jusqu'au"),
            (a_proof(expires=None), ProofState.HOLDS, "valable, sans terme"),
            (a_proof(expires=NOW - timedelta(hours=1)), ProofState.LAPSED, "périmée le"),
            (a_proof(detail={RESULT: FAILED}), ProofState.FAILED, "acte essayé, et échoué"),
        ],
    )
    def test_what_a_proof_is_worth_is_said(
        self, proof: Record, state: ProofState, worth: str
    ) -> None:
        audit = proved_by(proof)
        (kept,) = audit.findings[0].proofs
        assert (kept.state, kept.at) == (state, proof.at)
        assert rows(evidence(audit, Edition(made_at=NOW, zone=UTC)))[0][3].startswith(worth)

    def test_proofs_are_frozen_in_the_audit(self) -> None:
        audit = proved_by(a_proof())
        assert read_audit(write_audit(audit)).findings == audit.findings

    def test_no_proof_is_said(self) -> None:
        assert "Aucune preuve datée" in sentences(evidence(proved_by(), Edition(made_at=NOW)))

    def test_an_audit_of_before_proofs_were_written_is_read(self) -> None:
        document = write_audit(proved_by(a_proof()))
        for finding in document["constats"]:
            del finding["preuves"]
        assert read_audit(document).findings[0].proofs == ()
