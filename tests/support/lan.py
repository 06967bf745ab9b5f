"""A practice's network in namespaces: this computer, a box, and devices beside it.

Nothing of it reaches the real network, and all of it is gone when the command ends.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect

ROOT = Path(__file__).parents[2]
SUPPORT = Path(__file__).parent
SECONDS = 120

BOX, THIS_COMPUTER, PRINTER, DISK, CLOSED_DISK = (f"192.168.77.{last}" for last in (1, 10, 2, 3, 4))
"""On a network of 14 addresses, so that asking all of them is quick."""

SCRIPT = """
set -eu
run="$1" ; shift
mount -t tmpfs tmpfs /run
mount -t sysfs sysfs /sys
ip link set lo up
ip netns add box
ip link add w0 type veth peer name b0 netns box
ip link add wan0 netns box type veth peer name wan1 netns box
ip address add {own}/28 dev w0
ip link set w0 up
for address in {others}; do ip -n box address add "$address/28" dev b0; done
ip -n box address add 198.51.100.7/24 dev wan0
ip -n box link set b0 up
ip -n box link set wan0 up
ip -n box link set wan1 up
ip -n box link set lo up
ip route add default via {box}
i=0
for server in "$run"/server-*; do
    [ -e "$server" ] && ip netns exec box sh "$server" >"$server.log" 2>&1 </dev/null &
done
for door in $(cat "$run/doors"); do
    until (exec 3<>"/dev/tcp/${door%:*}/${door#*:}") 2>/dev/null; do
        i=$((i + 1)) ; [ $i -lt 200 ] ; sleep 0.1
    done
done
"$@"
"""


@dataclass(slots=True, kw_only=True)
class Lan:
    """Servers to start beside the box, then a command to run on this computer."""

    folder: Path
    servers: list[str] = field(default_factory=list)
    doors: list[str] = field(default_factory=list)

    def serve(self, command: str, *doors: str) -> None:
        """Add a server; it is waited for at its doors, «address:port»."""
        path = self.folder / f"server-{len(self.servers)}"
        path.write_text(command, "utf-8")
        self.servers.append(command)
        self.doors += doors

    def python(self, script: str, *words: str, doors: Sequence[str]) -> None:
        """Add a server of ours."""
        self.serve(f"exec {sys.executable} {SUPPORT / script} {' '.join(words)}", *doors)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command on this computer, once every server answers."""
        return subprocess.run(
            self._around(command),
            env=dict(self._environment()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )

    def hygie(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, "-m", "hygie", "reseau", *words)

    def keyboard(self, *words: str) -> "pexpect.spawn[str]":
        """Run «hygie reseau» in front of somebody."""
        command = self._around((sys.executable, "-m", "hygie", "reseau", *words))
        child = pexpect.spawn(
            command[0],
            command[1:],
            env=dict(self._environment()),
            encoding="utf-8",
            dimensions=(60, 80),
            timeout=SECONDS,
        )
        child.delaybeforesend = None
        return child

    def _around(self, command: Sequence[str]) -> list[str]:
        (self.folder / "doors").write_text(" ".join(self.doors), "utf-8")
        script = self.folder / "lan.sh"
        others = f"{BOX} {PRINTER} {DISK} {CLOSED_DISK}"
        filled = SCRIPT.replace("{own}", THIS_COMPUTER).replace("{box}", BOX)
        script.write_text(filled.replace("{others}", others), "utf-8")
        alone = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        # Samba changes groups, which only the real root may do.
        mapped = [] if os.geteuid() == 0 else ["--map-root-user"]
        return ["unshare", *mapped, *alone, "bash", str(script), str(self.folder), *command]

    def _environment(self) -> Mapping[str, str]:
        return {
            "PATH": f"/usr/sbin:/sbin:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "HOME": str(self.folder),
            "HYGIE_HOME": str(self.folder / "donnees"),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        }


def a_page(lan: Lan, address: str, *, status: int = 200, to: str = "") -> None:
    """Add a page of settings that answers in clear, or leads elsewhere."""
    lan.python("lan_page.py", address, str(status), f"'{to}'", doors=[f"{address}:80"])


def a_listener(lan: Lan, address: str, port: int) -> Path:
    """Add a port that writes down what it is sent."""
    heard = lan.folder / f"heard-{address}-{port}"
    lan.python("lan_listener.py", address, str(port), str(heard), doors=[])
    return heard


def a_box(lan: Lan, openings: Sequence[str]) -> None:
    """Add a real UPnP box, with these doors already opened: «TCP:8443:192.168.77.10:443:0:x»."""
    leases = lan.folder / "leases"
    leases.write_text("".join(f"{opening}\n" for opening in openings), "utf-8")
    chains = ("forward { type filter hook forward priority 0; policy accept; }",)
    own = ("miniupnpd { }", "prerouting_miniupnpd { }", "postrouting_miniupnpd { }")
    body = "\n".join(f"chain {chain}" for chain in (*chains, *own))
    (lan.folder / "table").write_text(f"table inet filter {{\n{body}\n}}\n", "utf-8")
    settings = {
        "ext_ifname": "wan0",
        "ext_ip": "9.9.9.7",
        "listening_ip": "b0",
        "http_port": "5555",
        "enable_upnp": "yes",
        "enable_natpmp": "no",
        "lease_file": str(leases),
        "uuid": "00000000-0000-0000-0000-000000000000",
    }
    lines = [
        *(f"{key}={value}" for key, value in settings.items()),
        "allow 1-65535 0.0.0.0/0 1-65535",
    ]
    (lan.folder / "miniupnpd.conf").write_text("\n".join([*lines, ""]), "utf-8")
    lan.serve(
        f"nft -f {lan.folder / 'table'}\n"
        f"exec miniupnpd -d -f {lan.folder / 'miniupnpd.conf'} -P /run/miniupnpd.pid",
        f"{BOX}:5555",
    )


def a_disk(lan: Lan, address: str, *, visitors: bool) -> None:
    """Add a real Samba: one folder open to visitors and one that is not, or no visitor at all."""
    # Under /run, where the visitor's account may go; the tests' own folder is closed to it.
    home = f"/run/disk-{address}"
    states = ("private", "lock", "state", "cache", "pid", "ncalrpc")
    options: dict[str, Any] = {
        "interfaces": f"{address}/28",
        "bind interfaces only": "yes",
        "smb ports": "445",
        "guest account": "nobody",
        "map to guest": "Bad User" if visitors else "Never",
        "disable netbios": "yes",
        "load printers": "no",
        "log file": f"{home}/log",
        "private dir": f"{home}/private",
        "ncalrpc dir": f"{home}/ncalrpc",
        **{f"{name} directory": f"{home}/{name}" for name in ("lock", "state", "cache", "pid")},
    }
    shares = {"ouvert": "yes", "ferme": "no"}
    text = ["[global]", *(f"{key} = {value}" for key, value in options.items())]
    for name, guests in shares.items():
        text += [f"[{name}]", f"path = {home}/{name}", f"guest ok = {guests}"]
    settings = lan.folder / f"smb-{address}.conf"
    settings.write_text("\n".join([*text, ""]), "utf-8")
    folders = " ".join(f"{home}/{name}" for name in (*states, *shares))
    lan.serve(
        f"mkdir -p {folders}\n"
        f"touch '{home}/ouvert/Mme Camille.txt'\n"
        f"exec smbd -F --no-process-group -s {settings}",
        f"{address}:445",
    )
