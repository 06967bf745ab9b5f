import re
from pathlib import Path

import pytest

from hygie.catalogue.guidance import load_guidance, parse_guidance, read_guidance
from hygie.catalogue.loader import load_catalogue
from hygie.core.errors import CatalogueError
from hygie.core.measures import Guidance

WHOLE = """## Pourquoi

Une raison. [^a]
Une autre.

## Comment

### Windows 11

1. Faites ceci. [^b] [^c]
2. Puis cela.
Cette ligne n'est pas une étape.

### macOS

1. Autrement.

### Amiga

1. Rien.

## Vérifier

C'est fait.

## Où regarder

Là.

## Message groupé

Merci de répondre.

## Précisions

Le détail. [^a]
"""


def test_every_part_is_read_without_its_marks() -> None:
    assert parse_guidance(WHOLE) == Guidance(
        why=("Une raison.", "Une autre."),
        how={"windows": ("Faites ceci.", "Puis cela."), "macos": ("Autrement.",)},
        check=("C'est fait.",),
        where_to_look=("Là.",),
        message="Merci de répondre.",
        notes=("Le détail.",),
        sources=("a", "b", "c"),
    )


@pytest.mark.parametrize("text", ["", "Rien que du texte. [^a]", "### Linux\n\n1. Perdu."])
def test_what_has_no_heading_says_nothing(text: str) -> None:
    found = parse_guidance(text)
    assert (found.why, found.how, found.check, found.message) == ((), {}, (), "")


def test_anyone_is_told_how_without_a_system() -> None:
    assert parse_guidance("## Comment\n### Sans technicien\n1. Ainsi.").how == {
        "anyone": ("Ainsi.",)
    }


def test_a_heading_written_twice_gathers_its_lines() -> None:
    assert parse_guidance("## Pourquoi\nUn.\n## Vérifier\nDeux.\n## Pourquoi\nTrois.").why == (
        "Un.",
        "Trois.",
    )


def test_the_prose_of_every_measure_is_read() -> None:
    catalogue = load_catalogue()
    found = load_guidance(catalogue)
    assert list(found) == list(catalogue.measures)
    for guidance in found.values():
        assert guidance.why
        assert guidance.how
        assert guidance.check
        assert guidance.where_to_look or guidance.message
        everything = [*guidance.why, *guidance.check, *guidance.where_to_look, *guidance.notes]
        everything += [step for steps in guidance.how.values() for step in steps]
        assert not [text for text in everything if re.search(r"\[\^|^\d+\. ", text)]
        assert set(guidance.sources) <= set(catalogue.sources)


def refusal(path: Path) -> str:
    with pytest.raises(CatalogueError) as refused:
        read_guidance(path)
    return refused.value.message


def test_a_missing_prose_is_named(tmp_path: Path) -> None:
    assert "absente.md" in refusal(tmp_path / "absente.md")


def test_prose_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"## Pourquoi\n\xff\n")
    assert "a.md" in refusal(tmp_path / "a.md")


def test_an_unknown_heading_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## Pourquoi\n\nParce que.\n\n## Comments\n", "utf-8")
    assert "a.md : titre inconnu « Comments »" in refusal(tmp_path / "a.md")
