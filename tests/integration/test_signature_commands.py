"""«signer» and «verifier», typed by somebody, with a keyring, a server and chance in memory."""

import json
import os
import stat
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from hygie.audit.run_signature import run_sign, run_verify
from hygie.audit.signature_arguments import add_sign_arguments, add_verify_arguments
from hygie.audit.signature_doors import Doors, real_doors
from hygie.cli.main import main
from hygie.core.errors import HygieError, MisusedError
from hygie.documents.signing import sign
from hygie.documents.signing_check import MOST_BYTES
from hygie.documents.signing_keys import Key
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, FakeTerminal, a_console, said, shown
from support.keyrings import FakeKeyring
from support.signatures import (
    NAME,
    PHRASE,
    a_key,
    a_pdf,
    a_pdf_that_acts,
    a_signed_pdf,
    an_action,
    an_odd_key,
    authority_pem,
    look_here,
    some_doors,
)

KEY, CERTIFICATE = "cle-signature.p12", "cle-signature.pem"
NEW = ("--oui", "--nom", NAME)


class Desk:
    """A folder with a document, and somebody who types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "hygie"
        self.document = self.file("dossier.pdf", a_pdf())
        self.signed = folder / "dossier-signe.pdf"

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def console(self, *, typed: str | None = None) -> Console:
        environment = {"HYGIE_HOME": str(self.home)}
        if typed is None:
            return a_console(environment=environment)
        return a_console(environment=environment, stdin=FakeTerminal(typed), stderr=FakeTerminal())

    def sign(
        self, *words: str, doors: Doors | None = None, typed: str | None = None
    ) -> tuple[ExitCode, Console]:
        console = self.console(typed=typed)
        arguments = parsed(add_sign_arguments, str(self.document), *words)
        return run_sign(arguments, console, doors or some_doors()), console

    def verify(self, path: Path, *words: str) -> tuple[ExitCode, Console]:
        console = self.console()
        arguments = parsed(add_verify_arguments, str(path), *words)
        return run_verify(arguments, console, look_here), console

    def verified(self, path: Path, *words: str) -> Any:
        return json.loads(shown(self.verify(path, *words, "--json")[1]))


def open_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(an_action("JavaScript", JS="app.alert(1)"))


def parsed(add: Callable[[FrenchParser], None], *words: str) -> Namespace:
    parser = FrenchParser(prog="hygie dossier")
    add(parser)
    return parser.parse_args(words)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def an_audit(desk: Desk) -> Any:
    """Return an audit as «hygie audit --json» writes it, kept in the practice's records."""
    environment = {"HYGIE_HOME": str(desk.home), "HOME": str(desk.folder), "PATH": "/usr/bin:/bin"}
    console = a_console(environment=environment)
    assert main(["audit", "--sans-question", "--json"], console) is ExitCode.DONE
    return json.loads(shown(console))


