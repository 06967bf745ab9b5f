"""Every document Hygie prints or reads, held against the schema published for it."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hygie.audit.answers_format import read_answers
from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.comparison_format import compare_audits
from hygie.audit.devices import load_points
from hygie.audit.dossier import joined
from hygie.audit.dossier_words import Edition
from hygie.audit.information import GIVEN, save_informed
from hygie.audit.json_files import read_document
from hygie.audit.run_demo import make_demonstration, make_demonstration_before
from hygie.audit.settings_flow import Outcome as SettingOutcome
from hygie.audit.settings_flow import Result
from hygie.audit.settings_format import write_settings
from hygie.audit.settings_records import Stage, begin, end
from hygie.audit.settings_states import Standing
from hygie.audit.settings_states import State as SettingState
from hygie.audit.signature_compare import JoinedState
from hygie.audit.situation_format import KEYS, read_situation
from hygie.audit.wiring import workstation_id
from hygie.catalogue.loader import load_catalogue
from hygie.catalogue.tables import Basis as TableBasis
from hygie.catalogue.tables import Framework
from hygie.cli.main import main
from hygie.core.comparison import Change
from hygie.core.errors import MisusedError
from hygie.core.findings import Basis, Outcome, ProofState, Verdict
from hygie.core.measures import Actor, Origin, Recipient, Role, SourceStatus, Threat
from hygie.core.plan import Task
from hygie.core.predicates import Operator
from hygie.core.readings import FactType
from hygie.core.records import Answer
from hygie.core.situation import Exchange, Exercise, Place, Profession, Repair
from hygie.documents.signing import sign
from hygie.documents.signing_report import Integrity, Later, StampState, State
from hygie.network.found import (
    Device,
    Found,
    Guests,
    GuestShares,
    Neighbours,
    Opening,
    Openings,
    Page,
    PageFound,
    Upnp,
)
from hygie.network.network_format import write_network
from hygie.network.place import Reach
from hygie.practice.opening import open_records
from hygie.schedule.keep import installed, removed
from hygie.schedule.plan import Day, Plan
from hygie.schedule.plan import Found as FoundPlan
from hygie.schedule.plan import State as PlanState
from hygie.schedule.schedule_format import write_run, write_schedule
from hygie.terminal.commands import ExitCode
from hygie.web.address_format import write_address
from hygie.workstation.local_machine import LocalMachine
from hygie.workstation.settings.door import Change as Rewritten
from hygie.workstation.settings.door import Place as Spot
from hygie.workstation.settings.door import Store
from hygie.workstation.settings.known import by_id
from support.console import NOW, a_console, shown
from support.schedules import FakeScheduler
from support.schemas import (
    FOLDER,
    SCHEMAS,
    SUFFIX,
    condensed,
    properties_of,
    properties_used,
    refusals,
    with_extra_keys,
    without_each_key,
)
from support.signatures import PHRASE, a_key, a_pdf, a_stamper
from support.workstations import OTHER, print_of, sent
from support.workstations import a_key as a_workstation_key

Documents = Mapping[str, tuple[str, Any]]
"""Every document by its name here: the name of its schema, and the document."""

DEVICES = {
    "format": 1,
    "complet": True,
    "appareils": [
        {
            "appareil": "telephone-1",
            "genre": "telephone",
            "systeme": "ios",
            "le": NOW.isoformat(),
            "points": {point.id: "oui" for point in load_points()},
        }
    ],
}
SITUATION = SCHEMAS["situation"]["examples"][0]
ANSWERS = SCHEMAS["reponses"]["examples"][0]
HERE = workstation_id(LocalMachine(environment={}))
LATER_ANSWERS = {
    "format": 1,
    "reponses": [
        {"mesure": "sauvegarde", "reponse": "oui", "poste": HERE},
        {"mesure": "charte-informatique", "reponse": "non"},
    ],
}

OPTIONAL = {
    *(f"situation:{key}" for key in KEYS),
    "reponses:reponses/le",
    "reponses:reponses/poste",
    "reponses:reponses/motif",
    "audit:demonstration",
    "audit:comparaison",
    "mesure:mesure/reponses/en_partie",
    "mesure:mesure/reponses/sans_objet",
    *(f"journal:lignes/resume/{key}" for key in ("debut", "etape", "retire", "fiche", "relecture")),
    *(f"mesure:mesure/comment/{system}" for system in ("windows", "macos", "linux", "anyone")),
}
"""The only keys that a document may leave out."""


class Desk:
    """A practice in a temporary folder, at which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "hygie"
        self._folder = folder

    def ask(self, *words: str, now: Callable[[], datetime] = lambda: NOW) -> Any:
        """Run a command with --json and return the document it printed."""
        environment = {
            "HYGIE_HOME": str(self.home),
            "HOME": str(self._folder),
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        }
        console = a_console(environment=environment, now=now)
        main([*words, "--json"], console)
        return json.loads(shown(console))

    def file(self, name: str, document: object) -> str:
        """Write a document to be given to a command."""
        path = self._folder / name
        path.write_text(json.dumps(document), "utf-8")
        return str(path)


