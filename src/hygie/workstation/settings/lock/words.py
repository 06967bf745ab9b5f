"""What the lock's changes do, in the words shown before."""

LOCKS = "L'écran se verrouille tout seul, et le mot de passe de la session le rouvre."
RESUMES = "Le mot de passe est demandé à la sortie de veille."


def after(minutes: int) -> str:
    """Say after how long the screen locks."""
    unit = "minute" if minutes == 1 else "minutes"
    return f"L'écran se verrouille après {minutes} {unit} sans y toucher."
