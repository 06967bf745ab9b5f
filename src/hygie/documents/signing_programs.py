"""What a document holds that acts instead of being read: scripts, launches, media, programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from hygie.documents.signing_attempt import attempt
from hygie.documents.signing_report import Program

MOST_OBJECTS = 300_000
"""More than in a thousand pages."""

ACTIONS: Mapping[str, Program] = {
    "/JavaScript": Program.SCRIPT,
    "/Launch": Program.LAUNCH,
    "/SubmitForm": Program.SENDING,
    "/ImportData": Program.SENDING,
    "/Rendition": Program.MEDIA,
    "/Movie": Program.MEDIA,
    "/Sound": Program.MEDIA,
    "/RichMediaExecute": Program.MEDIA,
    "/GoTo3DView": Program.MEDIA,
}
ANNOTATIONS = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})
MOVES = frozenset({"/GoTo", "/Named"})
"""The actions that only turn the pages: harmless, even when nobody asked."""

ENDINGS = (
    *(".exe", ".com", ".scr", ".pif", ".cpl", ".dll", ".sys", ".msi", ".msp", ".msix", ".appx"),
    *(".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh"),
    *(".hta", ".lnk", ".url", ".reg", ".inf", ".chm", ".jar", ".jnlp", ".iso", ".img", ".vhd"),
    *(".sh", ".bash", ".command", ".run", ".appimage", ".deb", ".rpm", ".desktop", ".apk"),
    *(".app", ".pkg", ".dmg", ".scpt", ".py", ".pyw", ".pl", ".php"),
    *(".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".ppsm", ".ppam", ".one"),
)
BEGINNINGS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf"),
    *(b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00"),
)


def programs_of(reader: Any) -> tuple[Program, ...]:  # noqa: ANN401  # pyHanko's reader, heavy
    """List what acts in a document that pyHanko has opened; what could not be read is told."""
    found: set[Program] = set()
    for node in _nodes(reader):
        if node is None:
            found.add(Program.UNKNOWN)
        elif isinstance(node, dict):
            kinds = attempt(lambda one=node: set(_kinds(one)))  # type: ignore[misc]  # the default binds the loop's value
            found |= {Program.UNKNOWN} if kinds is None else kinds
    return tuple(kind for kind in Program if kind in found)


def _nodes(reader: Any) -> Iterator[Any]:  # noqa: ANN401  # see above
    """Walk all that hangs from a document's root, once; None stands for what cannot be read."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.root]
    while waiting:
        node = waiting.pop()
        if hasattr(node, "idnum"):
            place = (node.idnum, node.generation)
            if place in seen:
                continue
            seen.add(place)
            node = attempt(node.get_object)
        if len(seen) > MOST_OBJECTS:
            yield None
            return
        yield node
        below = dict.values(node) if isinstance(node, dict) else node
        if isinstance(below, list) or isinstance(node, dict):
            waiting += [one for one in _raw(below) if _leads_on(one)]


def _raw(below: Any) -> Any:  # noqa: ANN401  # see above
    """Look at what a list holds without following its references, as pyHanko's own would."""
    return list.__iter__(below) if isinstance(below, list) else below


def _leads_on(one: Any) -> bool:  # noqa: ANN401  # see above
    return isinstance(one, dict | list) or hasattr(one, "idnum")


def _kinds(node: Any) -> Iterator[Program]:  # noqa: ANN401  # see above
    action = str(node.get("/S", ""))
    if action in ACTIONS:
        yield ACTIONS[action]
    if "/JS" in node:
        yield Program.SCRIPT
    if "/XFA" in node:
        yield Program.FORM
    if str(node.get("/Subtype", "")) in ANNOTATIONS:
        yield Program.MEDIA
    alone = [node["/OpenAction"]] if "/OpenAction" in node else []
    if "/AA" in node and isinstance(node["/AA"], dict):
        alone += [node["/AA"][trigger] for trigger in node["/AA"]]
    if not all(_only_moves(one) for one in alone):
        yield Program.OPENING
    if "/EF" in node and _is_program(node):
        yield Program.FILE


def _only_moves(action: Any) -> bool:  # noqa: ANN401  # see above
    """Tell whether what starts by itself only turns the pages; a place is no action at all."""
    if not isinstance(action, dict):
        return True
    return "/Next" not in action and str(action.get("/S", "")) in MOVES


def _is_program(specification: Any) -> bool:  # noqa: ANN401  # see above
    names = [str(specification[key]) for key in ("/F", "/UF") if key in specification]
    if any(name.lower().rstrip(". ").endswith(ENDINGS) for name in names):
        return True
    files = specification["/EF"]
    return any(bytes(files[key].data).startswith(BEGINNINGS) for key in files)