def _audits(desk: Desk) -> Documents:
    situation, first = desk.file("situation.json", SITUATION), desk.file("reponses.json", ANSWERS)
    later = desk.file("plus-tard.json", LATER_ANSWERS)
    several = desk.file("plusieurs.json", {"format": 1, "utilisateurs": 3, "ordinateurs": 2})
    then = NOW - timedelta(days=50)
    before = desk.ask("audit", "--situation", situation, "--reponses", first, now=lambda: then)
    after = desk.ask("audit", "--fiche-remise", "--situation", several, "--reponses", later)
    demonstration = desk.ask("demo")
    shows = ("--fichier", desk.file("photo.json", "une photo"))
    files = (desk.file("avant.json", before), desk.file("apres.json", after))
    return {
        "audit": ("audit", before),
        "audit-suivant": ("audit", after),
        "demo": ("audit", demonstration),
        "demo-aux-tables-anciennes": ("audit", desk.ask("demo", "--au", "2028-01-01")),
        "plan": ("plan", desk.ask("plan")),
        "repondre": ("repondre", desk.ask("repondre", "sauvegarde", "non")),
        "prouver": ("prouver", desk.ask("prouver", "sauvegarde", "sauvegarde-faite", *shows)),
        "audit-prouve": ("audit", desk.ask("audit")),
        "comparaison": ("comparaison", desk.ask("comparer")),
        "comparaison-de-fichiers": ("comparaison", desk.ask("comparer", *files)),
        "comparaison-inverse": ("comparaison", desk.ask("comparer", *reversed(files))),
    }


def _dossier(desk: Desk) -> Documents:
    target = str(desk.home.parent / "dossier.pdf")
    audit = make_demonstration(load_catalogue(), NOW)[0]
    before = make_demonstration_before(load_catalogue(), NOW)
    compared = compare_audits(before, audit)
    inside = joined(audit, Edition(made_at=NOW, demonstration=True, compared=compared))
    return {
        "dossier": ("dossier", desk.ask("dossier", "--demo", "--sortie", target)),
        "dossier-donnees": ("audit", json.loads(inside.content)),
    }


def _exports(desk: Desk) -> Documents:
    target = str(Path(desk.file("exporte.csv", {})).with_name("constats.csv"))
    return {
        "export": ("export", desk.ask("exporter", "ciso")),
        "export-dans-un-fichier": ("export", desk.ask("exporter", "csv", "--sortie", target)),
    }


def _signatures(desk: Desk) -> Documents:
    pdf = desk.home.parent / "petit.pdf"
    pdf.write_bytes(a_pdf(joined=b"{}"))
    phrase, signed = desk.home.parent / "phrase.txt", desk.home.parent / "signe.pdf"
    phrase.write_text(PHRASE, "utf-8")
    new = ("--oui", "--nom", "Cabinet", "--phrase", str(phrase), "--sortie", str(signed))
    signing = desk.ask("dossier", "signer", str(pdf), *new)
    stamped = desk.home.parent / "date.pdf"
    stamped.write_bytes(sign(signed.read_bytes(), a_key(), now=NOW, stamper=a_stamper()))
    return {
        "signature": ("signature", signing),
        "verification": ("verification", desk.ask("dossier", "verifier", str(stamped))),
        "verification-sans-signature": ("verification", desk.ask("dossier", "verifier", str(pdf))),
    }


