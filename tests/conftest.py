"""Which tests are run here, and what is said of those that are not.

A test that this machine cannot run is deselected and listed at the end, never skipped in silence;
in CI a skipped test is a failure.
"""

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from support.capabilities import CAPABILITIES, has

OUT_OF_REACH = pytest.StashKey[dict[str, list[str]]]()
IN_CI = os.environ.get("CI") == "true"
NO_SKIP = "Skipped: name what the machine lacks with @pytest.mark.needs(capability) instead."

# No deadline: a busy machine is slow, and that proves nothing. In CI, the same draws every time.
settings.register_profile("usual", deadline=None, derandomize=IN_CI)
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile("usual")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("markexpr")
    out_of_reach: dict[str, list[str]] = {}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        missing = [name for name in _needs(item) if not has(name)]
        for name in missing:
            out_of_reach.setdefault(name, []).append(item.nodeid)
        too_long = not chosen and item.get_closest_marker("long") is not None
        (left if missing or too_long else kept).append(item)
    config.stash[OUT_OF_REACH] = out_of_reach
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def _needs(item: pytest.Item) -> Iterator[str]:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            if name not in CAPABILITIES:
                raise pytest.UsageError(f"{item.nodeid}: unknown capability {name}")
            yield name


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name, tests in sorted(config.stash.get(OUT_OF_REACH, {}).items()):
        terminalreporter.section(f"hors de portée de cette machine : {name}")
        for test in tests:
            terminalreporter.write_line(test)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = NO_SKIP
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = NO_SKIP
    return report
