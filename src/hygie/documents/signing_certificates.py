"""What a certificate says, drawn from its bytes."""

from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hygie.documents.signing_report import Certificate

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as RawCertificate
    from cryptography.x509 import Name

LONGEST_NAME = 200
SHORTEST_RSA, SHORTEST_CURVE = 2048, 224
"""The shortest keys, in bits, that nobody knows how to guess."""

PEM = b"-----BEGIN CERTIFICATE-----"


def certificate_from(found: Any, authorities: Sequence[bytes], *, trusted: bool) -> Certificate:  # noqa: ANN401  # an asn1crypto certificate, untyped
    """Describe a certificate of pyHanko's; one held for an authority is trusted as it is."""
    raw: bytes = found.dump()
    return describe(raw, trusted=trusted or raw in authorities)


def describe(der: bytes, *, trusted: bool = False) -> Certificate:
    """Say whom a certificate (DER) names. Raises ValueError when it is none."""
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415  # heavy

    certificate = load_der_x509_certificate(der)
    return Certificate(
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        self_signed=_is_self_signed(certificate),
        fingerprint=sha256(der).hexdigest(),
        since=certificate.not_valid_before_utc.astimezone(UTC),
        until=certificate.not_valid_after_utc.astimezone(UTC),
        trusted=trusted,
        may_sign=_may_sign(certificate),
        strong=_is_strong(certificate),
    )


def only_stamps(der: bytes) -> bool:
    """Tell whether a certificate (DER) is for time-stamps and nothing else."""
    from cryptography.x509 import (  # noqa: PLC0415  # heavy
        ExtendedKeyUsage,
        ExtensionNotFound,
        load_der_x509_certificate,
    )
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415  # heavy

    try:
        found = load_der_x509_certificate(der).extensions.get_extension_for_class(ExtendedKeyUsage)
    except (ExtensionNotFound, ValueError):
        return False
    return set(found.value) == {ExtendedKeyUsageOID.TIME_STAMPING}


def read_authorities(content: bytes) -> list[bytes]:
    """Return the certificates (DER) of a PEM or DER file. Raises ValueError when there is none."""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415  # heavy
    from cryptography.x509 import (  # noqa: PLC0415  # heavy
        load_der_x509_certificate,
        load_pem_x509_certificates,
    )

    several = PEM in content
    found = load_pem_x509_certificates(content) if several else [load_der_x509_certificate(content)]
    return [one.public_bytes(Encoding.DER) for one in found]


def _name(name: "Name") -> str:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415  # heavy

    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    text = str(common[-1].value) if common else name.rfc4514_string()
    return text[:LONGEST_NAME]


def _may_sign(certificate: "RawCertificate") -> bool:
    """Tell whether it was made for signing; one that does not say is for anything."""
    from cryptography.x509 import ExtensionNotFound, KeyUsage  # noqa: PLC0415  # heavy

    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return True
    except ValueError:
        return False
    return bool(usage.digital_signature or usage.content_commitment)


def _is_strong(certificate: "RawCertificate") -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # heavy
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa  # noqa: PLC0415  # heavy

    try:
        public = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return False
    if isinstance(public, rsa.RSAPublicKey):
        return public.key_size >= SHORTEST_RSA
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.curve.key_size >= SHORTEST_CURVE
    return isinstance(public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)


def _is_self_signed(certificate: "RawCertificate") -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # heavy

    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
