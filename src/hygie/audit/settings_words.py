"""The words of a change: what is asked before and after, and what is said when it stops."""

from datetime import datetime

from hygie.terminal.typography import counted

NOTHING_CHANGED = "Rien n'a été modifié."
CLOSED = "Votre cabinet est-il fermé en ce moment, et vos logiciels fermés ?"
LATER = (
    f"{NOTHING_CHANGED} Revenez hors des consultations, avec la même commande : si un logiciel ne "
    "s'ouvre plus, vous aurez le temps de revenir en arrière."
)
PROVIDER_AGREES = "Votre prestataire est-il d'accord, et joignable maintenant ?"
STILL_OPENS = (
    "Ouvrez votre logiciel de cabinet, et ce dont vous vous servez chaque jour (carte, scanner, "
    "télétransmission). Tout s'ouvre-t-il toujours ?"
)
NO_BACKUP = (
    "Ce réglage se fait avec votre prestataire, et après une sauvegarde vérifiée : Hygie n'a pas "
    "la preuve d'une sauvegarde récente et d'un essai de restauration réussi. Pour les noter : "
    "hygie prouver sauvegarde."
)
NO_TERMINAL = "Un réglage se fait avec quelqu'un devant l'écran, pour répondre oui ou non."
ANOTHER = "Un autre réglage attend une réponse dans une autre fenêtre de Hygie."
NOT_VOUCHED = "Un réglage n'avait pas été confirmé avant l'arrêt de Hygie"


def as_administrator(words: str) -> str:
    """Say exactly how to open Hygie with an administrator's rights on Windows."""
    return (
        "Dans le menu Démarrer, tapez « Terminal », faites un clic droit sur « Terminal », puis "
        f"« Exécuter en tant qu'administrateur », et retapez : hygie poste regler {words}. "
        f"{NOTHING_CHANGED}"
    )


def elevation(many: int) -> str:
    """Announce the system's own question."""
    times = "" if many == 1 else f" Il peut le demander {counted(many, 'fois', 'fois')}."
    return (
        "L'ordinateur va demander le mot de passe d'un administrateur, dans sa propre fenêtre ou "
        f"ici même : Hygie ne le voit pas et ne le garde pas.{times}"
    )


def go_on(seconds: float) -> str:
    """Ask for the explicit yes."""
    return (
        "Faire ce réglage maintenant ? Ensuite, sans réponse de votre part en "
        f"{counted(round(seconds), 'seconde')}, Hygie remet tout comme avant."
    )


def write_failed(reason: str) -> str:
    """Say that the system refused a change."""
    return f"Le changement n'a pas pu être fait. {reason}"


def undo_later(reason: str) -> str:
    """Say that the former value is still not back."""
    return (
        f"L'ancienne valeur n'a pas pu être remise. {reason} Elle est gardée ; Hygie recommencera "
        "au prochain « hygie poste » ou « hygie audit »."
    )


def told_later(setting: str) -> str:
    """Say that an undo waits, to whoever cannot answer or asked that nothing be written."""
    return (
        f"{NOT_VOUCHED} ({setting}). Pour remettre ce qu'il y avait : hygie poste regler, dans un "
        "terminal."
    )


def undoing(setting: str, since: str) -> str:
    """Announce an undo nobody asked for."""
    return f"{NOT_VOUCHED} ({setting}, {since}). Hygie remet ce qu'il y avait."


def how_long_ago(at: datetime, now: datetime) -> str:
    """Say roughly when a change was begun."""
    minutes = max(0, round((now - at).total_seconds() / 60))
    return "à l'instant" if minutes == 0 else f"il y a {counted(minutes, 'minute')}"


WAITS = (
    "L'ancienne valeur est gardée : Hygie la remettra dès que le système l'acceptera, à son "
    "prochain démarrage. Sinon, appelez votre prestataire."
)
TO_UNDO = "Ce qui serait remis (valeur d'aujourd'hui → valeur d'avant) :"
UNDO_QUESTION = "Remettre ces anciennes valeurs maintenant ?"
MOVED = (
    "Quelqu'un a changé ce réglage depuis : ce qui est là aujourd'hui n'est ni ce que Hygie avait "
    "écrit, ni ce qu'il y avait avant. C'est peut-être plus sûr que l'ancienne valeur."
)
MOVED_QUESTION = f"{MOVED} Remettre quand même l'ancienne valeur ?"
ALREADY_BACK = "Tout est déjà comme avant ce réglage : il n'y avait rien à remettre."
NOT_DECLARED = (
    "Le registre parle d'un réglage à remettre, mais à un endroit que Hygie ne règle jamais : "
    "il n'y touche pas. Quelqu'un a pu modifier ce registre : montrez-le à votre prestataire "
    "(hygie journal)."
)
BROKEN = (
    "Un réglage attend d'être remis comme avant, mais le journal n'est plus intact : Hygie ne "
    "remet rien d'après lui. Voyez : hygie journal, puis votre prestataire."
)


PUT_BACK = "Tout est remis comme avant. C'est noté au journal."


def said_of(result: str, act: str) -> str:
    """Say how a change, or its undoing, ended."""
    if act == "annulation" and result == "annule":
        return "● C'est remis comme avant."
    return {
        "garde": "● C'est fait, et noté au journal : la prochaine lecture du poste le verra.",
        "annule": PUT_BACK,
        "abandonne": NOTHING_CHANGED,
    }[result]
