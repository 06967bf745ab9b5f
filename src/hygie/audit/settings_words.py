"""The words of a change: what is asked before and after, and what is said when it stops."""

from datetime import datetime

from hygie.terminal.typography import counted

NOTHING_CHANGED = "Rien n'a été modifié."
CLOSED = (
    "Êtes-vous hors consultation : aucun patient attendu dans l'heure qui vient, et vos logiciels "
    "fermés ?"
)
PROVIDER_AGREES = "Votre prestataire est-il d'accord, et joignable maintenant ?"
STILL_OPENS = (
    "Ouvrez votre logiciel de cabinet, et ce dont vous vous servez chaque jour (carte, scanner, "
    "télétransmission). Tout s'ouvre-t-il toujours ?"
)
NO_BACKUP = (
    "Ce réglage se fait avec votre prestataire, et après une sauvegarde vérifiée : Hygie n'a pas "
    "la preuve d'une sauvegarde récente et d'un essai de restauration réussi."
)
BACKUP_FIRST = (
    f"{NOTHING_CHANGED} Faites une sauvegarde, ou demandez-la à votre prestataire, rouvrez-en un "
    "fichier, puis revenez. Pour en garder la preuve : hygie prouver sauvegarde"
)
BACKUP_FAILED = (
    "Ce réglage se fait après une sauvegarde vérifiée, et la dernière que Hygie a notée, ou son "
    "essai de restauration, a échoué."
)
BACKUP_NOTED = "C'est noté au journal comme votre parole, et non comme une preuve."
NO_TERMINAL = "Un réglage se fait avec quelqu'un devant l'écran, pour répondre oui ou non."
ANOTHER = "Un autre réglage attend une réponse dans une autre fenêtre de Hygie."
NOT_VOUCHED = "Un réglage n'avait pas été confirmé avant l'arrêt de Hygie"


def later(setting: str) -> str:
    """Propose another moment."""
    return (
        f"{NOTHING_CHANGED} Revenez quand plus aucun patient n'est attendu, ce soir par exemple, "
        f"avec la même commande : hygie poste regler {setting}. Si un logiciel ne s'ouvre plus, "
        "vous aurez le temps de revenir en arrière."
    )


def backup_declared(backup_days: int, restore_days: int) -> str:
    """Ask for the person's word on their backup."""
    return (
        f"Une sauvegarde s'est-elle finie sans erreur depuis moins de "
        f"{counted(backup_days, 'jour')}, et un fichier en a-t-il été rouvert, par vous ou votre "
        f"prestataire, depuis moins de {counted(restore_days, 'jour')} ?"
    )


def elevation(many: int) -> str:
    """Announce the system's own question."""
    times = "" if many == 1 else f" Il peut le demander {counted(many, 'fois', 'fois')}."
    return (
        "L'ordinateur va demander le mot de passe d'un administrateur, dans sa propre fenêtre ou "
        f"ici même : Hygie ne le voit pas et ne le garde pas.{times}"
    )


WINDOWS_ASKS = (
    "Windows va demander une fois l'autorisation d'un administrateur, dans sa propre fenêtre, pour "
    "« Python », le programme qui fait marcher Hygie. Si vous répondez Non, rien ne change. Hygie "
    "ne voit pas le mot de passe et ne le garde pas."
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


def not_undone(reason: str) -> str:
    """Say that a change that somebody vouched for could not be undone."""
    return f"L'ancienne valeur n'a pas pu être remise. {reason} Elle reste gardée."


def told_later(setting: str) -> str:
    """Say that an undo waits, to whoever cannot answer or asked that nothing be written."""
    return (
        f"{NOT_VOUCHED} ({setting}). Pour remettre ce qu'il y avait, ou le laisser ainsi : hygie "
        "poste regler, dans un terminal."
    )


def undoing(setting: str, since: str, *, asks: bool = False) -> str:
    """Announce an undo nobody asked for, or propose it."""
    does = "Hygie peut remettre ce qu'il y avait." if asks else "Hygie remet ce qu'il y avait."
    return f"{NOT_VOUCHED} ({setting}, {since}). {does}"


def how_long_ago(at: datetime, now: datetime) -> str:
    """Say roughly when a change was begun."""
    minutes = max(0, round((now - at).total_seconds() / 60))
    return "à l'instant" if minutes == 0 else f"il y a {counted(minutes, 'minute')}"


WAITS = (
    "L'ancienne valeur est gardée : Hygie la remettra dès que le système l'acceptera, à son "
    "prochain démarrage. Sinon, appelez votre prestataire."
)
LEFT_SO = "C'est laissé ainsi, et noté au journal. Hygie ne le redemandera plus."


def leave_question(setting: str) -> str:
    """Offer to leave things as they are today."""
    return (
        f"Laisser ainsi ce réglage ({setting}), tel qu'il est aujourd'hui ? Hygie ne le "
        f"redemandera plus. Vous pourrez y revenir : hygie poste regler --annuler {setting}"
    )


def again_later(setting: str) -> str:
    """Say how to try an undo again."""
    return (
        f"L'ancienne valeur est gardée. Recommencez quand vous voulez : hygie poste regler "
        f"--annuler {setting}. Sinon, appelez votre prestataire."
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


def after_restart(setting: str) -> str:
    """Ask for the restart, and for a second look at what may have stopped working."""
    return (
        "Redémarrez l'ordinateur quand personne ne s'en sert : ce réglage n'agit qu'ensuite. "
        "Essayez alors de nouveau ce dont vous vous servez chaque jour. Si quelque chose ne marche "
        f"plus : hygie poste regler --annuler {setting}"
    )


RESTART_TOO = "Redémarrez l'ordinateur : l'ancienne valeur n'agit qu'ensuite."
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
