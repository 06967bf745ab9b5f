"""Our order of Debian versions is dpkg's own."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.workstation.probes.updates.security_lists import is_newer

pieces = st.sampled_from([".", "+", "~", "-", "a", "Z", "rc", "deb", "0", "00", "1", "9", "10"])
tails = st.lists(pieces, max_size=6).map("".join)
starts = st.sampled_from(["0", "1", "1:0", "0:1", "10"])
versions = st.builds("{}{}".format, starts, tails)


def is_newer_for_dpkg(version: str, than: str) -> bool:
    compare = ["dpkg", "--compare-versions", version, "gt", than]
    return subprocess.run(compare, capture_output=True, check=False).returncode == 0


@pytest.mark.needs("dpkg")
@settings(max_examples=300, deadline=None)
@given(versions, versions)
def test_versions_are_ordered_as_dpkg_does(one: str, two: str) -> None:
    for version in (one, two):
        if version.endswith("-"):
            return  # dpkg refuses an empty revision, and no package has one
    assert is_newer(one, two) == is_newer_for_dpkg(one, two)
