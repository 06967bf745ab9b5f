"""Who may import whom (docs/architecture.md). Each lint returns complaints: none means kept."""

import ast
import sys
from collections.abc import Iterator, Mapping

from house.sources import Source, calls, imports

ROOMS: Mapping[str, frozenset[str]] = {
    "core": frozenset(),
    "terminal": frozenset({"core"}),
    "catalogue": frozenset({"core", "terminal"}),  # terminal: for its command only
    "workstation": frozenset({"core"}),
    "documents": frozenset({"core"}),
    "practice": frozenset({"core", "terminal"}),
    "audit": frozenset({"core", "catalogue", "workstation", "documents", "terminal", "practice"}),
    "network": frozenset(
        {"core", "catalogue", "workstation", "terminal", "practice"}
    ),  # catalogue: the facts that say a network is public
    "schedule": frozenset({"core", "workstation", "terminal", "practice"}),
    "web": frozenset(
        {"core", "catalogue", "workstation", "documents", "terminal", "practice", "audit"}
    ),
    "cli": frozenset({"core", "terminal"}),  # the rooms are found by their folder, when asked
    "version": frozenset(),
    "__main__": frozenset({"cli"}),
    "__init__": frozenset(),
}
"""What each room may import besides itself; ``hygie.version`` is open to all."""

SHOWING = ("catalogue/commands.py", "catalogue/show.py")
"""The only files of the catalogue that know there is a screen."""

LIBRARIES: Mapping[str, frozenset[str]] = {
    "audit/workstation_key.py": frozenset({"cryptography"}),
    "documents/calendar_file.py": frozenset({"icalendar"}),
    "documents/render.py": frozenset({"typst"}),
    "documents/signing.py": frozenset({"asn1crypto", "pyhanko"}),
    "documents/signing_certificates.py": frozenset({"cryptography"}),
    "documents/signing_keys.py": frozenset({"cryptography"}),
    "documents/signing_limits.py": frozenset({"pyhanko"}),
    "documents/signing_look.py": frozenset({"pyhanko"}),
    "documents/signing_read.py": frozenset({"asn1crypto", "pyhanko", "pyhanko_certvalidator"}),
    "documents/tables.py": frozenset({"xlsxwriter"}),
    "web/application.py": frozenset({"whitenoise"}),
    "web/instance.py": frozenset({"filelock"}),
    "web/server.py": frozenset({"waitress"}),
    "network/shares.py": frozenset({"smb"}),
    "network/upnp.py": frozenset({"async_upnp_client"}),
    "network/wire.py": frozenset({"aiohttp"}),
    "practice/folders.py": frozenset({"platformdirs"}),
    "practice/own_data_code.py": frozenset({"argon2"}),
    "practice/own_data_work.py": frozenset({"filelock"}),
    "practice/photos.py": frozenset({"PIL"}),
    "practice/sealed.py": frozenset({"cryptography"}),
    "schedule/notify.py": frozenset({"desktop_notifier"}),
    "practice/keyring_door.py": frozenset({"keyring"}),
    "practice/personal_codes.py": frozenset({"argon2"}),
    "practice/postgres_records.py": frozenset({"psycopg"}),
    "practice/sqlcipher_backend/base.py": frozenset({"sqlcipher3"}),
    "practice/sqlcipher_backend/features.py": frozenset({"sqlcipher3"}),
    "practice/sqlite_drivers.py": frozenset({"sqlcipher3"}),
    "practice/vault.py": frozenset({"filelock"}),
    "practice/vault_locks.py": frozenset({"argon2", "cryptography"}),
}
"""Who imports what does not come with Python."""

KNOWS_DJANGO = (
    *("web/", "server/", "practice/migrations/", "practice/sqlcipher_backend/"),
    *("practice/apps.py", "practice/models.py", "practice/people_table.py"),
    "practice/people_upgrade.py",
)
"""Where Django lives. The records and the command line do without: it costs half a second."""

ROOM_LIBRARIES: Mapping[str, frozenset[str]] = {"web": frozenset({"django"})}
"""What a whole room may import: pages are Django's."""

PURE = frozenset(
    {"__future__", "collections", "dataclasses", "datetime", "enum", "functools", "itertools"}
    | {"math", "operator", "re", "typing"}
)
"""All that the core may use of the standard library: nothing there can look at the machine."""

OUTSIDE = frozenset({"open", "print", "input", "exec", "eval", "compile", "__import__"})

FINDERS: Mapping[str, str] = {
    "cli/rooms.py": "finds the commands of the rooms that are there",
    "web/rooms.py": "finds the pages of the rooms that are there",
    "workstation/runner.py": "finds the probe of a fact for this system",
}
"""The files that import by a computed name, with the reason."""

NETWORK = frozenset(
    {"asyncio", "ftplib", "http", "imaplib", "nntplib", "poplib", "smtplib", "socket"}
    | {"socketserver", "ssl", "telnetlib", "urllib.request", "webbrowser", "wsgiref", "xmlrpc"}
)

