"""How long Hygie takes on this machine, beside Lynis in the same run: ``make bench``.

Lynis reads a system as we do, for administrators. It does more, and it is what exists: it tells
whether a machine is slow today. Processor time is that of the program and all its children.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hygie.audit.run_demo import make_demonstration
from hygie.catalogue.guidance import load_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.judgement import judge
from hygie.core.plan import make_plan

RUNS = 5
BARE = "python -c ''"
PYTHON = sys.executable
HYGIE = str(Path(PYTHON).with_name("hygie"))
LYNIS = ("lynis", "audit", "system", "--quiet", "--no-colors", "--no-log")


@dataclass(frozen=True)
class Cost:
    """Seconds: on the clock, and of processor."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Bound:
    """What was promised, what was measured, and how to say it."""

    what: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a program to its end, its output thrown away, and measure it with its children."""
    silence = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, silence, descriptor) for descriptor in (0, 1, 2)]
    began = time.perf_counter()
    process = os.posix_spawnp(command[0], list(command), environment, file_actions=streams)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - began
    os.close(silence)
    if (code := os.waitstatus_to_exitcode(status)) != 0:
        sys.exit(f"{' '.join(command)} : code {code}")
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        cpu=statistics.median(cost.cpu for cost in costs),
    )


def measure(works: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """Measure each in turn, several times over: what slows the machine slows all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in works}
    for rank in range(1, RUNS + 1):
        for name, work in works.items():
            pass_by(f"{rank} sur {RUNS} : {name}")
            costs[name].append(work())
    pass_by("")
    return {name: median(measured) for name, measured in costs.items()}


def pass_by(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text:<40}\r")


def engine() -> Cost:
    """From what is known to the plan, everything being loaded: the fictitious practice."""
    catalogue = load_catalogue()
    now = datetime.now(UTC)
    audit, records = make_demonstration(catalogue, now)
    guidance = load_guidance(catalogue)
    began, began_cpu = time.perf_counter(), time.process_time()
    findings = judge(audit.situation, audit.readings, records, catalogue, now)
    plan = make_plan(findings, catalogue, guidance, audit.system)
    took = Cost(wall=time.perf_counter() - began, cpu=time.process_time() - began_cpu)
    if not plan:
        sys.exit("Le cabinet fictif n'a rien à faire : la mesure ne prouverait rien.")
    return took


def works(home: str) -> dict[str, Callable[[], Cost]]:
    environment = {**os.environ, "HYGIE_HOME": home}

    def program(*command: str) -> Callable[[], Cost]:
        return lambda: run(command, environment)

    return {
        BARE: program(PYTHON, "-c", ""),
        "hygie --version": program(HYGIE, "--version"),
        "hygie mesures --json": program(HYGIE, "mesures", "--json"),
        "hygie poste": program(HYGIE, "poste"),
        "moteur": engine,
        "lynis": program(*LYNIS),
    }


def bounds(costs: Mapping[str, Cost]) -> Iterator[Bound]:
    bare, poste = costs[BARE].wall, costs["hygie poste"]
    version = (costs["hygie --version"].wall - bare) * 1000
    mesures = (costs["hygie mesures --json"].wall - bare) * 1000
    yield Bound("hygie --version, en plus de Python", version, 60, "ms")
    yield Bound("hygie mesures --json, en plus de Python", mesures, 250, "ms")
    yield Bound("moteur : de la situation au plan", costs["moteur"].wall * 1000, 5, "ms")
    yield Bound("hygie poste, à l'horloge", poste.wall, 1.5, "s")
    ratio = costs["lynis"].cpu / poste.cpu
    yield Bound("processeur de Lynis / de hygie poste", ratio, 25, "fois", at_least=True)


def show(costs: Mapping[str, Cost], kept: Sequence[Bound]) -> None:
    bare = costs[BARE]
    print(f"{'médianes':<40}{'horloge':>12}{'processeur':>14}{'/ python':>10}")
    for name, cost in costs.items():
        ratio = f"{cost.cpu / bare.cpu:.1f}"
        print(f"{name:<40}{cost.wall * 1000:>9.1f} ms{cost.cpu * 1000:>11.1f} ms{ratio:>10}")
    print(f"\n{'limites':<40}{'mesuré':>12}{'limite':>16}")
    for bound in kept:
        sign, verdict = ("≥" if bound.at_least else "≤"), ("tenue" if bound.holds else "DÉPASSÉE")
        limit = f"{sign} {bound.limit:g} {bound.unit}"
        print(f"{bound.what:<40}{bound.measured:>12.2f}{limit:>16}  {verdict}")


def main() -> int:
    if shutil.which(LYNIS[0]) is None:
        print("Lynis n'est pas installé. Sur Debian ou Ubuntu : sudo apt-get install lynis")
        return 1
    with tempfile.TemporaryDirectory() as home:
        costs = measure(works(home))
    kept = list(bounds(costs))
    show(costs, kept)
    return 0 if all(bound.holds for bound in kept) else 1


if __name__ == "__main__":
    sys.exit(main())
