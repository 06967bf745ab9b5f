"""Run in a copy of Hygie: takes each probe away in turn and says, in JSON, what that changed."""

import importlib
import json
import shutil
import sys
from pathlib import Path

import hygie.workstation.probes
from hygie.catalogue.loader import load_catalogue
from hygie.core.readings import Reading, Unreadable
from hygie.workstation.runner import PROBES, read_workstation
from support.machine import FakeMachine, a_context

FACTS = tuple(load_catalogue().facts.values())


def main() -> None:
    folder = Path(hygie.workstation.probes.__path__[0])
    away = folder.parent / "away"
    whole = read()
    told = {}
    for probe in sorted(path.name for path in folder.iterdir() if (path / "linux.py").is_file()):
        shutil.move(folder / probe, away)
        told[probe] = compare(probe, whole, read())
        shutil.move(away, folder / probe)
    sys.stdout.write(json.dumps(told))


def read() -> dict[str, Reading]:
    for name in [name for name in sys.modules if name.startswith(f"{PROBES}.")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    return {
        reading.fact: reading for reading in read_workstation(FACTS, FakeMachine(), a_context())
    }


def compare(
    probe: str, whole: dict[str, Reading], left: dict[str, Reading]
) -> dict[str, list[str]]:
    """``lost`` are the probe's facts, ``known`` those still read, ``moved`` the facts of others."""
    own = {fact.id for fact in FACTS if fact.probe == probe}
    return {
        "lost": sorted(own),
        "known": sorted(fact for fact in own if not isinstance(left[fact], Unreadable)),
        "moved": sorted(fact for fact in set(whole) - own if left.get(fact) != whole[fact]),
    }


if __name__ == "__main__":
    main()
