"""Shows the journal of the practice: one line per record, and the state of the chain."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence

from hygie.practice.act_words import act_about, act_word
from hygie.practice.changes import (
    DAY,
    HOUR,
    READING,
    READINGS,
    SETTING,
    STAGE,
    STAGES,
    is_of_backup,
    is_of_setting,
    unfinished,
)
from hygie.practice.opening import read_records
from hygie.practice.records import (
    AUDIT,
    DEVICES,
    INFORMATION,
    SITUATION,
    TASK,
    WORKSTATION,
    Chain,
    Line,
)
from hygie.practice.team_acts import role_word
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from hygie.terminal.layout import table, wrap
from hygie.terminal.tones import Tone, paint
from hygie.terminal.typography import counted, moment

FORMAT = 1
KINDS: Mapping[str, str] = {
    SITUATION: "situation",
    AUDIT: "audit",
    "act": "acte",
    WORKSTATION: "fichier de poste",
    DEVICES: "appareils",
    INFORMATION: "fiche d'information",
    TASK: "tâche du plan",
    "answer": "réponse",
}
EMPTY = "Le journal est vide : rien n'a encore été enregistré. Commencez par « hygie audit »."


def show_journal(arguments: Namespace, console: Console) -> ExitCode:
    """Show the journal; a broken chain is shown where it breaks, and ends with FAILED."""
    records = read_records(console.environment)
    chain = records.verify()
    # Only what the chain vouches for is read: an altered row would say anything.
    every = records.lines(until=chain.count)
    lines = every if arguments.derniers is None else every[-arguments.derniers :]
    if arguments.json:
        console.json(_document(lines, chain))
    else:
        console.show("\n".join(_drawn(lines, every, chain, console)))
    return ExitCode.DONE if chain.whole else ExitCode.FAILED


def check_journal(arguments: Namespace, console: Console) -> ExitCode:
    """Say only whether the chain is whole; FAILED when it is not."""
    chain = read_records(console.environment).verify()
    if arguments.json:
        console.json({"format": FORMAT, "chaine": _chain_document(chain)})
    elif chain.whole and not chain.count:
        console.show("\n".join(wrap(EMPTY)))
    else:
        console.show("\n".join(_state(chain)))
    return ExitCode.DONE if chain.whole else ExitCode.FAILED


def _drawn(
    lines: Sequence[Line], every: Sequence[Line], chain: Chain, console: Console
) -> Iterator[str]:
    if not lines and chain.whole:
        yield from wrap(EMPTY)
        return
    rows = [
        (
            str(line.seq),
            moment(line.at, now=console.now(), zone=console.zone),
            kind_word(line),
            _about(line),
            role_word(line.by.partition(":")[0]),
        )
        for line in lines
    ]
    yield from table(rows, headings=("N°", "Quand", "Quoi", "Mesure ou résultat", "Par"), right={0})
    yield ""
    yield from _waiting(every)
    yield from _state(chain)


def kind_word(line: Line) -> str:
    """Say what an entry is; of a setting, how far it went."""
    if is_of_backup(line):
        return "sauvegarde déclarée"
    plain = act_word(line) or KINDS.get(line.kind, f"preuve : {line.kind}")
    if READING in line.summary:
        return READINGS.get(str(line.summary[READING]), plain)
    return STAGES.get(str(line.summary.get(STAGE)), plain) if is_of_setting(line) else plain


def _about(line: Line) -> str:
    if is_of_setting(line):
        return str(line.summary.get(SETTING))
    if DAY in line.summary:
        return f"{line.summary[DAY]} {line.summary.get(HOUR)}"
    return line.measure or act_about(line) or _figures(line)


def _waiting(lines: Sequence[Line]) -> Iterator[str]:
    """Say which changes nobody vouched for."""
    for line in unfinished(lines):
        text = (
            f"▲ Le réglage « {line.summary.get(SETTING)} » (n° {line.seq}) a été commencé, et ni "
            "gardé ni remis. Pour remettre ce qu'il y avait, ou le laisser ainsi : hygie poste "
            "regler, dans un terminal."
        )
        yield from (paint(part, Tone.TO_DO) for part in wrap(text))


def _figures(line: Line) -> str:
    names = {"respectees": "●", "a_traiter": "▲", "a_verifier": "?"}
    found = [f"{sign} {line.summary[key]}" for key, sign in names.items() if key in line.summary]
    return "   ".join(found)


def _state(chain: Chain) -> Iterator[str]:
    if chain.whole:
        written = counted(chain.count, "enregistrement")
        yield paint(f"● {written}, aucun changé depuis son écriture.", Tone.MET)
        yield from wrap(f"Empreinte du dernier, à noter ailleurs si vous voulez : {chain.head}")
        return
    yield paint(f"▲ Le journal n'est plus intact à partir du n° {chain.broken_at}.", Tone.DANGER)
    yield from wrap(chain.reason)
    yield from wrap(
        "Ce qui précède est sûr. Gardez une copie du dossier de données, puis demandez de l'aide :"
        " hygie diagnostic-technique"
    )


def _document(lines: Sequence[Line], chain: Chain) -> dict[str, object]:
    return {
        "format": FORMAT,
        "chaine": _chain_document(chain),
        "lignes": [
            {
                "numero": line.seq,
                "le": line.at.isoformat(),
                "genre": line.kind,
                "mesure": line.measure,
                "poste": line.workstation,
                "expire": None if line.expires is None else line.expires.isoformat(),
                "par": line.by,
                "resume": dict(line.summary),
                "empreinte": line.hash,
            }
            for line in lines
        ],
    }


def _chain_document(chain: Chain) -> dict[str, object]:
    return {
        "intacte": chain.whole,
        "enregistrements": chain.count,
        "rompue_a": chain.broken_at,
        "raison": chain.reason or None,
        "empreinte": chain.head,
    }