GOES_OUT: Mapping[str, str] = {
    "documents/signing_stamp.py": "a time-stamp, from the server the person named and agreed to",
    "web/instance.py": "loopback only: asks the app that already runs for an address",
    "web/run_app.py": "opens the browser of this computer on our own address",
    "web/server.py": "loopback only: serves the pages",
    "network/doors.py": "the practice's own network, once the person agreed",
    "network/look.py": "the same: starts what asks",
    "network/shares.py": "the same: cuts off a device that drips",
    "network/upnp.py": "the same: the box",
    "schedule/notify.py": "the bus of this desktop, on this computer alone",
}
"""The only files that may reach the network, with the reason."""


SETTINGS_ROOM = "workstation/settings/"
USES_SETTINGS = ("audit/run_settings.py", "audit/settings_")
"""The only files, that folder aside, that know how to change a workstation."""

CHANGES_A_MACHINE = frozenset(
    {"CreateKey", "CreateKeyEx", "SetValue", "SetValueEx", "DeleteKey", "DeleteKeyEx"}
    | {"DeleteValue", "write_text", "write_bytes", "unlink", "rmdir", "mkdir", "rename", "touch"}
    | {"symlink_to", "hardlink_to", "chmod", "chown", "remove", "makedirs", "rmtree", "truncate"}
)
"""What changes a workstation, by the last word of the call."""

WRITING_COMMANDS = frozenset({"set", "reset", "write", "delete", "enable", "disable", "tee"})
"""What a command that only looks never has among its words."""


def wall_crossings(source: Source) -> Iterator[str]:
    """Complain of each import of a room by another that may not know it."""
    if source.room not in ROOMS:
        yield f"{source.path}: the room {source.room} is not in the table of rooms"
        return
    known = ROOMS[source.room] | {source.room, "version"}
    for name in imports(source.tree):
        room = name.removeprefix("hygie.").split(".")[0]
        if name.startswith("hygie.") and room not in known:
            yield f"{source.path}: {source.room} may not import {name}"
        if room == "terminal" and source.room == "catalogue" and source.path not in SHOWING:
            yield f"{source.path}: only {SHOWING} may import the terminal"


def probe_crossings(source: Source) -> Iterator[str]:
    """Complain of a probe that imports another, or of a helper that knows a probe."""
    own = ".".join(["hygie", *source.path.split("/")[:3]])
    for name in imports(source.tree):
        if name.startswith("hygie.workstation.probes.") and not name.startswith(f"{own}."):
            yield f"{source.path}: may not import {name}"


def foreign_imports(source: Source) -> Iterator[str]:
    """Complain of what is neither ours nor Python's, unless named, and of relative imports."""
    allowed = {"hygie", *sys.stdlib_module_names, *LIBRARIES.get(source.path, ())}
    allowed |= ROOM_LIBRARIES.get(source.room, frozenset())
    if source.path.startswith(KNOWS_DJANGO):
        allowed.add("django")
    for name in imports(source.tree):
        if name.startswith("."):
            yield f"{source.path}: relative import {name}"
        elif name.split(".")[0] not in allowed:
            yield f"{source.path}: {name} is not a dependency"


def looks_outside(source: Source) -> Iterator[str]:
    """Complain of a file of the core that could see or change anything but its arguments."""
    if source.room != "core":
        return
    for name in imports(source.tree):
        if name.split(".")[0] not in PURE | {"hygie"}:
            yield f"{source.path}: the core may not import {name}"
    for name in sorted(calls(source.tree) & OUTSIDE):
        yield f"{source.path}: the core may not call {name}"


def computed_imports(source: Source) -> Iterator[str]:
    """Complain of an import by a computed name: the walls cannot see through it."""
    found = sorted(calls(source.tree) & {"importlib.import_module", "import_module", "__import__"})
    if found and source.path not in FINDERS:
        yield f"{source.path}: {', '.join(found)}"


def network_imports(source: Source) -> Iterator[str]:
    """Complain of a module that can reach the network: nothing goes out of Hygie unless asked."""
    if source.path in GOES_OUT:
        return
    for name in imports(source.tree):
        parts = name.split(".")
        if {parts[0], ".".join(parts[:2])} & NETWORK:
            yield f"{source.path}: {name} can reach the network"


def changes_elsewhere(source: Source) -> Iterator[str]:
    """Complain of a room that looks at workstations and changes one, elsewhere than its settings.

    Nor may anyone else reach the door that writes: a reading must never be able to change.
    """
    if source.path.startswith(SETTINGS_ROOM):
        return
    if not source.path.startswith(USES_SETTINGS):
        for name in imports(source.tree):
            if name.startswith("hygie.workstation.settings"):
                yield f"{source.path}: may not import {name}"
    if source.room != "workstation":
        return
    for name in sorted(calls(source.tree)):
        if "." in name and name.rpartition(".")[2] in CHANGES_A_MACHINE:
            yield f"{source.path}: {name} changes the workstation"
    for words in _commands(source.tree):
        if WRITING_COMMANDS & set(words[1:2]):
            yield f"{source.path}: {' '.join(words)} changes the workstation"


def _commands(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """Return what looks like a command: two words or more, written out, between brackets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            words = [item.value for item in node.elts if isinstance(item, ast.Constant)]
            texts = tuple(word for word in words if isinstance(word, str))
            if len(texts) > 1 and len(texts) == len(words):
                yield texts
