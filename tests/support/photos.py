"""Photos with everything a phone writes in them, and what is left in a file."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARK = "PATIENTE-DUPONT"
"""Written wherever a file has room for a word."""

UPSIDE = 6
"""EXIF's word for: turn me a quarter to the right."""


def an_image(
    mode: str = "RGB", size: tuple[int, int] = (400, 300), colour: Any = None
) -> Image.Image:
    """Return a picture red on its left half, blue on the right one."""
    image = Image.new("RGB", size, colour or (250, 0, 0))
    if colour is None:
        image.paste((0, 0, 250), (size[0] // 2, 0, *size))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = MARK
    found[0x9286] = MARK
    found.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 29: MARK})
    return found


def a_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def a_jpeg(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    """Return a JPEG with EXIF, place, XMP, IPTC, comment, colour profile and something after it."""
    target = BytesIO()
    (image or an_image()).save(
        target,
        "JPEG",
        quality=95,
        exif=exif(orientation),
        icc_profile=a_profile(),
        comment=MARK,
        xmp=f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode(),
    )
    content = target.getvalue()
    iptc = b"Photoshop 3.0\x008BIM" + MARK.encode()
    extra = b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc
    return content[:2] + extra + content[2:] + b"PK\x03\x04 " + MARK.encode()


def a_png(image: Image.Image | None = None) -> bytes:
    words = PngInfo()
    words.add_text("Author", MARK)
    words.add_text("Comment", MARK, zip=True)
    words.add_itxt("XML:com.adobe.xmp", MARK)
    words.add(b"tIME", b"\x07\xea\x0b\x16\x12\x29\x00")
    target = BytesIO()
    (image or an_image()).save(
        target, "PNG", pnginfo=words, exif=exif(), icc_profile=a_profile(), dpi=(300, 300)
    )
    return target.getvalue() + MARK.encode()


def a_webp(image: Image.Image | None = None) -> bytes:
    target = BytesIO()
    (image or an_image()).save(
        target, "WEBP", exif=exif(), icc_profile=a_profile(), xmp=MARK.encode(), quality=90
    )
    return target.getvalue()


def a_huge_png(side: int) -> bytes:
    """Return a PNG that says it has that many dots a side, and has none."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + _check(name + content)

    heading = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", heading), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _check(content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(content))


def parts_of(content: bytes) -> list[bytes]:
    """Name the parts a JPEG, PNG or WebP is made of, and what is after its end, if anything."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg_parts(content)
    return _png_parts(content) if content.startswith(b"\x89") else _webp_parts(content)


def _jpeg_parts(content: bytes) -> list[bytes]:
    found, at = [], 2
    while content[at + 1] != 0xDA:
        found.append(content[at : at + 2])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    after = content[content.rindex(b"\xff\xd9") + 2 :]
    return [*found, *([after] if after else [])]


def _png_parts(content: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(content):
        found.append(content[at + 4 : at + 8])
        at += 12 + int.from_bytes(content[at : at + 4])
    return found


def _webp_parts(content: bytes) -> list[bytes]:
    found, at = [], 12
    while at < len(content):
        found.append(content[at : at + 4])
        at += 8 + -(-int.from_bytes(content[at + 4 : at + 8], "little") // 2) * 2
    return found