def _settings(desk: Desk) -> Documents:
    """A change of another workstation: what is begun here would be undone at the next start."""
    place = Spot(store=Store.KDE, where="kscreenlockerrc/Daemon", name="Timeout")
    found = Rewritten(place=place, before=None, after="10", said="L'écran se verrouille.")
    setting = by_id()["verrouillage"]
    records = open_records({"HYGIE_HOME": str(desk.home)})
    end(records, begin(records, setting, [found], "poste-autre", NOW), Stage.KEPT, NOW)
    state = SettingState(
        setting=setting, standing=Standing.TO_DO, changes=(found,), reason="Refusé."
    )
    done = SettingOutcome(result=Result.UNDONE, reason="Personne n'a répondu.")
    return {
        "reglages": ("reglages", desk.ask("poste", "regler")),
        "reglage": ("reglages", write_settings([state], act="reglage", outcome=done)),
        "chiffrement": ("reglages", desk.ask("poste", "regler", "chiffrement")),
    }


def _networks() -> Documents:
    """A network made up: no test may ask the real one."""
    box, own, disk = (IPv4Address(f"192.168.1.{last}") for last in (1, 20, 30))
    reach = Reach(own=own, gateway=box, around=IPv4Network("192.168.1.0/24"))
    opening = Opening(outside=8443, protocol="TCP", inside=443, target=disk, enabled=True)
    guests = GuestShares(state=Guests.OPEN, opened=1, shown=2)
    page = PageFound(state=Page.CLEAR)
    device = Device(address=disk, printing=(9100,), sharing=True, page=page, guests=guests)
    found = Found(
        page=page,
        openings=Openings(state=Upnp.READ, openings=(opening,)),
        neighbours=Neighbours(devices=(device,), answered=2, whole=True),
    )
    asked = write_network(reach, found, at=NOW, refusal="", simulation=False)
    refused = write_network(None, None, at=NOW, refusal="Refusé.", simulation=True)
    return {"reseau": ("reseau", asked), "reseau-refuse": ("reseau", refused)}


def _schedules(desk: Desk) -> Documents:
    """A plan made up: no test may plan anything on the machine it runs on."""
    plan = Plan(notify=True)
    records = open_records({"HYGIE_HOME": str(desk.home)})
    records.append_all([installed(plan, NOW), removed(NOW)])
    found = FoundPlan(state=PlanState.PLANNED, plan=plan, files=FakeScheduler().files(plan))
    shown_plan = write_schedule(found, act="etat", at=NOW, coming=NOW, last=NOW)
    return {
        "relecture": ("relecture", shown_plan),
        "relecture-d-ici": ("relecture", desk.ask("relecture")),
        "relecture-lancee": ("relecture", write_run("Relu.", "Du nouveau.", at=NOW)),
    }


def _others(desk: Desk) -> Documents:
    """What another workstation sends, and what is told of phones."""
    folder = desk.home.parent
    target, devices = str(folder / "poste.json"), desk.file("appareils.json", DEVICES)
    first = ("--empreinte", print_of(a_workstation_key()))
    save_informed(open_records({"HYGIE_HOME": str(desk.home)}), OTHER, GIVEN, NOW)
    return {
        "fichier-poste": ("fichier-poste", desk.ask("poste", "--fiche-remise", "--sortie", target)),
        "postes": ("postes", desk.ask("poste", "ajouter", sent(folder), *first)),
        "postes-apres": ("postes", desk.ask("poste", "retirer", OTHER, "--oui")),
        "information": ("information", desk.ask("poste", "--fiche")),
        "appareils": ("appareils", desk.ask("appareils", "--fichier", devices)),
    }


def _own_data(desk: Desk) -> Documents:
    """All that Hygie keeps, of another folder: it is erased at the end."""
    other = Desk(desk.home.parent / "mes-donnees")
    other.home.parent.mkdir()
    code = other.file("code.txt", "quatre mots sans rapport")
    saved, clear = str(other.home.parent / "sauvegarde"), str(other.home.parent / "export")
    other.ask("repondre", "sauvegarde", "non")
    found = {
        "inventaire": other.ask("mes-donnees"),
        "sauver": other.ask("mes-donnees", "sauver", saved, "--code", code),
        "restaurer": other.ask("mes-donnees", "restaurer", saved, "--code", code, "--oui"),
        "exporter": other.ask("mes-donnees", "exporter", clear),
        "effacer": other.ask("mes-donnees", "effacer", "--oui", "--vraiment"),
    }
    assert [document["acte"] for document in found.values()] == list(found)
    return {f"mes-donnees-{act}": ("mes-donnees", document) for act, document in found.items()}


