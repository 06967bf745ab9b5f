"""Encryption of the disks under Windows: BitLocker, and device encryption on the Home edition.

A volume whose protection is suspended is not protected: its key lies beside it. Windows reserves
all this for its administrator.
"""

from collections.abc import Iterable

from hygie.core.readings import Observed, Reading
from hygie.workstation.answers import inapplicable, observed, unreadable
from hygie.workstation.machine import Context, MachineRefusedError
from hygie.workstation.windows_chassis import portable
from hygie.workstation.windows_keys import ODD_VALUE, opened
from hygie.workstation.windows_machine import WindowsMachine
from hygie.workstation.windows_volumes import SOURCE, Volume, inner_volumes

DATA, COUNT = "disk.data_encrypted", "disk.unencrypted_volumes"
PORTABLE, SWAP = "disk.portable_encrypted", "disk.swap_encrypted"
MEMORY = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
PAGING_FILES = "PagingFiles"
CHOSEN_BY_WINDOWS = "?"

SUSPENDED_SOURCE = f"{SOURCE} : chiffré, mais la protection est suspendue"
IN_A_FOLDER = (
    "Un volume sans lettre, qu'un dossier peut ouvrir, n'est pas protégé ou ne le dit pas : Hygie"
    " ne sait pas s'il est dans l'ordinateur."
)
UNKNOWN_VOLUME = "Windows n'a pas dit si un volume de données est chiffré."
NO_SWAP = "Ce poste n'a pas de mémoire d'échange sur disque."
NOT_PORTABLE = "Ce poste n'est pas un ordinateur portable."
UNKNOWN_CHASSIS = "L'ordinateur ne dit pas s'il est portable ou fixe."
REMEDY = (
    "Ouvrez Paramètres, puis « Chiffrement de l'appareil », ou cherchez « Gérer BitLocker » dans"
    " le menu Démarrer : chaque disque doit y porter « activé ». Sinon, demandez à votre"
    " prestataire."
)


def read(machine: WindowsMachine, context: Context) -> Iterable[Reading]:
    """Return the four facts of the disks' encryption."""
    try:
        volumes = inner_volumes(machine)
    except MachineRefusedError as refusal:
        data = _all_unreadable(context, refusal.reason)
        swap: Reading = unreadable(context, SWAP, refusal.reason, REMEDY)
    else:
        data = _data(context, volumes)
        swap = _swap(machine, context, volumes)
    return [*data, _portable(machine, context, data[0]), swap]


def _data(context: Context, volumes: tuple[Volume, ...]) -> list[Reading]:
    states = [volume.encrypted for volume in volumes]
    bare = states.count(False)
    source = SUSPENDED_SOURCE if any(volume.suspended for volume in volumes) else SOURCE
    if None in states:
        sure = observed(context, DATA, value=False, source=source) if bare else None
        unknown = _all_unreadable(context, _why_unknown(volumes))
        return [sure or unknown[0], unknown[1]]
    return [
        observed(context, DATA, value=bare == 0, source=source),
        observed(context, COUNT, bare, source),
    ]


def _why_unknown(volumes: tuple[Volume, ...]) -> str:
    """Name the volume in a folder when it alone is in doubt."""
    unknown = [volume for volume in volumes if volume.encrypted is None]
    return UNKNOWN_VOLUME if any(volume.letter for volume in unknown) else IN_A_FOLDER


def _all_unreadable(context: Context, reason: str) -> list[Reading]:
    return [unreadable(context, fact, reason, REMEDY) for fact in (DATA, COUNT)]


def _portable(machine: WindowsMachine, context: Context, data: Reading) -> Reading:
    is_portable = portable(machine)
    if is_portable is None:
        return unreadable(context, PORTABLE, UNKNOWN_CHASSIS, REMEDY)
    if not is_portable:
        return inapplicable(context, PORTABLE, NOT_PORTABLE)
    if isinstance(data, Observed):
        return observed(context, PORTABLE, data.value, data.source)
    return unreadable(context, PORTABLE, data.reason, REMEDY)


def _swap(machine: WindowsMachine, context: Context, volumes: tuple[Volume, ...]) -> Reading:
    try:
        letters = paging_letters(opened(machine, MEMORY).values.get(PAGING_FILES.lower()))
    except MachineRefusedError as refusal:
        return unreadable(context, SWAP, refusal.reason, REMEDY)
    if not letters:
        return inapplicable(context, SWAP, NO_SWAP)
    known = {volume.letter: volume.encrypted for volume in volumes if volume.letter}
    states = [_state(letter, known) for letter in letters]
    if False in states:
        return observed(context, SWAP, value=False, source=PAGING_FILES)
    if None in states:
        return unreadable(context, SWAP, UNKNOWN_VOLUME, REMEDY)
    return observed(context, SWAP, value=True, source=PAGING_FILES)


def paging_letters(value: object) -> tuple[str, ...]:
    r"""Return the letter of each paging file, «C:\pagefile.sys 0 0»; «?» is Windows' choice.

    Raises MachineRefusedError when the value is absent or of another form.
    """
    if not isinstance(value, tuple):
        raise MachineRefusedError(ODD_VALUE)
    words = [str(each).strip() for each in value if str(each).strip()]
    if any(word[1:3] != ":\\" for word in words):
        raise MachineRefusedError(ODD_VALUE)
    return tuple(word[0].upper() for word in words)


def _state(letter: str, known: dict[str, bool | None]) -> bool | None:
    """Look up a volume; where Windows chooses, only a same answer for all of them is one."""
    if letter != CHOSEN_BY_WINDOWS:
        return known.get(letter)
    states = set(known.values())
    return states.pop() if len(states) == 1 else None
