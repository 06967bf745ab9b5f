"""Photos drawn again: upright, in their colours, and without a byte of what came with them."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from hygie.core.errors import MisusedError
from hygie.practice.media import Media, media_of
from hygie.practice.photos import MOST_SCANS, PREVIEW_SIDE, THUMBNAIL_SIDE, Photo, redraw
from support.mutator import Mutator
from support.photos import (
    MARK,
    UPSIDE,
    a_huge_png,
    a_jpeg,
    a_png,
    a_profile,
    a_webp,
    an_image,
    parts_of,
)

JPEG_PARTS = {b"\xff\xe0", b"\xff\xdb", b"\xff\xc0", b"\xff\xc4"}
"""The bare heading, tables and size of a JPEG: none of EXIF, XMP, IPTC, profile or comment."""

ALLOWED = {
    Media.JPEG: JPEG_PARTS,
    Media.PNG: {b"IHDR", b"IDAT", b"IEND"},
    Media.WEBP: {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"},
}


def drawn(content: bytes) -> Photo:
    return redraw(content, media_of(content))


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def dot(image: Image.Image, x: int, y: int) -> Any:
    return image.convert("RGB").getpixel((x, y))


def is_near(found: Any, expected: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("content", [a_jpeg(), a_png(), a_webp()], ids=["jpeg", "png", "webp"])
def test_nothing_of_what_came_with_it_is_left(content: bytes) -> None:
    assert MARK.encode() in content
    photo = drawn(content)
    for picture in (photo.content, photo.preview, photo.thumbnail):
        assert set(parts_of(picture)) <= ALLOWED[media_of(picture)]
        assert MARK.encode() not in picture
        image = opened(picture)
        assert not image.getexif()
        assert not set(image.info) & {
            "exif",
            "xmp",
            "icc_profile",
            "comment",
            "photoshop",
            "Author",
        }
    assert media_of(photo.content) is media_of(content)
    assert media_of(photo.preview) is media_of(photo.thumbnail) is Media.JPEG


@pytest.mark.parametrize("content", [a_jpeg(), a_png(), a_webp()], ids=["jpeg", "png", "webp"])
def test_its_colours_are_kept(content: bytes) -> None:
    photo = drawn(content)
    for picture in (photo.content, photo.preview, photo.thumbnail):
        image = opened(picture)
        assert is_near(dot(image, 10, 10), (250, 0, 0))
        assert is_near(dot(image, image.width - 10, 10), (0, 0, 250))


def test_it_is_put_upright() -> None:
    image = opened(drawn(a_jpeg(orientation=UPSIDE)).content)
    assert image.size == (300, 400)
    assert is_near(dot(image, 10, 10), (250, 0, 0))
    assert is_near(dot(image, 10, 390), (0, 0, 250))


def test_the_smaller_ones_fit() -> None:
    photo = drawn(a_jpeg(an_image(size=(4000, 1000))))
    assert opened(photo.content).size == (4000, 1000)
    assert opened(photo.preview).size == (PREVIEW_SIDE, 400)
    assert opened(photo.thumbnail).size == (THUMBNAIL_SIDE, 80)


def test_a_line_one_dot_high_is_still_a_picture() -> None:
    assert opened(drawn(a_png(an_image(size=(9000, 1)))).thumbnail).size == (THUMBNAIL_SIDE, 1)


def test_colours_of_another_profile_become_ordinary_ones() -> None:
    """The profile says that red is green, and green red: what is seen is kept, not the numbers."""
    own = a_profile()
    other = own.replace(b"rXYZ", b"****").replace(b"gXYZ", b"rXYZ").replace(b"****", b"gXYZ")
    image = opened(drawn(with_profile(other)).content)
    assert is_near(dot(image, 10, 10), (0, 250, 0))
    assert is_near(dot(image, 390, 10), (0, 0, 250))


def test_a_profile_that_does_not_suit_is_left_out() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (lab, b"no profile at all", b"x" * 200):
        photo = drawn(with_profile(profile))
        assert is_near(dot(opened(photo.content), 10, 10), (250, 0, 0))
        assert set(parts_of(photo.content)) <= ALLOWED[Media.PNG]


def with_profile(profile: bytes) -> bytes:
    target = BytesIO()
    an_image().save(target, "PNG", icc_profile=profile)
    return target.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "I", "CMYK"])
def test_every_kind_of_dots_is_drawn(mode: str) -> None:
    target = BytesIO()
    if mode in {"I;16", "I"}:
        Image.new("I;16", (40, 30), 0x8000).save(target, "PNG")
    elif mode in {"CMYK", "PA"}:
        an_image("CMYK").save(target, "JPEG")
    else:
        an_image(mode).save(target, "PNG")
    image = opened(drawn(target.getvalue()).thumbnail)
    found = dot(image, 5, 5)
    assert found not in {(0, 0, 0), (255, 255, 255)} or mode == "1"
    if mode in {"I;16", "I"}:
        assert is_near(found, (128, 128, 128))


def test_what_is_transparent_stays_so_and_shows_on_white() -> None:
    image = an_image("RGBA")
    image.putalpha(0)
    photo = drawn(a_png(image))
    assert opened(photo.content).mode == "RGBA"
    assert is_near(dot(opened(photo.preview), 5, 5), (255, 255, 255))
    target = BytesIO()
    an_image("P").save(target, "PNG", transparency=0)
    assert opened(drawn(target.getvalue()).content).mode == "RGBA"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_kept(form: str) -> None:
    target = BytesIO()
    after = an_image(colour=(0, 250, 0))
    an_image().save(target, form, save_all=True, append_images=[after] * 3, duration=100)
    photo = drawn(target.getvalue())
    assert getattr(opened(photo.content), "n_frames", 1) == 1
    assert is_near(dot(opened(photo.content), 10, 10), (250, 0, 0))


@pytest.mark.parametrize("content", [a_jpeg(), a_png(), a_webp()], ids=["jpeg", "png", "webp"])
def test_an_incomplete_one_is_refused(content: bytes) -> None:
    for share in (0.1, 0.5, 0.8):
        with pytest.raises(MisusedError, match="abîmée ou incomplète"):
            drawn(content[: 40 + int((len(content) - 60) * share * 0.5)])


@pytest.mark.parametrize("side", [7_100, 20_000, 60_000, 2_000_000_000])
def test_a_picture_too_large_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(MisusedError, match=r"50 millions|abîmée"):
        drawn(a_huge_png(side))


def test_thousands_of_steps_are_refused_before_the_first() -> None:
    content = a_jpeg()
    start = content.index(b"\xff\xda")
    with pytest.raises(MisusedError, match="abîmée"):
        drawn(content[:start] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * (MOST_SCANS + 1))


@pytest.mark.parametrize(
    "content",
    [
        a_jpeg(an_image(size=(64, 48))),
        a_png(an_image(size=(64, 48))),
        a_webp(an_image(size=(64, 48))),
    ],
    ids=["jpeg", "png", "webp"],
)
def test_a_damaged_one_is_drawn_clean_or_refused_kindly(content: bytes) -> None:
    mutator, kept = Mutator("photo"), 0
    for _ in range(400):
        spoiled = mutator.raw(content)
        media = media_of(spoiled)
        if not media.is_photo:
            continue
        with suppress(MisusedError):
            photo = redraw(spoiled, media)
            assert set(parts_of(photo.content)) <= ALLOWED[media]
            assert MARK.encode() not in photo.content + photo.preview + photo.thumbnail
            kept += 1
    assert kept
