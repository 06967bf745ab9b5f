"""Antivirus under Windows: what the Security Center says is on, and what Defender says of itself.

A registered product is not a running one: only its state says so. Windows Server has no Security
Center: there Defender speaks for itself, and a known program that runs counts, as on Linux.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from hygie.core.readings import Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.installed import Installed
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.probes.antivirus.products import (
    Defender,
    Product,
    State,
    parse_defender,
    parse_products,
)
from hygie.workstation.windows_machine import Services, SystemVersion, WindowsMachine
from hygie.workstation.windows_programs import installed, is_named, running
from hygie.workstation.windows_report import SectionRefusedError, fields, rows, section

KIND = "antivirus"
DEFENDER = "defender"
OTHER = "autre"
"""A product Windows knows and our table does not: it counts, under no name of its own."""

CENTER = "Sécurité Windows (AntiVirusProduct)"
STATUS = "Microsoft Defender (MSFT_MpComputerStatus)"
CENTER_SERVICE = "wscsvc"
WORKSTATION = 1
"""SystemVersion.product_type of every Windows but the servers."""

HOUR = timedelta(hours=1)

NONE_FOUND = "Aucun antivirus n'a été trouvé sur ce poste."
NOT_REGISTERED = (
    "Windows n'a inscrit aucun antivirus pour le moment ; il le fait parfois longtemps après le"
    " démarrage."
)
UNKNOWN_STATE = "Windows n'a pas dit clairement si l'antivirus est en marche."
DEFENDER_OFF = (
    "Microsoft Defender ne protège pas ce poste, et ce Windows ne dit pas si un autre antivirus le"
    " remplace."
)
NO_AGE = "La date de la liste des menaces (signatures) de l'antivirus n'a pas pu être lue."
NO_OWN_AGE = "Windows ne donne pas l'âge de la liste des menaces de cet antivirus."
AGE_TELLS = "Pour Microsoft Defender, c'est l'âge de sa liste des menaces qui le dit."
NOT_SAID = "Windows n'a pas dit si la liste des menaces de cet antivirus est à jour."
REMEDY = (
    "Ouvrez « Sécurité Windows », puis « Protection contre les virus et menaces » : l'écran dit"
    " quel antivirus protège ce poste, et s'il est à jour."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What each source said; None when it could not be asked, ``reason`` saying why."""

    products: tuple[Product, ...] | None
    defender: Defender | None
    no_defender: bool
    reason: str


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the five facts about antivirus programs."""
    look = installed(machine, context, KIND)
    seen = _see(machine)
    ids = _ids(context, look, seen)
    if not ids:
        return _nothing(context, look, seen)
    source = _source(look, seen)
    return [
        observed(context, "antivirus.products", ids, source),
        observed(context, "antivirus.present", value=True, source=source),
        _running(machine, context, seen),
        _age(context, seen),
        _current(context, seen),
    ]


def _see(machine: WindowsMachine) -> _Seen:
    products, defender, no_defender, reason = None, None, False, ""
    try:
        defender = parse_defender(fields(section(machine, "defender")))
    except MachineRefusedError as refusal:
        no_defender = isinstance(refusal, SectionRefusedError) and refusal.absent
    try:
        products = parse_products(rows(section(machine, "products")))
    except MachineRefusedError as refusal:
        reason = refusal.reason
    return _Seen(products=products, defender=defender, no_defender=no_defender, reason=reason)


def _ids(context: Context, look: Installed, seen: _Seen) -> tuple[str, ...]:
    named = {_id(context, product) for product in seen.products or ()}
    known = {DEFENDER} if _is_there(seen.defender) else set()
    return tuple(sorted({*look.ids, *named, *known}))


def _is_there(defender: Defender | None) -> bool:
    return defender is not None and (defender.protecting is not None or bool(defender.signatures))


def _source(look: Installed, seen: _Seen) -> str:
    if seen.products:
        return CENTER
    return STATUS if _is_there(seen.defender) else look.source


def _id(context: Context, product: Product) -> str:
    if product.is_defender:
        return DEFENDER
    programs = [each for each in context.tables.programs if each.kind == KIND]
    return next((each.id for each in programs if is_named(each, product.name)), OTHER)


def _nothing(context: Context, look: Installed, seen: _Seen) -> list[Reading]:
    """Say «none» only when every source answered, Defender by its absence."""
    if seen.products is None or not look.complete or not seen.no_defender:
        reason = seen.reason or look.reason or NOT_REGISTERED
        return [
            _unknown(context, fact, reason)
            for fact in ("products", "present", "running", "signatures_age", "up_to_date")
        ]
    return [
        observed(context, "antivirus.products", (), CENTER),
        observed(context, "antivirus.present", value=False, source=CENTER),
        inapplicable(context, "antivirus.running", NONE_FOUND),
        inapplicable(context, "antivirus.signatures_age", NONE_FOUND),
        inapplicable(context, "antivirus.up_to_date", NONE_FOUND),
    ]


def _running(machine: WindowsMachine, context: Context, seen: _Seen) -> Reading:
    if _defends(seen):
        return observed(context, "antivirus.running", value=True, source=STATUS)
    if _others_on(seen):
        return observed(context, "antivirus.running", value=True, source=CENTER)
    if seen.products is None:
        return _without_center(machine, context, seen)
    if any(product.state is None for product in seen.products) or _is_unsure(seen):
        return _unknown(context, "running", UNKNOWN_STATE)
    if not seen.products and not _center_runs(machine):
        return _unknown(context, "running", NOT_REGISTERED)
    return observed(context, "antivirus.running", value=False, source=CENTER)


def _without_center(machine: WindowsMachine, context: Context, seen: _Seen) -> Reading:
    if _is_server(machine):
        known = running(machine, context, KIND)
        if any(program.id != DEFENDER for program in known.programs):
            return observed(context, "antivirus.running", value=True, source=known.source)
    stopped = seen.defender is not None and seen.defender.protecting is False
    return _unknown(context, "running", DEFENDER_OFF if stopped else seen.reason)


def _is_server(machine: WindowsMachine) -> bool:
    """Tell whether this Windows has no Security Center, which alone says if a product is on."""
    try:
        return machine.calls.ask(SystemVersion).product_type != WORKSTATION
    except MachineRefusedError:
        return False


def _age(context: Context, seen: _Seen) -> Reading:
    fact = "antivirus.signatures_age"
    if _others_on(seen) and not _defends(seen):
        return inapplicable(context, fact, NO_OWN_AGE)
    signatures = seen.defender.signatures if seen.defender is not None else None
    # Without the Security Center another product may protect, whose list is not Defender's.
    if not _defends(seen) and seen.products is None:
        signatures = None
    if signatures is None or signatures > context.now + HOUR:
        return _unknown(context, "signatures_age", NO_AGE)
    return observed(context, fact, max(0, (context.now - signatures) // HOUR), STATUS)


def _current(context: Context, seen: _Seen) -> Reading:
    """Tell whether Windows says the list of the product that replaces Defender is current."""
    fact = "antivirus.up_to_date"
    others = _others_on(seen)
    if _defends(seen) or (seen.products is not None and not others):
        return inapplicable(context, fact, AGE_TELLS)
    marks = {product.current for product in others}
    if True not in marks and False not in marks:
        return _unknown(context, "up_to_date", NOT_SAID)
    return observed(context, fact, value=True in marks, source=CENTER)


def _defends(seen: _Seen) -> bool:
    """Tell whether Defender protects: its own word first, else its entry in the Security Center."""
    if seen.defender is not None and seen.defender.protecting is not None:
        return seen.defender.protecting
    return any(each.is_defender and each.state is State.ON for each in seen.products or ())


def _is_unsure(seen: _Seen) -> bool:
    """Tell whether Defender is the only one, and said too little of itself."""
    return not seen.products and seen.defender is not None and seen.defender.protecting is None


def _others_on(seen: _Seen) -> tuple[Product, ...]:
    return tuple(
        each for each in seen.products or () if each.state is State.ON and not each.is_defender
    )


def _center_runs(machine: WindowsMachine) -> bool:
    try:
        return CENTER_SERVICE in machine.calls.ask(Services).running
    except MachineRefusedError:
        return False


def _unknown(context: Context, fact: str, reason: str) -> Reading:
    return unreadable(context, f"antivirus.{fact}", reason, REMEDY)
