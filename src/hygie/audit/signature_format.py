"""A verification and a signature as JSON; no name of a file is in them."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from hygie.audit.json_files import FORMAT
from hygie.audit.signature_compare import Joined
from hygie.documents.signing_report import Certificate, Signature, Stamp, Verification

Json = Mapping[str, object]


def write_verification(found: Verification, joined: Joined, own: str | None) -> dict[str, object]:
    """Return the document of «hygie dossier verifier»; ``own`` is the practice's fingerprint."""
    return {
        "format": FORMAT,
        "tient": found.holds and joined.agrees,
        "etat": found.state.value,
        "programmes": [one.value for one in found.programs],
        "signatures": [_signature(one, own) for one in found.signatures],
        "fichiers_joints": [
            {
                "taille": one.size,
                "empreinte": None if one.content is None else sha256(one.content).hexdigest(),
            }
            for one in found.attachments
        ],
        "donnees": {"etat": joined.state.value, "audit_du": _written(joined.at)},
    }


def write_signing(signature: Signature, *, made: bool, own: str | None) -> dict[str, object]:
    """Return the document of «hygie dossier signer»."""
    return {"format": FORMAT, "cle_creee": made, "signature": _signature(signature, own)}


def _signature(one: Signature, own: str | None) -> dict[str, object]:
    return {
        "nature": "horodatage" if one.is_time_stamp else "signature",
        "integrite": one.integrity.value,
        "defauts": [one.value for one in one.faults],
        "ensuite": one.later.value,
        "couvre_tout": one.covers_all,
        "declaree_le": _written(one.signed_at),
        "certificat": _certificate(one.certificate, own),
        "horodatage": _stamp(one.stamp),
    }


def _stamp(stamp: Stamp) -> dict[str, object]:
    return {
        "etat": stamp.state.value,
        "le": _written(stamp.at),
        "autorite": _certificate(stamp.authority, None),
    }


def _certificate(one: Certificate | None, own: str | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "sujet": one.subject,
        "emetteur": one.issuer,
        "fait_par_le_signataire": one.self_signed,
        "empreinte": one.fingerprint,
        "du": _written(one.since),
        "au": _written(one.until),
        "reconnu": one.trusted,
        "de_ce_cabinet": one.fingerprint == own,
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