class TestOwnKey:
    def test_it_is_made_kept_and_used_again(self, desk: Desk) -> None:
        keyring = FakeKeyring()
        code, console = desk.sign(*NEW, doors=some_doors(keyring=keyring))
        assert code is ExitCode.DONE
        assert NAME in shown(console)
        assert "La clé du cabinet est créée" in said(console)
        for name in (KEY, CERTIFICATE):
            assert stat.S_IMODE((desk.home / name).stat().st_mode) == 0o600
        before = (desk.home / KEY).read_bytes()
        code, _ = desk.sign(
            "--sortie", str(desk.folder / "b.pdf"), doors=some_doors(keyring=keyring)
        )
        assert code is ExitCode.DONE
        assert (desk.home / KEY).read_bytes() == before
        assert desk.verify(desk.signed)[0] is ExitCode.DONE
        [signature] = desk.verified(desk.folder / "b.pdf")["signatures"]
        assert signature["certificat"]["de_ce_cabinet"] is True
        assert desk.document.read_bytes() == a_pdf()

    def test_its_phrase_is_nowhere_on_the_disk(self, desk: Desk) -> None:
        keyring = FakeKeyring()
        desk.sign(*NEW, doors=some_doors(keyring=keyring))
        [phrase] = keyring.kept.values()
        files = [path for path in desk.folder.rglob("*") if path.is_file()]
        assert len(files) >= 4
        assert [path for path in files if phrase.encode() in path.read_bytes()] == []

    def test_it_says_where_its_phrase_is(self, desk: Desk) -> None:
        _, console = desk.sign(*NEW)
        assert "gardée dans le trousseau de votre session" in " ".join(said(console).split())

    def test_without_a_keyring_it_is_said_with_what_to_do(self, desk: Desk) -> None:
        keyring = FakeKeyring(works=False)
        with pytest.raises(MisusedError) as caught:
            desk.sign(*NEW, doors=some_doors(keyring=keyring))
        assert "Aucun trousseau" in caught.value.message
        assert "--phrase FICHIER" in caught.value.hint
        doors = some_doors(keyring=keyring, typed=(PHRASE, PHRASE))
        _, console = desk.sign(*NEW, doors=doors, typed="")
        told = " ".join(said(console).split())
        assert "Aucun trousseau ne répond sur cet ordinateur" in told
        assert "notez-la en lieu sûr" in told

    def test_a_keyring_that_gives_nothing_back_is_said_with_what_to_do(self, desk: Desk) -> None:
        desk.sign(*NEW)
        desk.signed.unlink()
        with pytest.raises(MisusedError) as caught:
            desk.sign()
        assert "Le trousseau de cet ordinateur n'a pas donné la phrase" in caught.value.message
        assert "Ouvrez votre session et son trousseau" in caught.value.hint

    def test_a_key_of_ours_that_is_past_says_how_to_have_another(self, desk: Desk) -> None:
        keyring = FakeKeyring()
        desk.sign(*NEW, doors=some_doors(keyring=keyring))
        old = an_odd_key(since=NOW - timedelta(days=9), until=NOW - timedelta(days=1))
        (desk.home / KEY).write_bytes(old.pkcs12)
        phrase = desk.file("phrase.txt", PHRASE.encode())
        desk.signed.unlink()
        with pytest.raises(MisusedError) as caught:
            desk.sign("--phrase", str(phrase))
        assert "périmé" in caught.value.message
        assert KEY in caught.value.hint
        assert not desk.signed.exists()

    def test_without_a_keyring_a_phrase_is_chosen_twice(self, desk: Desk) -> None:
        keyring = FakeKeyring(works=False)
        desk.sign(*NEW, doors=some_doors(keyring=keyring, typed=(PHRASE, PHRASE)))
        desk.signed.unlink()
        desk.sign(doors=some_doors(keyring=keyring, typed=(PHRASE,)))
        assert desk.verify(desk.signed)[0] is ExitCode.DONE

    @pytest.mark.parametrize("typed", [(), ("court",), (PHRASE,), (PHRASE, "une autre phrase")])
    def test_a_phrase_that_will_not_do_makes_no_key(
        self, desk: Desk, typed: tuple[str, ...]
    ) -> None:
        doors = some_doors(keyring=FakeKeyring(works=False), typed=typed)
        with pytest.raises(MisusedError):
            desk.sign(*NEW, doors=doors)
        assert not (desk.home / KEY).exists()
        assert not desk.signed.exists()

    def test_a_phrase_may_come_from_a_file(self, desk: Desk) -> None:
        phrase = desk.file("phrase.txt", f"{PHRASE}\r\n".encode())
        desk.sign(*NEW, "--phrase", str(phrase))
        desk.signed.unlink()
        desk.sign("--phrase", str(phrase))
        assert desk.verify(desk.signed)[0] is ExitCode.DONE

    def test_it_is_asked_for_at_the_keyboard(self, desk: Desk) -> None:
        code, console = desk.sign(typed=f"oui\n{NAME}\n")
        assert code is ExitCode.DONE
        assert "elle ne prouve pas qui l'a signé" in " ".join(said(console).split())
        assert (desk.home / KEY).exists()

    @pytest.mark.parametrize("typed", [None, "non\n", "q\n", "oui\nq\n", ""])
    def test_nothing_is_made_unless_agreed(self, desk: Desk, typed: str | None) -> None:
        with pytest.raises(MisusedError):
            desk.sign(typed=typed)
        assert not desk.home.exists()
        assert not desk.signed.exists()

    @pytest.mark.parametrize("name", ["", " ", "é" * 33, "a\u202eb", "a\nb", "\udce9"])
    def test_a_name_that_will_not_do_is_refused(self, desk: Desk, name: str) -> None:
        with pytest.raises(MisusedError):
            desk.sign("--oui", "--nom", name)
        assert not desk.home.exists()

    def test_a_lost_certificate_is_written_again(self, desk: Desk) -> None:
        doors = some_doors(keyring=FakeKeyring())
        desk.sign(*NEW, doors=doors)
        kept = (desk.home / CERTIFICATE).read_bytes()
        (desk.home / CERTIFICATE).unlink()
        desk.sign("--sortie", str(desk.folder / "b.pdf"), doors=doors)
        assert (desk.home / CERTIFICATE).read_bytes() == kept

    def test_a_spoiled_certificate_prevents_nothing(self, desk: Desk) -> None:
        desk.sign(*NEW)
        (desk.home / CERTIFICATE).write_bytes(b"autre chose")
        [signature] = desk.verified(desk.signed)["signatures"]
        assert signature["certificat"]["de_ce_cabinet"] is False


