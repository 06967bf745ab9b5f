"""How little is asked: every bound in one place, and the sentences that say them beforehand."""

from dataclasses import dataclass

from hygie.network.place import Reach
from hygie.terminal.typography import counted

PRINTING = (9100, 631, 515)
SHARING = 445
WEB = 80
DISCOVERY = 1900
GROUP = "239.255.255.250"

DOORS_A_BREATH = 10
BREATH_SECONDS = 0.1
"""A hundred doors a second, by tens: the clock of some systems does not know shorter pauses."""

DOORS_AT_ONCE = 64
DOOR_SECONDS = 1.0
SWEEP_SECONDS = 45.0

PAGE_SECONDS = 5.0
DISCOVERY_SECONDS = 3.0
UPNP_SECONDS = 25.0
UPNP_REQUESTS = 300
MOST_OPENINGS = 200
MOST_BYTES = 1 << 18

MOST_DEVICES = 16
DEVICES_SECONDS = 120.0
SHARES_SECONDS = 10.0
MOST_SHARES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that will be asked, never more than ``most`` times; ``whom`` begins a sentence."""

    whom: str
    what: str
    ports: tuple[int, ...]
    most: int


def asks(reach: Reach) -> tuple[Ask, ...]:
    """Say all that will be asked, and of whom; nothing else is."""
    neighbours = sum(1 for _ in reach.neighbours())
    doors = (*PRINTING, SHARING)
    return (
        Ask(
            whom=f"À la box ({reach.gateway}), et au groupe UPnP de ce réseau ({GROUP})",
            what="la box est-elle là ? Puis, à elle seule et au port qu'elle indique, ce qu'elle"
            " laisse entrer depuis Internet (en lecture)",
            ports=(DISCOVERY,),
            most=UPNP_REQUESTS,
        ),
        Ask(
            whom=f"À la box ({reach.gateway})",
            what="sa page de réglage répond-elle en clair ? Aucun mot de passe n'est essayé",
            ports=(WEB,),
            most=1,
        ),
        Ask(
            whom=f"Aux adresses de {reach.around}, {counted(neighbours, 'adresse')}",
            what="y a-t-il là une imprimante ou un disque partagé ? La connexion est refermée"
            " sans rien envoyer",
            ports=doors,
            most=neighbours * len(doors),
        ),
        Ask(
            whom=f"Aux imprimantes et disques trouvés, {MOST_DEVICES} au plus",
            what="leur page de réglage, et les dossiers ouverts à un visiteur sans mot de passe ;"
            " aucun fichier n'est lu ni nommé",
            ports=(WEB, SHARING),
            most=MOST_DEVICES * (MOST_SHARES + 3),
        ),
    )
