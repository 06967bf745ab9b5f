"""Card readers, through the Smart Card service (winscard): no card is ever read."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref

from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.windows_library import DWORD, FAULTED, MOST_BYTES, POINTER, TEXT, function
from hygie.workstation.windows_machine import CardReaders

USER_SCOPE = 0
NO_SERVICE = frozenset({0x8010_001D, 0x8010_001E})
"""SCARD_E_NO_SERVICE, SCARD_E_SERVICE_STOPPED: Windows stops it where no reader is plugged."""

NO_READER = 0x8010_002E
TIMEOUT = 0x8010_000A
PRESENT = 0x0020
MOST_READERS = 64
CONTEXT = ctypes.c_size_t


class ReaderState(ctypes.Structure):
    """SCARD_READERSTATEW."""

    _fields_ = (
        ("name", TEXT),
        ("own", POINTER),
        ("known", DWORD),
        ("state", DWORD),
        ("answer_size", DWORD),
        ("answer", ctypes.c_uint8 * 36),
    )


def card_readers() -> CardReaders:
    """Count the readers, and the cards in them."""
    with _service() as context:
        if context is None:
            return CardReaders(service=False, readers=0, cards=0)
        names = _readers(context)
        return CardReaders(service=True, readers=len(names), cards=_cards(context, names))


@contextmanager
def _service() -> Iterator[int | None]:
    opening = function("winscard", "SCardEstablishContext", DWORD, DWORD, POINTER, POINTER, POINTER)
    context = CONTEXT()
    code = opening(USER_SCOPE, None, None, byref(context))
    if code in NO_SERVICE:
        yield None
        return
    _check(code)
    try:
        yield context.value
    finally:
        function("winscard", "SCardReleaseContext", DWORD, CONTEXT)(context)


def _readers(context: int) -> list[str]:
    ask = function("winscard", "SCardListReadersW", DWORD, CONTEXT, TEXT, POINTER, POINTER)
    size = DWORD()
    code = ask(context, None, None, byref(size))
    if code in NO_SERVICE | {NO_READER}:
        return []
    _check(code)
    if not 0 < size.value < MOST_BYTES:
        raise MachineRefusedError(FAULTED)
    buffer = ctypes.create_unicode_buffer(size.value)
    _check(ask(context, None, buffer, byref(size)))
    return [name for name in ctypes.wstring_at(buffer, size.value).split("\0") if name][
        :MOST_READERS
    ]


def _cards(context: int, names: list[str]) -> int:
    if not names:
        return 0
    ask = function("winscard", "SCardGetStatusChangeW", DWORD, CONTEXT, DWORD, POINTER, DWORD)
    states = (ReaderState * len(names))(*(ReaderState(name=name) for name in names))
    code = ask(context, 0, byref(states), len(states))
    if code != TIMEOUT:
        _check(code)
    return sum(bool(one.state & PRESENT) for one in states)


def _check(code: int) -> None:
    if code != 0:
        raise MachineRefusedError(FAULTED)