class TestGivenKey:
    def test_a_given_key_signs_and_is_not_kept(self, desk: Desk) -> None:
        key = desk.file("moi.p12", a_key().pkcs12)
        phrase = desk.file("phrase.txt", PHRASE.encode())
        code, console = desk.sign("--cle", str(key), "--json", "--phrase", str(phrase))
        document = json.loads(shown(console))
        assert (code, document["cle_creee"]) == (ExitCode.DONE, False)
        assert document["signature"]["certificat"]["sujet"] == NAME
        assert not desk.home.exists()

    def test_with_json_nothing_is_asked(self, desk: Desk) -> None:
        key = desk.file("moi.p12", a_key().pkcs12)
        for words in (("--cle", str(key)), ()):
            with pytest.raises(MisusedError):
                desk.sign(*words, "--json", doors=some_doors(typed=(PHRASE,)), typed="oui\nx\n")
        assert not desk.signed.exists()

    @pytest.mark.parametrize("typed", [(), ("",), ("autre",)])
    def test_a_wrong_phrase_signs_nothing(self, desk: Desk, typed: tuple[str, ...]) -> None:
        key = desk.file("moi.p12", a_key().pkcs12)
        with pytest.raises(MisusedError):
            desk.sign("--cle", str(key), doors=some_doors(typed=typed))
        assert not desk.signed.exists()

    @pytest.mark.parametrize(
        "key",
        [
            an_odd_key(since=NOW - timedelta(days=9), until=NOW - timedelta(days=1)),
            an_odd_key(since=NOW + timedelta(days=1)),
            an_odd_key(signing=False),
            an_odd_key(bits=1024),
        ],
    )
    def test_an_unfit_key_is_refused_before_anything_goes_out(self, desk: Desk, key: Key) -> None:
        sent: list[str] = []

        def post(address: str, _request: bytes) -> bytes:
            sent.append(address)
            return b""

        file, phrase = desk.file("moi.p12", key.pkcs12), desk.file("p.txt", PHRASE.encode())
        words = ("--cle", str(file), "--phrase", str(phrase), "--oui", "--horodatage")
        with pytest.raises(MisusedError) as caught:
            desk.sign(*words, TestTime.ADDRESS, doors=some_doors(post=post))
        assert "Rien n'a été signé." in caught.value.hint
        assert not desk.signed.exists()
        assert sent == []

    def test_a_file_too_long_for_a_key_is_refused(self, desk: Desk) -> None:
        key = desk.file("moi.p12", bytes(2 << 20))
        with pytest.raises(MisusedError):
            desk.sign("--cle", str(key))

    def test_a_phrase_that_is_no_text_is_refused(self, desk: Desk) -> None:
        key, phrase = desk.file("moi.p12", a_key().pkcs12), desk.file("p.txt", b"\xff\xfe\x00")
        with pytest.raises(MisusedError):
            desk.sign("--cle", str(key), "--phrase", str(phrase))


