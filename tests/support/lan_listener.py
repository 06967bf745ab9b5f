"""A port that writes down how many bytes it is sent: address, port, file."""

import socket
import sys
from pathlib import Path

if __name__ == "__main__":
    address, port, file = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    server = socket.create_server((address, port))
    while True:
        caller, _ = server.accept()
        with caller:
            caller.settimeout(2)
            heard = len(caller.recv(100))
        with file.open("a") as lines:
            lines.write(f"{heard}\n")
