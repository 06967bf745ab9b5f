"""A hand that writes through the app's pages without rest, and notes what was acknowledged."""

import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from hygie.audit.store import load_records
from hygie.catalogue.loader import load_catalogue
from hygie.core.records import ANSWER, Record
from hygie.practice.evidence_files import FOLDER, EvidenceStore
from hygie.practice.opening import open_records_with
from hygie.practice.records import TASK, Chain
from hygie.practice.vault import Secret
from support.app import Answer, Visitor

LETTERS = str.maketrans("0123456789", "abcdefghij")
MEASURE, MEASURE_WITH_REASON = "sauvegarde", "supports-amovibles"
PROOF_PAGE = f"/mesures/{MEASURE}/preuve"
KIND = re.compile(r'name="genre" value="([^"]+)"')


def spelled(number: int) -> str:
    """Write a number in letters: figures in a note may look like a code."""
    return str(number).translate(LETTERS)


CUT_OFF = (OSError, http.client.HTTPException)
"""What a browser sees of an app that is killed."""


@dataclass(frozen=True)
class Form:
    """What forms carry beside what somebody fills in."""

    secret: str
    kind: str


def prepared(visitor: Visitor) -> Form:
    """Look at the pages once: what is then timed is the writing."""
    found = KIND.search(visitor.get(PROOF_PAGE).text)
    if found is None:
        raise AssertionError(PROOF_PAGE)
    return Form(visitor.token(), found.group(1))


@dataclass
class Hand:
    """Writes texts that are each found once; ``acknowledged`` are those the app said it has."""

    visitor: Visitor
    name: str
    form: Form
    acknowledged: list[str] = field(default_factory=list)

    def write_until_cut_off(self, way: Callable[["Hand", str], Answer]) -> None:
        """Write one after the other until the app is no more."""
        for number in range(100_000):
            text = f"{self.name} {spelled(number)}"
            try:
                answer = way(self, text)
            except CUT_OFF:
                return
            if answer.status != HTTPStatus.FOUND:
                raise AssertionError(f"{answer.status}: {answer.said}")
            self.acknowledged.append(text)

    def post(self, path: str, **fields: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.form.secret, **fields}).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.visitor.port}",
        }
        return self.visitor.request("POST", path, body, headers)

    def note(self, text: str) -> Answer:
        return self.post(f"/plan/{MEASURE}", note=text)

    def answer(self, text: str) -> Answer:
        words = {"reponse": "sans_objet", "motif": text, "retour": "mesure"}
        return self.post(f"/questions/{MEASURE_WITH_REASON}", **words)

    def prove(self, text: str) -> Answer:
        fields = {
            "csrfmiddlewaretoken": self.form.secret,
            "genre": self.form.kind,
            "note": text,
        }
        file = ("fichier", f"{text}.txt", text.encode())
        return self.visitor.send(PROOF_PAGE, fields, file)


WAYS = (Hand.note, Hand.answer, Hand.prove)


@dataclass(frozen=True)
class Found:
    """What a data folder holds, read without the app."""

    chain: Chain
    texts: frozenset[str]


def found_in(home: Path, secret: Secret) -> Found:
    """Read the folder of an app that was killed: records, and the files they name."""
    records = open_records_with(home, secret)
    store = EvidenceStore(home / FOLDER, secret.derived("preuves"), chance=bytes)
    said = load_records(records, load_catalogue())
    texts = {str(entry.detail["note"]) for entry in records.entries(kinds={TASK})}
    texts |= {record.detail.get("motif", "") for record in said if record.kind == ANSWER}
    texts |= {text for record in said if (text := _proved(record, store))}
    return Found(records.verify(), frozenset(texts))


def _proved(record: Record, store: EvidenceStore) -> str:
    """Return the content of the file of a proof; the whole of it must be there."""
    if "fichier" not in record.detail:
        return ""
    with store.open(record.detail["fichier"]) as file:
        return file.read().decode()