class TestTarget:
    def test_nothing_is_overwritten_by_default(self, desk: Desk) -> None:
        desk.signed.write_bytes(b"ancien")
        with pytest.raises(MisusedError):
            desk.sign(*NEW)
        assert desk.signed.read_bytes() == b"ancien"

    def test_a_pipe_or_a_device_is_not_written_to(self, desk: Desk) -> None:
        pipe = desk.folder / "tuyau"
        os.mkfifo(pipe)
        for there in (str(pipe), os.devnull, "-"):
            with pytest.raises(MisusedError):
                desk.sign(*NEW, "--sortie", there)
        assert pipe.is_fifo()
        assert not desk.home.exists()

    def test_what_came_there_while_somebody_typed_is_kept(self, desk: Desk) -> None:
        def ask(_prompt: str) -> str:
            desk.signed.write_bytes(b"venu")
            return PHRASE

        key = desk.file("moi.p12", a_key().pkcs12)
        with pytest.raises(MisusedError):
            desk.sign("--cle", str(key), doors=replace(some_doors(), ask_secret=ask))
        assert desk.signed.read_bytes() == b"venu"

    def test_a_folder_that_is_not_there_is_refused(self, desk: Desk) -> None:
        with pytest.raises(MisusedError):
            desk.sign(*NEW, "--sortie", str(desk.folder / "absent" / "a.pdf"))

    @pytest.mark.parametrize(
        "content",
        [
            b"texte",
            b"",
            a_pdf()[:300],
            a_signed_pdf()[:-300],
            a_signed_pdf() + b"%x\n",
            a_pdf(password="secret"),  # noqa: S106  # of a test
        ],
    )
    def test_what_is_not_a_sound_document_is_not_signed(self, desk: Desk, content: bytes) -> None:
        desk.document.write_bytes(content)
        with pytest.raises(MisusedError):
            desk.sign(*NEW)
        assert not desk.signed.exists()
        assert not desk.home.exists()

    def test_a_document_that_acts_is_not_signed(self, desk: Desk) -> None:
        desk.document.write_bytes(a_pdf_that_acts(open_script))
        with pytest.raises(MisusedError) as caught:
            desk.sign(*NEW)
        assert "du code JavaScript" in caught.value.message
        assert not desk.signed.exists()
        assert not desk.home.exists()

    def test_what_a_worthless_signature_bears_is_not_signed_again(self, desk: Desk) -> None:
        desk.document.write_bytes(sign(a_pdf(), an_odd_key(signing=False), now=NOW))
        with pytest.raises(MisusedError) as caught:
            desk.sign(*NEW)
        assert "pas faite pour signer" in caught.value.message

    def test_a_signed_document_can_be_signed_again(self, desk: Desk) -> None:
        desk.document.write_bytes(a_signed_pdf())
        desk.sign(*NEW)
        assert desk.verified(desk.signed)["etat"] == "signe_a_nouveau"


