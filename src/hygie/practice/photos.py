"""Photos drawn again from their dots alone: where, when and with what they were taken is gone.

Nothing of the file that was given is copied: no EXIF, XMP, IPTC, comment, place, small picture or
colour profile stays, nor what is hidden after its end. The colours of the profile are first turned
into those every screen expects (sRGB), and the picture is put upright. Of an animation, the first
picture is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from hygie.core.errors import MisusedError
from hygie.practice.media import Media
from hygie.terminal.attempt import Fault, attempt

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_DOTS = 50_000_000
PREVIEW_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITY = 90
SMALL_QUALITY = 80

MOST_SCANS = 100
"""A photo drawn in steps has about ten; thousands only serve to hold a computer for hours."""

SCAN = b"\xff\xda"
UNCHANGED = "Rien n'a été gardé."
WHITE = (255, 255, 255)
BYTE, FINE = 255, 65535
SAMPLES = frozenset({"I;16", "I;16L", "I;16B", "I;16N", "I", "F"})
"""Shades of grey finer than a screen shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo drawn again, whole, at the size of a page (1600 dots), and small (320)."""

    content: bytes
    preview: bytes
    thumbnail: bytes


def redraw(content: bytes, media: Media) -> Photo:
    """Draw a JPEG, PNG or WebP again, in the same format; the smaller ones are JPEG.

    Raises MisusedError when it is damaged, incomplete, or larger than 50 million dots.
    """
    if media is Media.JPEG and content.count(SCAN) > MOST_SCANS:
        raise _unreadable()
    drawn = attempt(lambda: _redraw(content, media))
    if not isinstance(drawn, Fault):
        return drawn
    if isinstance(drawn.error, MisusedError):
        raise drawn.error
    # The libraries that decode pictures fail in a hundred ways on what was made to harm them.
    raise _unreadable() from drawn.error


def _redraw(content: bytes, media: Media) -> Photo:
    image = _upright(_opened(content, media))
    page = _within(image, PREVIEW_SIDE)
    return Photo(
        content=_written(image, media),
        preview=_written(_on_white(page), Media.JPEG, SMALL_QUALITY),
        thumbnail=_written(_on_white(_within(page, THUMBNAIL_SIDE)), Media.JPEG, SMALL_QUALITY),
    )


def _opened(content: bytes, media: Media) -> "Image":
    """Open the picture with the one reader of its format, and look at its size before decoding."""
    from PIL.Image import Image  # noqa: PLC0415  # heavy
    from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415  # heavy
    from PIL.PngImagePlugin import PngImageFile  # noqa: PLC0415  # heavy
    from PIL.WebPImagePlugin import WebPImageFile  # noqa: PLC0415  # heavy

    readers: dict[Media, Callable[[BytesIO], Image]] = {
        Media.JPEG: JpegImageFile,
        Media.PNG: PngImageFile,
        Media.WEBP: WebPImageFile,
    }
    image = readers[media](BytesIO(content))
    if image.width * image.height > MOST_DOTS:
        raise MisusedError(
            "Cette image est trop grande : 50 millions de points au plus.",
            hint=f"Reprenez la photo à une taille ordinaire. {UNCHANGED}",
        )
    image.load()
    return image


def _upright(image: "Image") -> "Image":
    """Return the picture upright, in ordinary colours, with nothing attached to it."""
    from PIL.ImageOps import exif_transpose  # noqa: PLC0415  # heavy

    profile = image.info.get("icc_profile")
    turned = attempt(lambda: exif_transpose(image))
    upright = image if isinstance(turned, Fault) else turned
    drawn = _in_ordinary_colours(upright, profile if isinstance(profile, bytes) else b"")
    drawn.info = {}
    return drawn


def _in_ordinary_colours(image: "Image", profile: bytes) -> "Image":
    """Turn the colours into sRGB; a profile that cannot be read is left out, colours as found."""
    plain = _plain(image)
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return plain
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    turned = attempt(lambda: _by_profile(image, profile, wanted))
    return plain if isinstance(turned, Fault) else turned


def _by_profile(image: "Image", profile: bytes, mode: str) -> "Image":
    from PIL import ImageCms  # noqa: PLC0415  # heavy

    given = ImageCms.ImageCmsProfile(BytesIO(profile))
    turned = ImageCms.profileToProfile(
        image, given, ImageCms.createProfile("sRGB"), outputMode=mode
    )
    if turned is None:
        raise ValueError(mode)
    return turned


def _plain(image: "Image") -> "Image":
    """Return the picture in grey or in colours, with what is transparent when something is."""
    if image.mode in SAMPLES:
        shades = image.convert("F")
        _, highest = shades.getextrema()
        most = FINE if isinstance(highest, float) and highest > BYTE else BYTE
        return shades.point(lambda value: value * (BYTE / most)).convert("L")
    if image.mode in {"L", "LA", "RGB", "RGBA"} and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _within(image: "Image", side: int) -> "Image":
    from PIL.Image import Resampling  # noqa: PLC0415  # heavy

    share = side / max(image.size)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Resampling.BICUBIC, reducing_gap=2.0)


def _on_white(image: "Image") -> "Image":
    from PIL.Image import new  # noqa: PLC0415  # heavy

    if image.mode not in {"LA", "RGBA"}:
        return image
    page = new("RGB", image.size, WHITE)
    page.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return page


def _written(image: "Image", media: Media, quality: int = QUALITY) -> bytes:
    drawn = BytesIO()
    if media is Media.PNG:
        image.save(drawn, "PNG", optimize=False)
    elif media is Media.WEBP:
        image.save(drawn, "WEBP", quality=quality, method=2)
    else:
        image.save(drawn, "JPEG", quality=quality, optimize=True)
    return drawn.getvalue()


def _unreadable() -> MisusedError:
    return MisusedError(
        "Cette image est abîmée ou incomplète : Hygie ne peut pas la redessiner.",
        hint=f"Reprenez la photo, ou envoyez-la de nouveau depuis le téléphone. {UNCHANGED}",
    )
