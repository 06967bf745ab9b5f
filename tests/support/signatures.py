"""Small documents, keys and time-stamps, made when a test asks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from time import sleep
from typing import Any

import pikepdf
import typst
from asn1crypto import keys, tsp, x509  # type: ignore[import-untyped]  # it has no types
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.generic import NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import (
    PdfSignatureMetadata,
    PdfTimeStamper,
    SimpleSigner,
    sign_pdf,
)
from pyhanko.sign.timestamps import DummyTimeStamper

from hygie.audit.signature_doors import Doors
from hygie.documents.signing import sign
from hygie.documents.signing_keys import Key, make_key, open_key
from hygie.documents.signing_look import look
from hygie.documents.signing_report import Verification
from support.console import NOW
from support.keyrings import FakeKeyring

PHRASE = "cheval agrafe pile correct"
NAME = "Cabinet du Dr Alix"


@cache
def a_key(name: str = NAME) -> Key:
    return make_key(name, PHRASE, now=NOW)


def a_pdf(*, joined: bytes | None = None, password: str = "", text: str = "Bonjour") -> bytes:
    """Return one page, with a file inside if told, and a password if told."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.Contents = document.make_stream(f"BT ({text}) Tj ET".encode())
    if joined is not None:
        attach(document, "audit.json", joined)
    out = BytesIO()
    secret = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(
        out, encryption=secret or False, deterministic_id=not password, compress_streams=False
    )
    return out.getvalue()


@cache
def a_tagged_pdf() -> bytes:
    """Return a document of the kind our dossiers are: PDF/A-3a and PDF/UA-1."""
    text = '#set document(title: "Essai")\n#set text(lang: "fr")\n= Titre\nTexte.'
    content = typst.compile(
        text.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"], ignore_system_fonts=True
    )
    assert isinstance(content, bytes)
    return content


@cache
def a_signed_pdf() -> bytes:
    return sign(a_pdf(), a_key(), now=NOW)


def with_an_update(content: bytes) -> bytes:
    """Add to a document, after its end, what its signature never saw."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    page, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]  # pyHanko does not type it
    drawing = StreamObject(stream_data=b"BT (Autre chose) Tj ET")
    page.get_object()[NameObject("/Contents")] = writer.add_object(drawing)
    writer.mark_update(page)
    return _written(writer)


def without_its_form(content: bytes) -> bytes:
    """Take the signature out of a document's structure, by an update."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    del writer.root["/AcroForm"]
    writer.update_root()  # type: ignore[no-untyped-call]  # pyHanko does not type it
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not type it
    return out.getvalue()


def attach(document: pikepdf.Pdf, name: str, content: bytes) -> None:
    document.attachments[name] = pikepdf.AttachedFileSpec(
        document,
        content,
        filename=name,
        mime_type="application/json",
        creation_date="",
        mod_date="",
        description="",
    )


def a_pdf_that_acts(act: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a document to which something was done that a plain one does not have."""
    document = pikepdf.open(BytesIO(a_pdf()))
    act(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def an_action(kind: str, **about: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **about)


@cache
def an_odd_key(
    *,
    since: datetime = NOW,
    until: datetime = NOW + timedelta(days=9),
    signing: bool = True,
    bits: int = 2048,
) -> Key:
    """Return a key such as a careful signer would refuse."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = pyca.Name([pyca.NameAttribute(pyca.NameOID.COMMON_NAME, "Clé bizarre")])
    names = ("content_commitment", "data_encipherment", "key_agreement", "key_cert_sign")
    unused = dict.fromkeys((*names, "crl_sign", "encipher_only", "decipher_only"), False)
    usage = pyca.KeyUsage(digital_signature=signing, key_encipherment=not signing, **unused)
    builder = (
        pyca.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(9)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(usage, critical=True)
    )
    content = pkcs12.serialize_key_and_certificates(
        b"bizarre",
        private,
        builder.sign(private, SHA256()),
        None,
        BestAvailableEncryption(PHRASE.encode()),
    )
    return open_key(content, PHRASE)


@cache
def signed_with_sha1() -> bytes:
    """Return a document signed by a method that protects no more."""
    signer = SimpleSigner.load_pkcs12_data(
        a_key().pkcs12, other_certs=[], passphrase=PHRASE.encode()
    )
    about = PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha1")
    writer = IncrementalPdfFileWriter(BytesIO(a_pdf()), strict=False)
    signed: bytes = sign_pdf(writer, about, signer).getvalue()
    return signed


@cache
def _authority() -> tuple[rsa.RSAPrivateKey, pyca.Certificate]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = pyca.Name([pyca.NameAttribute(pyca.NameOID.COMMON_NAME, "Autorité d'essai")])
    stamping = pyca.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = (
        pyca.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1000))
        .add_extension(stamping, critical=True)
    )
    return private, builder.sign(private, SHA256())


def authority_pem() -> bytes:
    return _authority()[1].public_bytes(Encoding.PEM)


def authority_der() -> bytes:
    return _authority()[1].public_bytes(Encoding.DER)


class CarelessStamper(DummyTimeStamper):
    """Stamps something else than what it is given."""

    def request_cms(self, message_digest: bytes, md_algorithm: str) -> Any:
        other = bytes(len(message_digest))
        return super().request_cms(other, md_algorithm)  # type: ignore[no-untyped-call]  # pyHanko does not type it


def a_stamper(*, careless: bool = False) -> DummyTimeStamper:
    private, certificate = _authority()
    raw = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return (CarelessStamper if careless else DummyTimeStamper)(
        x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(raw),
        fixed_dt=NOW,
    )


def stamp_answer(request: bytes) -> bytes:
    """Answer a time-stamp request as a server would."""
    raw: bytes = a_stamper().request_tsa_response(tsp.TimeStampReq.load(request)).dump()
    return raw


def stamped_as_a_whole(content: bytes) -> bytes:
    """Add a time-stamp of the whole document, after its signatures."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    stamped: bytes = PdfTimeStamper(a_stamper()).timestamp_pdf(writer, "sha256", None).getvalue()
    return stamped


def look_here(content: bytes, *, at: datetime, authorities: Sequence[bytes] = ()) -> Verification:
    """Look at a document without starting a process for it."""
    return look(content, at=at, authorities=authorities)


def some_doors(
    *,
    keyring: FakeKeyring | None = None,
    typed: tuple[str, ...] = (),
    post: Callable[[str, bytes], bytes] | None = None,
) -> Doors:
    """Return doors where what is typed is told beforehand; nobody is there after it."""
    words = iter(typed)
    return Doors(
        keyring=keyring or FakeKeyring(),
        ask_secret=lambda _: next(words, None),
        token=lambda: "hasard" * 6,
        post=post or (lambda _, request: stamp_answer(request)),
        check=look_here,
    )


@contextmanager
def a_server(
    *, status: int = 200, kind: str = "", answer: bytes | None = None, pace: float = 0
) -> Iterator[str]:
    """Serve time-stamps on this computer, or something else; ``pace`` is seconds for a byte."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library names it so
            request = self.rfile.read(int(self.headers["Content-Length"]))
            content = stamp_answer(request) if answer is None else answer
            self.send_response(status)
            self.send_header("Content-Type", kind or "application/timestamp-reply")
            self.send_header("Location", "/ailleurs")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if not pace:
                self.wfile.write(content)
            for at in range(len(content) if pace else 0):
                sleep(pace)
                self.wfile.write(content[at : at + 1])

        def log_message(self, *_words: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
