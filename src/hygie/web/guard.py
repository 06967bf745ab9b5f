"""The door of the server, before any page: who may speak to it, and what every answer carries."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

SAFE_METHODS = frozenset({"GET", "HEAD"})
METHODS = SAFE_METHODS | {"POST"}
ADDRESS_LETTERS = 2048

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing inline, nothing evaluated, nothing from elsewhere. Pico draws its arrows with data:."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}

REFUSED = "Cette page n'a pas été demandée depuis Hygie : elle n'est pas montrée.\n"


class Guard:
    """Lets through what this computer's own browser asks of our own address, nothing else.

    A site on the internet may make its name point here (DNS rebinding): the name it gives in
    ``Host`` betrays it. A page of elsewhere that posts a form is betrayed by its ``Origin``.
    """

    def __init__(self, application: Application, *, port: Callable[[], int]) -> None:
        self._application, self._port = application, port

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            given = {name.lower() for name, _ in headers}
            added = [(name, text) for name, text in HEADERS.items() if name.lower() not in given]
            return start_response(status, [*headers, *added], *rest)

        if not self._may_pass(environ):
            start("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [REFUSED.encode()]
        return self._application(environ, start)

    def _may_pass(self, environ: Environ) -> bool:
        ours = {f"127.0.0.1:{self._port()}", f"localhost:{self._port()}"}
        if environ.get("HTTP_HOST") not in ours or environ["REQUEST_METHOD"] not in METHODS:
            return False
        if len(environ.get("PATH_INFO", "")) > ADDRESS_LETTERS:
            return False
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and origin not in {f"http://{one}" for one in ours}:
            return False
        site = environ.get("HTTP_SEC_FETCH_SITE", "none")
        if environ["REQUEST_METHOD"] in SAFE_METHODS:
            return True
        # Browsers say where a form comes from, by one header or the other; our own client says it.
        return site in {"same-origin", "none"} and (origin is not None or site == "same-origin")
