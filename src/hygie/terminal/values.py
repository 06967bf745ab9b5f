"""The values people give on the command line, read the French way.

Each reader raises MisusedError, which argparse lets through untouched.
"""

import re
from datetime import datetime, time, tzinfo
from pathlib import Path

from hygie.core.errors import MisusedError

DATE_HINT = "Écrivez-la ainsi : 2026-11-22, 2026-11-22T19:41 ou 22/11/2026."
END_OF_DAY = time(23, 59, 59)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?P<hour>T.+)?", re.ASCII)
_FRENCH = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}")


FIRST_YEAR, LAST_YEAR = 1900, 2999


def moment(text: str) -> datetime:
    """Read a date in this computer's time zone; see moment_in."""
    return moment_in(None, text)


def moment_in(zone: tzinfo | None, text: str) -> datetime:
    """Read a date, or a date and hour, where ``zone`` is; None is this computer's own.

    A day alone means its end, so that what was done on that day counts.
    """
    try:
        written = _written(text.strip())
        if written.tzinfo is not None:
            return written
        return written.replace(tzinfo=zone) if zone is not None else written.astimezone()
    except (ValueError, OverflowError) as error:
        raise MisusedError(f"La date « {text} » n'est pas lisible.", hint=DATE_HINT) from error


def positive(text: str) -> int:
    """Read a whole number, one or more."""
    if not _COUNT.fullmatch(text.strip()) or int(text) == 0:
        raise MisusedError(
            f"« {text} » n'est pas un nombre entier positif.", hint="Écrivez par exemple : 3."
        )
    return int(text)


def port(text: str) -> int:
    """Read the number of a port an ordinary account may take; 0 for any free one."""
    if text.isascii() and text.isdigit() and (text == "0" or 1024 <= int(text) <= 65535):  # noqa: PLR2004  # the bounds of RFC 6335
        return int(text)
    raise _refused(f"« {text} » n'est pas un port : il faut un nombre entre 1024 et 65535.")


def input_file(text: str) -> Path:
    """Find a file that is there and can be read."""
    if not text.strip():
        raise _refused("Le nom du fichier manque.")
    path = Path(text)
    try:
        if path.is_dir():
            raise _refused(f"« {text} » est un dossier.")
        if not path.exists():
            raise _refused(f"Le fichier « {text} » n'existe pas.")
        if not path.is_file():
            raise _refused(f"« {text} » n'est pas un fichier.")
        path.open("rb").close()
    except OSError as error:
        raise _refused(f"Le fichier « {text} » ne peut pas être lu.") from error
    return path


def _written(text: str) -> datetime:
    read = _read(text)
    # Terms are added to dates: a year nobody will see would overflow the calendar.
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ValueError(text)
    return read


def _read(text: str) -> datetime:
    if found := _FRENCH.fullmatch(text):
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001  # the zone comes next
        return datetime.combine(day, END_OF_DAY)
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(text)
    read = datetime.fromisoformat(text)
    return read if found["hour"] else datetime.combine(read, END_OF_DAY)


def _refused(message: str) -> MisusedError:
    return MisusedError(message, hint="Vérifiez le nom et l'emplacement du fichier.")
