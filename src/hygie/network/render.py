"""What was answered, drawn for a person: what is open, to whom, and what to do."""

from collections.abc import Iterable, Iterator

from hygie.network.found import (
    Device,
    Found,
    Guests,
    GuestShares,
    Neighbours,
    Opening,
    Openings,
    Page,
    PageFound,
    Upnp,
)
from hygie.network.network_format import DEVICE, OUTSIDE, THIS_COMPUTER, target_of
from hygie.network.place import Reach
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import agree, counted, moment, number

GOOD, BAD, OPEN_QUESTION = "●", "▲", "?"
TONES = {GOOD: Tone.MET, BAD: Tone.TO_DO, OPEN_QUESTION: Tone.TO_CHECK}

TARGETS = {
    THIS_COMPUTER: "cet ordinateur",
    DEVICE: "un appareil de votre réseau",
    OUTSIDE: "une adresse qui n'est pas de votre réseau",
}

BOX, DEVICES, LIMITS = (
    "Ce que la box laisse entrer",
    "Imprimantes et dossiers partagés",
    "Ce que cela ne dit pas",
)

WHAT_TO_DO = (
    "Demandez à votre prestataire et à votre éditeur qui s'en sert. Ce que personne ne réclame se"
    " ferme dans la page de réglage de la box (« redirection de ports », « NAT » ou « UPnP »)."
)
SANCTION = (
    "En 2020, la CNIL a sanctionné deux médecins libéraux, dont les images médicales étaient"
    " accessibles sur Internet par des ports laissés ouverts sur la box"
    " (SAN-2020-014 et SAN-2020-015)."
)
NONE_ASKED_FOR = "Aucun appareil n'a fait ouvrir d'entrée par UPnP."
NONE_OPEN = "Aucune entrée n'est ouverte par UPnP."
SILENT = "La box n'a pas répondu à UPnP : la fonction est coupée, ou elle se tait."
CLEAR_BOX = (
    "La page de réglage de la box répond en clair : qui est déjà sur votre réseau pourrait lire"
    " son mot de passe. Ouvrez-la par un câble, ou en https:// si elle le permet."
)
SECURE_BOX = "La page de réglage de la box passe aussitôt en https, chiffrée."
NO_PAGE_BOX = "Aucune page de réglage ne répond en clair à l'adresse de la box."

CLEAR_DEVICE = (
    "sa page de réglage répond en clair ; vérifiez que son mot de passe n'est plus celui d'usine"
)
CLOSE_SHARES = (
    "donnez un mot de passe à chacun, dans les réglages du disque ou de l'ordinateur qui partage"
)
NOBODY = "Aucune imprimante ni aucun disque partagé n'a répondu."

BLOCKED = (
    "Personne n'a répondu, pas même la box : un pare-feu ou le système a peut-être retenu les"
    " questions. Sur Mac : Réglages Système, Confidentialité et sécurité, Réseau local."
)

NOT_SAID = (
    "Les redirections réglées à la main peuvent manquer : voyez aussi la page de la box.",
    "Un appareil éteint, en veille ou qui se tait ne se voit pas.",
    "Seul l'intérieur du réseau a été regardé, jamais depuis Internet.",
    "Ce que la box laisse entrer en IPv6 (les adresses plus récentes) n'a pas été regardé.",
)
NEXT = "Ensuite, répondez : hygie repondre ports-ouverts, puis hygie repondre objets-connectes"


def drawn(found: Found, reach: Reach, console: Console) -> Iterator[str]:
    """Draw all of it."""
    now = console.now()
    yield f"Réseau {reach.around}, regardé le {moment(now, now=now, zone=console.zone)}"
    yield from _part(BOX, [*_openings(found.openings, reach), *_box_page(found.page)], console)
    yield from _part(DEVICES, _neighbours(found.neighbours), console)
    yield from ["", paint(LIMITS, Tone.STRONG), *bullets(NOT_SAID, width=console.width)]
    yield ""
    yield from wrap(NEXT, width=console.width)


def _part(title: str, lines: Iterable[tuple[str, str]], console: Console) -> Iterator[str]:
    yield ""
    yield paint(title, Tone.STRONG)
    for mark, text in lines:
        rest = " " * 4
        for line in wrap(text, width=console.width, first=f"  {mark} ", rest=rest):
            yield paint(line, TONES[mark]) if mark in TONES else line


