"""A practice of six, one in each role, each with their own session in the app."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from hygie.practice.people import Role
from support.app import App, Visitor

NAMES: Mapping[Role, str] = {
    Role.TITULAIRE: "Élise Martin",
    Role.ASSOCIE: "Karim Benali",
    Role.REMPLACANT: "Anne Leroy",
    Role.COLLABORATEUR: "Paul Girard",
    Role.SECRETAIRE: "Lucie Moreau",
    Role.PRESTATAIRE: "Marc Dubois",
}
CODES: Mapping[Role, str] = {
    role: f"lampe {word} bleue"
    for role, word in zip(Role, ("forte", "basse", "haute", "ronde", "plate", "neuve"), strict=True)
}
ONE = re.compile(r'name="personne" value="([0-9a-f-]{36})"[^>]*> ([^<]+) <')


def declared(owner: Visitor, *roles: Role) -> None:
    """Declare people; the first is the titulaire who is in front of the screen."""
    for role in roles:
        code = {"code": CODES[role], "encore": CODES[role]}
        fields = {"nom": NAMES[role], "role": role.value, **code}
        done = owner.post("/equipe/declarer", fields, page="/equipe")
        if done.status != HTTPStatus.FOUND:
            raise AssertionError(done.said)


def at_the_door(app: App) -> Visitor:
    """Open a session nobody gave a code in, as a second «hygie» would."""
    secret = json.loads((app.home / "application.json").read_text("utf-8"))["secret"]
    headers = {"Origin": f"http://127.0.0.1:{app.port}", "X-Hygie-Secret": secret}
    given = Visitor(app.port).request("POST", "/ouvrir", headers=headers)
    parts = urlsplit(json.loads(given.text)["adresse"])
    visitor = Visitor(app.port)
    visitor.get(f"{parts.path}?{parts.query}")
    return visitor


def ids_of(visitor: Visitor) -> dict[str, str]:
    """Return the id of each name the door offers."""
    return {name: id_ for id_, name in ONE.findall(visitor.get("/qui").text)}


def come_in(app: App, role: Role) -> Visitor:
    """Open a session and give one's own code."""
    visitor = at_the_door(app)
    fields = {"personne": ids_of(visitor)[NAMES[role]], "code": CODES[role]}
    entered = visitor.post("/qui", fields)
    if entered.status != HTTPStatus.FOUND:
        raise AssertionError(entered.said)
    return visitor
