"""Evidence on a real disk: whole or absent, unreadable without the key, never a path."""

import os
import re
import subprocess
import sys
import time
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from hygie.core.errors import MisusedError, StorageError
from hygie.practice.evidence_files import FILE_BYTES, EvidenceStore
from hygie.practice.media import Media
from hygie.practice.whole_streams import sweep_drafts
from support.chance import Chance
from support.photos import MARK, a_jpeg, a_png

KEY = bytes(range(32))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
WRITER = """
import secrets, sys
from io import BytesIO
from pathlib import Path
from hygie.practice.evidence_files import EvidenceStore
store = EvidenceStore(Path(sys.argv[1]), bytes(range(32)), chance=secrets.token_bytes)
while True:
    print(store.put(BytesIO(b"preuve " * 20000), name="a.txt").id, flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "preuves", KEY, chance=Chance())


def put(store: EvidenceStore, content: bytes, name: str = "preuve.txt") -> str:
    return store.put(BytesIO(content), name=name).id


def read(store: EvidenceStore, id_: str) -> bytes:
    with store.open(id_) as reader:
        return reader.read()


def test_a_file_comes_back_as_it_was(store: EvidenceStore) -> None:
    content = b"%PDF-1.7 " + bytes(range(256)) * 2000
    stored = store.put(BytesIO(content), name="../Facture.pdf")
    assert (stored.name, stored.media, stored.size) == ("Facture.pdf", Media.PDF, len(content))
    assert stored.sha256 == sha256(content).hexdigest()
    assert re.fullmatch(r"[0-9a-f]{32}", stored.id)
    assert store.about(stored.id) == stored
    assert read(store, stored.id) == content
    assert store.thumbnail(stored.id) is store.preview(stored.id) is None
    assert store.ids() == (stored.id,)


def test_a_photo_comes_back_drawn_again(store: EvidenceStore) -> None:
    stored = store.put(BytesIO(a_jpeg()), name="IMG_1234.jpg")
    content = read(store, stored.id)
    assert (stored.size, stored.sha256) == (len(content), sha256(content).hexdigest())
    assert stored.media is Media.JPEG
    small, page = store.thumbnail(stored.id), store.preview(stored.id)
    assert small is not None
    assert page is not None
    assert small.startswith(b"\xff\xd8") and page.startswith(b"\xff\xd8")  # noqa: PT018  # one fact of two pictures
    assert not any(MARK.encode() in part for part in (content, small, page))


@pytest.mark.parametrize("content", [SVG, b"<html><body>", bytes(50)])
def test_what_a_browser_would_run_is_only_downloaded(store: EvidenceStore, content: bytes) -> None:
    stored = store.put(BytesIO(content), name="photo")
    assert stored.media is Media.OTHER
    assert stored.media.only_downloaded
    assert read(store, stored.id) == content


@pytest.mark.parametrize("content", [SVG, b"<html><body>", b"MZ" + bytes(50)])
def test_what_is_not_what_its_name_says_is_not_kept(store: EvidenceStore, content: bytes) -> None:
    with pytest.raises(MisusedError):
        store.put(BytesIO(content), name="photo.jpg")
    assert store.ids() == ()


def test_nothing_shows_on_the_disk(store: EvidenceStore, tmp_path: Path) -> None:
    put(store, b"ordonnance de Madame Martin " * 100, "Martin.txt")
    put(store, a_png(), "Martin.png")
    for path in (tmp_path / "preuves").iterdir():
        content = path.read_bytes()
        assert not any(word in content for word in (b"Martin", b"ordonnance", b"PNG", b"IHDR"))
        assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "preuves").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "id_",
    ["../coffre.json", "..", "", "/etc/passwd", "a" * 31, "A" * 32, "é" * 32, "0" * 32 + "\n"],
)
def test_only_what_chance_named_is_looked_for(store: EvidenceStore, id_: str) -> None:
    for ask in (store.open, store.about, store.thumbnail, store.preview, store.remove):
        with pytest.raises(MisusedError, match="n'existe pas"):
            ask(id_)


def test_a_file_is_taken_away(store: EvidenceStore) -> None:
    id_ = put(store, b"texte")
    store.remove(id_)
    store.remove(id_)
    assert store.ids() == ()
    with pytest.raises(MisusedError, match="n'est plus là"):
        store.open(id_)


class Endless:
    """An upload that never ends; ``given`` is how much of it was read."""

    given = 0

    def read(self, size: int, /) -> bytes:
        found = bytes(min(size, 1 << 16))
        self.given += len(found)
        return found


def test_a_large_upload_is_refused_and_hardly_read(store: EvidenceStore, tmp_path: Path) -> None:
    endless = Endless()
    with pytest.raises(MisusedError, match="20 Mo au plus"):
        store.put(endless, name="film.mp4")
    assert endless.given == FILE_BYTES + 1
    with pytest.raises(MisusedError, match="2 Mo au plus"):
        store.put(Endless(), name="film.mp4", limit=2_000_000)
    assert not (tmp_path / "preuves").exists()


def test_nothing_is_refused_kindly(store: EvidenceStore) -> None:
    with pytest.raises(MisusedError, match="vide"):
        put(store, b"")


def test_one_put_in_place_of_another_does_not_open(store: EvidenceStore, tmp_path: Path) -> None:
    one, other = put(store, b"facture"), put(store, b"attestation")
    (tmp_path / "preuves" / one).replace(tmp_path / "preuves" / other)
    with pytest.raises(MisusedError, match="autre clé"):
        store.open(other)


def test_a_damaged_one_is_refused_before_its_first_byte(
    store: EvidenceStore, tmp_path: Path
) -> None:
    id_ = put(store, b"texte " * 100_000)
    path = tmp_path / "preuves" / id_
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(MisusedError, match="abîmé"):
        store.open(id_)


def test_a_link_or_a_pipe_in_its_place_is_not_followed(
    store: EvidenceStore, tmp_path: Path
) -> None:
    id_ = put(store, b"texte")
    path = tmp_path / "preuves" / id_
    path.rename(tmp_path / "ailleurs")
    path.symlink_to(tmp_path / "ailleurs")
    with pytest.raises(MisusedError):
        store.open(id_)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(MisusedError):
        store.open(id_)


def test_a_refused_archive_leaves_nothing(store: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(MisusedError, match="abîmée"):
        put(store, b"PK\x03\x04" + bytes(300), "a.docx")
    assert not (tmp_path / "preuves").exists()


def test_a_folder_that_refuses_says_so(tmp_path: Path) -> None:
    (tmp_path / "preuves").write_text("un fichier")
    store = EvidenceStore(tmp_path / "preuves", KEY, chance=Chance())
    with pytest.raises((MisusedError, StorageError)):
        put(store, b"texte")


def test_what_an_interruption_left_is_swept_and_nothing_else(
    store: EvidenceStore, tmp_path: Path
) -> None:
    id_ = put(store, b"facture")
    folder = tmp_path / "preuves"
    (folder / f".{'0' * 32}.part").write_bytes(b"coupe")
    sweep_drafts(folder)
    sweep_drafts(tmp_path / "nulle-part")
    assert [path.name for path in folder.iterdir()] == [id_]


def test_an_interruption_leaves_whole_files_only(tmp_path: Path) -> None:
    for round_number in range(8):
        folder = tmp_path / str(round_number)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(round_number * 0.004)
            process.kill()
            told = [first.strip(), *process.stdout.read().rpartition("\n")[0].split()]
        store = EvidenceStore(folder, KEY, chance=Chance())
        assert set(told) <= set(store.ids())
        assert all(read(store, id_) == b"preuve " * 20000 for id_ in store.ids())
