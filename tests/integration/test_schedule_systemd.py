"""The units of the planned reading, judged by systemd's own programs. No systemd is started."""

import subprocess
from datetime import time
from pathlib import Path

import pytest

from hygie.schedule.plan import Day, Plan
from hygie.schedule.program import Program
from hygie.schedule.systemd import files

pytestmark = pytest.mark.needs("systemd-analyze")

ODD_NAMES = ["python", "mon python", 'é "à" \\ %n ${HOME} $HOME', "-P;:@!+'x"]


def analysed(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    given = ("systemd-analyze", "--no-pager", *words)
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Paris",
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
    }
    return subprocess.run(
        given, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def written(folder: Path, name: str, plan: Plan) -> list[str]:
    python = folder / name
    python.symlink_to("/bin/true")
    program = Program(python=str(python), folder=str(folder / f"données {name}"))
    both = files(program, plan, str(folder))
    for each in both:
        Path(each.path).write_text(each.text, "utf-8")
    return [each.path for each in both]


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("notify", [False, True])
def test_systemd_takes_the_units_as_they_are(tmp_path: Path, name: str, *, notify: bool) -> None:
    paths = written(tmp_path, name, Plan(notify=notify))
    done = analysed(tmp_path, "verify", "--user", "--man=no", *paths)
    complaints = [line for line in done.stderr.splitlines() if "hygie-relecture" in line]
    assert (done.returncode, complaints) == (0, [])


def test_systemd_would_see_a_program_that_is_not_there(tmp_path: Path) -> None:
    paths = written(tmp_path, "python", Plan())
    (tmp_path / "python").unlink()
    assert (
        "hygie-relecture.service"
        in analysed(tmp_path, "verify", "--user", "--man=no", *paths).stderr
    )


@pytest.mark.parametrize("day", Day)
def test_systemd_hears_the_day_and_the_hour(tmp_path: Path, day: Day) -> None:
    _, timer = files(Program(python="/p", folder="/d"), Plan(day=day, at=time(7, 5)), str(tmp_path))
    (calendar,) = (
        line.partition("=")[2] for line in timer.text.splitlines() if line.startswith("OnCalendar")
    )
    done = analysed(tmp_path, "calendar", "--base-time=2026-11-22 19:41", calendar)
    short, month_day = calendar[:3], 23 + (list(Day).index(day)) % 7
    assert done.returncode == 0
    assert f"{short} 2026-11-{month_day:02} 07:05:00" in done.stdout
