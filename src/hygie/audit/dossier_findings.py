"""The findings of the dossier: one card per measure, in the checklist's own order."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from hygie.audit.dossier_words import (
    ANSWERS,
    OUTCOMES,
    Edition,
    basis_line,
    numbered_sources,
    quoted,
    say_expected,
    say_read,
)
from hygie.audit.words import SIGNS
from hygie.core.audits import Audit
from hygie.core.findings import Basis, Because, Finding, Outcome, Proof, ProofState, Verdict
from hygie.core.measures import THREAT_LABELS, Measure, Origin, Role
from hygie.core.readings import Reading, newest
from hygie.documents.blocks import Block, card, heading, table, text
from hygie.terminal.typography import agree

Readings = Mapping[tuple[str, str], Reading]

COLUMNS: Mapping[tuple[bool, bool], str] = {
    (True, True): "colonnes L et C",
    (True, False): "colonne L",
    (False, True): "colonne C",
    (False, False): "hors colonnes",
}
ASIDE = frozenset({Outcome.NOT_CONCERNED, Outcome.SHOWN})
PROVED_WITHOUT_DATE = "aucune preuve datée à ce jour"
ASKED_BY_INSURERS = ("sauvegarde", "double-authentification")


def findings(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw every finding: the Mémento's lines by section, ours apart, then what no column asks."""
    yield heading("Les constats, chapitre par chapitre", page=True)
    yield text(
        "Le nom en gras est le nôtre ; la ligne en italique est le titre officiel de la mesure."
        " Chaque constat dit sur quoi il repose : « constaté » a été lu sur un ordinateur, «"
        " prouvé » s'appuie sur une preuve datée, « déclaré » est la parole du cabinet, que rien"
        " ne contredit."
    )
    draw = _Cards(audit, edition)
    yield from draw.by_section(_of(audit, Origin.MEMENTO))
    if ours := _of(audit, Origin.COMPLEMENT):
        yield heading("Compléments de Hygie", 2)
        yield text(
            "Ces mesures ne sont pas dans la liste du Mémento : elles sont comptées à part, mais"
            " tiennent leur place parmi les barrières."
        )
        yield from (draw.card(finding) for finding in ours)
    if beside := [finding for finding in audit.findings if not finding.applicable]:
        yield heading("Constaté aussi, hors de votre liste", 2)
        yield text("Rien ne demandait ces mesures ; un relevé montre pourtant un défaut.")
        yield from (draw.card(finding) for finding in beside)


def evidence(audit: Audit, edition: Edition) -> Iterator[Block]:
    """List each proof with its date; two are named even when they are missing."""
    yield heading("Les preuves datées")
    yield text(
        "Seules les preuves enregistrées figurent ici. Une déclaration, même datée, n'en est pas"
        " une."
    )
    measures = audit.catalogue.measures
    rows = [
        (
            measures[finding.measure].short,
            _shown_by(proof),
            edition.moment(proof.at),
            _worth(proof, edition),
        )
        for finding in audit.findings
        for proof in finding.proofs
    ]
    shown = {finding.measure for finding in audit.findings if finding.proofs}
    rows += [
        (measures[id_].short, PROVED_WITHOUT_DATE, "–", "–")
        for id_ in ASKED_BY_INSURERS
        if id_ in measures and id_ not in shown
    ]
    if rows:
        yield table({"Mesure": 5, "Preuve": 6, "Du": 3, "Ce qu'elle vaut ce jour": 3}, rows)
    else:
        yield text("Aucune preuve datée à ce jour.")


def _shown_by(proof: Proof) -> str:
    if not proof.fingerprint:
        return proof.label
    return f"{proof.label}. Fichier dont l'empreinte SHA-256 est {proof.fingerprint}"


def _worth(proof: Proof, edition: Edition) -> str:
    if proof.state is ProofState.FAILED:
        return "acte essayé, et échoué"
    if proof.expires is None:
        return "valable, sans terme"
    day = edition.day(proof.expires)
    return f"valable jusqu'au {day}" if proof.state is ProofState.HOLDS else f"périmée le {day}"


def _of(audit: Audit, origin: Origin) -> list[Finding]:
    measures = audit.catalogue.measures
    kept = [one for one in audit.findings if one.applicable]
    return sorted(
        (one for one in kept if measures[one.measure].origin is origin),
        key=lambda one: measures[one.measure].number,
    )


