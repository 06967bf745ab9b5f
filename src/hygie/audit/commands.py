"""The commands of the main job; what they do is imported when they are run."""

from argparse import ArgumentParser, Namespace

from hygie.audit.devices_arguments import add_devices_arguments
from hygie.audit.export_arguments import add_export_arguments
from hygie.audit.settings_arguments import add_settings_arguments
from hygie.audit.signature_arguments import add_sign_arguments, add_verify_arguments
from hygie.audit.workstation_arguments import (
    add_file_arguments,
    add_joining_arguments,
    add_sheet_given,
)
from hygie.terminal.arguments import add_as_of, add_json
from hygie.terminal.commands import Command, ExitCode
from hygie.terminal.console import Console
from hygie.terminal.values import input_file, moment


def _audit_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--situation", metavar="FICHIER", type=input_file, help="situation en JSON, sans question"
    )
    parser.add_argument(
        "--reponses", metavar="FICHIER", type=input_file, help="réponses en JSON, sans question"
    )
    parser.add_argument(
        "--sans-question",
        dest="silent",
        action="store_true",
        help="ne demande rien : reprend ce qui a déjà été dit, ou suppose le plus prudent",
    )
    parser.add_argument(
        "--tout-redemander",
        dest="again",
        action="store_true",
        help="repose toutes les questions, même celles déjà répondues",
    )
    parser.add_argument(
        "--sans-enregistrer",
        dest="unsaved",
        action="store_true",
        help="n'écrit rien sur le disque",
    )
    add_sheet_given(parser)
    _strict(parser)
    add_as_of(parser)
    add_json(parser)


def _strict(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--strict",
        action="store_true",
        help="sort avec le code 3 s'il reste à faire, 4 s'il reste à savoir",
    )


def _plan_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--message",
        nargs="?",
        const="prestataire",
        choices=("prestataire", "editeur"),
        help="écrit le message groupé à votre prestataire (sans autre mot), ou à votre éditeur",
    )
    add_as_of(parser)
    add_json(parser)


def _answer_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("mesure", help="la mesure : son nom ou son numéro")
    parser.add_argument(
        "reponse",
        nargs="?",
        choices=("oui", "en_partie", "non", "ne_sait_pas", "sans_objet"),
        help="votre réponse (sinon, on vous la demande)",
    )
    parser.add_argument("--motif", metavar="TEXTE", help="pourquoi, pour « sans_objet »")
    add_json(parser)


def _proof_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("mesure", help="la mesure : son nom ou son numéro")
    parser.add_argument(
        "genre", nargs="?", help="la preuve (sinon, la liste de celles qu'elle prend)"
    )
    parser.add_argument(
        "--fichier",
        metavar="FICHIER",
        type=input_file,
        help="ce qui montre l'acte ; Hygie n'en garde que l'empreinte",
    )
    parser.add_argument(
        "--le", metavar="DATE", type=moment, help="quand c'était (sinon, maintenant)"
    )
    parser.add_argument(
        "--jusqu-au", metavar="DATE", type=moment, help="fin de validité, lue sur le document"
    )
    add_json(parser)


def _poste_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--faits", action="store_true", help="ajoute l'identifiant et la source de chaque relevé"
    )
    add_file_arguments(parser)
    add_json(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    told = "règle ce poste, un réglage à la fois, si vous dites oui"
    add_settings_arguments(acts.add_parser("regler", help=told, description=told))
    add_joining_arguments(acts)


def _compare_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "avant", nargs="?", type=input_file, help="audit ancien en JSON (sinon, l'avant-dernier)"
    )
    parser.add_argument(
        "apres", nargs="?", type=input_file, help="audit récent en JSON (sinon, le dernier)"
    )
    add_json(parser)


def _demo_arguments(parser: ArgumentParser) -> None:
    add_as_of(parser)
    add_json(parser)


def _diagnostic_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sortie", metavar="FICHIER", help="où l'écrire (sinon, on vous le montre seulement)"
    )
    parser.add_argument("--oui", action="store_true", help="l'écrit sans redemander")
    add_sheet_given(parser)
    add_json(parser)


def _dossier_arguments(parser: ArgumentParser) -> None:
    _creation_arguments(parser)
    acts = parser.add_subparsers(dest="act", metavar="ACTE")
    for name, told, add in (
        ("creer", "écrit le dossier, comme « hygie dossier » seul", _creation_arguments),
        ("signer", "signe un PDF avec la clé du cabinet, ou la vôtre", add_sign_arguments),
        ("verifier", "dit ce qui tient et ce qui ne tient pas dans un PDF", add_verify_arguments),
    ):
        add(acts.add_parser(name, help=told, description=told))


def _creation_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sortie", metavar="FICHIER", help="où l'écrire (sinon, hygie-dossier-DATE.pdf ici même)"
    )
    parser.add_argument(
        "--audit", metavar="FICHIER", type=input_file, help="audit en JSON (sinon, le dernier)"
    )
    parser.add_argument(
        "--avant",
        metavar="FICHIER",
        type=input_file,
        help="audit d'avant en JSON, pour dire ce qui a changé (sinon, l'avant-dernier)",
    )
    parser.add_argument(
        "--cabinet", metavar="NOM", help="nom imprimé sur chaque page ; il n'est pas gardé"
    )
    parser.add_argument("--demo", action="store_true", help="le dossier d'un cabinet fictif")
    add_as_of(parser)
    add_json(parser)


