"""Files that show nothing of an act: programs, and those whose name lies about what they hold."""

from collections.abc import Mapping

from hygie.core.errors import MisusedError
from hygie.practice.media import Media, begins_archive, media_of

PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
"""How programs begin: Windows, Linux, macOS (five ways, the last being Java's too), scripts."""

STARTED = frozenset(
    {"app", "bat", "cmd", "com", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif", "ps1"}
    | {"reg", "scr", "sh", "vbe", "vbs", "wsf"}
)
"""Endings that a computer starts when it opens them."""

PICTURES = frozenset({Media.JPEG, Media.PNG, Media.WEBP, Media.HEIC})
ENDINGS: Mapping[str, frozenset[Media]] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "heic", "heif"), PICTURES),
    "pdf": frozenset({Media.PDF}),
}
"""What each ending promises; telephones give one kind of picture the ending of another."""

ARCHIVES = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "zip"})
PDF_SOUGHT = 1024
"""Readers of PDF look for its mark that far."""

KEPT_NOTHING = "Rien n'a été gardé."


def check_honest(content: bytes, name: str) -> None:
    """Refuse what is no proof. Raises MisusedError on a program, or on a name that lies."""
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if content.startswith(PROGRAMS) or ending in STARTED:
        raise MisusedError(
            "Ce fichier est un programme : il ne montre aucun acte.",
            hint=f"Choisissez une photo, un PDF, un compte rendu. {KEPT_NOTHING}",
        )
    if not _keeps_promise(content, ending):
        raise MisusedError(
            f"Ce fichier n'est pas ce que son nom annonce (« .{ending} »).",
            hint="Ouvrez-le pour voir s'il montre bien l'acte, enregistrez-le sous sa vraie forme,"
            f" puis recommencez. {KEPT_NOTHING}",
        )


def _keeps_promise(content: bytes, ending: str) -> bool:
    if ending in ARCHIVES:
        return begins_archive(content)
    if ending == "pdf" and b"%PDF-" in content[:PDF_SOUGHT]:
        return True
    promised = ENDINGS.get(ending)
    return promised is None or media_of(content) in promised