class _Cards:
    """Draws findings with what the whole audit knows: readings, facts, source numbers."""

    def __init__(self, audit: Audit, edition: Edition) -> None:
        self._audit = audit
        self._edition = edition
        self._readings: Readings = newest(audit.readings)
        self._sources = numbered_sources(audit)
        self._several = len({one.workstation for one in audit.readings}) > 1

    def by_section(self, found: Iterable[Finding]) -> Iterator[Block]:
        """Draw the findings under the titles of the checklist."""
        for section, group in groupby(found, key=lambda one: self._measure(one).section):
            yield heading(section, 2)
            yield from (self.card(finding) for finding in group)

    def card(self, finding: Finding) -> Block:
        """Draw one finding."""
        measure = self._measure(finding)
        sign, word, _tone = SIGNS[finding.verdict]
        ours = measure.origin is Origin.COMPLEMENT
        return card(
            title=f"{'' if ours else f'{measure.number}. '}{measure.short}",
            sign=sign,
            word=word,
            official="" if ours else measure.title,
            lines=self._lines(finding),
            facts=self._facts(measure, finding),
            small=self._about(measure),
            strong=finding.verdict is Verdict.TO_DO,
        )

    def _measure(self, finding: Finding) -> Measure:
        return self._audit.catalogue.measures[finding.measure]

    def _lines(self, finding: Finding) -> Iterator[tuple[str, str]]:
        yield basis_line(finding, self._edition)
        if finding.answer is not None and finding.basis in {Basis.READING, Basis.EVIDENCE}:
            on = f", le {self._edition.day(finding.answered)}" if finding.answered else ""
            yield ("Déclaré", f"« {ANSWERS[finding.answer]} »{on}.")
        if finding.contradiction:
            yield ("Contradiction", "ce qui est déclaré et ce qui est constaté se contredisent.")
        yield from dict.fromkeys(
            ("Indice" if item.role is Role.HINT else "", item.failing)
            for item in finding.because
            if item.outcome is Outcome.BAD and item.failing
        )
        if finding.unread:
            words = agree(finding.unread, "ordinateur n'a", "ordinateurs n'ont")
            read = agree(finding.unread, "lu", "lus")
            yield ("Non lu", f"{finding.unread} {words} pas été {read} par Hygie.")

    def _facts(self, measure: Measure, finding: Finding) -> Iterable[str]:
        """Say what was compared; what decides nothing is among the readings."""
        return dict.fromkeys(
            self._fact(measure, item) for item in finding.because if item.outcome not in ASIDE
        )

    def _fact(self, measure: Measure, item: Because) -> str:
        """Say one fact, what was expected of it and what came of it."""
        fact = self._audit.catalogue.facts.get(item.fact)
        reading = self._readings.get((item.workstation, item.fact))
        label = fact.label if fact else item.fact
        said = say_read(fact, reading) if reading else "jamais lu"
        wanted = next(
            (one for one in measure.wants if (one.fact, one.role) == (item.fact, item.role)), None
        )
        expected = (
            f" ; attendu : {say_expected(fact, wanted.predicate)}"
            if wanted and wanted.predicate
            else ""
        )
        hint = "indice, " if item.role is Role.HINT else ""
        where = f" ({item.workstation})" if self._several else ""
        return f"{label}{where} : {said.rstrip('.')}{expected} → {hint}{OUTCOMES[item.outcome]}"

    def _about(self, measure: Measure) -> str:
        threats = ", ".join(THREAT_LABELS[threat].lower() for threat in measure.threats)
        parts = [
            _chapter(measure),
            COLUMNS[measure.local, measure.cloud],
            f"contre : {threats}" if threats else "",
            quoted(measure.sources, self._sources),
        ]
        return " · ".join(part for part in parts if part)


def _chapter(measure: Measure) -> str:
    """Say where the official line stands; ours only stand near one."""
    if not measure.chapter[:1].isdigit():
        return measure.chapter if measure.origin is Origin.MEMENTO else ""
    near = "" if measure.origin is Origin.MEMENTO else "se rattache au "
    return f"{near}chapitre {measure.chapter}"
