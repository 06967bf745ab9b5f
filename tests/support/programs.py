"""Programs of the tests, run as processes of their own: started, told to go, interrupted."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 60


def started(program: str, *words: str) -> "subprocess.Popen[str]":
    """Start a program of this folder and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / program), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "prêt\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def printed(process: "subprocess.Popen[str]") -> list[str]:
    output, _ = process.communicate(timeout=SECONDS)
    return output.splitlines()
