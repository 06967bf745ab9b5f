"""Draws the settings of a workstation, and one of them before it is changed."""

from collections.abc import Iterable, Iterator, Sequence

from hygie.audit.settings_format import where
from hygie.audit.settings_states import Standing, State
from hygie.audit.settings_undo import Return
from hygie.audit.settings_words import ALREADY_BACK, MOVED, TO_UNDO
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import Tone, paint
from hygie.workstation.settings.door import Change, Value

SIGNS = {
    Standing.DONE: ("●", "en ordre", Tone.MET),
    Standing.TO_DO: ("▲", "à régler", Tone.TO_DO),
    Standing.BY_HAND: ("▲", "à régler, mais pas par Hygie", Tone.TO_DO),
    Standing.UNKNOWN: ("?", "n'a pas pu être su", Tone.TO_CHECK),
    Standing.NOT_HERE: ("–", "sans objet ici", Tone.QUIET),
}
PROVIDER = "à faire avec votre prestataire"
HOW = (
    "Pour en voir un de près, puis le faire si vous dites oui : hygie poste regler NOM",
    (
        "Le chiffrement du disque s'explique, Hygie ne l'active jamais : hygie poste regler "
        "chiffrement"
    ),
)
ABSENT = "rien"


def drawn_list(states: Iterable[State]) -> Iterator[str]:
    """Draw where every setting stands."""
    yield paint("Réglages de ce poste", Tone.STRONG)
    for state in states:
        sign, word, tone = SIGNS[state.standing]
        marked = f" ({PROVIDER})" if state.setting.with_provider else ""
        yield ""
        yield paint(f"  {sign} {state.setting.id} : {word}{marked}", tone)
        told = state.reason if state.standing is not Standing.DONE else ""
        for text in (f"{state.setting.label}.", told):
            yield from wrap(text, first="    ", rest="    ") if text else ()
    yield ""
    for line in HOW:
        yield from wrap(line)


def drawn_state(state: State) -> Iterator[str]:
    """Draw what would change, and what may stop working."""
    setting = state.setting
    marked = f" ({PROVIDER})" if setting.with_provider else ""
    yield from (paint(line, Tone.STRONG) for line in wrap(f"{setting.label}{marked}"))
    if not state.changes:
        sign, word, _ = SIGNS[state.standing]
        yield from wrap(f"{sign} {word}. {state.reason}".rstrip())
        return
    yield ""
    yield "Ce qui change :"
    yield from bullets(dict.fromkeys(change.said for change in state.changes if change.said))
    yield "Ce qui peut ne plus marcher :"
    yield from bullets(setting.may_stop)
    yield "Le détail, pour un technicien :"
    yield from drawn_changes(state.changes)
    yield from wrap(
        f"Pour revenir en arrière, même plus tard : hygie poste regler --annuler {setting.id}"
    )


def drawn_changes(changes: Sequence[Change]) -> list[str]:
    """Draw each place with what it holds and what it would hold."""
    return bullets(
        f"{where(change)} : {_shown(change.before)} → {_shown(change.after)}" for change in changes
    )


def drawn_return(back: Return, label: str) -> Iterator[str]:
    """Draw what an undo would put back."""
    yield from (paint(line, Tone.STRONG) for line in wrap(label))
    if not back.changes:
        yield from wrap(ALREADY_BACK)
        return
    yield TO_UNDO
    yield from drawn_changes(back.changes)
    if back.moved:
        yield from wrap(MOVED)


def _shown(value: Value | None) -> str:
    return ABSENT if value is None else " ; ".join(str(value).split("\n")).strip(" ;")
