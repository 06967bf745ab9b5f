"""The sheet of a phone or a tablet, asked at the keyboard."""

from collections.abc import Sequence
from datetime import datetime

from hygie.audit.devices import Device, Devices, Kind, Point, System, load_points, say_name
from hygie.core.records import Answer
from hygie.terminal.console import Console
from hygie.terminal.prompts import Choice, Question, Way, ask_one

KIND = Question(
    text="Quel appareil ?",
    help="Un appareil personnel compte s'il ouvre vos courriels de travail, l'agenda ou des"
    " dossiers.",
)
SYSTEM = Question(
    text="De quelle famille est-il ?",
    help="Une pomme au dos : iPhone ou iPad. Sinon, presque toujours Android.",
    more=("Sur l'appareil, ouvrez les réglages : la page qui le décrit nomme son système.",),
)
ANOTHER = Question(
    text="Y a-t-il un autre téléphone ou une autre tablette qui sert au travail ?",
    help="Ceux de vos collaborateurs comptent aussi, s'ils voient des données de patients.",
)
YES, NO, UNKNOWN = "oui", "non", "ne_sait_pas"
LOOK = "Regardez sur l'appareil : "
HELPED = "Sinon, demandez à la personne qui vous l'a vendu, ou à votre prestataire."


def ask_new(console: Console, devices: Devices, now: datetime) -> Device | None:
    """Ask about a device not seen yet; None when the person stopped."""
    kinds = [
        Choice(value=Kind.PHONE.value, label="Un téléphone"),
        Choice(value=Kind.TABLET.value, label="Une tablette"),
    ]
    kind = _first(console, KIND, kinds)
    if kind is None:
        return None
    systems = [
        Choice(value=System.IOS.value, label="iPhone ou iPad"),
        Choice(value=System.ANDROID.value, label="Android : Samsung, Xiaomi, Google, autre"),
    ]
    system = _first(console, SYSTEM, systems)
    if system is None:
        return None
    return ask_points(console, devices.new_name(Kind(kind)), System(system), {}, now)


def ask_points(
    console: Console, name: str, system: System, before: dict[str, Answer], now: datetime
) -> Device | None:
    """Ask the six points; «p» goes back to the one before. None when the person stopped."""
    points = load_points()
    given: dict[str, Answer] = {}
    rank = 0
    while rank < len(points):
        point = points[rank]
        heading = f"{say_name(name).capitalize()} · {rank + 1} sur {len(points)} · "
        answer = _ask_point(console, point, system, heading, before.get(point.id))
        if answer is Way.STOP:
            return None
        if answer is Way.PREVIOUS:
            rank = max(0, rank - 1)
            continue
        given[point.id] = Answer(answer)
        rank += 1
    kind = Kind(name.partition("-")[0])
    return Device(name=name, kind=kind, system=system, at=now, points=given)


def ask_another(console: Console) -> str | Way:
    """Ask whether there is another one."""
    choices = [
        Choice(value=YES, label="Oui, un autre : remplir sa fiche maintenant"),
        Choice(value=NO, label="Non, c'est tout"),
        Choice(value=UNKNOWN, label="Je ne sais pas, ou plus tard"),
    ]
    return ask_one(console, ANOTHER, choices)


def _ask_point(
    console: Console, point: Point, system: System, heading: str, before: Answer | None
) -> str | Way:
    where = f"{LOOK}{point.where[system]}"
    said = f" La dernière fois : « {before.value.replace('_', ' ')} »." if before else ""
    question = Question(
        text=f"{heading}{point.question}",
        help=f"{where}{said}",
        more=(point.why, HELPED),
    )
    choices = [
        Choice(value=Answer.YES.value, label="Oui"),
        Choice(value=Answer.NO.value, label="Non"),
    ]
    if point.none:
        choices.append(Choice(value=Answer.NOT_CONCERNED.value, label=point.none))
    choices.append(Choice(value=Answer.UNKNOWN.value, label="Je ne sais pas"))
    return ask_one(console, question, choices)


def _first(console: Console, question: Question, choices: Sequence[Choice]) -> str | None:
    """Ask one of the two questions that open a sheet; going back from there leaves it."""
    given = ask_one(console, question, choices)
    return None if isinstance(given, Way) else given
