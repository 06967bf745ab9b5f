"""Whether a file is there, without reading it."""

from hygie.workstation.machine import Machine, MachineRefusedError, MissingError


def is_there(machine: Machine, path: str) -> bool:
    """Tell whether a path exists; one that cannot be read is there all the same."""
    try:
        machine.read(path, limit=0)
    except MissingError:
        return False
    except MachineRefusedError:
        return True
    return True


def any_there(machine: Machine, *paths: str) -> bool:
    """Tell whether one of these paths exists."""
    return any(is_there(machine, path) for path in paths)
