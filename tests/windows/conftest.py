from pathlib import Path

import pytest

from support.windows_program import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(folder=tmp_path)
