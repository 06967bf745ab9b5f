"""The name of a Windows, as the table of ends of support writes it.

The name Windows gives itself («ProductName») is never read: on Windows 11 it says Windows 10. The
build number tells the version, the edition how long that version is mended.
"""

import re
from dataclasses import dataclass

from hygie.workstation.windows_machine import SystemVersion

WINDOWS_11 = 22_000
"""The first build of Windows 11."""

WORKSTATION = 1
MAJOR = 10
"""Windows 11 is numbered 10 too."""

RELEASES = {
    10240: "1507",
    10586: "1511",
    14393: "1607",
    15063: "1703",
    16299: "1709",
    17134: "1803",
    17763: "1809",
    18362: "1903",
    18363: "1909",
    19041: "2004",
    19042: "20h2",
    19043: "21h1",
    19044: "21h2",
    19045: "22h2",
    22000: "21h2",
    22621: "22h2",
    22631: "23h2",
    26100: "24h2",
    26200: "25h2",
    28000: "26h1",
}
SERVERS = {
    7601: "2008 r2",
    9200: "2012",
    9600: "2012 r2",
    14393: "2016",
    17763: "2019",
    20348: "2022",
    26100: "2025",
}
OLDER = {7601: "windows 7", 9200: "windows 8", 9600: "windows 8.1"}

EVERYONE, ORGANISATIONS = "windows", "windows-entreprise"
_OF_EVERYONE = (
    *("Core", "CoreN", "CoreSingleLanguage", "CoreCountrySpecific", "Cloud", "CloudEdition"),
    *("Professional", "ProfessionalN", "ProfessionalEducation", "ProfessionalEducationN"),
    *("ProfessionalWorkstation", "ProfessionalWorkstationN"),
)
_OF_ORGANISATIONS = ("Enterprise", "EnterpriseN", "Education", "EducationN", "IoTEnterprise")
FAMILIES = {
    **dict.fromkeys(_OF_EVERYONE, EVERYONE),
    **dict.fromkeys(_OF_ORGANISATIONS, ORGANISATIONS),
    "EnterpriseS": "windows-ltsc",
    "EnterpriseSN": "windows-ltsc",
    "IoTEnterpriseS": "windows-iot-ltsc",
}
"""EditionID and how long it is mended: see Microsoft's life cycle of each edition."""

NOT_LONG_LIVED = ("ACor", "Rdsh")
"""How editions end that are mended 18 months («ServerDatacenterACor»), or are no servers."""

_DISPLAYED = re.compile(r"[0-9]{2}h[12]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which Windows this is; ``number`` is 10 or 11, empty for servers and what came before.

    ``family`` is empty for an edition that is not known, ``release`` for a preview.
    """

    name: str
    number: str = ""
    family: str = ""
    release: str = ""


def identity(version: SystemVersion, edition: str, displayed: str) -> Identity | None:
    """Name a Windows as «windows 11 24h2», «windows-server 2019»…; None when it is not known."""
    if version.product_type != WORKSTATION:
        return _server(version.build, edition)
    if version.build in OLDER:
        return Identity(name=OLDER[version.build])
    if version.major != MAJOR:
        return None
    number = "11" if version.build >= WINDOWS_11 else "10"
    family = FAMILIES.get(edition, "")
    release = _release(version.build, displayed.lower())
    words = (family or EVERYONE, number, release)
    name = " ".join(word for word in words if word)
    return Identity(name=name, number=number, family=family, release=release)


def _server(build: int, edition: str) -> Identity | None:
    year = SERVERS.get(build, "")
    long_lived = edition.startswith("Server") and not edition.endswith(NOT_LONG_LIVED)
    return Identity(name=f"windows-server {year}") if year and long_lived else None


def _release(build: int, displayed: str) -> str:
    """Return «24h2», nothing for a preview: a version shown by another build than its own."""
    newer = _DISPLAYED.fullmatch(displayed) and displayed not in RELEASES.values()
    return RELEASES.get(build, displayed if newer else "")
