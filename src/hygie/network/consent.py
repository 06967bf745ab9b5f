"""Whose network it is, and the yes without which nothing is asked."""

from collections.abc import Iterable, Mapping

from hygie.network.limits import Ask
from hygie.network.place import NOTHING_ASKED
from hygie.terminal.console import Console
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.prompts import Choice, Question, ask_one
from hygie.terminal.typography import counted

OURS, SHARED, CARE, PUBLIC, OTHER, UNKNOWN = "nous", "groupe", "soins", "public", "autre", "inconnu"

WHOSE = Question(
    text="Ce réseau est-il à vous ?",
    help="Hygie va interroger la box et les appareils de ce réseau. Cela ne se fait que chez soi,"
    " ou avec l'accord de ceux à qui il est.",
    more=("Dans le doute, répondez « Je ne sais pas » : Hygie vous dira où regarder.",),
)
CHOICES = (
    Choice(value=OURS, label="Oui : c'est la box de mon cabinet"),
    Choice(
        value=SHARED, label="La box d'un cabinet de groupe, dont les responsables sont d'accord"
    ),
    Choice(value=CARE, label="Le réseau d'une clinique, d'un hôpital ou d'un EHPAD"),
    Choice(value=PUBLIC, label="Un réseau public : hôtel, gare, café"),
    Choice(value=OTHER, label="Le réseau de quelqu'un d'autre, d'un patient par exemple"),
    Choice(value=UNKNOWN, label="Je ne sais pas"),
)
ALLOWED = frozenset({OURS, SHARED})

REFUSALS: Mapping[str, str] = {
    CARE: "Ce réseau est celui d'un établissement : c'est à son service informatique de le"
    " vérifier. Demandez-lui ce qui y est ouvert.",
    PUBLIC: "Sur un réseau public, Hygie ne demande rien à personne. Pour travailler, préférez le"
    " partage de connexion de votre téléphone.",
    OTHER: "Ce réseau est à quelqu'un d'autre : Hygie ne lui demande rien.",
    UNKNOWN: "Regardez la facture Internet : si le contrat est au nom du cabinet, ce réseau est à"
    " vous. Sinon, demandez à qui le paie s'il est d'accord, puis recommencez.",
}

GO = Question(text="Poser ces questions maintenant ?")
YES, NO = "oui", "non"
GO_OR_NOT = (Choice(value=YES, label="Oui"), Choice(value=NO, label="Non"))

ASKED = (
    "Voici tout ce qui sera demandé, et rien d'autre. Rien ne sort de votre réseau. Comptez"
    " une minute, quatre au plus."
)
SIDE_EFFECT = (
    "Un antivirus ou un appareil surveillé peut signaler ces questions : prévenez votre"
    " prestataire si vous en avez un."
)


def whose(console: Console) -> str:
    """Ask whose network it is; return an empty text when it may be asked, else why not."""
    answer = ask_one(console, WHOSE, CHOICES)
    if not isinstance(answer, str):
        return NOTHING_ASKED
    return "" if answer in ALLOWED else f"{REFUSALS[answer]} {NOTHING_ASKED}"


def agrees(console: Console) -> bool:
    """Ask for the yes."""
    return ask_one(console, GO, GO_OR_NOT) == YES


def drawn_asks(asks: Iterable[Ask]) -> list[str]:
    """Draw what will be asked, before it is."""
    items = [
        f"{ask.whom} : {ask.what}. {_ports(ask.ports)}, {counted(ask.most, 'demande')} au plus."
        for ask in asks
    ]
    return [*wrap(ASKED), "", *bullets(items), "", *wrap(SIDE_EFFECT)]


def _ports(ports: tuple[int, ...]) -> str:
    said = ", ".join(map(str, ports))
    return f"Port {said}" if len(ports) == 1 else f"Ports {said}"
