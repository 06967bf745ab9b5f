"""The data tables: what Hygie knows of the outside world, each line with its source and date."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hygie.catalogue.loader import FOLDER, OUT_OF_FORM, damaged, read_toml


def load_systems(folder: Path = FOLDER) -> Mapping[str, str]:
    """Map «debian 12» to the ISO day its free security updates end."""
    path = folder / "tables" / "systems.toml"
    try:
        return {entry["id"]: entry["end"].isoformat() for entry in read_toml(path)["system"]}
    except OUT_OF_FORM as error:
        raise damaged(path.name, repr(error)) from error


def load_programs(folder: Path = FOLDER) -> Sequence[Mapping[str, Any]]:
    """List the known programs as written in the table; the workstation room knows their form."""
    path = folder / "tables" / "programs.toml"
    try:
        return [dict(entry) for entry in read_toml(path)["program"]]
    except OUT_OF_FORM as error:
        raise damaged(path.name, repr(error)) from error
