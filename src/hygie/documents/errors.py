"""What can go wrong when a document is drawn; no file has been touched when one of these is raised.

DrawingError
├── MissingFontError   a font that our documents need is not installed
└── DrawingLateError   the time limit went by
"""

from hygie.core.errors import HygieError

INTACT = "Aucun fichier n'a été écrit ni changé."


class DrawingError(HygieError):
    """The document could not be drawn."""


class MissingFontError(DrawingError):
    """A font is missing: what would be drawn could not be read everywhere."""


class DrawingLateError(DrawingError):
    """The document took too long; its process was killed."""
