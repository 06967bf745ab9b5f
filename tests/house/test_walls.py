from collections.abc import Callable, Iterator

import pytest

from house import walls
from house.sources import PACKAGE, Source, a_source, read_tree

Lint = Callable[[Source], Iterator[str]]

LINTS = (
    walls.wall_crossings,
    walls.probe_crossings,
    walls.foreign_imports,
    walls.looks_outside,
    walls.computed_imports,
    walls.network_imports,
    walls.changes_elsewhere,
)

GOOD = [
    (walls.wall_crossings, "core/a.py", "from hygie.core.readings import Fact"),
    (walls.wall_crossings, "core/a.py", "from hygie.version import VERSION"),
    (walls.wall_crossings, "audit/a.py", "import hygie.practice.records"),
    (walls.wall_crossings, "catalogue/show.py", "from hygie.terminal.layout import wrap"),
    (walls.probe_crossings, "workstation/probes/a/linux.py", "import hygie.workstation.probes.a.b"),
    (walls.probe_crossings, "workstation/probes/a/linux.py", "import hygie.workstation.desktop"),
    (walls.foreign_imports, "audit/a.py", "import json\nfrom hygie.core import plan"),
    (walls.foreign_imports, "practice/folders.py", "from platformdirs import user_data_path"),
    (walls.foreign_imports, "practice/models.py", "from django.db import models"),
    (walls.foreign_imports, "web/pages/a.py", "def f():\n    import django.http"),
    (walls.looks_outside, "core/a.py", "import re\nfrom collections.abc import Mapping\nf(x)"),
    (walls.looks_outside, "audit/a.py", "import os\nopen('x')"),
    (walls.computed_imports, "cli/rooms.py", "importlib.import_module(name)"),
    (walls.network_imports, "audit/a.py", "import urllib.parse, ipaddress"),
    (walls.network_imports, "documents/signing_stamp.py", "from urllib.request import Request"),
    (
        walls.changes_elsewhere,
        "workstation/settings/a/linux.py",
        "winreg.SetValueEx(k, n, 0, 1, v)",
    ),
    (walls.changes_elsewhere, "audit/settings_world.py", "import hygie.workstation.settings.door"),
    (walls.changes_elsewhere, "audit/run_settings.py", "import hygie.workstation.settings.known"),
    (walls.changes_elsewhere, "workstation/a.py", 'X = ("gsettings", "list-recursively", s)'),
    (walls.changes_elsewhere, "workstation/a.py", 'X = {"a", "set"}; found.remove_all()'),
    (walls.changes_elsewhere, "practice/a.py", "path.unlink()"),
]

BAD = [
    (walls.wall_crossings, "core/a.py", "from hygie.terminal.layout import wrap"),
    (walls.wall_crossings, "core/a.py", "def f():\n    import hygie.audit.store"),
    (walls.wall_crossings, "workstation/a.py", "from hygie.catalogue.tables import load"),
    (walls.wall_crossings, "catalogue/loader.py", "from hygie.terminal.layout import wrap"),
    (walls.wall_crossings, "cli/a.py", "if TYPE_CHECKING:\n    from hygie.audit import store"),
    (walls.wall_crossings, "cli/a.py", "from hygie import audit"),
    (walls.wall_crossings, "practice/a.py", "import hygie.cli.main as m"),
    (walls.wall_crossings, "novelty/a.py", "x = 1"),
    (walls.probe_crossings, "workstation/probes/a/linux.py", "import hygie.workstation.probes.b.c"),
    (walls.probe_crossings, "workstation/probes/a/linux.py", "import hygie.workstation.probes.ab"),
    (walls.probe_crossings, "workstation/a.py", "from hygie.workstation.probes.a import linux"),
    (walls.foreign_imports, "audit/a.py", "import requests"),
    (walls.foreign_imports, "audit/a.py", "from platformdirs import user_data_path"),
    (walls.foreign_imports, "audit/a.py", "from . import store"),
    (walls.foreign_imports, "audit/a.py", "def f():\n    from django.db import models"),
    (walls.foreign_imports, "practice/records.py", "import django"),
    (walls.foreign_imports, "practice/people.py", "if TYPE_CHECKING:\n    import django.db"),
    (walls.foreign_imports, "audit/a.py", "from ..core import plan"),
    (walls.looks_outside, "core/a.py", "import os"),
    (walls.looks_outside, "core/a.py", "def f():\n    from time import monotonic"),
    (walls.looks_outside, "core/a.py", "from pathlib import Path"),
    (walls.looks_outside, "core/a.py", "x = open('/etc/passwd')"),
    (walls.computed_imports, "core/a.py", "__import__('os')"),
    (walls.computed_imports, "audit/a.py", "importlib.import_module(name)"),
    (walls.network_imports, "audit/a.py", "from urllib.request import urlopen"),
    (walls.network_imports, "audit/a.py", "from urllib import request"),
    (walls.network_imports, "audit/a.py", "import http.client"),
    (walls.network_imports, "audit/a.py", "import socket"),
    (walls.changes_elsewhere, "workstation/probes/a/linux.py", "path.write_text('x')"),
    (walls.changes_elsewhere, "workstation/a.py", "winreg.DeleteValue(key, name)"),
    (walls.changes_elsewhere, "workstation/a.py", 'machine.run(("gsettings", "set", a, b, "c"))'),
    (walls.changes_elsewhere, "workstation/a.py", 'X = ("dconf", "write")'),
    (walls.changes_elsewhere, "workstation/a.py", "import hygie.workstation.settings.door"),
    (walls.changes_elsewhere, "audit/run_poste.py", "import hygie.workstation.settings.known"),
]


@pytest.mark.parametrize("lint", LINTS)
def test_our_files_keep_the_walls(lint: Lint) -> None:
    assert [complaint for source in read_tree() for complaint in lint(source)] == []


@pytest.mark.parametrize(("lint", "path", "text"), GOOD)
def test_what_is_allowed_passes(lint: Lint, path: str, text: str) -> None:
    assert list(lint(a_source(text, path))) == []


@pytest.mark.parametrize(("lint", "path", "text"), BAD)
def test_what_is_forbidden_is_seen(lint: Lint, path: str, text: str) -> None:
    assert list(lint(a_source(text, path))) != []


def test_every_lint_has_both_kinds_of_examples() -> None:
    for lint in LINTS:
        assert lint in {example[0] for example in GOOD}
        assert lint in {example[0] for example in BAD}


def test_the_named_files_still_exist() -> None:
    named = {*walls.SHOWING, *walls.FINDERS, *walls.LIBRARIES, *walls.GOES_OUT}
    assert [path for path in sorted(named) if not (PACKAGE / path).is_file()] == []


def test_each_room_of_the_table_is_a_folder_or_a_file() -> None:
    here = {source.room for source in read_tree()}
    assert set(walls.ROOMS) == here