def _readings(desk: Desk) -> Documents:
    return {
        "poste": ("poste", desk.ask("poste")),
        "journal": ("journal", desk.ask("journal")),
        "chaine": ("chaine", desk.ask("journal", "verifier")),
        "diagnostic": ("diagnostic", desk.ask("diagnostic-technique")),
    }


def _lists(desk: Desk) -> Documents:
    cards = {
        f"mesure-{id_}": ("mesure", desk.ask("mesures", id_)) for id_ in load_catalogue().measures
    }
    return {
        **cards,
        "mesures": ("mesures", desk.ask("mesures")),
        "mesures-en-ligne": ("mesures", desk.ask("mesures", "--cloud", "--utilisateurs", "1")),
        "version": ("version", desk.ask("--version")),
        "application": ("application", write_address(f"{ADDRESS}{'0' * 64}")),
    }


ADDRESS = "http://127.0.0.1:8000/entrer?jeton="


def _stopped() -> datetime:
    raise KeyboardInterrupt


def _broken() -> datetime:
    raise ZeroDivisionError


def _after_damage(desk: Desk) -> Documents:
    """A line removed breaks the chain; then a file that is no longer a database."""
    file = desk.home / "registre.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DROP TRIGGER entries_never_go")
        database.execute("DELETE FROM entries WHERE seq = 2")
    broken = {
        "journal-rompu": ("journal", desk.ask("journal")),
        "chaine-rompue": ("chaine", desk.ask("journal", "verifier")),
        "diagnostic-rompu": ("diagnostic", desk.ask("diagnostic-technique")),
    }
    file.write_text("autre chose", "utf-8")
    return {
        **broken,
        "diagnostic-illisible": ("diagnostic", desk.ask("diagnostic-technique")),
        "erreur-de-registre": ("erreur", desk.ask("journal")),
        "erreur-d-usage": ("erreur", desk.ask("mesures", "verouillage")),
        "erreur-imprevue": ("erreur", desk.ask("audit", now=_broken)),
        "interruption": ("erreur", desk.ask("audit", now=_stopped)),
    }


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    desk = Desk(tmp_path_factory.mktemp("formats"))
    found = {
        **_audits(desk),
        **_dossier(desk),
        **_exports(desk),
        **_settings(desk),
        **_networks(),
        **_schedules(desk),
        **_others(desk),
        **_own_data(desk),
        **_readings(desk),
        **_lists(desk),
        **_after_damage(desk),
    }
    _, diagnostic = found["diagnostic"]
    states = [
        {"fait": "system.name", "sonde": "system", "etat": "observe"},
        {"fait": "system.name", "sonde": "system", "etat": "illisible", "raison": "Refusé."},
        {"fait": "wifi.security", "sonde": "wifi", "etat": "sans_objet", "raison": "Sans carte."},
    ]
    return {
        **found,
        **_signatures(desk),
        "situation": ("situation", SITUATION),
        "reponses": ("reponses", ANSWERS),
        "diagnostic-de-chaque-etat": ("diagnostic", {**diagnostic, "releves": states}),
    }


def test_every_schema_is_a_strict_one() -> None:
    assert SCHEMAS
    for name, schema in SCHEMAS.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"], name
        for place, node in _objects(schema, name):
            assert node.get("additionalProperties") is False, place


def test_everything_described_is_described_in_words() -> None:
    for name, schema in SCHEMAS.items():
        for place, node in _objects(schema, name):
            assert node["description"], place
            for key, below in node["properties"].items():
                assert "$ref" in below or below["description"].endswith((".", "…")), (place, key)


def test_every_document_printed_is_valid(documents: Documents) -> None:
    found = {name: refusals(schema, document) for name, (schema, document) in documents.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_an_extra_key_is_refused_everywhere(documents: Documents) -> None:
    spoiled = [
        (schema, place, changed)
        for schema, document in _each_form(documents)
        for place, changed in with_extra_keys(document)
    ]
    assert spoiled
    assert [case[:2] for case in spoiled if not refusals(case[0], case[2])] == []


def test_a_missing_key_is_refused_unless_it_is_optional(documents: Documents) -> None:
    accepted = {
        f"{schema}:{place}"
        for schema, document in _each_form(documents)
        for place, changed in without_each_key(document)
        if not refusals(schema, changed)
    }
    assert accepted == OPTIONAL


def test_every_property_described_is_in_a_document(documents: Documents) -> None:
    used: set[str] = set()
    for schema, document in documents.values():
        used |= properties_used(schema, document)
    described = {address for name in SCHEMAS for address in properties_of(name)}
    assert described - used == set()


def test_every_document_has_its_schema_and_its_line() -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in SCHEMAS if f"]({name}{SUFFIX})" not in page] == []


