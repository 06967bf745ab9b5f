"""The plan of the dossier: what was decided, why, who acts, and how."""

from collections.abc import Iterable, Iterator, Mapping

from hygie.audit.dossier_words import ANSWERS, Edition
from hygie.audit.words import ACTORS
from hygie.core.audits import Audit
from hygie.core.findings import Finding, Outcome
from hygie.core.measures import Recipient
from hygie.core.plan import Action, Task
from hygie.documents.blocks import Block, card, heading, table, text
from hygie.terminal.typography import minutes

NOTHING = "Rien à faire ni à vérifier : chaque mesure est respectée ou sans objet."
RECIPIENTS: Mapping[Recipient, str] = {
    Recipient.PROVIDER: "prestataire",
    Recipient.VENDOR: "éditeur",
    Recipient.BOTH: "les deux",
}
ORDER = (
    "L'ordre est celui de ce que chaque mesure arrête, puis de l'effort ; il est le nôtre. Au"
    " plus trois actes le premier jour. Les durées sont des ordres de grandeur. « Vous » est le"
    " praticien."
)


def plan(audit: Audit, edition: Edition) -> Iterator[Block]:
    """Draw the plan: the first day, what follows, what is left to find out."""
    yield heading("Le plan : ce qui est décidé, et pourquoi")
    yield text(ORDER if audit.plan else NOTHING)
    by_measure = {finding.measure: finding for finding in audit.findings}
    ranked = list(enumerate(audit.plan, start=1))
    today = [(rank, action) for rank, action in ranked if action.today]
    acts = [(rank, one) for rank, one in ranked if one.task is Task.DO and not one.today]
    doubts = [(rank, one) for rank, one in ranked if one.task is Task.FIND_OUT and not one.today]
    if today:
        yield heading("Le premier jour", 2)
        yield from (_act(rank, action, audit, by_measure, edition) for rank, action in today)
    if acts:
        yield heading("Ensuite", 2)
        yield from (_act(rank, action, audit, by_measure, edition) for rank, action in acts)
    if doubts:
        yield heading("Ce qui reste à savoir", 2)
        each = max(action.minutes for _, action in doubts)
        yield text(f"Chaque réponse demande {minutes(each)} au plus.")
        yield _doubts(doubts)


def requests(audit: Audit) -> Iterator[Block]:
    """List what is asked of whoever repairs the computers and of the vendor."""
    rows = [
        (RECIPIENTS[action.message_for], action.message)
        for action in audit.plan
        if action.message_for is not None
    ]
    if rows:
        yield heading("Ce qui est demandé au prestataire et à l'éditeur", 2)
        yield text(
            "Les messages prêts à envoyer : hygie plan --message prestataire, et hygie plan"
            " --message editeur"
        )
        yield table({"À qui": 2, "Demande": 9}, rows)


def _act(
    rank: int, action: Action, audit: Audit, by_measure: Mapping[str, Finding], edition: Edition
) -> Block:
    measure = audit.catalogue.measures[action.measure]
    asked = "À savoir : " if action.task is Task.FIND_OUT else ""
    return card(
        title=f"{rank}. {asked}{action.title}",
        sign="",
        word="",
        lines=_why(action, by_measure.get(action.measure), edition),
        steps=action.how,
        small=f"mesure : {measure.short}",
        strong=action.today,
    )


def _why(action: Action, finding: Finding | None, edition: Edition) -> Iterator[tuple[str, str]]:
    yield ("Qui", f"{ACTORS[action.who]}, {minutes(action.minutes)}.")
    if action.reasons:
        yield ("Pourquoi", " ".join(action.reasons))
    elif finding is not None and finding.answer is not None and finding.since is not None:
        answer = ANSWERS[finding.answer]
        yield ("Pourquoi", f"réponse « {answer} » du {edition.day(finding.since)}.")
    elif finding is not None and _shows_a_fault(finding):
        yield ("Pourquoi", "un relevé montre un défaut.")
    if action.contradiction:
        yield ("Contradiction", "cette mesure était déclarée en place.")


def _shows_a_fault(finding: Finding) -> bool:
    return any(item.outcome is Outcome.BAD for item in finding.because)


def _doubts(doubts: Iterable[tuple[int, Action]]) -> Block:
    """Draw what is left to find out as a table: a question, who can answer, where to look."""
    rows = [
        (
            str(rank),
            " ".join((action.title, *action.reasons)),
            ACTORS[action.who],
            " ".join(action.how) or "–",
        )
        for rank, action in doubts
    ]
    return table({"N°": 2, "À savoir": 17, "Qui": 5, "Où regarder": 20}, rows)
