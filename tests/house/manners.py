"""What our code never does, except where it is named. Each lint returns complaints."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from house.sources import Source, calls, dotted, imports, name_of

CLOCKS_AND_CHANCE: Mapping[str, Mapping[str, str]] = {
    "cli/system.py": {
        "datetime.now": "the clock of this process, given to the console",
        "os.environ": "the variables of this process, given to the console",
        "sys.stdin": "the real streams, given to the console",
        "sys.stdout": "the real streams, given to the console",
        "sys.stderr": "the real streams, given to the console",
    },
    "cli/main.py": {
        "sys.stdout": "--version answers before the console exists; what is left is written out",
        "sys.stderr": "what is left is written out",
        "sys.argv": "what the shell asked",
    },
    "audit/run_audit.py": {"time.monotonic": "how long the reading took"},
    "audit/settings_keyboard.py": {"time.monotonic": "how long an answer is waited for"},
    "audit/run_diagnostic.py": {"time.monotonic": "how long the reading took"},
    "audit/settings_world.py": {"secrets.token_hex": "each request is like no other"},
    "audit/signature_doors.py": {"secrets.token_urlsafe": "the passphrase of a new key"},
    "audit/workstation_key.py": {"secrets.token_bytes": "the key of this workstation"},
    "documents/signing_child.py": {
        "sys.stdin": "the request of a process that does nothing else",
        "sys.stdout": "its answer",
    },
    "audit/run_demo.py": {"secrets.token_bytes": "the token of the demonstration's records"},
    "documents/render.py": {
        "sys.stdin": "a process of its own: the request it was started with",
        "sys.stdout": "and the document it answers",
    },
    "web/run_app.py": {
        "secrets.token_bytes": "the keys and tokens of the app",
        "secrets.token_hex": "what a second Hygie shows to the first",
    },
    "practice/run_own_data.py": {"secrets.token_bytes": "the codes, keys and names of saved files"},
    "practice/opening.py": {"secrets.token_bytes": "the token of new records"},
    "workstation/local_machine.py": {"time.monotonic": "a command is killed at its limit"},
    "workstation/sqlite_reading.py": {"time.monotonic": "a hostile file is left at its limit"},
}
"""Where the clock, chance and the process itself are looked at, and why; elsewhere, arguments."""

WATCHED = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
    | {"os.environ", "os.getenv", "os.urandom", "uuid.uuid1", "uuid.uuid4", "platform.uname"}
    | {"sys.stdin", "sys.stdout", "sys.stderr", "sys.argv"}
)
WATCHED_MODULES = frozenset({"time", "random", "secrets"})

BROAD: Mapping[str, str] = {
    "network/attempt.py": "around what one device of the network answered",
    "documents/signing_attempt.py": "around one hostile file, signature or answer",
    "terminal/attempt.py": "around one request, one job, or the loading of one room",
    "workstation/runner.py": "around one probe: its facts become unreadable",
}
"""Where an exception of any kind may be caught: around one unit of work."""

BROAD_NAMES = frozenset({"Exception", "BaseException"})
ENDINGS = frozenset({"sys.exit", "os._exit", "os.abort", "exit", "quit", "SystemExit"})
ENDS = "cli/main.py"

HARMLESS = (
    *(ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign),
    *(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef),
)


def clocks_and_chance(source: Source) -> Iterator[str]:
    """Complain of the clock, chance or the process looked at elsewhere than where it is named."""
    named = CLOCKS_AND_CHANCE.get(source.path, {})
    for name in sorted(looked_at(source) - set(named)):
        yield f"{source.path}: {name} should be an argument"


def looked_at(source: Source) -> set[str]:
    """Return what a file looks at, under one spelling however it was imported."""
    used, imported = dotted(source.tree), set(imports(source.tree))
    found = {_short(name) for name in used | imported} & WATCHED
    for name in imported:
        if name.split(".")[0] in WATCHED_MODULES:
            found |= {one for one in used if one.startswith(f"{name}.")} or {name}
    return found


def _short(name: str) -> str:
    """``datetime.datetime.now`` and ``datetime.now`` are one thing."""
    return ".".join(name.split(".")[-2:])


def broad_excepts(source: Source) -> Iterator[str]:
    """Complain of ``except Exception`` and its like elsewhere than where it is named."""
    if source.path in BROAD:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
            yield f"{source.path}:{node.lineno}: broad except"
        if isinstance(node, ast.Call) and name_of(node.func).endswith("suppress"):
            yield from (
                f"{source.path}:{node.lineno}: broad suppress"
                for one in node.args
                if _is_broad(one)
            )


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(one) for one in caught.elts)
    return caught is None or name_of(caught) in BROAD_NAMES


def process_ends(source: Source) -> Iterator[str]:
    """Complain of who ends the process without being the entry point."""
    if source.path != ENDS:
        for name in sorted(dotted(source.tree) & ENDINGS):
            yield f"{source.path}: {name} belongs to {ENDS}"


def prints(source: Source) -> Iterator[str]:
    """Complain of ``print`` and ``input``: the console is the only door to the screen."""
    for name in sorted(calls(source.tree) & {"print", "input"}):
        yield f"{source.path}: {name}"


def work_at_import(source: Source) -> Iterator[str]:
    """Complain of a statement that does something when its file is imported."""
    for node in source.tree.body:
        if not (isinstance(node, HARMLESS) or _is_text(node) or _is_guard(node)):
            yield f"{source.path}:{node.lineno}: {type(node).__name__} at import"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_guard(node: ast.stmt) -> bool:
    """``if TYPE_CHECKING``, ``if __name__ == "__main__"``, ``if sys.platform == …``."""
    guards = {"TYPE_CHECKING", "__name__", "sys.platform"}
    return isinstance(node, ast.If) and bool(dotted(node.test) & guards)


def full_init_files(source: Source) -> Iterator[str]:
    """Complain of an ``__init__.py`` that holds something."""
    if source.path.endswith("__init__.py") and source.text:
        yield f"{source.path}: not empty"


def stale(named: Mapping[str, Iterable[str]], sources: Iterable[Source]) -> Iterator[str]:
    """Complain of a named exception that no file needs any more."""
    used = {source.path: looked_at(source) for source in sources}
    for path, names in named.items():
        for name in names:
            if name not in used.get(path, ()):
                yield f"{path}: {name} is named, and not there"
