"""Plays the scenarios of tests/end_to_end/scenarios: texts that anyone in a practice can read.

# Titre                             begins a scenario, in an empty folder
-- fichier nom.json --              what the file holds, until «-- fin --»
$ hygie …                           runs it, with the data in donnees/
code 2                              then what is expected of it
Further words, to prepare and to expect, are the keys of PREPARATIONS and EXPECTATIONS.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 60
COLUMNS = 80
NOT_CUT = re.compile(r'https?://|^ +"raison": "')
"""What stays on one line: an address, and a sentence in the document the diagnostic shows."""
HASHED_BYTES = 1 << 24
LOCAL = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "TERM": "xterm"}


@dataclass(frozen=True, slots=True)
class Done:
    """A command that ended, and whether the folder is as it was."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    changed: frozenset[str]

    @property
    def document(self) -> Any:
        """The one document of the standard output; fails when there is none, or more."""
        return json.loads(self.out)


@dataclass(slots=True)
class World:
    """An empty practice: a folder to work in, with the data and the home folder inside."""

    program: Path
    folder: Path
    account: int | None = None
    extra: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in (self.data, self.home):
            folder.mkdir(mode=0o700)
            if self.account is not None:
                os.chown(folder, self.account, self.account)

    @property
    def data(self) -> Path:
        """What HYGIE_HOME says."""
        return self.folder / "donnees"

    @property
    def home(self) -> Path:
        """What HOME says."""
        return self.folder / "maison"

    @property
    def environment(self) -> dict[str, str]:
        """All that the program is told of its surroundings."""
        return {**LOCAL, "HOME": str(self.home), "HYGIE_HOME": str(self.data), **self.extra}

    def hygie(self, *words: str, before: Iterable[str | Path] = (), **streams: Any) -> Done:
        """Run one command, ``before`` being a program that runs it."""
        was = snapshot(self.folder)
        ran = subprocess.run(
            [*before, self.program, *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            user=self.account,
            group=self.account,
            extra_groups=None if self.account is None else (),
            **{"stdin": subprocess.DEVNULL, **streams},
        )
        out, err = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
        changed = frozenset(was.items() ^ snapshot(self.folder).items())
        return Done(words, ran.returncode, out, err, frozenset(name for name, _ in changed))


def snapshot(folder: Path) -> Mapping[str, str]:
    """Return what each file of a folder holds; very large ones by their size and date."""
    return {str(path.relative_to(folder)): _print_of(path) for path in sorted(folder.rglob("*"))}


def _print_of(path: Path) -> str:
    about = path.lstat()
    if not path.is_file() or path.is_symlink():
        return f"{about.st_mode:o}"
    if about.st_size > HASHED_BYTES:
        return f"{about.st_size} {about.st_mtime_ns}"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def flat(text: str) -> str:
    """Forget how a text is cut into lines, and which spaces it uses."""
    return " ".join(text.split())


def check_always(done: Done) -> None:
    """Check what holds of every command, whatever was asked."""
    for stream in (done.out, done.err):
        assert "\x1b" not in stream, f"escape code: {stream!r}"
        assert "Traceback" not in stream
        assert "Error" not in stream, f"a technical word: {stream}"
    written = done.err if "--json" in done.words else done.out + done.err
    too_long = [line for line in written.splitlines() if len(line) > COLUMNS]
    assert [line for line in too_long if not NOT_CUT.search(line)] == []
    if "--json" in done.words:
        assert isinstance(done.document, dict)
        assert done.document["format"] == 1
    if done.code in {1, 2}:
        _check_refusal(done)


def _check_refusal(done: Done) -> None:
    """What happened and what to do are both said; a command misused has changed nothing."""
    assert len(done.err.splitlines()) > 1, f"no advice: {done.err}"
    if done.code == 1 and "journal" in done.words:
        return  # a journal that is no longer whole is shown, then said by the code
    if "--json" in done.words:
        assert done.document["erreur"]["code"] == done.code
        assert done.document["erreur"]["message"] in flat(done.err)
    elif "diagnostic-technique" not in done.words:  # it shows what it is about to write
        assert done.out == ""
    if done.code == 2:
        assert done.changed == frozenset()


# --- the words of the scenarios ---------------------------------------------------------------


def _octets(world: World, name: str, figures: str) -> None:
    (world.folder / name).write_bytes(bytes.fromhex(figures))


def _latin(world: World, name: str, text: str) -> None:
    (world.folder / name).write_bytes(text.encode("latin-1"))


def _sparse(world: World, name: str, size: str) -> None:
    with (world.folder / name).open("wb") as file:
        file.truncate(int(size))


def _cut(world: World, name: str, size: str) -> None:
    os.truncate(world.folder / name, int(size))


def _overwrite(world: World, name: str, at: str, figures: str) -> None:
    with (world.folder / name).open("r+b") as file:
        file.seek(int(at))
        file.write(bytes.fromhex(figures))


def _folder(world: World, name: str) -> None:
    (world.folder / name).mkdir()


def _link(world: World, name: str, target: str) -> None:
    (world.folder / name).symlink_to(target)


def _surroundings(world: World, *pairs: str) -> None:
    world.extra = dict(pair.split("=", 1) for pair in pairs)


def _keep(world: World, name: str, done: Done) -> None:
    (world.folder / name).write_text(done.out)


def _code(done: Done, code: str) -> None:
    assert done.code == int(code), f"code {done.code}: {done.err}"


def _out_has(done: Done, text: str) -> None:
    assert flat(text) in flat(done.out)


def _out_lacks(done: Done, text: str) -> None:
    assert flat(text) not in flat(done.out)


def _err_has(done: Done, text: str) -> None:
    assert flat(text) in flat(done.err)


def _out_empty(done: Done) -> None:
    assert done.out == ""


def _err_empty(done: Done) -> None:
    assert done.err == ""


def _unchanged(done: Done) -> None:
    assert done.changed == frozenset()


def _key(done: Done, path: str, value: str) -> None:
    found: Any = done.document
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    assert found == json.loads(value)


def _count(done: Done, path: str, count: str) -> None:
    found: Any = done.document
    for step in path.split("."):
        found = found[step]
    assert len(found) == int(count)


PREPARATIONS: Mapping[str, Callable[..., None]] = {
    "octets": _octets,
    "latin-1": _latin,
    "creux": _sparse,
    "tronque": _cut,
    "modifie": _overwrite,
    "dossier": _folder,
    "lien": _link,
    "avec": _surroundings,
}
EXPECTATIONS: Mapping[str, Callable[..., None]] = {
    "code": _code,
    "sortie contient": _out_has,
    "sortie sans": _out_lacks,
    "sortie vide": _out_empty,
    "erreurs contient": _err_has,
    "erreurs vides": _err_empty,
    "rien n'a changé": _unchanged,
    "json": _key,
    "json compte": _count,
}
KEPT = "garde"
FILE = re.compile(
    r"-- fichier (?P<name>\S+) --\n(?P<text>.*?)^-- fin --\n", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: its title, and its lines."""

    title: str
    text: str

    def play(self, world: World) -> int:
        """Do what is written and check what is expected; return how many commands were run."""
        for found in FILE.finditer(self.text):
            (world.folder / found["name"]).write_text(found["text"], encoding="utf-8")
        done: list[Done] = []
        for line in FILE.sub("", self.text).splitlines():
            if line.startswith("$ hygie"):
                done.append(world.hygie(*shlex.split(line)[2:]))
                check_always(done[-1])
            elif line.strip():
                _obey(line.strip(), world, done)
        return len(done)


def _obey(line: str, world: World, done: list[Done]) -> None:
    word = max((word for word in _WORDS if f"{line} ".startswith(f"{word} ")), key=len, default="")
    assert word, f"unknown line: {line}"
    given = shlex.split(line.removeprefix(word))
    if word in PREPARATIONS:
        PREPARATIONS[word](world, *given)
    elif word == KEPT:
        _keep(world, given[0], done[-1])
    else:
        EXPECTATIONS[word](done[-1], *given)


_WORDS = (*PREPARATIONS, *EXPECTATIONS, KEPT)


def scenarios(folder: Path) -> Iterator[Scenario]:
    """Read every scenario of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for part in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            yield Scenario(title=f"{path.stem} : {title}", text=text)