def test_a_wrong_format_or_a_moment_without_zone_is_refused(documents: Documents) -> None:
    for name, (schema, document) in documents.items():
        assert refusals(schema, {**document, "format": 2}), name
    plan = documents["plan"][1]
    assert refusals("plan", {**plan, "le": "2026-11-22T18:41:00"})
    assert refusals("plan", {**plan, "le": "hier"})


def test_audits_printed_are_read_back_the_same(documents: Documents) -> None:
    for name in ("audit", "audit-suivant", "demo"):
        document = {key: value for key, value in documents[name][1].items() if key in _AUDIT_KEYS}
        assert write_audit(read_audit(document)) == document


def test_broken_records_say_where(documents: Documents) -> None:
    assert documents["journal"][1]["chaine"]["intacte"] is True
    assert documents["journal-rompu"][1]["chaine"]["rompue_a"] == 2
    assert documents["chaine-rompue"][1]["chaine"] == documents["journal-rompu"][1]["chaine"]
    registers = [documents[name][1]["registre"]["etat"] for name in _DIAGNOSTICS]
    assert registers == ["intact", "rompu", "illisible"]


_AUDIT_KEYS = set(SCHEMAS["audit"]["properties"]) - {"demonstration"}
_DIAGNOSTICS = ("diagnostic", "diagnostic-rompu", "diagnostic-illisible")


CORRESPONDENCE = "properties/mesure/properties/correspondances/items/properties"
FIGURE = "properties/mesure/properties/chiffres/items/properties"


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("situation", "properties/exercice", Exercise),
        ("situation", "properties/profession", Profession),
        ("situation", "properties/lieux/items", Place),
        ("situation", "properties/echanges/items", Exchange),
        ("situation", "properties/depannage", Repair),
        ("reponses", "properties/reponses/items/properties/reponse", Answer),
        ("mesures", "properties/mesures/items/properties/menaces/items", Threat),
        ("mesures", "properties/mesures/items/properties/origine", Origin),
        ("mesures", "properties/mesures/items/properties/qui", Actor),
        ("mesure", "properties/mesure/properties/menaces/items", Threat),
        ("mesure", "properties/mesure/properties/origine", Origin),
        ("mesure", "properties/mesure/properties/qui", Actor),
        ("mesure", "properties/mesure/properties/faits/items/properties/role", Role),
        ("mesure", "$defs/source/properties/statut", SourceStatus),
        ("plan", "$defs/action/properties/tache", Task),
        ("plan", "$defs/action/properties/qui", Actor),
        ("plan", "$defs/action/properties/message_pour", Recipient),
        ("mesure", "properties/mesure/properties/message_pour", Recipient),
        ("mesure", f"{CORRESPONDENCE}/referentiel", Framework),
        ("mesure", f"{FIGURE}/fondement", TableBasis),
        ("audit", "properties/barrieres/items/properties/menace", Threat),
        ("audit", "properties/constats/items/properties/verdict", Verdict),
        ("audit", "properties/constats/items/properties/base", Basis),
        ("audit", "properties/constats/items/properties/reponse", Answer),
        ("audit", "properties/constats/items/properties/faits/items/properties/role", Role),
        ("audit", "properties/constats/items/properties/faits/items/properties/resultat", Outcome),
        ("audit", "properties/constats/items/properties/preuves/items/properties/etat", ProofState),
        ("audit", "properties/mesures/items/properties/menaces/items", Threat),
        ("audit", "properties/mesures/items/properties/origine", Origin),
        ("audit", "properties/mesures/items/properties/souhaits/items/properties/role", Role),
        ("audit", "properties/faits/items/properties/type", FactType),
        ("audit", "$defs/comparaison/properties/operateur", Operator),
        ("verification", "properties/etat", State),
        ("verification", "properties/donnees/properties/etat", JoinedState),
        ("verification", "$defs/signature/properties/integrite", Integrity),
        ("verification", "$defs/signature/properties/ensuite", Later),
        ("verification", "$defs/horodatage/properties/etat", StampState),
        ("reglages", "properties/reglages/items/properties/etat", Standing),
        ("relecture", "properties/etat", PlanState),
        ("relecture", "properties/prevu/anyOf/1/properties/jour", Day),
        ("journal", "properties/lignes/items/properties/resume/properties/etape", Stage),
        ("comparaison", "properties/changements/items/properties/changement", Change),
        ("comparaison", "properties/changements/items/properties/avant", Verdict),
        ("comparaison", "properties/changements/items/properties/apres", Verdict),
    ],
)
def test_closed_lists_are_those_of_the_program(name: str, path: str, words: type[Enum]) -> None:
    node = SCHEMAS[name]
    for step in path.split("/"):
        node = node[int(step)] if isinstance(node, list) else node[step]
    assert set(node["enum"]) - {None} == {word.value for word in words}


