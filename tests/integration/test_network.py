"""«hygie reseau» on a practice's network made of namespaces, with real servers and hostile ones."""

import json
import re
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from hygie.practice.opening import read_records
from support.lan import (
    BOX,
    CLOSED_DISK,
    DISK,
    PRINTER,
    THIS_COMPUTER,
    Lan,
    a_box,
    a_disk,
    a_listener,
    a_page,
)

pytestmark = pytest.mark.needs("network-namespaces")

AGREED = ("--ce-reseau-est-a-moi", "--oui")
PRIVATE = ip_network("192.168.77.0/28")
ON_THIS_LINK = ip_address("239.255.255.250")
CALL = re.compile(
    r'(?:connect|sendto|sendmsg)\(.*?sin_port=htons\((\d+)\).*?inet_addr\("([^"]+)"\)'
)

NOTHING = r"Rien\s+n'a\s+été\s+demandé\s+au\s+réseau"


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return Lan(folder=tmp_path)


def asked(lan: Lan, *words: str) -> Any:
    done = lan.hygie(*AGREED, "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def callees(trace: Path) -> set[str]:
    return {found[2] for found in CALL.finditer(trace.read_text())}


@pytest.mark.needs("miniupnpd")
def test_the_doors_of_a_real_box_are_shown(lan: Lan) -> None:
    a_box(lan, [f"TCP:8443:{THIS_COMPUTER}:443:0:x", f"UDP:5000:{PRINTER}:5001:0:x"])
    upnp = asked(lan)["box"]["upnp"]
    assert (upnp["etat"], upnp["complet"], upnp["illisibles"]) == ("lu", True, 0)
    found = {one["port_exterieur"]: one for one in upnp["redirections"]}
    assert found[8443] == {
        "port_exterieur": 8443,
        "protocole": "TCP",
        "port_interieur": 443,
        "vers": "ce_poste",
        "adresse": THIS_COMPUTER,
        "active": True,
    }
    assert (found[5000]["vers"], found[5000]["protocole"]) == ("appareil", "UDP")


@pytest.mark.needs("miniupnpd")
def test_a_real_box_that_opens_nothing_says_so(lan: Lan) -> None:
    a_box(lan, [])
    upnp = asked(lan)["box"]["upnp"]
    assert upnp == {
        "etat": "lu",
        "raison": None,
        "complet": True,
        "illisibles": 0,
        "redirections": [],
    }


def test_a_box_that_is_silent_is_not_a_box_that_opens_nothing(lan: Lan) -> None:
    document = asked(lan)
    assert document["box"]["upnp"]["etat"] == "muet"
    assert document["box"]["page"]["etat"] == "aucune"
    assert document["appareils"] == {"reponses": 4, "complet": True, "trouves": []}


def test_the_page_of_the_box_is_asked_for_once(lan: Lan) -> None:
    a_page(lan, BOX, status=302, to="https://box.example/")
    assert asked(lan)["box"]["page"] == {"etat": "chiffree", "raison": None}


def test_a_printer_is_found_and_not_one_byte_is_printed(lan: Lan) -> None:
    heard = a_listener(lan, PRINTER, 9100)
    a_page(lan, PRINTER)
    (device,) = asked(lan)["appareils"]["trouves"]
    assert (device["adresse"], device["impression"], device["partage"]) == (PRINTER, [9100], False)
    assert device["page"]["etat"] == "en_clair"
    assert heard.read_text() == "0\n"


@pytest.mark.needs("root")
@pytest.mark.needs("samba")
def test_folders_open_to_visitors_are_counted_and_their_files_never_named(lan: Lan) -> None:
    a_disk(lan, DISK, visitors=True)
    a_disk(lan, CLOSED_DISK, visitors=False)
    trace = lan.folder / "trace"
    watching = ("strace", "-f", "-s", "4000", "-e", "trace=recvfrom", "-o", str(trace))
    done = lan.run(*watching, sys.executable, "-m", "hygie", "reseau", *AGREED, "--json")
    opened, closed = json.loads(done.stdout)["appareils"]["trouves"]
    assert opened["visiteur"] == {
        "etat": "ouverts",
        "raison": None,
        "dossiers_ouverts": 1,
        "dossiers_montres": 2,
    }
    assert closed["visiteur"]["etat"] == "fermes"
    assert "f\\0e\\0r\\0m\\0e\\0" in trace.read_text()
    assert "C\\0a\\0m\\0i\\0l\\0l\\0e" not in trace.read_text()


@pytest.mark.parametrize("harm", ["nonsense", "long", "drip", "closed"])
def test_a_hostile_disk_is_unreadable(lan: Lan, harm: str) -> None:
    lan.python("lan_hostile_disk.py", DISK, harm, doors=[])
    (device,) = asked(lan)["appareils"]["trouves"]
    assert device["visiteur"]["etat"] == "illisible"
    assert device["visiteur"]["raison"]


HARMS = {
    "huge": "longue",
    "bomb": "forme",
    "spy": "forme",
    "nested": "forme",
    "nonsense": "forme",
    "redirect": "forme",
    "drip": "temps",
    "elsewhere": "redirections",
    "other-location": "autre adresse",
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_hostile_box_is_unreadable_and_leads_nowhere(lan: Lan, harm: str) -> None:
    heard = a_listener(lan, CLOSED_DISK, 8000)
    lan.python("lan_hostile_box.py", BOX, harm, CLOSED_DISK, doors=[f"{BOX}:5000"])
    upnp = asked(lan)["box"]["upnp"]
    assert upnp["etat"] == "illisible"
    assert HARMS[harm] in upnp["raison"]
    assert not heard.exists()


def test_a_list_without_end_is_cut_and_said_to_be(lan: Lan) -> None:
    lan.python("lan_hostile_box.py", BOX, "endless", BOX, doors=[f"{BOX}:5000"])
    upnp = asked(lan)["box"]["upnp"]
    assert (upnp["etat"], upnp["complet"], len(upnp["redirections"])) == ("lu", False, 200)


def test_lines_that_make_no_sense_are_counted(lan: Lan) -> None:
    lan.python("lan_hostile_box.py", BOX, "odd", BOX, doors=[f"{BOX}:5000"])
    upnp = asked(lan)["box"]["upnp"]
    assert (upnp["redirections"], upnp["illisibles"], upnp["complet"]) == ([], 200, False)


@pytest.mark.needs("strace")
def test_nothing_leaves_the_private_network(lan: Lan) -> None:
    a_listener(lan, PRINTER, 9100)
    a_page(lan, BOX)
    trace = lan.folder / "trace"
    watching = ("strace", "-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))
    done = lan.run(*watching, sys.executable, "-m", "hygie", "reseau", *AGREED, "--json")
    assert done.returncode == 0
    reached = {ip_address(address) for address in callees(trace)}
    assert ip_address(BOX) in reached
    assert {one for one in reached if one not in PRIVATE} == {ON_THIS_LINK}
    assert "AF_INET6" not in trace.read_text()


@pytest.mark.needs("strace")
def test_nothing_is_asked_without_a_yes(lan: Lan) -> None:
    trace = lan.folder / "trace"
    watching = ("strace", "-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))
    for words in (["--simulation"], [], ["--ce-reseau-est-a-moi"]):
        lan.run(*watching, sys.executable, "-m", "hygie", "reseau", "--json", *words)
        assert "exited with" in trace.read_text()
        assert callees(trace) == set()


def test_somebody_who_says_no_asks_nothing(lan: Lan) -> None:
    heard = a_listener(lan, PRINTER, 9100)
    child = lan.keyboard()
    child.expect("Votre réponse")
    child.sendline("1")
    child.expect("Voici tout ce qui sera demandé")
    child.expect("Votre réponse")
    child.sendline("non")
    child.expect(NOTHING)
    child.expect("$")
    child.wait()
    assert not heard.exists()


@pytest.mark.parametrize("answer", ["3", "4", "5", "6", "q"])
def test_a_network_that_is_not_ours_is_left_alone(lan: Lan, answer: str) -> None:
    heard = a_listener(lan, PRINTER, 9100)
    child = lan.keyboard()
    child.expect("Votre réponse")
    child.sendline(answer)
    child.expect(NOTHING)
    child.wait()
    assert not heard.exists()


def test_what_is_recorded_is_counts(lan: Lan) -> None:
    a_listener(lan, PRINTER, 9100)
    assert asked(lan)["appareils"]["trouves"]
    kept = read_records({"HYGIE_HOME": str(lan.folder / "donnees")}).entries()
    assert [entry.measure for entry in kept] == [
        "ports-ouverts",
        "objets-connectes",
        "echange-partage",
    ]
    assert kept[1].summary["imprimantes"] == 1
    assert not re.search(r"192\.168", repr(kept))


def test_nothing_is_written_when_asked_not_to(lan: Lan) -> None:
    asked(lan, "--sans-enregistrer")
    assert not (lan.folder / "donnees").exists()
