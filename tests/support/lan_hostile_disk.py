"""A disk that means harm: address, kind of harm. It answers whoever opens a connection."""

import socket
import struct
import sys
import time
from contextlib import suppress

ADDRESS, HARM = sys.argv[1], sys.argv[2]
LONGEST = 0x1FFFF
"""The length a first header may announce."""


def harm(caller: socket.socket) -> None:
    caller.recv(1000)
    if HARM == "nonsense":
        caller.sendall(struct.pack(">I", 64) + b"\xfeSMB" + b"\xff" * 60)
    elif HARM == "long":
        caller.sendall(struct.pack(">I", LONGEST) + b"\x00" * LONGEST)
    elif HARM == "drip":
        caller.sendall(struct.pack(">I", LONGEST))
        for _ in range(600):
            caller.sendall(b"\x00")
            time.sleep(0.1)


if __name__ == "__main__":
    server = socket.create_server((ADDRESS, 445))
    while True:
        caller, _ = server.accept()
        with caller, suppress(OSError):
            harm(caller)
