"""Somebody at the keyboard of «hygie audit», in a pseudo-terminal of 80 columns."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pexpect

from support.scenarios import World, flat

PROMPT = re.compile("Votre réponse\\s: ")
ESCAPES = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")
PASSING = re.compile("Lecture de ce poste\\s: [0-9]+ sur [^\r\n]*")
RANK = re.compile("(?P<rank>[0-9]+) sur (?P<many>[0-9]+) · ")
SECONDS = 30


@dataclass(slots=True)
class Keyboard:
    """One run of a command; ``seen`` is what was shown before each prompt, then at the end."""

    world: World
    words: tuple[str, ...] = ("audit",)
    encoding: str = "utf-8"
    seen: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    child: "pexpect.spawn[str]" = field(init=False)

    def __post_init__(self) -> None:
        self.child = pexpect.spawn(
            str(self.world.program),
            list(self.words),
            cwd=str(self.world.folder),
            env=self.world.environment,
            encoding=self.encoding,
            dimensions=(40, 80),
            timeout=SECONDS,
        )
        self.child.delaybeforesend = None

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    def question(self) -> str:
        """Wait for a question; an empty text when the program ended instead."""
        found = self.child.expect([PROMPT, pexpect.EOF])
        self._see()
        return self.seen[-1] if found == 0 else ""

    def answer(self, typed: str) -> str:
        """Type an answer, then wait for the next question."""
        self.child.sendline(typed)
        return self.question()

    def end(self) -> int | None:
        """Wait for the end and return the exit code."""
        self.child.expect(pexpect.EOF)
        self._see()
        self.child.close()
        return self.child.exitstatus

    def _see(self) -> None:
        shown = ESCAPES.sub("", self.child.before or "")
        self.seen.append(flat(PASSING.sub(" ", shown)))

    def finish(self, choose: Callable[[str], str]) -> list[str]:
        """Answer every question as ``choose`` says; return the questions, from the one waiting."""
        asked = []
        question = self.seen[-1]
        while question:
            asked.append(question)
            assert len(asked) < 100, f"no end to the questions: {question}"
            question = self.answer(choose(question))
        self.child.close()
        return asked


def i_do_not_know(question: str) -> str:
    """Choose «Je ne sais pas»; the profession alone does not offer it."""
    found = re.search(r"(?P<number>[0-9]+)[.)]? Je ne sais pas", question)
    return found["number"] if found else "2"


def of_a_measure(question: str) -> bool:
    """Tell a question about a measure from those of the situation."""
    return RANK.search(question) is not None