def _finish_pending(console: Console, *, writes: bool) -> None:
    from hygie.audit.settings_pending import finish_pending  # noqa: PLC0415  # start-up time

    finish_pending(console, writes=writes)


def _audit(arguments: Namespace, console: Console) -> ExitCode:
    _finish_pending(console, writes=not (arguments.unsaved or arguments.as_of))
    from hygie.audit.run_audit import run_audit  # noqa: PLC0415  # start-up time

    return run_audit(arguments, console)


def _plan(arguments: Namespace, console: Console) -> ExitCode:
    _finish_pending(console, writes=False)
    from hygie.audit.run_plan import run_plan  # noqa: PLC0415  # start-up time

    return run_plan(arguments, console)


def _answer(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_answer import run_answer  # noqa: PLC0415  # start-up time

    return run_answer(arguments, console)


def _proof(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_proof import run_proof  # noqa: PLC0415  # start-up time

    return run_proof(arguments, console)


def _compare(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_compare import run_compare  # noqa: PLC0415  # start-up time

    return run_compare(arguments, console)


def _poste(arguments: Namespace, console: Console) -> ExitCode:
    regler = arguments.act == "regler"
    if regler and arguments.request is not None:
        from hygie.audit.settings_elevated import run_elevated  # noqa: PLC0415  # start-up time

        return run_elevated(arguments, console)
    _finish_pending(console, writes=not (regler and arguments.simulation))
    if regler:
        from hygie.audit.run_settings import run_settings  # noqa: PLC0415  # start-up time

        return run_settings(arguments, console)
    if arguments.act is not None:
        from hygie.audit.run_workstation_file import run_joining  # noqa: PLC0415  # start-up time

        return run_joining(arguments, console)
    from hygie.audit.run_poste import run_poste  # noqa: PLC0415  # start-up time

    return run_poste(arguments, console)


def _devices(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_devices import run_devices  # noqa: PLC0415  # start-up time

    return run_devices(arguments, console)


def _dossier(arguments: Namespace, console: Console) -> ExitCode:
    if arguments.act == "signer":
        from hygie.audit.run_signature import run_sign  # noqa: PLC0415  # start-up time

        return run_sign(arguments, console)
    if arguments.act == "verifier":
        from hygie.audit.run_signature import run_verify  # noqa: PLC0415  # start-up time

        return run_verify(arguments, console)
    from hygie.audit.run_dossier import run_dossier  # noqa: PLC0415  # start-up time

    return run_dossier(arguments, console)


def _export(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_export import run_export  # noqa: PLC0415  # start-up time

    return run_export(arguments, console)


def _demo(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_demo import run_demo  # noqa: PLC0415  # start-up time

    return run_demo(arguments, console)


def _diagnostic(arguments: Namespace, console: Console) -> ExitCode:
    from hygie.audit.run_diagnostic import run_diagnostic  # noqa: PLC0415  # start-up time

    return run_diagnostic(arguments, console)


COMMANDS = (
    Command(
        name="audit",
        help="Lit ce poste, pose les questions qu'il faut et montre le plan.",
        add_arguments=_audit_arguments,
        run=_audit,
    ),
    Command(
        name="plan",
        help="Montre le plan du dernier audit, pas à pas.",
        add_arguments=_plan_arguments,
        run=_plan,
    ),
    Command(
        name="repondre",
        help="Donne ou corrige une réponse, et met le plan à jour.",
        add_arguments=_answer_arguments,
        run=_answer,
    ),
    Command(
        name="prouver",
        help="Note un acte fait, avec le fichier qui le montre.",
        add_arguments=_proof_arguments,
        run=_proof,
    ),
    Command(
        name="dossier",
        help="Écrit le dossier de l'audit en PDF, à classer ou à montrer.",
        add_arguments=_dossier_arguments,
        run=_dossier,
    ),
    Command(
        name="exporter",
        help="Écrit l'audit, ou le catalogue, pour un tableur, un agenda ou un autre outil.",
        add_arguments=add_export_arguments,
        run=_export,
    ),
    Command(
        name="poste",
        help=(
            "Lit ce poste et montre chaque relevé, sans le garder ; remet d'abord un réglage que "
            "personne n'a confirmé."
        ),
        add_arguments=_poste_arguments,
        run=_poste,
    ),
    Command(
        name="appareils",
        help="Remplit, un par un, la fiche de vos téléphones et de vos tablettes.",
        add_arguments=add_devices_arguments,
        run=_devices,
    ),
    Command(
        name="comparer",
        help="Montre ce qui a changé entre deux audits.",
        add_arguments=_compare_arguments,
        run=_compare,
    ),
    Command(
        name="demo",
        help="Montre un résultat complet, celui d'un cabinet fictif.",
        add_arguments=_demo_arguments,
        run=_demo,
    ),
    Command(
        name="diagnostic-technique",
        help="Prépare un fichier pour le dépannage de Hygie, sans donnée personnelle.",
        add_arguments=_diagnostic_arguments,
        run=_diagnostic,
    ),
)
