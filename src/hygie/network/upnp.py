"""The doors the box opened on request: discovery and reading of its list, by UPnP.

A library reads the documents; it may ask nothing but through ``Pinned``, which knows one address.
"""

import asyncio
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any

from hygie.network.attempt import NO_SENSE, NoAnswerError
from hygie.network.found import Opening, Openings, Upnp
from hygie.network.limits import (
    DISCOVERY,
    DISCOVERY_SECONDS,
    GROUP,
    MOST_OPENINGS,
    UPNP_REQUESTS,
    UPNP_SECONDS,
)
from hygie.network.place import Reach
from hygie.network.wire import Wanted, ask

if TYPE_CHECKING:
    from async_upnp_client.client import UpnpAction, UpnpDevice, UpnpRequester
    from async_upnp_client.const import HttpRequest, HttpResponse

GATEWAY_DEVICES = tuple(
    f"urn:schemas-upnp-org:device:InternetGatewayDevice:{version}" for version in (1, 2)
)
CONNECTIONS = ("WANIPConnection", "WANPPPConnection")
LIST = "GetGenericPortMappingEntry"
AT_THE_END = frozenset({713, 714})
"""SpecifiedArrayIndexInvalid, NoSuchEntryInArray: what the specification says past the last."""

PROTOCOLS = frozenset({"TCP", "UDP"})
LAST_PORT = 65535
OTHER_TONGUE = "La box parle UPnP, mais ne donne pas la liste de ses redirections."
REFUSED = "La box a refusé de donner la liste de ses redirections."
TOO_MANY = "La box fait trop de détours : Hygie s'est arrêté."


async def openings(reach: Reach) -> Openings:
    """Return the doors of the box. Raises NoAnswerError, or what the library makes of nonsense."""
    address = await discover(reach)
    if address is None:
        return Openings(state=Upnp.SILENT)
    async with asyncio.timeout(UPNP_SECONDS):
        action = await _list_of(reach.gateway, address)
        return await _read(action)


async def discover(reach: Reach) -> str | None:
    """Ask for a box; return the address of its description, None when it stays silent.

    The question goes to the box, and to the group on this link only (a packet that no router may
    forward); only the box's own answer counts.
    """
    from async_upnp_client.ssdp import (  # noqa: PLC0415  # heavy
        SsdpProtocol,
        build_ssdp_search_packet,
    )

    loop = asyncio.get_running_loop()
    found: asyncio.Future[str] = loop.create_future()

    def heard(_line: str, headers: Any) -> None:  # noqa: ANN401  # the library's own mapping
        told = headers.get("location")
        if headers.get("_host") == str(reach.gateway) and isinstance(told, str):
            with suppress(asyncio.InvalidStateError):  # it answers every question
                found.set_result(told)

    transport, protocol = await loop.create_datagram_endpoint(
        lambda: SsdpProtocol(loop, on_data=heard), sock=_socket(reach.own)
    )
    try:
        for target in ((str(reach.gateway), DISCOVERY), (GROUP, DISCOVERY)):
            for kind in GATEWAY_DEVICES:
                protocol.send_ssdp_packet(build_ssdp_search_packet(target, 2, kind), target)
        return await asyncio.wait_for(found, DISCOVERY_SECONDS)
    except TimeoutError:
        return None
    finally:
        transport.close()


def _socket(own: IPv4Address) -> socket.socket:
    """Return a socket that speaks to this link only: one hop for what goes to the group."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)  # noqa: FBT003  # its only argument
    made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, own.packed)
    made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
    made.bind((str(own), 0))
    return made


async def _list_of(box: IPv4Address, address: str) -> "UpnpAction":
    from async_upnp_client.client_factory import UpnpFactory  # noqa: PLC0415  # heavy

    # Not strict: boxes are careless. What leads elsewhere is refused by the requester all the same.
    device = await UpnpFactory(_pinned(box), non_strict=True).async_create_device(address)
    for action in _lists(device):
        return action
    raise NoAnswerError(OTHER_TONGUE)


def _lists(device: "UpnpDevice") -> Iterator["UpnpAction"]:
    for each in device.all_devices:
        for service in each.services.values():
            kind = service.service_type.split(":")
            if len(kind) > 1 and kind[-2] in CONNECTIONS and service.has_action(LIST):
                yield service.action(LIST)


async def _read(action: "UpnpAction") -> Openings:
    from async_upnp_client.exceptions import UpnpActionError  # noqa: PLC0415  # heavy

    found: list[Opening] = []
    unread = 0
    for rank in range(MOST_OPENINGS):
        try:
            told = await action.async_call(NewPortMappingIndex=rank)
        except UpnpActionError as refusal:
            whole = refusal.error_code in AT_THE_END
            if not whole and rank == 0:
                raise NoAnswerError(REFUSED) from refusal
            return _told(found, unread, whole=whole)
        opening = opening_of(told)
        unread += opening is None
        found += [opening] if opening else []
    return _told(found, unread, whole=False)


def _told(found: list[Opening], unread: int, *, whole: bool) -> Openings:
    return Openings(state=Upnp.READ, openings=tuple(found), whole=whole, unread=unread)


def opening_of(told: Mapping[str, Any]) -> Opening | None:
    """Return one line of the list; None when it makes no sense."""
    outside, inside = _port(told.get("NewExternalPort")), _port(told.get("NewInternalPort"))
    protocol, enabled = told.get("NewProtocol"), told.get("NewEnabled")
    if outside is None or inside is None or protocol not in PROTOCOLS:
        return None
    try:
        target = IPv4Address(told.get("NewInternalClient"))
    except ValueError:
        return None
    return Opening(
        outside=outside,
        protocol=protocol,
        inside=inside,
        target=target,
        enabled=enabled is not False,
    )


def _port(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value <= LAST_PORT else None


def _pinned(box: IPv4Address) -> "UpnpRequester":
    """Return what the library asks through: one device, so many requests, so many bytes."""
    from async_upnp_client.client import UpnpRequester  # noqa: PLC0415  # heavy
    from async_upnp_client.const import HttpResponse  # noqa: PLC0415  # heavy

    class Pinned(UpnpRequester):
        """Asks one device only."""

        asked = 0

        async def async_http_request(self, http_request: "HttpRequest") -> "HttpResponse":
            """Ask, unless it was asked too often."""
            self.asked += 1
            if self.asked > UPNP_REQUESTS:
                raise NoAnswerError(TOO_MANY)
            reply = await ask(
                box,
                Wanted(
                    url=http_request.url,
                    method=http_request.method,
                    headers=http_request.headers,
                    body=http_request.body,
                ),
            )
            return HttpResponse(reply.status, reply.headers, reply.text)

    return Pinned()


def unreadable(reason: str) -> Openings:
    """Say that the list could not be known."""
    return Openings(state=Upnp.UNREADABLE, whole=False, reason=reason or NO_SENSE)
