"""Signs a PDF (PAdES) with a practice's key, with or without a time-stamp.

The document is added to, never rewritten: what was there stays byte for byte.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hygie.core.errors import HygieError, MisusedError
from hygie.documents.signing_attempt import attempt
from hygie.documents.signing_keys import Key
from hygie.documents.signing_limits import reading_limits

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigner
    from pyhanko.sign.timestamps import TimeStamper

FIELD = "Signature{}"
Ask = Callable[[bytes], bytes]
"""Carries a time-stamp request to its server, and the answer back."""


def sign(content: bytes, key: Key, *, now: datetime, stamper: "TimeStamper | None" = None) -> bytes:
    """Return the document signed. Raises HygieError when it cannot be; nothing is written here."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415  # heavy
    from pyhanko.sign.general import SigningError  # noqa: PLC0415  # heavy

    try:
        writer = _writer(content)
        signer = _signer(key, _field(writer), now, stamper)
        _order_by_structure(writer)
        signed: bytes = signer.sign_pdf(writer).getvalue()
    except OSError as error:
        raise _no_stamp() from error
    except (PdfError, SigningError) as error:
        raise MisusedError(
            "Ce document n'a pas pu être signé : il l'interdit, ou il est mal fait.",
            hint="Refaites-le, puis signez-le. L'original n'a pas été touché.",
        ) from error
    return signed


def stamper_by(ask: Ask) -> "TimeStamper":
    """Return a time-stamper (RFC 3161) whose requests go through ``ask``."""
    from asn1crypto.tsp import (  # type: ignore[import-untyped]  # it has no types  # noqa: PLC0415
        TimeStampReq,
        TimeStampResp,
    )
    from pyhanko.sign.timestamps import TimeStamper  # noqa: PLC0415  # heavy

    class Asking(TimeStamper):
        """Sends what pyHanko prepares, and nothing else."""

        async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
            """Ask once; an answer that is none of a time-stamp's is a refusal."""
            raw = ask(req.dump())
            answer = attempt(lambda: TimeStampResp.load(raw, strict=True))
            if answer is None or not attempt(lambda: _answers(answer, req)):
                raise OSError("not a time-stamp of ours")
            return answer

    return Asking()  # type: ignore[no-untyped-call]  # pyHanko does not type it


def _answers(answer: Any, request: Any) -> bool:  # noqa: ANN401  # asn1crypto has no types
    """Tell whether a time-stamp was granted, for what was asked, this time."""
    granted = answer["status"]["status"].native == "granted"
    told = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    same = [told[part].native == request[part].native for part in ("nonce", "message_imprint")]
    return bool(granted and all(same))


def _writer(content: bytes) -> "IncrementalPdfFileWriter":
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  # heavy

    class KeepingMetadata(IncrementalPdfFileWriter):
        """Leaves a document's metadata as they are.

        pyHanko would write them again in a form that PDF/A does not want.
        """

        def _update_meta(self) -> None:
            return

    return KeepingMetadata(BytesIO(content), strict=False, decode_limits=reading_limits())


def _signer(key: Key, field: str, now: datetime, stamper: "TimeStamper | None") -> "PdfSigner":
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415  # heavy
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner  # noqa: PLC0415  # heavy
    from pyhanko.sign.signers.pdf_signer import PdfSigner  # noqa: PLC0415  # heavy

    class SignerAt(PdfSigner):
        """Signs at the moment it is told, rather than looking at the clock."""

        def init_signing_session(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401  # handed on
            """Begin as pyHanko does, at our moment."""
            session = super().init_signing_session(*given, **named)
            session.system_time = now
            return session

    # Out of the page: what no one sees needs no place in the reading order (PDF/UA), and stays
    # printable (PDF/A).
    place = SigFieldSpec(field, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    about = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    holder = SimpleSigner.load_pkcs12_data(
        key.pkcs12, other_certs=[], passphrase=key.passphrase or None
    )
    return SignerAt(about, holder, timestamper=stamper, new_field_spec=place)


def _field(writer: "IncrementalPdfFileWriter") -> str:
    """Return a field name that the document does not have yet."""
    taken = {one.field_name for one in writer.prev.embedded_signatures}
    rank = len(taken) + 1
    while FIELD.format(rank) in taken:
        rank += 1
    return FIELD.format(rank)


def _order_by_structure(writer: "IncrementalPdfFileWriter") -> None:
    """Say that what is on the first page is read in its order: PDF/UA asks it of such pages."""
    from pyhanko.pdf_utils.generic import NameObject  # noqa: PLC0415  # heavy

    page, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]  # pyHanko does not type it
    page.get_object()[NameObject("/Tabs")] = NameObject("/S")
    writer.mark_update(page)


def _no_stamp() -> HygieError:
    return HygieError(
        "Le serveur d'horodatage n'a pas donné de date utilisable. Rien n'a été signé.",
        hint="Vérifiez son adresse et le réseau, ou signez sans --horodatage.",
    )