class TestTime:
    ADDRESS = "https://tsa.example/"

    def test_it_is_asked_first_and_says_where(self, desk: Desk) -> None:
        key = desk.file("moi.p12", a_key().pkcs12)
        words = ("--cle", str(key), "--horodatage", self.ADDRESS)
        _, console = desk.sign(*words, doors=some_doors(typed=(PHRASE,)), typed="oui\n")
        assert "Demander une date à tsa.example" in said(console)
        assert desk.verified(desk.signed)["signatures"][0]["horodatage"]["etat"] == (
            "autorite_inconnue"
        )
        authority = desk.file("tsa.pem", authority_pem())
        trusted = desk.verified(desk.signed, "--autorite", str(authority))
        assert trusted["signatures"][0]["horodatage"]["etat"] == "reconnu"

    @pytest.mark.parametrize(
        ("typed", "signed"), [(None, False), ("rien\n", False), ("q\n", False), ("non\n", True)]
    )
    def test_nothing_goes_out_unless_agreed(
        self, desk: Desk, typed: str | None, *, signed: bool
    ) -> None:
        key = desk.file("moi.p12", a_key().pkcs12)
        sent: list[str] = []

        def post(address: str, _request: bytes) -> bytes:
            sent.append(address)
            return b""

        doors = some_doors(typed=(PHRASE,), post=post)
        words = ("--cle", str(key), "--horodatage", self.ADDRESS)
        if signed:
            desk.sign(*words, doors=doors, typed=typed)
        else:
            with pytest.raises(MisusedError):
                desk.sign(*words, doors=doors, typed=typed)
        assert desk.signed.exists() is signed
        assert sent == []

    def test_a_server_that_fails_leaves_nothing(self, desk: Desk) -> None:
        def post(_address: str, _request: bytes) -> bytes:
            raise OSError("no route")

        doors = some_doors(post=post)
        with pytest.raises(HygieError):
            desk.sign(*NEW, "--horodatage", self.ADDRESS, doors=doors)
        assert not desk.signed.exists()

    def test_an_unusable_address_is_refused_before_anything(self, desk: Desk) -> None:
        with pytest.raises(MisusedError):
            desk.sign(*NEW, "--horodatage", "file:///etc/passwd")
        assert not desk.home.exists()


