"""What is sent to the app to hurt it: too long, too big, too slow, or of another hand."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from support.app import Answer, App, Visitor, running
from support.app_writer import PROOF_PAGE, prepared
from support.photos import a_huge_png
from support.practices import with_a_past
from support.raw_client import answer_to, heading, opened
from support.workstations import LOCKED, a_key, an_observation, print_of, signed

TWO_GIGABYTES = 2 << 30
MEGABYTE = 1 << 20
FORM = "application/x-www-form-urlencoded"
OTHER = "poste-0123abcd"


NO_REQUESTS = (
    b"\r\n\r\n",
    b"GET",
    b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /%00%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
)


def memory_of(app: App) -> int:
    """Return the bytes of memory the app holds now."""
    status = Path(f"/proc/{app.process.pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) << 10


def headers_of(owner: Visitor, kind: str = FORM) -> dict[str, str]:
    return {"Content-Type": kind, "Origin": f"http://127.0.0.1:{owner.port}"}


def check_still_there(owner: Visitor) -> None:
    assert owner.get("/probleme").status == 200


class TestTooBig:
    def test_two_gigabytes_announced_are_refused_at_once(self, app: App, owner: Visitor) -> None:
        """Before any of it comes: nothing waits for it."""
        before = memory_of(app)
        head = heading(app.port, f"POST {PROOF_PAGE} HTTP/1.1", f"Content-Length: {TWO_GIGABYTES}")
        said = answer_to(app.port, head).decode()
        assert said.startswith("HTTP/1.1 413 ")
        assert "trop gros : 20 Mo au plus" in said
        assert "Rien n'a été enregistré" in said
        assert "default-src 'none'" in said
        assert memory_of(app) - before < 10 * MEGABYTE
        check_still_there(owner)

    def test_two_gigabytes_in_pieces_are_refused_on_the_way(self, app: App, owner: Visitor) -> None:
        before = memory_of(app)
        head = heading(app.port, f"POST {PROOF_PAGE} HTTP/1.1", "Transfer-Encoding: chunked")
        piece = b"100000\r\n" + b"0" * MEGABYTE + b"\r\n"
        answer_to(app.port, head, *repeat(piece, TWO_GIGABYTES >> 20))
        assert memory_of(app) - before < 100 * MEGABYTE
        check_still_there(owner)

    @pytest.mark.parametrize("megabytes", [21, 40])
    def test_what_is_a_little_too_big_is_said_on_the_page(
        self, owner: Visitor, megabytes: int
    ) -> None:
        fields = {"genre": prepared(owner).kind}
        file = ("fichier", "gros.pdf", b"%PDF-" + b"0" * megabytes * MEGABYTE)
        refused = owner.send_file(PROOF_PAGE, fields, file, page="/probleme")
        assert (refused.status, "20 Mo au plus" in refused.said) == (422, True)
        assert 'role="alert"' in refused.text

    def test_what_is_sent_never_waits_in_clear_on_the_disk(self, app: App, owner: Visitor) -> None:
        """Half a file is sent, then nothing: the app has opened no other file for it."""
        before = written_by(app)
        length = f"Content-Length: {20 * MEGABYTE}"
        head = heading(app.port, f"POST {PROOF_PAGE} HTTP/1.1", length)
        with closing(opened(app.port)) as connection:
            connection.sendall(head + b"0" * 10 * MEGABYTE)
            check_still_there(owner)
            assert written_by(app) <= before

    def test_a_picture_made_to_drown_a_computer_is_refused(self, app: App, owner: Visitor) -> None:
        before = memory_of(app)
        fields = {"genre": prepared(owner).kind}
        file = ("fichier", "photo.png", a_huge_png(60_000))
        refused = owner.send_file(PROOF_PAGE, fields, file, page="/probleme")
        assert refused.status == 422
        assert "Rien n'a été" in refused.said
        assert memory_of(app) - before < 100 * MEGABYTE


def written_by(app: App) -> set[str]:
    """Return the files outside the data folder that the app holds open, erased ones included."""
    links = (path.readlink() for path in Path(f"/proc/{app.process.pid}/fd").iterdir())
    paths = {str(link) for link in links}
    return {path for path in paths if path.startswith("/") and not path.startswith("/dev/")}


class TestTooLong:
    @pytest.mark.parametrize(
        "path", ["/plan/sauvegarde", "/situation/exercice", "/equipe/declarer"]
    )
    def test_ten_thousand_fields_are_refused(self, owner: Visitor, path: str) -> None:
        fields = [("csrfmiddlewaretoken", owner.token()), *((f"c{n}", "1") for n in range(10_000))]
        refused = owner.request("POST", path, urlencode(fields).encode(), headers_of(owner))
        assert refused.status == 400
        assert "Rien n'a été enregistré" in refused.said

    def test_a_field_of_two_megabytes_is_refused(self, owner: Visitor) -> None:
        fields = {"csrfmiddlewaretoken": owner.token(), "note": "a" * 2 * MEGABYTE}
        body = urlencode(fields).encode()
        refused = owner.request("POST", "/plan/sauvegarde", body, headers_of(owner))
        assert (refused.status, "Rien n'a été enregistré" in refused.said) == (400, True)

    def test_twenty_files_at_once_are_refused(self, owner: Visitor) -> None:
        edge = "un-bord"
        parts = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="f{n}"; filename="a"\r\n\r\nx\r\n'
            for n in range(20)
        )
        body = f"{parts}--{edge}--\r\n".encode()
        headers = headers_of(owner, f"multipart/form-data; boundary={edge}")
        assert owner.request("POST", PROOF_PAGE, body, headers).status in {400, 403}
        check_still_there(owner)

    @pytest.mark.parametrize(
        "body", [b"", b"--un-bord", b"\0" * 999, b"--un-bord\r\nContent-Disposition: form-data\r\n"]
    )
    def test_a_form_cut_short_is_refused(self, owner: Visitor, body: bytes) -> None:
        headers = headers_of(owner, "multipart/form-data; boundary=un-bord")
        refused = owner.request("POST", PROOF_PAGE, body, headers)
        assert refused.status in {400, 403}
        assert "Rien n'a été enregistré" in refused.said

    def test_a_heading_too_long_is_refused(self, app: App, owner: Visitor) -> None:
        head = heading(app.port, "GET / HTTP/1.1", f"X-Long: {'a' * 100_000}")
        said = answer_to(app.port, head).decode()
        assert said.startswith("HTTP/1.0 431 ")
        assert "Cette demande n'est pas lisible" in said
        check_still_there(owner)

    def test_a_heading_without_end_is_refused(self, app: App, owner: Visitor) -> None:
        before = memory_of(app)
        answer_to(app.port, b"GET / HTTP/1.1\r\n", *repeat(b"X-Long: " + b"a" * MEGABYTE, 200))
        assert memory_of(app) - before < 50 * MEGABYTE
        check_still_there(owner)

    @pytest.mark.parametrize("length", [3000, 30_000])
    def test_an_address_too_long_is_refused(self, owner: Visitor, length: int) -> None:
        assert owner.get(f"/{'a' * length}").status == 403
        assert owner.get(f"/mesures?mots={'a' * length}").status in {200, 403}
        check_still_there(owner)

    @pytest.mark.parametrize("words", NO_REQUESTS)
    def test_what_is_no_request_harms_nothing(self, app: App, owner: Visitor, words: bytes) -> None:
        with closing(opened(app.port)) as connection:
            connection.sendall(words)
        check_still_there(owner)


@pytest.mark.parametrize(
    "path",
    ["../settings.py", "%2e%2e/settings.py", "..%2fsettings.py", "..%5csettings.py", "/etc/passwd",
     "vendor/../../settings.py", "hygie.css%00.py", ".%00./settings.py", ""],
)  # fmt: skip  # a list of addresses
def test_only_what_is_meant_to_be_is_served_without_a_session(app: App, path: str) -> None:
    answer = app.stranger().get(f"/fixe/{path}")
    assert answer.status == 404
    assert b"SECRET_KEY" not in answer.body


class TestSlow:
    def test_those_who_dawdle_keep_nobody_waiting(self, app: App, owner: Visitor) -> None:
        """Six threads answer; forty clients each send half a request and stop there."""
        with ExitStack() as stack:
            for number in range(40):
                connection = stack.enter_context(closing(opened(app.port)))
                half = heading(app.port, f"POST {PROOF_PAGE} HTTP/1.1", "Content-Length: 999")
                connection.sendall(half[: -number or None])
            check_still_there(owner)
            assert owner.get("/mesures").status == 200

    def test_those_who_do_not_read_keep_nobody_waiting(self, app: App, owner: Visitor) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in owner.cookies.items())
        asked = heading(app.port, "GET /mesures HTTP/1.1", f"Cookie: {cookie}") * 20
        with ExitStack() as stack:
            for _ in range(12):
                stack.enter_context(closing(opened(app.port))).sendall(asked)
            check_still_there(owner)

    def test_many_at_once_are_all_answered(self, owner: Visitor) -> None:
        with ThreadPoolExecutor(12) as threads:
            pages = ["/", "/mesures", "/plan", "/journal"] * 12
            found = set(threads.map(lambda page: owner.get(page).status, pages))
        assert found == {200}


def join(owner: Visitor, document: Any, empreinte: str = "") -> Answer:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    file = ("fichier", "poste.json", content)
    return owner.send_file("/postes/ajouter", {"empreinte": empreinte}, file, page="/postes")


class TestWorkstationFiles:
    def at(self, minutes: int) -> datetime:
        return datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=minutes)

    def document(self, key_rank: int = 1, minutes: int = 60, *, locks: bool = True) -> Any:
        at = self.at(minutes)
        reading = an_observation(LOCKED, locks, poste=OTHER, at=at)
        return signed(a_key(key_rank), workstation=OTHER, at=at, readings=(reading,))

    @pytest.fixture
    def fresh(self, tmp_path: Path) -> Iterator[Visitor]:
        home = tmp_path / "hygie"
        with_a_past(home)
        with running(home) as started:
            yield started.first_visitor()

    def test_only_what_is_signed_by_a_known_hand_gets_in(self, fresh: Visitor) -> None:
        """One app for all: each refusal must leave the page and the journal as they were."""
        good = self.document()
        mine = print_of(a_key())
        before = fresh.get("/journal").said
        altered = json.loads(json.dumps(good).replace(LOCKED, "session.lock_delay"))
        for document, fingerprint, words in (
            (altered, mine, "modifié depuis"),
            (good, "", "n'est pas encore connue"),
            (good, print_of(a_key(2)), "n'est pas celle de la clé"),
            (self.document(minutes=-60), mine, "daté du futur"),
            (b"{" * 100_000, mine, "Le fichier de poste"),
            (b"\xff\xfe", mine, "Le fichier de poste"),
            (b"[]", mine, "Le fichier de poste"),
            (b"0" * (5 * MEGABYTE), mine, "trop gros"),
        ):
            refused = join(fresh, document, fingerprint)
            assert (refused.status, words in refused.said) == (422, True), refused.said
        assert fresh.get("/journal").said == before
        assert OTHER not in fresh.get("/postes").said
        assert join(fresh, good, mine).status == 302
        assert OTHER in fresh.get("/postes").said
        refused = join(fresh, self.document(2, minutes=30, locks=False), print_of(a_key(2)))
        assert refused.status == 422
        assert "une autre signature que le dernier reçu" in refused.said
        older = join(fresh, self.document(minutes=90))
        assert (older.status, "plus ancien" in older.said) == (422, True)
