"""Who answers on the ports of printers and of shared folders: a connection, and not one byte."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from hygie.network.limits import (
    BREATH_SECONDS,
    DOOR_SECONDS,
    DOORS_A_BREATH,
    DOORS_AT_ONCE,
    SWEEP_SECONDS,
)

Told = Callable[[int, int], None]
"""Told how many doors were tried, out of how many."""


@dataclass(slots=True)
class Doors:
    """Which ports answered, by device. ``answered``: who said anything, even no."""

    opened: dict[IPv4Address, set[int]] = field(default_factory=dict)
    answered: set[IPv4Address] = field(default_factory=set)
    whole: bool = True


async def sweep(
    addresses: Iterable[IPv4Address],
    ports: Iterable[int],
    told: Told,
    *,
    seconds: float = SWEEP_SECONDS,
) -> Doors:
    """Try each door once, port after port so that no device is hurried; stop at the limit."""
    every = tuple(addresses)
    doors = [(address, port) for port in ports for address in every]
    found = Doors()
    gate = asyncio.Semaphore(DOORS_AT_ONCE)

    async def knock(address: IPv4Address, port: int) -> None:
        async with gate:
            await _knock(address, port, found)

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for done, (address, port) in enumerate(doors, start=1):
                group.create_task(knock(address, port))
                if done % DOORS_A_BREATH == 0:
                    told(done, len(doors))
                    await asyncio.sleep(BREATH_SECONDS)
    except TimeoutError:
        found.whole = False
    return found


async def _knock(address: IPv4Address, port: int, found: Doors) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(DOOR_SECONDS):
            transport, _ = await loop.create_connection(asyncio.Protocol, str(address), port)
    except ConnectionRefusedError:
        found.answered.add(address)
    except OSError:  # nobody there, too slow, or not to be reached: nothing is known
        return
    else:
        found.answered.add(address)
        found.opened.setdefault(address, set()).add(port)
        transport.close()