class TestVerify:
    @pytest.mark.parametrize("content", [b"", b"texte", b"\0" * 5000, b"PK\x03\x04"])
    def test_what_is_no_pdf_is_misuse(self, desk: Desk, content: bytes) -> None:
        with pytest.raises(MisusedError):
            desk.verify(desk.file("a.pdf", content))

    def test_a_document_too_long_is_refused_unread(self, desk: Desk) -> None:
        path = desk.file("a.pdf", b"%PDF-1.7\n")
        with path.open("r+b") as file:
            file.truncate(MOST_BYTES + 1)
        with pytest.raises(MisusedError) as caught:
            desk.verify(path)
        assert "100 Mo" in caught.value.message

    @pytest.mark.parametrize(
        ("content", "state", "words"),
        [
            (a_pdf(), "non_signe", "n'est pas signé"),
            (a_signed_pdf()[:-300], "coupe", "est coupé"),
            (a_signed_pdf().replace(b"(Bonjour)", b"(Bonsoir)"), "altere", "a été changé depuis"),
            (a_signed_pdf() + b"%x\n", "complete", "ajouté après la signature"),
        ],
    )
    def test_what_does_not_hold_is_a_failure(
        self, desk: Desk, content: bytes, state: str, words: str
    ) -> None:
        path = desk.file("a.pdf", content)
        code, console = desk.verify(path)
        assert code is ExitCode.FAILED
        assert words in shown(console)
        document = desk.verified(path)
        assert (document["tient"], document["etat"]) == (False, state)

    def test_another_signer_than_the_one_given_is_a_failure(self, desk: Desk) -> None:
        path = desk.file("a.pdf", a_signed_pdf())
        own, other = (desk.file("a.pem", a_key().pem), desk.file("b.pem", a_key("Un autre").pem))
        assert desk.verify(path, "--autorite", str(own))[0] is ExitCode.DONE
        code, console = desk.verify(path, "--autorite", str(other))
        assert code is ExitCode.FAILED
        assert "signé par un autre que celui que vous avez donné" in shown(console)
        document = desk.verified(path, "--autorite", str(other))
        assert (document["tient"], document["etat"]) == (False, "intact")
        assert document["signatures"][0]["defauts"] == ["signe_par_un_autre"]

    @pytest.mark.parametrize("signed", [False, True])
    def test_a_program_is_told_signed_or_not(self, desk: Desk, *, signed: bool) -> None:
        content = a_pdf_that_acts(open_script)
        path = desk.file("a.pdf", sign(content, a_key(), now=NOW) if signed else content)
        code, console = desk.verify(path)
        assert code is ExitCode.FAILED
        assert "contient un programme" in shown(console).partition("\n")[0]

    def test_a_bad_certificate_is_misuse(self, desk: Desk) -> None:
        path, bad = desk.file("a.pdf", a_signed_pdf()), desk.file("x.pem", b"autre")
        with pytest.raises(MisusedError):
            desk.verify(path, "--autorite", str(bad))

    def test_the_document_is_really_opened_in_another_process(self, desk: Desk) -> None:
        path, console = desk.file("a.pdf", a_signed_pdf()), desk.console()
        assert run_verify(parsed(add_verify_arguments, str(path)), console) is ExitCode.DONE
        assert "Signé, et inchangé depuis." in shown(console)

    def test_verifying_writes_nothing(self, desk: Desk) -> None:
        path = desk.file("a.pdf", a_signed_pdf())
        assert desk.verify(path)[0] is ExitCode.DONE
        assert not desk.home.exists()

    def test_the_joined_audit_is_compared(self, desk: Desk) -> None:
        audit = an_audit(desk)
        joined = json.dumps(audit).encode()
        path = desk.file("a.pdf", sign(a_pdf(joined=joined), a_key(), now=NOW))
        assert desk.verified(path)["donnees"] == {
            "etat": "egales_a_un_audit_garde",
            "audit_du": audit["le"],
        }
        same = desk.file("same.json", json.dumps(audit, indent=3).encode())
        assert desk.verified(path, "--audit", str(same))["donnees"]["etat"] == (
            "egales_a_l_audit_donne"
        )
        changed = {**audit, "le": "2026-11-23T08:00:00+00:00"}
        other = desk.file("other.json", json.dumps(changed).encode())
        code, console = desk.verify(path, "--audit", str(other))
        assert code is ExitCode.FAILED
        assert "différentes de l'audit" in shown(console)

    def test_data_of_another_practice_or_that_is_no_audit(self, desk: Desk) -> None:
        audit = {**an_audit(desk), "le": "2026-11-23T08:00:00+00:00"}
        for joined, state in (
            (json.dumps(audit).encode(), "d_aucun_audit_garde"),
            (b'{"autre": 1}', "illisibles"),
            (b"\xff" * 50, "illisibles"),
        ):
            path = desk.file("a.pdf", sign(a_pdf(joined=joined), a_key(), now=NOW))
            code, _ = desk.verify(path)
            assert (code, desk.verified(path)["donnees"]["etat"]) == (ExitCode.DONE, state)

    def test_data_asked_for_and_absent_does_not_hold(self, desk: Desk) -> None:
        given = desk.file("a.json", json.dumps(an_audit(desk)).encode())
        code, _ = desk.verify(desk.file("a.pdf", a_signed_pdf()), "--audit", str(given))
        assert code is ExitCode.FAILED


class TestDoors:
    def test_nobody_is_asked_a_secret_without_a_keyboard(self) -> None:
        assert real_doors(a_console()).ask_secret("Phrase : ") is None

    def test_chance_is_long_and_never_twice_the_same(self) -> None:
        doors = real_doors(a_console())
        drawn = {doors.token() for _ in range(50)}
        assert len(drawn) == 50
        assert min(len(one) for one in drawn) >= 40
