"""The only file that goes out on the network: a time-stamp request, to the server it is told."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hygie.core.errors import MisusedError

if TYPE_CHECKING:
    from urllib.request import Request

SECONDS = 20.0
MOST_BYTES = 1 << 20
LONGEST_ADDRESS = 500
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def server_of(address: str) -> str:
    """Return the name of the server an address leads to. Raises MisusedError if it is unusable."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        plain = address.isascii() and address.isprintable() and " " not in address
        named, _ = parts.hostname, parts.port
    except ValueError:
        usable = plain = False
        named = None
    if not (usable and plain and named) or len(address) > LONGEST_ADDRESS or "@" in parts.netloc:
        raise MisusedError(
            "L'adresse du serveur d'horodatage ne convient pas.",
            hint="Elle commence par https:// ou http://, sans espace ni mot de passe.",
        )
    return named


def ask_server(address: str, request: bytes, *, seconds: float = SECONDS) -> bytes:
    """Send a request there and nowhere else: a server that points elsewhere is not followed.

    Raises OSError when there is no answer in that time, all told, or not one of a time-stamp's
    form.
    """
    from threading import Thread  # noqa: PLC0415  # start-up time

    server_of(address)
    answers: list[bytes] = []
    failures: list[OSError] = []

    def exchange() -> None:
        try:
            answers.append(_exchanged(address, request, seconds))
        except OSError as error:
            failures.append(error)

    # The library only bounds each wait: a server that drips its answer would hold us for ever, in
    # its headers as well. What is left behind ends with the process.
    asking = Thread(target=exchange, daemon=True)
    asking.start()
    asking.join(seconds)
    if not answers:
        raise failures[0] if failures else OSError("no whole answer in time")
    return answers[0]


def _exchanged(address: str, request: bytes, seconds: float) -> bytes:
    from http.client import HTTPException  # noqa: PLC0415  # heavy
    from urllib.error import HTTPError  # noqa: PLC0415  # heavy
    from urllib.request import HTTPRedirectHandler, Request, build_opener  # noqa: PLC0415  # heavy

    class NotElsewhere(HTTPRedirectHandler):
        """Follows nothing."""

        def redirect_request(self, *_given: Any) -> "Request | None":  # noqa: ANN401  # all unused
            """Refuse: the person agreed to one server."""
            return None

    headers = {"Content-Type": QUERY, "Accept": REPLY, "User-Agent": "Hygie"}
    sent = Request(address, data=request, headers=headers)  # noqa: S310  # server_of allows http and https only
    try:
        with build_opener(NotElsewhere).open(sent, timeout=seconds) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
            kind = answer.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise OSError("refused") from None
    except HTTPException as error:
        raise OSError("not an answer") from error
    if kind != REPLY or len(content) > MOST_BYTES:
        raise OSError("not the answer of a time-stamping server")
    return content
