"""A word on the screen, by a library that is only there if somebody wanted it."""

import asyncio
import importlib.util
import logging
from typing import Protocol

APPLICATION = "Hygie"
ABSENT = (
    "Les notifications demandent un paquet de plus, qui n'est pas installé : la relecture se fait"
    " sans prévenir. Pour l'ajouter : pip install hygie[notifications]"
)


class NotifierAbsentError(Exception):
    """The library is not installed: nothing is wrong, nothing is shown."""


class Notifier(Protocol):
    """What puts a word on the screen."""

    def send(self, title: str, text: str) -> None:
        """Show it. Raises NotifierAbsentError when nothing here can."""


class ScreenNotifier:
    """The notifications of this desktop, whichever it is."""

    def send(self, title: str, text: str) -> None:
        """Show it; a desktop that shows none is not an error. See Notifier.send."""
        try:
            from desktop_notifier import DesktopNotifier  # type: ignore[import-not-found]  # noqa: PLC0415  # an extra, absent where types are checked
        except ImportError as error:
            raise NotifierAbsentError from error
        # What a desktop answers wrong is told there with a trace, which is for nobody.
        logging.getLogger("desktop_notifier").setLevel(logging.CRITICAL + 1)
        asyncio.run(DesktopNotifier(app_name=APPLICATION).send(title=title, message=text))


def can_notify() -> bool:
    """Tell whether the library is there."""
    return importlib.util.find_spec("desktop_notifier") is not None
