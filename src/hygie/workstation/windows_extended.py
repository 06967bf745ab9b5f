r"""Whether this Windows 10 is enrolled in the extended updates (ESU).

The enrolment of home and small workstations leaves a number in the daily user's own hive
(``ConsumerESU``, published by support firms, not by Microsoft): only «this device is enrolled» is
an answer. Enrolment by another person's account, or by an organisation's key, is not seen there.

The revision tells whether an update meant for enrolled computers was ever installed. It is no proof
that more will come: an enrolment ends. Without any such update, though, the system is not mended.
"""

from hygie.workstation.windows_keys import number, opened
from hygie.workstation.windows_machine import WindowsMachine

ENROLMENT = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows\ConsumerESU"
ELIGIBILITY = "ESUEligibility"
DEVICE_ENROLLED = 3

CURRENT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
REVISION = "UBR"
FIRST_EXTENDED = 6575
"""KB5068781 of November 2025, the first of 22H2 that only enrolled workstations are offered."""

RECEIVED_ONCE = (
    "Ce poste a déjà reçu un correctif prolongé de Windows 10 ; Windows n'a pas dit s'il y est"
    " inscrit aujourd'hui."
)


def has_extended(machine: WindowsMachine) -> bool | None:
    """Tell whether an extended update was ever installed on this 22H2; None when it is not said.

    Raises MachineRefusedError when the revision cannot be read.
    """
    revision = number(opened(machine, CURRENT), REVISION)
    return None if revision is None else revision >= FIRST_EXTENDED


def is_enrolled(machine: WindowsMachine) -> bool:
    """Tell whether Windows says this device is enrolled; False only means that it does not say so.

    Raises MachineRefusedError when the hive cannot be read.
    """
    return number(opened(machine, ENROLMENT), ELIGIBILITY) == DEVICE_ENROLLED
