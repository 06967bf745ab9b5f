"""Asks what was agreed to, in that order, and puts the answers together."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import IPv4Address

from hygie.network import shares, upnp
from hygie.network.attempt import attempt
from hygie.network.doors import Doors, sweep
from hygie.network.found import Device, Found, GuestShares, Neighbours, Page, PageFound
from hygie.network.limits import DEVICES_SECONDS, MOST_DEVICES, PRINTING, SHARING
from hygie.network.place import Reach
from hygie.network.wire import ask_page

Progress = Callable[[int, int, str], None]

ASKING_BOX, ASKING_ALL, ASKING_FOUND = "la box", "les appareils", "imprimantes et disques"


def look(reach: Reach, progress: Progress) -> Found:
    """Ask everything that was agreed to, within its bounds. Never raises for a device's sake."""
    # The library complains of careless boxes to whoever listens: nobody does.
    logging.getLogger("async_upnp_client").addHandler(logging.NullHandler())
    return asyncio.run(_look(reach, progress))


async def _look(reach: Reach, progress: Progress) -> Found:
    progress(0, 1, ASKING_BOX)
    openings = await attempt(upnp.openings(reach), upnp.unreadable)
    page = await _page(reach.gateway)

    def told(done: int, total: int) -> None:
        progress(done, total, ASKING_ALL)

    doors = await sweep(reach.neighbours(), (*PRINTING, SHARING), told)
    return Found(page=page, openings=openings, neighbours=await _neighbours(doors, progress))


async def _neighbours(doors: Doors, progress: Progress) -> Neighbours:
    every = sorted(doors.opened)
    asked = every[:MOST_DEVICES]
    devices: list[Device] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(DEVICES_SECONDS):
            for done, address in enumerate(asked, start=1):
                progress(done, len(asked), ASKING_FOUND)
                devices.append(await _device(address, doors.opened[address]))
    return Neighbours(
        devices=tuple(devices),
        answered=len(doors.answered),
        whole=doors.whole and len(devices) == len(every),
    )


async def _device(address: IPv4Address, ports: Iterable[int]) -> Device:
    found = set(ports)
    return Device(
        address=address,
        printing=tuple(port for port in PRINTING if port in found),
        sharing=SHARING in found,
        page=await _page(address),
        guests=await _guests(address) if SHARING in found else None,
    )


async def _page(address: IPv4Address) -> PageFound:
    return await attempt(
        ask_page(address), lambda reason: PageFound(state=Page.UNREADABLE, reason=reason)
    )


async def _guests(address: IPv4Address) -> GuestShares:
    return await attempt(asyncio.to_thread(shares.guest_shares, address), shares.unreadable)
