"""A program that encrypts the register of a folder, run by the tests as a process of its own.

record_mover.py FOLDER MASTER [STEP] [FILE_BYTES]
MASTER is in hexadecimal. At STEP it kills itself as a power cut would. It waits for one line on its
standard input, so that several start together.
"""

import os
import resource
import signal
import sys
from pathlib import Path

from hygie.core.errors import HygieError
from hygie.practice.encryption import driver_of, encrypt_records
from hygie.practice.vault import Secret


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(folder: str, master: str, step: str = "", file_bytes: str = "") -> None:
    if file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes), int(file_bytes)))
    secret = Secret(bytes.fromhex(master))
    # Loaded before the start is given: it is the moving that is to be interrupted.
    assert driver_of(secret).errors is not None

    def reached(here: str) -> None:
        if here == step:
            os.kill(os.getpid(), signal.SIGKILL)

    tell("prêt")
    sys.stdin.readline()
    try:
        encrypt_records(Path(folder), secret, reached=reached)
    except HygieError as error:
        tell(f"{type(error).__name__} {error.message} {error.hint}")
    else:
        tell("fait")


if __name__ == "__main__":
    main(*sys.argv[1:])
