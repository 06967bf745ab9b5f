"""The firewall ufw switched on and off for real, in a network and an /etc of its own."""

import os
import sys
from pathlib import Path

import pexpect
import pytest

from support.session_bus import ROOT

pytestmark = pytest.mark.needs("root", "ufw", "network-namespaces")

SCRIPT = """
set -e
mount -t tmpfs none /mnt
mkdir /mnt/haut /mnt/travail
mount -t overlay none -o lowerdir=/etc,upperdir=/mnt/haut,workdir=/mnt/travail /etc
say() { echo "ETAT $(grep ^ENABLED /etc/ufw/ufw.conf) $(iptables -S INPUT | head -n 1)"; }
ufw disable >/dev/null; say
"$0" -m hygie poste --fiche-remise regler pare-feu; say
"$0" -m hygie poste --fiche-remise regler pare-feu; say
"$0" -m hygie poste --fiche-remise regler --annuler pare-feu; say
"""
OFF, ON = "ETAT ENABLED=no -P INPUT ACCEPT", "ETAT ENABLED=yes -P INPUT DROP"
YES_OR_NO = "oui ou non"


def test_ufw_is_switched_on_read_back_and_put_back(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "HYGIE_HOME": str(tmp_path / "donnees"),
        "PYTHONPATH": str(ROOT / "src"),
        "TERM": "dumb",
    }
    words = ["--mount", "--net", "sh", "-c", SCRIPT, sys.executable]
    child = pexpect.spawn("unshare", words, env={**os.environ, **environment}, encoding="utf-8")
    child.expect_exact(OFF)
    for answer, state in (("non", OFF), ("oui", ON)):
        for typed in ("oui", "oui", answer):
            child.expect(YES_OR_NO)
            child.sendline(typed)
        child.expect_exact(state)
    child.expect(YES_OR_NO)
    child.sendline("oui")
    child.expect_exact(OFF)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
