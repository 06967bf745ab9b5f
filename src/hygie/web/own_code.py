"""One's own code, asked again before what would give everything to whoever finds a screen open."""

from hygie.practice import people
from hygie.practice.vault import Vault, unlock
from hygie.web.world import Request, world

FIELD = "votre-code"
PERSONAL, PRACTICE = "Votre code personnel", "Le code du cabinet"


def own_code_wanted(request: Request) -> str:
    """Return the name of the code to ask for; empty when nobody ever chose one."""
    who = request.who
    found = None if who is None or who.person is None else people.find(who.person)
    if found is not None and found.has_code:
        return PERSONAL
    vault = Vault.read(world().folder)
    return PRACTICE if vault is not None and vault.code is not None else ""


def check_own_code(request: Request) -> None:
    """Raise MisusedError or LockedError unless the form holds the code; missed ones are slowed."""
    here, given, wanted = world(), request.POST.get(FIELD, ""), own_code_wanted(request)
    if wanted == PERSONAL and request.who is not None:
        people.open_with_code(request.who.person or "", given, now=here.now())
    elif wanted == PRACTICE:
        unlock(here.folder, keyring=here.keyring, code=given)
