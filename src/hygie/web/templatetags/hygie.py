"""What templates write: French dates, figures, verdicts, icons. Built in: no {% load %}."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hygie.audit.words import ACTORS, BASES, SIGNS
from hygie.core.findings import Basis, Verdict
from hygie.core.measures import Actor
from hygie.terminal import typography
from hygie.terminal.values import END_OF_DAY
from hygie.web.in_app import in_app as words_in_app
from hygie.web.world import world

register = template.Library()

CLASSES = {
    Verdict.MET: "met",
    Verdict.TO_DO: "to-do",
    Verdict.TO_CHECK: "to-check",
    Verdict.NOT_CONCERNED: "quiet",
}


@register.filter
def fr(text: str) -> str:
    """Make the spaces that must not break unbreakable.

    A piece of a sentence that begins with one, «{{ " :"|fr }}», stands after a word of the page.
    """
    written = str(text)
    if written == " ":
        return typography.NO_BREAK
    return (
        typography.typeset(f".{written}")[1:] if written[:1] == " " else typography.typeset(written)
    )


@register.filter
def in_app(text: str) -> str:
    """Say an advice written for the terminal in the terms of pages."""
    return words_in_app(str(text))


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """Write «22 nov. à 19 h 41», machine-readable too; of a day given alone, the day."""
    if at is None:
        return "jamais"
    here = world()
    if at.astimezone(here.zone).time() == END_OF_DAY:
        return day(at)
    said = typography.moment(at, now=here.now(), zone=here.zone)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), said)


@register.filter
def day(at: datetime | date | None) -> SafeString | str:
    """Write «22 nov. 2026»."""
    if at is None:
        return "jamais"
    here = at.astimezone(world().zone) if isinstance(at, datetime) else at
    said = typography.day(here)
    return format_html('<time datetime="{}">{}</time>', f"{here:%Y-%m-%d}", said)


@register.filter
def minutes(count: int) -> str:
    """Write «20 min»."""
    return typography.minutes(count)


@register.filter
def figure(count: int) -> str:
    """Write «1 234»."""
    return typography.number(count)


@register.simple_tag
def counted(count: int, one: str, several: str = "") -> str:
    """Write «23 jours»."""
    return typography.counted(count, one, several)


@register.simple_tag
def agree(count: int, one: str, several: str = "") -> str:
    """Write the word that goes with a count: zero is singular in French."""
    return typography.agree(count, one, several)


@register.filter
def actor(who: Actor) -> str:
    """Say who acts."""
    return ACTORS[who]


@register.filter
def basis(ground: Basis | None) -> str:
    """Say what a verdict rests on."""
    return "" if ground is None else BASES[ground]


@register.simple_tag
def verdict(of: Verdict) -> SafeString:
    """Draw a verdict: a shape, a word, a colour; the shape is for the eyes only."""
    sign, word, _ = SIGNS[of]
    return format_html(
        '<span class="verdict {}"><span aria-hidden="true">{}</span> {}</span>',
        CLASSES[of],
        sign,
        word,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the vendored set; words beside it say what it is."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="20" height="20">'
        '<use href="/fixe/icones.svg#{}"></use></svg>',
        name,
    )


@register.filter
def unlocalized(value: float) -> str:
    """Write a figure as SVG wants it: a point, no space."""
    return f"{value:g}"
