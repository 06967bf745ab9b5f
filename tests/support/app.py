"""The local app as somebody starts it: a process of its own, spoken to over its port.

A ``Visitor`` is a browser without a screen: cookies, forms, nothing else.
"""

import html
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urlsplit

SOURCE = Path(__file__).parents[2] / "src"
CODE = "trois lampes vertes"
BOUNDARY = "----essai-de-hygie"
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TAGS = re.compile(r"<[^>]+>")
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered; ``text`` is the page, ``said`` its words without tags."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def said(self) -> str:
        plain = html.unescape(TAGS.sub(" ", self.text))
        return " ".join(plain.replace("\u202f", " ").replace("\xa0", " ").split())

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Visitor:
    """Somebody in front of the app, with their own cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    origin: str | None = None

    def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body or None, headers=sent)
            answer = connection.getresponse()
            content = answer.read()
            for line in answer.headers.get_all("Set-Cookie", []):
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, content)
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, headers=headers)

    def follow(self, answer: Answer) -> Answer:
        """Go where redirections lead."""
        for _ in range(10):
            if answer.status not in {301, 302}:
                return answer
            answer = self.get(answer.location)
        raise AssertionError(f"going round in circles: {answer.location}")

    def go(self, path: str) -> Answer:
        return self.follow(self.get(path))

    def token(self, path: str = "/probleme") -> str:
        """Return what a form of a page carries to show that it comes from it."""
        found = HIDDEN.search(self.get(path).text)
        if found is None:
            raise AssertionError(f"no form on {path}")
        return found.group(1)

    def post(self, path: str, fields: Mapping[str, str], *, page: str | None = None) -> Answer:
        """Send a form as the page it is on would; ``page`` is that page."""
        secret = self.token(page or path)
        body = urlencode({"csrfmiddlewaretoken": secret, **fields}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.request("POST", path, body, self._as_form(kind))

    def send_file(
        self,
        path: str,
        fields: Mapping[str, str],
        file: tuple[str, str, bytes],
        *,
        page: str,
    ) -> Answer:
        """Send a form with one file, (field, name, content), as the page it is on would."""
        return self.send(path, {"csrfmiddlewaretoken": self.token(page), **fields}, file)

    def send(self, path: str, parts: Mapping[str, str], file: tuple[str, str, bytes]) -> Answer:
        """Send these fields and this file, nothing more."""
        lines = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in parts.items()
        ]
        name, called, content = file
        heading = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"'
            "\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        body = "".join(lines).encode() + heading.encode() + content
        body += f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.request("POST", path, body, self._as_form(kind))

    def _as_form(self, kind: str) -> dict[str, str]:
        return {"Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"}


@dataclass
class App:
    """A running app; ``address`` opens it once."""

    process: "subprocess.Popen[str]"
    address: str
    home: Path

    @property
    def port(self) -> int:
        found = urlsplit(self.address).port
        if found is None:
            raise AssertionError(self.address)
        return found

    def stranger(self) -> Visitor:
        return Visitor(self.port)

    def visitor(self) -> Visitor:
        """Come in by a new address, as a second «hygie» gives it."""
        visitor = Visitor(self.port)
        entered = visitor.get(self._entry(self.new_address()))
        if entered.status not in {301, 302}:
            raise AssertionError(entered.status)
        return visitor

    def first_visitor(self) -> Visitor:
        """Come in by the address it printed, which serves once."""
        visitor = Visitor(self.port)
        entered = visitor.get(self._entry(self.address))
        if entered.status != HTTPStatus.FOUND:
            raise AssertionError(f"{entered.status} {entered.said}")
        return visitor

    def new_address(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "hygie", "--sans-navigateur"],
            env=surroundings(self.home),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout.strip()

    @staticmethod
    def _entry(address: str) -> str:
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query}"

    def stop(self) -> int:
        """Ask it to end, politely, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)


def surroundings(
    home: Path, code: str | None = CODE, keyring: Path | None = None
) -> dict[str, str]:
    """Return the variables of a process: its data folder, and what opens it.

    The practice's code in a file, a keyring that is a file, or nothing.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HYGIE_")}
    kept |= {"HYGIE_HOME": str(home), "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    # What the app writes beside its data, an export for one, stays out of anybody's own folder.
    kept |= {"HOME": str(home.parent), "USERPROFILE": str(home.parent)}
    # No keyring of this machine: the practice's code opens the data.
    kept["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    if keyring is not None:
        kept["PYTHON_KEYRING_BACKEND"] = "support.keyring_file.FileKeyring"
        kept["PYTHONPATH"] += os.pathsep + str(SOURCE.parent / "tests")
        kept["HYGIE_TROUSSEAU_ESSAI"] = str(keyring)
    elif code is not None:
        file = home.with_name(f"{home.name}-code.txt")
        file.write_text(code, encoding="utf-8")
        file.chmod(0o600)
        kept["HYGIE_CODE_FICHIER"] = str(file)
    return kept


def launch(
    home: Path,
    *words: str,
    code: str | None = CODE,
    before: Sequence[str] = (),
    keyring: Path | None = None,
) -> "subprocess.Popen[str]":
    """Start the app and wait for nothing; ``before`` are the words of what starts it."""
    command = [*before, sys.executable, "-m", "hygie", "--sans-navigateur", *words]
    return subprocess.Popen(
        command,
        env=surroundings(home, code, keyring),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def start(
    home: Path,
    *,
    code: str | None = CODE,
    port: int = 0,
    before: Sequence[str] = (),
    keyring: Path | None = None,
) -> App:
    """Start the app and wait for its address."""
    process = launch(home, "--port", str(port), code=code, before=before, keyring=keyring)
    line = "" if process.stdout is None else process.stdout.readline().strip()
    if not line.startswith("http://127.0.0.1:"):
        process.kill()
        raise AssertionError(f"the app said: {line!r}")
    return App(process, line, home)


@contextmanager
def running(
    home: Path,
    *,
    code: str | None = CODE,
    before: Sequence[str] = (),
    keyring: Path | None = None,
) -> Iterator[App]:
    """Run the app for the time of a test."""
    app = start(home, code=code, before=before, keyring=keyring)
    try:
        yield app
    finally:
        if app.process.poll() is None:
            app.kill()
        if app.process.stdout is not None:
            app.process.stdout.close()


def wait_for(visitor: Visitor, path: str, words: str) -> Answer:
    """Look at a page until it says something."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        answer = visitor.go(path)
        if words in answer.said:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{path} never said {words!r}: {answer.said[:500]}")
