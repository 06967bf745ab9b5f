"""The door of the server: only this computer's browser, on our own pages, gets through."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.web.guard import HEADERS, POLICY, Environ, Guard, StartResponse

PORT = 4821
OURS = (f"127.0.0.1:{PORT}", f"localhost:{PORT}")
INSIDE = b"dedans"


class Server:
    """Asks the guard as the server does, and keeps what was answered."""

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.asked = 0
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self._given = list(headers)
        self._guard = Guard(self._application, port=lambda: PORT)

    def _application(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        del environ
        self.asked += 1
        start_response("200 OK", self._given)
        return [INSIDE]

    def _start(self, status: str, headers: list[tuple[str, str]], *rest: object) -> None:
        del rest
        self.status, self.headers = status, headers

    def passes(self, **environ: Any) -> bool:
        plain = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": OURS[0]}
        given = {**plain, **environ}
        asked = {name: value for name, value in given.items() if value is not None}
        body = b"".join(self._guard(asked, self._start))
        assert (body == INSIDE) == (self.status == "200 OK") == bool(self.asked)
        return body == INSIDE


def form(**environ: Any) -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "HTTP_ORIGIN": f"http://{OURS[0]}", **environ}


@pytest.mark.parametrize("host", OURS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_our_own_address_is_shown(host: str, method: str) -> None:
    assert Server().passes(HTTP_HOST=host, REQUEST_METHOD=method)


@pytest.mark.parametrize(
    "host",
    [None, "", "127.0.0.1", "localhost", f"127.0.0.1:{PORT + 1}", f"[::1]:{PORT}",
     f"hygie.example:{PORT}", f"127.0.0.1:{PORT}.example", f"127.0.0.1:{PORT},x",
     f" 127.0.0.1:{PORT}", f"LOCALHOST:{PORT}", f"127.1:{PORT}", f"0.0.0.0:{PORT}"],
)  # fmt: skip  # a list of names
def test_no_other_name_leads_here(host: str | None) -> None:
    assert not Server().passes(HTTP_HOST=host)
    assert not Server().passes(**form(HTTP_HOST=host))


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "POST ", ""]
)
def test_no_other_method_is_known(method: str) -> None:
    assert not Server().passes(**form(REQUEST_METHOD=method))


@pytest.mark.parametrize(
    "origin",
    ["null", "http://hygie.example", "http://127.0.0.1", f"http://127.0.0.1:{PORT}0",
     f"https://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT}/", f"127.0.0.1:{PORT}",
     f"http://http://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT} http://x", ""],
)  # fmt: skip  # a list of origins
def test_a_form_of_elsewhere_is_refused(origin: str) -> None:
    for site in (None, "none", "same-origin", "same-site", "cross-site"):
        assert not Server().passes(**form(HTTP_ORIGIN=origin, HTTP_SEC_FETCH_SITE=site))
    assert not Server().passes(HTTP_ORIGIN=origin)


@pytest.mark.parametrize("site", ["same-site", "cross-site", "", "Same-Origin", "autre"])
def test_a_form_the_browser_says_to_be_of_elsewhere_is_refused(site: str) -> None:
    assert not Server().passes(**form(HTTP_SEC_FETCH_SITE=site))


def test_a_form_must_say_where_it_comes_from() -> None:
    assert not Server().passes(**form(HTTP_ORIGIN=None))
    assert not Server().passes(**form(HTTP_ORIGIN=None, HTTP_SEC_FETCH_SITE="none"))
    assert Server().passes(**form(HTTP_ORIGIN=None, HTTP_SEC_FETCH_SITE="same-origin"))
    assert Server().passes(**form())


def test_an_address_may_be_long_but_not_endless() -> None:
    assert Server().passes(PATH_INFO="/" * 2048)
    assert not Server().passes(PATH_INFO="/" * 2049)


NAMES = ("127.0.0.1", "localhost", "hygie.example", "[::1]", "")
hosts = st.one_of(
    st.none(),
    st.sampled_from(OURS),
    st.builds("{}:{}".format, st.sampled_from(NAMES), st.sampled_from([PORT, 80, PORT * 10])),
    st.text(max_size=30),
)
origins = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["http://", "https://", "", "ws://"]), hosts),
    st.none(),
    st.text(max_size=30),
)
sites = st.one_of(
    st.none(), st.sampled_from(["none", "same-origin", "same-site", "cross-site"]), st.text()
)
methods = st.one_of(st.sampled_from(["GET", "HEAD", "POST", "PUT"]), st.text(max_size=8))


@given(hosts, origins, sites, methods)
def test_whoever_gets_through_is_ours(
    host: str | None, origin: str | None, site: str | None, method: str
) -> None:
    server = Server()
    passed = server.passes(
        HTTP_HOST=host, HTTP_ORIGIN=origin, HTTP_SEC_FETCH_SITE=site, REQUEST_METHOD=method
    )
    if not passed:
        assert server.status == "403 Forbidden"
        return
    assert host in OURS
    assert origin is None or origin in {f"http://{one}" for one in OURS}
    assert method in {"GET", "HEAD", "POST"}
    if method == "POST":
        assert site in {None, "none", "same-origin"}
        assert origin is not None or site == "same-origin"


@given(hosts, methods)
def test_every_answer_carries_what_protects_it(host: str | None, method: str) -> None:
    server = Server(("Content-Type", "text/html"))
    server.passes(HTTP_HOST=host, REQUEST_METHOD=method)
    assert set(HEADERS.items()) <= set(server.headers)


def test_a_page_may_be_stricter_and_says_each_thing_once() -> None:
    server = Server(("content-security-policy", "sandbox"))
    assert server.passes()
    said = [text for name, text in server.headers if name.lower() == "content-security-policy"]
    assert said == ["sandbox"]


@pytest.mark.parametrize("danger", ["unsafe", "*", "http:", "https:", "blob:", "eval"])
def test_the_policy_lets_nothing_in_from_elsewhere(danger: str) -> None:
    assert danger not in POLICY
