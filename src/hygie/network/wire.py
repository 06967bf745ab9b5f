"""A web request to one device of the network, and to no other: no name, no redirection, bounded."""

from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hygie.network.attempt import NO_SENSE, NoAnswerError
from hygie.network.found import Page, PageFound
from hygie.network.limits import MOST_BYTES, PAGE_SECONDS, WEB

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

ELSEWHERE = "La réponse renvoie vers une autre adresse : Hygie ne l'a pas suivie."
TOO_MUCH = "La réponse est anormalement longue."
NO_ANSWER = "Aucune réponse n'est venue."
CLOSED = "La connexion a été refusée."
NOT_A_PAGE = "La réponse n'est pas une page."

SHOWN = frozenset({200, 401})
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. ``text`` is empty unless it was asked for."""

    status: int
    headers: "Mapping[str, str]"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to ask. ``most`` bytes are read, none when zero."""

    url: str
    method: str = "GET"
    headers: "Mapping[str, str] | None" = None
    body: str | None = None
    most: int = MOST_BYTES
    seconds: float = PAGE_SECONDS


async def ask(device: IPv4Address, wanted: Wanted) -> Reply:
    """Ask a device. Raises NoAnswerError when it is not an answer, or not from there."""
    import aiohttp  # noqa: PLC0415  # heavy

    url = own_address(device, wanted.url)
    headers = {**(wanted.headers or {}), "User-Agent": "Hygie", "Accept-Encoding": "identity"}
    limit = aiohttp.ClientTimeout(total=wanted.seconds)
    try:
        async with (
            aiohttp.ClientSession(
                timeout=limit,
                trust_env=False,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(force_close=True),
            ) as session,
            session.request(
                wanted.method, url, headers=headers, data=wanted.body, allow_redirects=False
            ) as answer,
        ):
            text = await _text(answer, wanted.most) if wanted.most else ""
            return Reply(status=answer.status, headers=dict(answer.headers), text=text)
    except TimeoutError:
        raise
    except aiohttp.ClientConnectorError as error:
        refused = isinstance(error.os_error, ConnectionRefusedError)
        raise NoAnswerError(CLOSED if refused else NO_ANSWER) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise NoAnswerError(NO_SENSE) from error


def own_address(device: IPv4Address, url: str) -> str:
    """Write again an address a device gave, so that it can lead to that device only.

    Raises NoAnswerError when it named somebody else.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NoAnswerError(ELSEWHERE) from error
    if parts.scheme != "http" or host != str(device) or "@" in parts.netloc:
        raise NoAnswerError(ELSEWHERE)
    query = f"?{parts.query}" if parts.query else ""
    return f"http://{device}:{port or WEB}/{parts.path.removeprefix('/')}{query}"


async def ask_page(device: IPv4Address) -> PageFound:
    """Ask for the first page of a device, and look at nothing but how it comes."""
    try:
        reply = await ask(device, Wanted(url=f"http://{device}/", most=0))
    except NoAnswerError as refusal:
        if refusal.reason == CLOSED:
            return PageFound(state=Page.NONE)
        raise
    return page_of(reply)


def page_of(reply: Reply) -> PageFound:
    """Judge a first answer: a page in clear, or one that leads to its encrypted form."""
    if reply.status in SHOWN:
        return PageFound(state=Page.CLEAR)
    if reply.status in MOVED:
        target = next((v for k, v in reply.headers.items() if k.lower() == "location"), "")
        secure = target.strip().lower().startswith("https:")
        return PageFound(state=Page.SECURE if secure else Page.CLEAR)
    return PageFound(state=Page.UNREADABLE, reason=NOT_A_PAGE)


async def _text(answer: "aiohttp.ClientResponse", most: int) -> str:
    content = b""
    while piece := await answer.content.read(most + 1 - len(content)):
        content += piece
        if len(content) > most:
            raise NoAnswerError(TOO_MUCH)
    return content.decode("utf-8", "replace")
