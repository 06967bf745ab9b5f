"""The real hands of the side that has an administrator's rights, under Windows."""

from hygie.workstation.local_windows import LocalWindowsMachine
from hygie.workstation.settings.acting import Acting
from hygie.workstation.settings.windows_door import WindowsDoor
from hygie.workstation.settings.windows_hand import WindowsHand
from hygie.workstation.settings.windows_runas import windows_folder


def administrator_door() -> WindowsDoor:
    """Return the door to this workstation, which takes nothing from this account's variables."""
    root = windows_folder()
    system = rf"{root}\System32"
    shell = rf"{system}\WindowsPowerShell\v1.0"
    environment = {
        "SYSTEMROOT": root,
        "WINDIR": root,
        "TEMP": rf"{root}\Temp",
        "PSMODULEPATH": rf"{shell}\Modules",
    }
    act = Acting(environment=environment, administrator=True, search_path=f"{system};{shell}")
    return WindowsDoor(lambda: LocalWindowsMachine(environment=environment), act, WindowsHand())
