"""Commands under Windows: bounded in time, in size, and never left hanging."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hygie.workstation.local_machine import OUTPUT_BYTES
from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.machine import MachineRefusedError, MissingError
from hygie.workstation.windows_calls_system import running_programs

pytestmark = pytest.mark.needs("windows")

SECONDS = 60.0


@pytest.fixture
def machine() -> LocalWindowsMachine:
    return LocalWindowsMachine(environment=dict(os.environ))


def says(script: str) -> list[str]:
    return [sys.executable, "-I", "-X", "utf8", "-c", script]


def becomes(wanted: Callable[[], bool]) -> bool:
    for _ in range(50):
        if wanted():
            return True
        time.sleep(0.1)
    return False


def test_it_gives_the_code_and_what_was_printed(machine: LocalWindowsMachine) -> None:
    script = "import sys; print('bonjour, Élise'); print('talk', file=sys.stderr); sys.exit(3)"
    output = machine.run(says(script), seconds=SECONDS)
    assert (output.code, output.text.split("\r\n")) == (3, ["bonjour, Élise", ""])


def test_it_has_no_keyboard_and_another_powershell_leaves_nothing() -> None:
    environment = {**os.environ, "PSModulePath": "C:\\ailleurs", "PATH": "C:\\ailleurs"}
    script = "import os,sys; print(sys.stdin.read(), os.environ.get('PSModulePath'))"
    script += "; print('ailleurs' in os.environ['PATH'], os.path.isdir(os.environ['SYSTEMROOT']))"
    machine = LocalWindowsMachine(environment=environment)
    assert machine.run(says(script), seconds=SECONDS).text.split() == ["None", "False", "True"]


def test_bytes_that_are_no_text_and_a_byte_order_mark_do_not_stop_it(
    machine: LocalWindowsMachine,
) -> None:
    script = r"import sys; sys.stdout.buffer.write(b'\xef\xbb\xbf{\xff}')"
    assert machine.run(says(script), seconds=SECONDS).text == "{\ufffd}"


def test_a_command_is_the_system_s_own_or_missing(tmp_path: Path) -> None:
    shutil.copy(sys.executable, tmp_path / "hygie-essai.exe")
    machine = LocalWindowsMachine(environment={"PATH": str(tmp_path)})
    for name in ("hygie-essai", "hygie-essai.exe", str(tmp_path / "absente.exe")):
        with pytest.raises(MissingError, match=r"\.exe n'est pas installée"):
            machine.run([name])


def test_a_program_that_is_none_is_refused(machine: LocalWindowsMachine, tmp_path: Path) -> None:
    false = tmp_path / "faux.exe"
    false.write_bytes(b"not a program")
    with pytest.raises(MachineRefusedError, match=r"faux\.exe ne peut pas être lancée"):
        machine.run([str(false)])


def test_each_distinct_command_runs_once_whoever_asks(
    machine: LocalWindowsMachine, tmp_path: Path
) -> None:
    count = tmp_path / "count"
    command = says(f"open({str(count)!r}, 'a').write('x'); print('fini')")
    with ThreadPoolExecutor(max_workers=4) as pool:
        outputs = list(pool.map(lambda _: machine.run(command, seconds=SECONDS), range(4)))
    assert [output.text for output in outputs] == ["fini\r\n"] * 4
    assert count.read_text() == "x"


def test_a_hanging_command_dies_with_its_whole_family(
    machine: LocalWindowsMachine, tmp_path: Path
) -> None:
    pids = tmp_path / "pids"
    script = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)\n"
    )
    with ThreadPoolExecutor(max_workers=1) as pool:
        ran = pool.submit(machine.run, says(script), seconds=8.0)
        assert becomes(lambda: pids.exists() and len(pids.read_text().split()) == 2)
        family = {int(pid) for pid in pids.read_text().split()}
        assert family <= {number for number, _ in running_programs()}
        with pytest.raises(MachineRefusedError, match=r"python\.exe n'a pas répondu à temps"):
            ran.result()
    assert becomes(lambda: not family & {number for number, _ in running_programs()})


def test_a_child_left_behind_does_not_outlive_its_parent(
    machine: LocalWindowsMachine, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    script = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(60)'],"
        " stdout=subprocess.DEVNULL)\n"
        f"open({str(pid)!r}, 'w').write(str(child.pid))\n"
        "print('parti')\n"
    )
    assert machine.run(says(script), seconds=SECONDS).text == "parti\r\n"
    left = int(pid.read_text())
    assert becomes(lambda: left not in {number for number, _ in running_programs()})


@pytest.mark.parametrize("where", ["stdout", "stderr"])
def test_a_flood_neither_blocks_nor_fills_the_memory(
    machine: LocalWindowsMachine, where: str
) -> None:
    script = f"import sys; sys.{where}.write('x' * {OUTPUT_BYTES + 100_000}); print('fin')"
    if where == "stdout":
        with pytest.raises(MachineRefusedError, match="trop"):
            machine.run(says(script), seconds=SECONDS)
    else:
        assert machine.run(says(script), seconds=SECONDS).text == "fin\r\n"