def _openings(found: Openings, reach: Reach) -> Iterator[tuple[str, str]]:
    if found.state is Upnp.UNREADABLE:
        yield OPEN_QUESTION, f"La liste des redirections (UPnP) n'a pas pu être lue. {found.reason}"
        return
    if found.state is Upnp.SILENT:
        yield OPEN_QUESTION, SILENT
        return
    opened = [opening for opening in found.openings if opening.enabled]
    closed = [opening for opening in found.openings if not opening.enabled]
    if opened:
        yield BAD, f"{counted(len(opened), 'entrée ouverte', 'entrées ouvertes')} par UPnP :"
        yield from ((" ", f"– {_said(opening, reach)}") for opening in opened)
        yield " ", WHAT_TO_DO
        yield " ", SANCTION
    elif found.whole and not found.unread:
        yield GOOD, NONE_OPEN if closed else NONE_ASKED_FOR
    if closed:
        yield " ", f"{counted(len(closed), 'entrée')} que la box dit {_off(len(closed))} :"
        yield from ((" ", f"– {_said(opening, reach)}") for opening in closed)
    if found.unread:
        lines = counted(found.unread, "ligne")
        yield (
            OPEN_QUESTION,
            f"{lines} de la liste {agree(found.unread, 'est illisible', 'sont illisibles')}.",
        )
    if not found.whole:
        yield OPEN_QUESTION, "La liste n'a pas été donnée en entier : il peut y en avoir d'autres."


def _off(many: int) -> str:
    return agree(many, "désactivée, à retirer de sa liste", "désactivées, à retirer de sa liste")


def _said(opening: Opening, reach: Reach) -> str:
    target = target_of(opening, reach)
    where = "" if target == THIS_COMPUTER else f" ({opening.target})"
    return (
        f"port {opening.outside} ({opening.protocol}) vers {TARGETS[target]}{where},"
        f" port {opening.inside}"
    )


def _box_page(page: PageFound) -> Iterator[tuple[str, str]]:
    match page.state:
        case Page.CLEAR:
            yield BAD, CLEAR_BOX
        case Page.SECURE:
            yield GOOD, SECURE_BOX
        case Page.NONE:
            yield GOOD, NO_PAGE_BOX
        case Page.UNREADABLE:
            yield OPEN_QUESTION, f"La page de réglage de la box n'a pas pu être lue. {page.reason}"


def _neighbours(found: Neighbours) -> Iterator[tuple[str, str]]:
    if not found.answered:
        yield OPEN_QUESTION, BLOCKED
        return
    devices = counted(found.answered, "appareil a répondu", "appareils ont répondu")
    yield " ", f"{devices}, cet ordinateur non compté."
    if not found.devices and found.whole:
        yield GOOD, NOBODY
    for device in found.devices:
        yield from _device(device)
    if not found.whole:
        yield OPEN_QUESTION, "Hygie s'est arrêté à sa limite : tous n'ont pas été interrogés."


def _device(device: Device) -> Iterator[tuple[str, str]]:
    kinds = []
    if device.printing:
        kinds.append("une imprimante, ou un serveur d'impression")
    if device.sharing:
        kinds.append("des dossiers partagés")
    yield "•", f"{device.address} : {' et '.join(kinds)}"
    if device.page.state is Page.CLEAR:
        yield BAD, f"{device.address} : {CLEAR_DEVICE}."
    if device.page.state is Page.UNREADABLE:
        yield OPEN_QUESTION, f"{device.address} : sa page n'a pas pu être lue. {device.page.reason}"
    if device.guests is not None:
        yield _guests(device, device.guests)


def _guests(device: Device, guests: GuestShares) -> tuple[str, str]:
    match guests.state:
        case Guests.OPEN:
            folders = agree(guests.opened, "dossier s'ouvre", "dossiers s'ouvrent")
            said = f"{number(guests.opened)} {folders} à tous, sans mot de passe ; {CLOSE_SHARES}."
            return BAD, f"{device.address} : {said}"
        case Guests.CLOSED:
            return GOOD, f"{device.address} : rien de ce qu'il montre ne s'ouvre sans mot de passe."
        case Guests.UNREADABLE:
            return (
                OPEN_QUESTION,
                f"{device.address} : ses partages n'ont pas pu être lus. {guests.reason}",
            )
