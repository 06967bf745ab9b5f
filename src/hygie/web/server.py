"""The server: loopback only, bounded, stopped cleanly."""

import socket
from threading import Thread
from typing import Any

from waitress import create_server  # type: ignore[import-untyped]  # it has no types

from hygie.core.errors import MisusedError
from hygie.web.guard import Application

LOOPBACK = "127.0.0.1"
THREADS = 6
BODY_BYTES = 256 << 20
"""The largest thing that comes in: Hygie's own data, to be restored."""

SECONDS = 60


def bind(port: int) -> socket.socket:
    """Take a port of loopback, a free one for 0. Raises MisusedError when it is taken."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
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
            channel_timeout=SECONDS,
            expose_tracebacks=False,
            clear_untrusted_proxy_headers=True,
        )
        self._thread = Thread(target=self._server.run, name="hygie-serveur", daemon=True)

    def start(self) -> None:
        """Serve from now on, beside the caller."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and let those under way end."""
        self._server.close()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
