"""A client that speaks to a port by itself: what no browser would send, as slowly as it likes."""

import socket
from contextlib import closing

PATIENCE = 30
PIECE = 1 << 16


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def heading(port: int, first_line: str, *lines: str) -> bytes:
    """Write the head of a request."""
    return "\r\n".join([first_line, f"Host: 127.0.0.1:{port}", *lines, "", ""]).encode()


def answer_to(port: int, *pieces: bytes) -> bytes:
    """Send pieces until the app answers or hangs up; return all it said."""
    with closing(opened(port)) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up: what it said before is read below
        return _all_of(connection)


def _all_of(connection: socket.socket) -> bytes:
    said = b""
    try:
        while piece := connection.recv(PIECE):
            said += piece
    except ConnectionResetError:
        return said
    return said
