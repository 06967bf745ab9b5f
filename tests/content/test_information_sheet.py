"""What the staff is told is read names everything Hygie reads: a fact that comes later too."""

import pytest

from hygie.audit.information import load_sheet
from hygie.catalogue.loader import load_catalogue

ROOMS = {
    "account": "comptes du poste",
    "antivirus": "antivirus",
    "backup": "sauvegarde",
    "browser": "navigateurs",
    "clock": "horloge",
    "disk": "chiffrement",
    "firewall": "pare-feu",
    "mail": "comptes de messagerie",
    "management": "rattachement au réseau d'un organisme",
    "media": "supports USB",
    "network": "réseau",
    "password": "mots de passe exigés",
    "passwords": "gestionnaires de mots de passe",
    "power": "onduleur",
    "remote": "accès à distance",
    "session": "verrouillage",
    "share": "partages",
    "smartcard": "lecteur de cartes",
    "software": "logiciels de cabinet",
    "sync": "synchronisation",
    "system": "système et démarrage",
    "trash": "corbeille",
    "updates": "mises à jour",
    "wifi": "Wi-Fi",
}
"""What the sheet says of the facts whose name begins so."""

OWN = {
    "management.agents": "gestion à distance",
    "media.days_since_newest": "plus récent et plus ancien support USB",
    "media.days_since_oldest": "plus récent et plus ancien support USB",
    "media.seen_before": "branchés ou déjà vus",
    "macos.gatekeeper": "système et démarrage",
    "macos.launch_items": "programmes qui démarrent seuls",
    "macos.sip": "système et démarrage",
    "macos.stealth": "pare-feu",
    "macos.xprotect_date": "antivirus",
    "macos.xprotect_version": "antivirus",
    "windows.hello": "Windows Hello",
    "windows.scheduled_tasks": "tâches planifiées",
    "windows.smartscreen": "système et démarrage",
    "windows.smb1": "partages",
    "windows.uac": "droits d'administrateur",
}
"""The same of one fact."""


@pytest.mark.parametrize("fact", load_catalogue().facts)
def test_the_sheet_names_what_is_read(fact: str) -> None:
    (read,) = [part for part in load_sheet().parts if part.title == "Ce qui est lu"]
    words = OWN.get(fact) or ROOMS[fact.partition(".")[0]]
    assert words in " ".join(read.lines)


def test_no_list_of_it_says_to_be_whole() -> None:
    (read,) = [part for part in load_sheet().parts if part.title == "Ce qui est lu"]
    assert [line for line in read.lines if ", dont :" not in line] == []