def test_an_error_only_bears_a_code_of_failure() -> None:
    codes = SCHEMAS["erreur"]["properties"]["erreur"]["properties"]["code"]["enum"]
    failures = {ExitCode.FAILED, ExitCode.MISUSED, ExitCode.INTERRUPTED}
    assert set(codes) == {int(code) for code in failures}


ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1000,
    1001,
    "",
    " ",
    "x",
    "x" * 501,
    [],
    ["zzz"],
    [[]],
    {},
)


def _with_odd_values(document: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    yield from ({**document, key: value} for key in document for value in ODD_VALUES)


def _agree(kind: str, document: object, read: Callable[[], object]) -> bool:
    try:
        read()
    except MisusedError:
        return bool(refusals(kind, document))
    return not refusals(kind, document)


def test_the_schema_of_a_situation_refuses_what_the_program_refuses(tmp_path: Path) -> None:
    cases: list[Any] = [
        *_with_odd_values(SITUATION),
        *(changed for _, changed in with_extra_keys(SITUATION)),
        *(changed for _, changed in without_each_key(SITUATION)),
        {**SITUATION, "local": False, "cloud": False},
        {"format": 1},
        [],
    ]
    file = tmp_path / "situation.json"

    def read() -> object:
        return read_situation(read_document(file, "Le fichier"))

    disagreements = []
    for case in cases:
        file.write_text(json.dumps(case), "utf-8")
        disagreements += [] if _agree("situation", case, read) else [case]
    assert disagreements == []


def test_the_schema_of_answers_refuses_what_the_program_refuses(tmp_path: Path) -> None:
    cases: list[Any] = [
        *_with_odd_values(ANSWERS),
        *(changed for _, changed in with_extra_keys(ANSWERS)),
        *(changed for _, changed in without_each_key(ANSWERS)),
        *(
            {"format": 1, "reponses": [changed]}
            for answer in ANSWERS["reponses"]
            for changed in _with_odd_values(answer)
        ),
        {"format": 1, "reponses": [{"mesure": "verrouillage", "reponse": "oui"}] * 1001},
    ]
    catalogue, file = load_catalogue(), tmp_path / "reponses.json"

    def read() -> object:
        return read_answers(read_document(file, "Le fichier"), catalogue, NOW)

    disagreements = []
    for case in cases:
        if _names_an_unknown_measure(case, set(catalogue.measures)):
            continue  # only the program knows the measures
        file.write_text(json.dumps(case), "utf-8")
        disagreements += [] if _agree("reponses", case, read) else [case]
    assert disagreements == []


def _names_an_unknown_measure(case: Mapping[str, Any], known: set[str]) -> bool:
    answers = case.get("reponses")
    named = answers if isinstance(answers, list) else []
    words = [answer.get("mesure") for answer in named if isinstance(answer, dict)]
    return any(isinstance(word, str) and word and word not in known for word in words)


def _each_form(documents: Documents) -> list[tuple[str, Any]]:
    """Return one document of each form, shortened: 33 cards of one form teach no more than one."""
    forms = {
        (schema, json.dumps(_skeleton(small), sort_keys=True)): (schema, small)
        for schema, small in (
            (schema, condensed(document)) for schema, document in documents.values()
        )
    }
    return list(forms.values())


def _skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _skeleton(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_skeleton(item) for item in value if isinstance(item, dict)]
    return None


def _objects(node: Any, place: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return every description of an object, but what only conditions or forbids."""
    if isinstance(node, list):
        for rank, below in enumerate(node):
            yield from _objects(below, f"{place}/{rank}")
    if not isinstance(node, dict):
        return
    if node.get("type") == "object":
        yield place, node
    for key, below in node.items():
        if key not in {"examples", "if", "then", "not"}:
            yield from _objects(below, f"{place}/{key}")
