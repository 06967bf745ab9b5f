"""The key of a practice: made, and opened again, as an encrypted PKCS#12 file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hygie.core.errors import MisusedError
from hygie.documents.signing_certificates import describe
from hygie.documents.signing_report import Certificate, Fault, faults_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption
    from cryptography.x509 import Certificate as RawCertificate
    from cryptography.x509 import KeyUsage

BITS = 3072
LIFE = timedelta(days=3650)
ROUNDS = 600_000
"""How hard it is made to try passphrases, should the file be stolen."""

LONGEST_NAME = 64
"""What a certificate has room for, in bytes of UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that can sign, and the certificate that goes with it (``pem`` is public)."""

    pkcs12: bytes
    passphrase: bytes
    certificate: Certificate
    pem: bytes


UNFIT: Mapping[Fault, tuple[str, str]] = {
    Fault.WEAK: (
        "Cette clé est trop faible : on saurait la contrefaire.",
        "Il en faut une de 2 048 bits au moins (RSA), ou sur une courbe elliptique courante.",
    ),
    Fault.WRONG_USE: (
        "Cette clé n'est pas faite pour signer : son certificat l'annonce pour un autre usage.",
        "Demandez une clé de signature à qui vous l'a remise.",
    ),
    Fault.EXPIRED: (
        "Le certificat de cette clé est périmé : ce qu'elle signerait ne vaudrait rien.",
        "Demandez-en un nouveau à qui vous l'a remise, ou vérifiez la date de cet ordinateur.",
    ),
    Fault.EARLY: (
        "Le certificat de cette clé n'est pas encore valable.",
        "Attendez cette date, ou vérifiez celle de cet ordinateur.",
    ),
}


def make_key(name: str, passphrase: str, *, now: datetime) -> Key:
    """Make a key and its self-signed certificate, valid ten years. ``name`` is public."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  # heavy

    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    certificate = _self_signed(private, _shortened(name), now)
    content = pkcs12.serialize_key_and_certificates(
        b"hygie", private, certificate, None, _encryption(passphrase)
    )
    return open_key(content, passphrase)


def check_fit(key: Key, at: datetime) -> None:
    """Refuse a key whose signature would not hold. Raises MisusedError."""
    for fault in faults_of(key.certificate, at):
        message, hint = UNFIT[fault]
        raise MisusedError(message, hint=f"{hint} Rien n'a été signé.")


def open_key(content: bytes, passphrase: str) -> Key:
    """Open a PKCS#12 file. Raises MisusedError when the passphrase or the file will not do."""
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12  # noqa: PLC0415  # heavy

    secret = passphrase.encode("utf-8")
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(content, secret or None)
    except (ValueError, TypeError) as error:
        raise MisusedError(
            "La clé ne s'ouvre pas : la phrase de passe ne convient pas, ou le fichier n'est pas"
            " une clé PKCS#12 (.p12, .pfx).",
            hint="Vérifiez le fichier et la phrase de passe. Rien n'a été signé.",
        ) from error
    if private is None or certificate is None:
        raise MisusedError(
            "Ce fichier ne contient pas à la fois une clé et son certificat.",
            hint="Demandez un fichier .p12 complet à qui vous l'a remis. Rien n'a été signé.",
        )
    return Key(
        pkcs12=content,
        passphrase=secret,
        certificate=describe(certificate.public_bytes(Encoding.DER)),
        pem=certificate.public_bytes(Encoding.PEM),
    )


def _shortened(name: str) -> str:
    return name.encode("utf-8")[:LONGEST_NAME].decode("utf-8", "ignore")


def _self_signed(private: "RSAPrivateKey", name: str, now: datetime) -> "RawCertificate":
    from cryptography import x509  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  # heavy

    holder = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    public = private.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(holder)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, SHA256())
    )


def _usage() -> "KeyUsage":
    from cryptography.x509 import KeyUsage  # noqa: PLC0415  # heavy

    return KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _encryption(passphrase: str) -> "KeySerializationEncryption":
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12  # noqa: PLC0415  # heavy

    return (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(passphrase.encode("utf-8"))
    )
