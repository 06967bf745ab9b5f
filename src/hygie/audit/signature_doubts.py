"""What a verification says when an unchanged document is not enough, or when a document acts."""

from collections.abc import Iterator, Mapping, Sequence

from hygie.documents.signing_report import Certificate, Fault, Program, Verification
from hygie.terminal.typography import day

FAULT_TITLES: Mapping[Fault, str] = {
    Fault.WEAK: "Signé par un procédé trop faible : rien ne prouve qu'il est inchangé.",
    Fault.BY_ANOTHER: "Inchangé, mais signé par un autre que celui que vous avez donné.",
    Fault.WRONG_USE: "Inchangé, mais signé avec une clé qui n'est pas faite pour signer.",
    Fault.EXPIRED: "Inchangé, mais signé avec un certificat périmé.",
    Fault.EARLY: "Inchangé, mais signé avec un certificat qui n'est pas encore valable.",
    Fault.DATED_BY_ANOTHER: "Inchangé, mais sans date certifiée par celui que vous avez donné.",
}
FALSE_DATE = "Signé et inchangé, mais sa date est fausse."

FAULT_MEANINGS: Mapping[Fault, str] = {
    Fault.WEAK: "On sait contrefaire une telle signature. Demandez-en une autre à qui l'a signé.",
    Fault.BY_ANOTHER: (
        "Ne vous y fiez pas avant d'avoir joint celui dont vous l'attendiez, par un moyen que"
        " vous connaissez déjà."
    ),
    Fault.WRONG_USE: "Demandez à qui l'a signé de le refaire avec une clé de signature.",
    Fault.EXPIRED: (
        "Aucune date certifiée ne dit qu'il a été signé à temps. Demandez un exemplaire signé"
        " avec un certificat valable."
    ),
    Fault.EARLY: "Vérifiez la date de cet ordinateur. Si elle est juste, ne vous y fiez pas.",
    Fault.DATED_BY_ANOTHER: "Ne vous fiez pas à sa date.",
}
FALSE_DATE_MEANING = "Ne vous fiez pas à sa date. Demandez un nouvel exemplaire à qui l'a signé."

FAULT_LINES: Mapping[Fault, str] = {
    Fault.WEAK: "Procédé trop faible (SHA-1, clé trop courte) : on sait le contrefaire",
    Fault.BY_ANOTHER: "Ce n'est pas un certificat que vous avez donné, ni d'une autorité donnée",
    Fault.WRONG_USE: "Son certificat l'annonce pour un autre usage que signer",
    Fault.EXPIRED: "Certificat périmé : il valait du {since} au {until}",
    Fault.EARLY: "Certificat pas encore valable : il vaudra du {since} au {until}",
    Fault.DATED_BY_ANOTHER: "Aucune date n'y vient de l'autorité que vous avez donnée",
}

PROGRAMS: Mapping[Program, str] = {
    Program.SCRIPT: "du code JavaScript",
    Program.FORM: "un formulaire programmé (XFA)",
    Program.OPENING: "une action qui part seule, à l'ouverture par exemple",
    Program.LAUNCH: "de quoi lancer un autre logiciel",
    Program.SENDING: "de quoi envoyer ou charger des données",
    Program.MEDIA: "une vidéo, un son ou un objet en 3D",
    Program.FILE: "un fichier joint qui s'exécute",
    Program.UNKNOWN: "une partie que Hygie n'a pas pu lire, ou trop longue",
}
ACTS = "Il contient un programme."
ACTS_MAYBE = "Il contient peut-être un programme."
LEAVE_IT = (
    "Un programme peut changer ce que le document montre, ou agir sur l'ordinateur. Ne l'ouvrez"
    " que si vous savez de qui il vient et pourquoi ; sinon, demandez-le sans."
)


def doubt_about(found: Verification) -> tuple[str, str] | None:
    """Return the headline of an unchanged document that does not hold, and what to do."""
    if not found.unchanged:
        return None
    for fault in found.faults:
        return FAULT_TITLES[fault], FAULT_MEANINGS[fault]
    return (FALSE_DATE, FALSE_DATE_MEANING) if found.false_date else None


def say_acting(found: Verification) -> str | None:
    """Say that a document contains a program, or that it may; None when it does not."""
    if not found.programs:
        return None
    return ACTS_MAYBE if found.programs == (Program.UNKNOWN,) else ACTS


def list_programs(programs: Sequence[Program]) -> list[str]:
    """Say what acts, one by one."""
    return [PROGRAMS[one] for one in programs]


def say_faults(faults: Sequence[Fault], certificate: Certificate | None) -> Iterator[str]:
    """Say what is wrong with one signature, a line each."""
    since = "" if certificate is None else day(certificate.since)
    until = "" if certificate is None else day(certificate.until)
    for fault in faults:
        yield f"{FAULT_LINES[fault].format(since=since, until=until)}."
