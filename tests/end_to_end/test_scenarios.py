"""Every scenario of the folder beside, played with the installed program."""

from pathlib import Path

import pytest

from support.scenarios import Scenario, World, scenarios

FOLDER = Path(__file__).with_name("scenarios")


@pytest.mark.parametrize("scenario", [*scenarios(FOLDER)], ids=lambda scenario: scenario.title)
def test_scenario(scenario: Scenario, world: World) -> None:
    assert scenario.play(world) > 0
