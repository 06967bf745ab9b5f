import pytest

from hygie.practice.media import Media, media_of


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"\xff\xd8\xff\xe0rest", Media.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", Media.PNG),
        (b"RIFF\0\0\0\0WEBPVP8 ", Media.WEBP),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Media.HEIC),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", Media.HEIC),
        (b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", Media.OTHER),
        (b"%PDF-1.7\n", Media.PDF),
        ("Relevé du 22 novembre\r\nonduleur testé\n".encode(), Media.TEXT),
        (b"\xef\xbb\xbfavec sa marque", Media.TEXT),
        (b"12 < 13", Media.TEXT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Media.OTHER),
        (b"<!DOCTYPE html><p>", Media.OTHER),
        (b"bonjour <script>alert(1)</script>", Media.OTHER),
        (b"bonjour < SCRIPT>", Media.OTHER),
        (b"<?xml version='1.0'?>", Media.OTHER),
        (b"PK\x03\x04", Media.OTHER),
        (b"GIF89a\x01\x00\x01\x00", Media.OTHER),
        (b"MZ\x90\x00", Media.OTHER),
        (b"\xff\xfeb\x00", Media.OTHER),
        ("retourné \u202e".encode(), Media.OTHER),
        (b"\x1b[31mrouge", Media.OTHER),
        (b"", Media.OTHER),
    ],
)
def test_bytes_say_what_a_file_is(content: bytes, media: Media) -> None:
    assert media_of(content) is media


def test_what_a_browser_may_show() -> None:
    assert {media for media in Media if media.only_downloaded} == {Media.HEIC, Media.OTHER}
    assert {media for media in Media if media.is_photo} == {Media.JPEG, Media.PNG, Media.WEBP}
