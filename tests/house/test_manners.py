from collections.abc import Callable, Iterator

import pytest

from house import manners, sizes
from house.sources import PACKAGE, ROOT, Source, a_source, read_tree

Lint = Callable[[Source], Iterator[str]]

LINTS = (
    manners.clocks_and_chance,
    manners.broad_excepts,
    manners.process_ends,
    manners.prints,
    manners.work_at_import,
    manners.full_init_files,
    sizes.long_functions,
    sizes.long_files,
)
LONG = "def f():\n" + "    x = 1\n" * 60

GOOD = [
    (manners.clocks_and_chance, "audit/a.py", "def f(now: datetime): return console.now()"),
    (manners.clocks_and_chance, "audit/a.py", "from datetime import time\ntime(9)"),
    (manners.clocks_and_chance, "audit/a.py", "environment.get('HOME')"),
    (manners.clocks_and_chance, "cli/system.py", "datetime.now(UTC)"),
    (manners.clocks_and_chance, "audit/run_audit.py", "from time import monotonic\nmonotonic()"),
    (manners.broad_excepts, "audit/a.py", "try: f()\nexcept (ValueError, OSError): pass"),
    (manners.broad_excepts, "terminal/attempt.py", "try: f()\nexcept Exception: pass"),
    (manners.broad_excepts, "audit/a.py", "with suppress(OSError): f()"),
    (manners.process_ends, "cli/main.py", "sys.exit(0)"),
    (manners.prints, "audit/a.py", "console.show('x')"),
    (manners.work_at_import, "audit/a.py", '"""Doc."""\nX = 1\nif TYPE_CHECKING:\n    import a'),
    (manners.full_init_files, "audit/__init__.py", ""),
    (sizes.long_functions, "audit/a.py", LONG.removesuffix("    x = 1\n")),
    (sizes.long_files, "audit/a.py", "x = 1\n" * 400),
]

BAD = [
    (manners.clocks_and_chance, "audit/a.py", "datetime.now(UTC)"),
    (manners.clocks_and_chance, "audit/a.py", "import datetime\ndatetime.date.today()"),
    (manners.clocks_and_chance, "audit/a.py", "import time\ntime.sleep(1)"),
    (manners.clocks_and_chance, "audit/a.py", "import time as t\nt.sleep(1)"),
    (manners.clocks_and_chance, "audit/a.py", "from time import monotonic\nmonotonic()"),
    (manners.clocks_and_chance, "audit/a.py", "import random\nrandom.choice(x)"),
    (manners.clocks_and_chance, "core/a.py", "from secrets import token_bytes"),
    (manners.clocks_and_chance, "practice/a.py", "os.environ.get('HOME')"),
    (manners.clocks_and_chance, "practice/a.py", "from os import environ"),
    (manners.clocks_and_chance, "audit/a.py", "import datetime\ndatetime.datetime.now()"),
    (manners.clocks_and_chance, "cli/system.py", "import time\ntime.time()"),
    (manners.broad_excepts, "audit/a.py", "try: f()\nexcept Exception: pass"),
    (manners.broad_excepts, "audit/a.py", "try: f()\nexcept: pass"),
    (manners.broad_excepts, "audit/a.py", "try: f()\nexcept (OSError, BaseException): pass"),
    (manners.broad_excepts, "audit/a.py", "with contextlib.suppress(Exception): f()"),
    (manners.process_ends, "audit/a.py", "sys.exit(0)"),
    (manners.process_ends, "cli/requests.py", "raise SystemExit"),
    (manners.prints, "terminal/a.py", "print('x')"),
    (manners.prints, "audit/a.py", "input()"),
    (manners.work_at_import, "audit/a.py", "load()"),
    (manners.work_at_import, "audit/a.py", "for x in y: pass"),
    (manners.work_at_import, "audit/a.py", "if x: pass"),
    (manners.full_init_files, "audit/__init__.py", '"""Doc."""'),
    (sizes.long_functions, "audit/a.py", LONG),
    (sizes.long_functions, "audit/a.py", "class A:\n    async " + LONG.replace("\n", "\n    ")),
    (sizes.long_files, "audit/a.py", "x = 1\n" * 401),
]


@pytest.mark.parametrize("lint", LINTS)
def test_our_files_are_well_mannered(lint: Lint) -> None:
    assert [complaint for source in read_tree() for complaint in lint(source)] == []


@pytest.mark.parametrize(("lint", "path", "text"), GOOD)
def test_what_is_allowed_passes(lint: Lint, path: str, text: str) -> None:
    assert list(lint(a_source(text, path))) == []


@pytest.mark.parametrize(("lint", "path", "text"), BAD)
def test_what_is_forbidden_is_seen(lint: Lint, path: str, text: str) -> None:
    assert list(lint(a_source(text, path))) != []


def test_every_lint_has_both_kinds_of_examples() -> None:
    assert {example[0] for example in GOOD} == {example[0] for example in BAD} == set(LINTS)


@pytest.mark.parametrize("folder", ["tools", "benchmarks"])
def test_our_scripts_are_short_too(folder: str) -> None:
    for source in read_tree(ROOT / folder):
        assert [*sizes.long_functions(source), *sizes.long_files(source)] == []


def test_nine_functions_in_ten_are_short() -> None:
    assert list(sizes.rooms_of_long_functions(read_tree())) == []


def test_a_room_of_long_functions_is_seen() -> None:
    long = a_source("def f():\n" + "    x = 1\n" * 29, "audit/a.py")
    short = a_source("def f(): pass\n" * 8, "audit/b.py")
    shorter = a_source("def f(): pass\n", "audit/c.py")
    assert list(sizes.rooms_of_long_functions([long, short])) != []
    assert list(sizes.rooms_of_long_functions([long, short, shorter])) == []


def test_no_exception_is_named_for_nothing() -> None:
    assert list(manners.stale(manners.CLOCKS_AND_CHANCE, read_tree())) == []
    assert [path for path in manners.BROAD if not (PACKAGE / path).is_file()] == []


def test_an_exception_named_for_nothing_is_seen() -> None:
    calm = a_source("x = 1", "audit/a.py")
    assert list(manners.stale({"audit/a.py": {"time.monotonic": ""}}, [calm])) != []
