"""When each known tool says its last good run ended."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime

from hygie.workstation.desktop import gsettings
from hygie.workstation.machine import Context, Machine, MachineRefusedError, MissingError
from hygie.workstation.section_files import names_in, parse_sections, text_of
from hygie.workstation.sqlite_reading import read_rows

DEJA_DUP = "org.gnome.DejaDup"
DEJA_DUP_FLATPAK = ".var/app/org.gnome.DejaDup/config/glib-2.0/settings/keyfile"
DEJA_DUP_SECTION = "org/gnome/deja-dup"
QUOTES = "'\""
PIKA = (
    ".config/pika-backup/history.json",
    ".var/app/org.gnome.World.PikaBackup/config/pika-backup/history.json",
)
PIKA_BYTES = 16 << 20
VORTA = (
    ".local/share/Vorta/settings.db",
    ".var/app/com.borgbase.Vorta/data/Vorta/settings.db",
)
VORTA_QUERY = (
    "SELECT max(end_time) FROM eventlogmodel WHERE subcommand = 'create' AND returncode IN (0, 1)"
)
"""Borg ends with 0, or with 1 when a file changed during the run: the archive is there."""

DUPLICATI = ".config/Duplicati/Duplicati-server.sqlite"
DUPLICATI_QUERY = "SELECT Value FROM Metadata WHERE Name = 'LastBackupFinished'"
BACK_IN_TIME = ".config/backintime/config"

_COMPACT = re.compile(r"([0-9]{8})T([0-9]{6})Z")
_SNAPSHOT = re.compile(r"([0-9]{8})-([0-9]{6})-[0-9]{3}")
_PROFILE = re.compile(r"profile([0-9]{1,3})\.snapshots\.path")

Dates = Callable[[Machine, Context], Iterable[datetime]]


def parse_date(text: str) -> datetime | None:
    """Read an ISO 8601 date and time; one that names no zone is taken as universal time."""
    try:
        date = datetime.fromisoformat(text.strip())
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def parse_compact(text: str) -> datetime | None:
    """Read a date as Duplicati writes it, «20261120T184100Z»."""
    match = _COMPACT.fullmatch(text)
    return parse_date(f"{match[1]}T{match[2]}+00:00") if match else None


def parse_snapshot(name: str) -> datetime | None:
    """Read the name of a Back In Time snapshot, «20261120-184100-123»."""
    match = _SNAPSHOT.fullmatch(name)
    return parse_date(f"{match[1]}T{match[2]}") if match else None


def parse_pika(content: bytes) -> tuple[datetime, ...]:
    """Return the end of the last completed run of each configuration."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    histories = list(document.values()) if isinstance(document, dict) else []
    runs = [each.get("last_completed") for each in histories if isinstance(each, dict)]
    ends = [run.get("end") for run in runs if isinstance(run, dict)]
    return _known(parse_date(end) for end in ends if isinstance(end, str))


def parse_back_in_time(text: str) -> tuple[str, ...]:
    """Return the folders of snapshots a configuration names, one per profile."""
    values = parse_sections(text).get("", {})
    folders = []
    for key, path in values.items():
        match = _PROFILE.fullmatch(key)
        if match and path.startswith("/") and "\0" not in path:
            own = f"profile{match[1]}.snapshots.path"
            place = [values.get(f"{own}.{part}", "") for part in ("host", "user")]
            profile = values.get(f"{own}.profile", match[1])
            folders.append("/".join([path.rstrip("/"), "backintime", *place, profile]))
    return tuple(folders)


def deja_dup(machine: Machine, context: Context) -> Iterable[datetime]:
    """Ask the settings of Déjà Dup, then those of its Flatpak."""
    kept = parse_sections(text_of(machine, f"{context.home}/{DEJA_DUP_FLATPAK}"))
    words = [kept.get(DEJA_DUP_SECTION, {}).get("last-backup", "")]
    with suppress(MachineRefusedError):
        words.append((gsettings(machine, context, DEJA_DUP) or {}).get("last-backup", ""))
    return _known(parse_date(word.strip().strip(QUOTES)) for word in words)


def pika(machine: Machine, context: Context) -> Iterable[datetime]:
    """Read the history of Pika Backup."""
    for path in PIKA:
        try:
            content = machine.read(f"{context.home}/{path}", limit=PIKA_BYTES)
        except MissingError:
            continue
        yield from parse_pika(content)


def vorta(machine: Machine, context: Context) -> Iterable[datetime]:
    """Ask Vorta's log for the last archive it created."""
    for path in VORTA:
        yield from _asked(
            machine, f"{context.home}/{path}", VORTA_QUERY, "eventlogmodel", parse_date
        )


def duplicati(machine: Machine, context: Context) -> Iterable[datetime]:
    """Ask Duplicati's own record of each of its backups."""
    return duplicati_at(machine, f"{context.home}/{DUPLICATI}")


def duplicati_at(machine: Machine, path: str) -> Iterable[datetime]:
    """Ask one record of Duplicati, wherever the system puts it."""
    return _asked(machine, path, DUPLICATI_QUERY, "Metadata", parse_compact)


def back_in_time(machine: Machine, context: Context) -> Iterable[datetime]:
    """List the snapshots of Back In Time, when the disk that holds them is plugged in."""
    text = text_of(machine, f"{context.home}/{BACK_IN_TIME}")
    return _known(
        parse_snapshot(name)
        for folder in parse_back_in_time(text)
        for name in names_in(machine, folder, "")
    )


TOOLS: Mapping[str, Dates] = {
    "deja_dup": deja_dup,
    "pika": pika,
    "vorta": vorta,
    "duplicati": duplicati,
    "backintime": back_in_time,
}


def _asked(
    machine: Machine,
    path: str,
    query: str,
    table: str,
    parse: Callable[[str], datetime | None],
) -> tuple[datetime, ...]:
    try:
        found = read_rows(machine, path, query, tables=(table,))
    except MissingError:
        return ()
    texts = [row[0] for row in found if isinstance(row[0], bytes)]
    return _known(parse(text.decode("utf-8", "replace")) for text in texts)


def _known(dates: Iterable[datetime | None]) -> tuple[datetime, ...]:
    return tuple(date for date in dates if date is not None)
