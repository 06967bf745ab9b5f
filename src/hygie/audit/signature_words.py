"""What a verification says to a person: what holds, what does not, and what to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from hygie.audit.signature_compare import Joined, JoinedState
from hygie.audit.signature_doubts import (
    LEAVE_IT,
    doubt_about,
    list_programs,
    say_acting,
    say_faults,
)
from hygie.audit.words import say_when
from hygie.documents.signing_report import (
    Certificate,
    Fault,
    Integrity,
    Later,
    Signature,
    Stamp,
    StampState,
    State,
    Verification,
)
from hygie.terminal.layout import bullets, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted, day

GROUP = 4

TITLES: Mapping[State, str] = {
    State.INTACT: "Signé, et inchangé depuis.",
    State.SIGNED_AGAIN: "Signé plusieurs fois, et inchangé depuis la première.",
    State.UNSIGNED: "Ce document n'est pas signé.",
    State.ALTERED: "Ce document a été changé depuis sa signature.",
    State.FORGED: "La signature ne correspond pas à son certificat.",
    State.TRUNCATED: "Ce document est coupé : il en manque la fin.",
    State.EXTENDED: "Quelque chose a été ajouté après la signature.",
    State.CHANGED_THEN_SIGNED: "Ce document a été changé après une signature, puis signé.",
    State.REMOVED: "Ce document a été signé, puis sa signature en a été retirée.",
    State.DAMAGED: "Ce document est abîmé : il ne se lit pas entièrement.",
    State.LOCKED: "Ce document est protégé par un mot de passe : Hygie ne l'ouvre pas.",
    State.TOO_HEAVY: "Ce document demande trop de temps ou de mémoire : Hygie l'a laissé.",
}

MEANINGS: Mapping[State, str] = {
    State.INTACT: "Ce que vous voyez est, octet pour octet, ce qui a été signé.",
    State.SIGNED_AGAIN: "Chaque signature vaut pour ce que le document était alors.",
    State.UNSIGNED: (
        "Rien ne dit s'il a changé, ni d'où il vient. S'il est de vous :"
        " hygie dossier signer DOCUMENT. Sinon, demandez un exemplaire signé."
    ),
    State.ALTERED: "Ne vous y fiez pas. Demandez un nouvel exemplaire à qui l'a signé.",
    State.FORGED: "Ne vous y fiez pas. Demandez un nouvel exemplaire à qui l'a signé.",
    State.TRUNCATED: "L'envoi ou la copie s'est sans doute interrompu. Demandez-le à nouveau.",
    State.EXTENDED: "Ce qui a été signé n'a pas changé, mais ce que vous voyez peut en différer.",
    State.CHANGED_THEN_SIGNED: "La dernière signature vaut pour tout ; les précédentes, non.",
    State.REMOVED: "Ne vous y fiez pas. Demandez un nouvel exemplaire à qui l'a signé.",
    State.DAMAGED: "Aucune signature n'a pu y être vérifiée en entier. Demandez-le à nouveau.",
    State.LOCKED: "Demandez un exemplaire sans mot de passe.",
    State.TOO_HEAVY: "Il est peut-être piégé. Ne l'ouvrez pas, et demandez-le à nouveau.",
}

INTEGRITIES: Mapping[Integrity, str] = {
    Integrity.INTACT: "ce qu'elle couvre n'a pas changé",
    Integrity.ALTERED: "ce qu'elle couvre a été changé",
    Integrity.FORGED: "elle ne correspond pas à son certificat",
    Integrity.UNREADABLE: "elle ne se lit pas",
}

LATERS: Mapping[Later, str] = {
    Later.NOTHING: "aucun changement",
    Later.SIGNATURES: "une autre signature ou un formulaire rempli, rien d'autre",
    Later.OTHER: "le document a été changé",
}

STAMPS: Mapping[StampState, str] = {
    StampState.ABSENT: "aucun : la date ci-dessus n'est que déclarée",
    StampState.TRUSTED: "valable, par une autorité que vous avez donnée",
    StampState.BY_UNKNOWN: "exact, mais par une autorité que Hygie ne connaît pas",
    StampState.FALSE: "faux : il ne vaut pas pour ce document",
}

OWN = (
    "Clé du cabinet, gardée sur cet ordinateur. À d'autres, elle prouve que le document n'a pas"
    " changé, pas qui l'a signé : donnez-leur son empreinte de vive voix"
)
SELF_MADE = (
    "Certificat fait par son porteur : rien ne garantit qui il est ; pour le savoir, comparez"
    " l'empreinte avec celle qu'il vous donne de vive voix"
)
KNOWN = "Certificat reconnu : vous l'avez donné, ou donné son autorité"
UNKNOWN = (
    "Clé délivrée par {issuer}, que Hygie ne connaît pas :"
    " le nom est celui que le certificat annonce"
)
IN_TIME = "Certificat périmé depuis le {until}, mais valable à la date certifiée"

OTHER_DATA = "Signé et inchangé, mais ses données ne sont pas celles de l'audit donné."
UNSAFE = "Signé et inchangé, mais pas sûr."

JOINED: Mapping[JoinedState, str] = {
    JoinedState.ABSENT: "aucune",
    JoinedState.UNREADABLE: "présentes, mais ce n'est pas un audit lisible",
    JoinedState.SAME: "égales à l'audit que vous avez donné",
    JoinedState.DIFFERENT: "différentes de l'audit que vous avez donné, ou absentes",
    JoinedState.KEPT: "égales à un audit gardé sur cet ordinateur",
    JoinedState.NOT_KEPT: "un audit lisible, qui n'est pas gardé sur cet ordinateur",
}


def say_verification(  # noqa: PLR0913  # each by name
    found: Verification,
    joined: Joined,
    *,
    own: str | None,
    now: datetime,
    zone: tzinfo | None,
    width: int,
) -> str:
    """Say it all, the conclusion first."""
    holds = found.holds and joined.agrees
    sign, tone = ("●", Tone.MET) if holds else ("▲", Tone.TO_DO)
    title, meanings = headline(found, joined)
    lines = [paint(line, tone) for line in wrap(f"{sign} {title}", width=width)]
    for meaning in meanings:
        lines += wrap(meaning, width=width)
    if found.programs:
        lines += ["", paint("Programme", Tone.STRONG)]
        lines += bullets([f"{one}." for one in list_programs(found.programs)], width=width)
    for rank, one in enumerate(found.signatures, start=1):
        kind = "Horodatage" if one.is_time_stamp else "Signature"
        lines += ["", paint(f"{kind} {rank}", Tone.STRONG)]
        lines += bullets(say_signature(one, own=own, now=now, zone=zone), width=width)
    lines += ["", paint("Données jointes", Tone.STRONG)]
    return "\n".join([*lines, *bullets(_say_joined(found, joined, now, zone), width=width)])


def headline(found: Verification, joined: Joined | None = None) -> tuple[str, list[str]]:
    """Say what a document is worth, then what it means and what to do."""
    doubt, acts = doubt_about(found), say_acting(found)
    title, meaning = doubt or (TITLES[found.state], MEANINGS[found.state])
    if acts is not None and found.unchanged and doubt is None:
        return f"{UNSAFE} {acts}", [LEAVE_IT]
    if acts is not None:
        return f"{title} {acts}", [LEAVE_IT, meaning]
    if found.holds and joined is not None and not joined.agrees:
        return OTHER_DATA, [meaning]
    return title, [meaning]


def say_signature(
    one: Signature, *, own: str | None, now: datetime, zone: tzinfo | None
) -> list[str]:
    """Say one signature, a line per thing to know."""
    lines = [f"Contenu : {INTEGRITIES[one.integrity]}."]
    if one.certificate is not None:
        lines += _say_holder(one, one.certificate, own, now)
    lines += say_faults(one.faults, one.certificate)
    if one.signed_at is not None:
        lines.append(f"Date déclarée : {say_when(one.signed_at, now, zone)}.")
    if one.integrity is not Integrity.UNREADABLE:
        lines += _say_stamp(one.stamp, now, zone)
    if one.integrity is Integrity.INTACT:
        lines.append(f"Depuis : {LATERS[one.later]}.")
    return lines


def say_fingerprint(fingerprint: str) -> str:
    """Write a fingerprint in groups, to be read aloud."""
    groups = (fingerprint[at : at + GROUP] for at in range(0, len(fingerprint), GROUP))
    return " ".join(groups).upper()


def _say_holder(
    signature: Signature, one: Certificate, own: str | None, now: datetime
) -> Iterator[str]:
    yield f"Au nom de : {one.subject}."
    # A signature that does not match its certificate is of nobody's key.
    if one.fingerprint == own and signature.integrity is Integrity.INTACT:
        yield f"{OWN}."
    elif one.trusted:
        yield f"{KNOWN}."
    else:
        yield f"{SELF_MADE if one.self_signed else UNKNOWN.format(issuer=one.issuer)}."
    if now > one.until and Fault.EXPIRED not in signature.faults and not signature.is_time_stamp:
        yield f"{IN_TIME.format(until=day(one.until))}."
    yield f"Empreinte : {say_fingerprint(one.fingerprint)}"


def _say_stamp(stamp: Stamp, now: datetime, zone: tzinfo | None) -> Iterator[str]:
    dated = "" if stamp.at is None else f" ({say_when(stamp.at, now, zone)})"
    named = "" if stamp.authority is None else f" : {stamp.authority.subject}"
    yield f"Horodatage : {STAMPS[stamp.state]}{named}{dated}."


def _say_joined(
    found: Verification, joined: Joined, now: datetime, zone: tzinfo | None
) -> Sequence[str]:
    dated = "" if joined.at is None else f" (audit fait {say_when(joined.at, now, zone)})"
    lines = [f"Audit : {JOINED[joined.state]}{dated}."]
    if found.attachments:
        lines.append(f"{counted(len(found.attachments), 'fichier joint', 'fichiers joints')}.")
    return lines
