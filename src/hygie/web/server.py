"""The server: loopback only, bounded, stopped cleanly."""

import socket
import sys
from threading import Thread
from typing import Any

from waitress import create_server  # type: ignore[import-untyped]  # it has no types
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # the same
from waitress.task import ErrorTask  # type: ignore[import-untyped]  # the same

from hygie.core.errors import MisusedError
from hygie.web.guard import HEADERS, Application

LOOPBACK = "127.0.0.1"
THREADS = 6
BODY_BYTES = 256 << 20
"""The largest thing that comes in: Hygie's own data, encrypted, to be restored."""

MEMORY_BYTES = 32 << 20
"""What comes in or goes out waits in memory up to there: the disk would keep evidence in clear."""

HEADER_BYTES = 32 << 10
CONNECTIONS = 60
"""A browser holds six; each may fill the memory with one body."""

SECONDS = 60
TOO_BIG = 413
REFUSED = {
    TOO_BIG: "Ce qui a été envoyé est trop gros : 20 Mo au plus pour une preuve, 256 Mo pour une"
    " sauvegarde. Rien n'a été enregistré.\n"
    "Pour une sauvegarde plus grosse : hygie mes-donnees restaurer\n"
}
UNREADABLE = "Cette demande n'est pas lisible. Rien n'a été enregistré.\n"


def bind(port: int) -> socket.socket:
    """Take a port of loopback, a free one for 0. Raises MisusedError when it is taken."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Elsewhere this lets the port that was just left be taken; on Windows, one that is in use.
    if sys.platform == "win32":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((LOOPBACK, port))
    except OSError as error:
        opened.close()
        raise MisusedError(
            f"Le port {port} est déjà pris par un autre programme.",
            hint="Donnez-en un autre, ou aucun : Hygie en choisira un libre.",
        ) from error
    opened.listen(64)
    return opened


class Server:
    """Serves an application on a port already taken, until told to stop."""

    def __init__(self, application: Application, listening: socket.socket) -> None:
        self._server: Any = create_server(
            application,
            sockets=[listening],
            threads=THREADS,
            ident="",
            max_request_body_size=BODY_BYTES,
            max_request_header_size=HEADER_BYTES,
            connection_limit=CONNECTIONS,
            inbuf_overflow=MEMORY_BYTES,
            outbuf_overflow=MEMORY_BYTES,
            channel_timeout=SECONDS,
            expose_tracebacks=False,
            clear_untrusted_proxy_headers=True,
        )
        self._server.channel_class = _Channel
        self._thread = Thread(target=self._server.run, name="hygie-serveur", daemon=True)

    def start(self) -> None:
        """Serve from now on, beside the caller."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and let those under way end."""
        self._server.close()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)


class _Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Says in French what the server itself refuses, before the guard is asked."""

    def execute(self) -> None:
        error = self.request.error
        content = REFUSED.get(error.code, UNREADABLE).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()]
        self.content_length = len(content)
        self.set_close_on_finish()
        self.write(content)


class _Channel(HTTPChannel):  # type: ignore[misc]  # the same
    error_task_class = _Refusal
