"""The form of the Markdown of every measure, and what may never be read in any text of ours."""

import re
from pathlib import Path

import pytest

from support.content import (
    MARKDOWN_FILES,
    MARKS_AT_END,
    Sentence,
    all_that_is_said,
    entries,
    prose,
    said_in_toml,
    sentences,
)
from support.english import english_words

HEADINGS = ["Pourquoi", "Comment", "Vérifier", "Où regarder", "Message groupé", "Précisions"]
SYSTEMS = ["Windows 11", "macOS", "Linux"]
ANYONE = ["Sans technicien"]

PROSE = prose()
SAID = all_that_is_said()
each_file = pytest.mark.parametrize("path", MARKDOWN_FILES, ids=lambda path: path.stem)


def under(path: Path, heading: str) -> list[Sentence]:
    return [line for line in sentences(path) if line.heading == heading]


def titles(path: Path, mark: str) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line.removeprefix(mark) for line in lines if line.startswith(mark)]


# --- form -------------------------------------------------------------------------------------


@each_file
def test_the_headings_are_the_fixed_ones_in_their_order(path: Path) -> None:
    found = titles(path, "## ")
    assert found == [title for title in HEADINGS if title in found]
    assert set(HEADINGS[:3]) <= set(found)


@each_file
def test_no_heading_is_empty_and_nothing_stands_before_the_first(path: Path) -> None:
    lines = list(sentences(path))
    assert {line.heading for line in lines} == set(titles(path, "## "))
    assert re.match("## ", path.read_text("utf-8"))
    assert not [line for line in lines if line.raw.startswith("#")]


@each_file
def test_there_is_a_way_out_for_whoever_does_not_know(path: Path) -> None:
    assert under(path, "Où regarder") or under(path, "Message groupé")


@each_file
def test_the_reasons_are_one_to_three_short_sentences(path: Path) -> None:
    lines = under(path, "Pourquoi")
    assert 1 <= len(lines) <= 3
    assert [line.text for line in lines if len(line.text) > 160] == []


@each_file
def test_how_is_told_for_every_system_or_for_anyone(path: Path) -> None:
    assert titles(path, "### ") in (SYSTEMS, ANYONE)
    assert {line.under for line in under(path, "Comment")} == set(titles(path, "### "))
    elsewhere = [line for line in sentences(path) if line.under and line.heading != "Comment"]
    assert elsewhere == []


@each_file
def test_the_steps_are_numbered_and_few(path: Path) -> None:
    for title in titles(path, "### "):
        steps = [line for line in under(path, "Comment") if line.under == title]
        assert 2 <= len(steps) <= 8
        numbers = [line.raw.split(". ")[0] for line in steps]
        assert numbers == [str(number) for number in range(1, len(steps) + 1)]
        assert [line.text for line in steps if len(line.text) > 200] == []


@each_file
@pytest.mark.parametrize("heading", ["Vérifier", "Où regarder"])
def test_checks_and_places_are_three_sentences_at_most(path: Path, heading: str) -> None:
    assert len(under(path, heading)) <= 3


@each_file
def test_the_message_is_one_sentence_that_reads_alone(path: Path) -> None:
    lines = under(path, "Message groupé")
    assert len(lines) <= 1
    for line in lines:
        assert re.match("Merci d", line.raw)
        assert line.raw.endswith(".")
        assert line.marks == []


@each_file
def test_every_precision_ends_with_its_source(path: Path) -> None:
    assert [str(line) for line in under(path, "Précisions") if not line.marks] == []


def test_there_is_one_sentence_per_line() -> None:
    """A quoted question in the middle of a sentence is part of it."""
    several = [str(line) for line in PROSE if re.search(r"[.?!…] [A-ZÀ-ÖŒ]", line.text)]
    assert several == []


def test_marks_stand_at_the_end_of_the_line() -> None:
    misplaced = [str(line) for line in PROSE if "[^" in MARKS_AT_END.sub("", line.raw)]
    assert misplaced == []


def test_every_sentence_ends_as_one() -> None:
    assert [str(line) for line in PROSE if not re.search(r"(\.| [?!])$", line.text)] == []


# --- what rests on a text ---------------------------------------------------------------------

OFFICIAL = re.compile(
    r"""\bCNIL\b|\bANSSI\b|\bPGSSI\b|\bMACSF\b|\bMonAideCyber\b|Union\ régionale
    |\bMémento\b|\bRGPD\b|\barticles?\b|\b[Ll]ois?\b|\blég(?:al|aux)|\bdécrets?\b|\barrêtés?\b
    |\bréglement|\bdélibération|\bréférentiel|\bcour\b|\bamende|\bsanction|\bobligat|\bobligé
    |\b(?:est|sont|être|soit)\ tenue?s?\ (?:de|d'|à|par)|\bHDS\b|\bcertificat\b
    |\brecommand(?:e|ation)|\b\d+\ (?:ans|heures)\b|\b90\ jours\b
    |\ba\ le\ droit\b|\bdroits\ du\ patient""",
    re.VERBOSE,
)
"""Words by which a sentence states a rule, a legal term, a sanction or an official advice."""

STATES_NO_RULE = (
    "modèle de votre Ordre ou de la CNIL",
    "la CNIL dit « traitement »",
    "annexe 2 du Mémento de l'ANS si vous l'avez",
    "Si vous avez le Mémento de l'ANS, envoyez",
    "classeur « RGPD »",
    "« registre » ou « RGPD »",
    "une copie de son certificat HDS",
    "avec quel certificat HDS",
    "vous avez un certificat en cours de validité",
    "chaque point du référentiel",
    "« référentiel cabinets médicaux et paramédicaux »",
    "à « Mentions légales »",
)
"""Parts of sentences that use such a word to ask, to search or to name, and state no rule."""


def states_a_rule(line: Sentence) -> bool:
    named = any(part in line.text for part in STATES_NO_RULE)
    return line.heading != "Message groupé" and not named and bool(OFFICIAL.search(line.text))


@pytest.mark.parametrize(
    "said",
    [
        "La CNIL le demande.",
        "Gardez les dossiers 20 ans.",
        "La loi vous y oblige.",
        "Vous risquez une amende.",
        "Prévenez dans les 72 heures.",
        "C'est obligatoire.",
        "Il est recommandé par l'ANSSI.",
    ],
)
def test_a_rule_is_recognised(said: str) -> None:
    assert states_a_rule(Sentence(measure="essai", heading="Vérifier", under="", raw=said))


def test_every_rule_and_every_official_advice_has_its_source() -> None:
    assert [str(line) for line in PROSE if states_a_rule(line) and not line.marks] == []


@pytest.mark.parametrize("part", STATES_NO_RULE)
def test_an_exception_that_is_no_longer_needed_goes(part: str) -> None:
    used = [line for line in PROSE if part in line.text and OFFICIAL.search(line.text)]
    assert used, part
    assert not all(line.marks for line in used), part


# --- what is never said -----------------------------------------------------------------------

FORBIDDEN = {
    "forced renewal": (
        r"""(?i)(?:chang|renouvel|remplac)\w*[^.]{0,60}mots?\ de\ passe[^.]{0,40}
        (?:tous\ les\ \d|chaque\ (?:mois|trimestre|semestre|année)|régulièrement|périodiq)""",
        "Changez vos mots de passe tous les 3 mois.",
    ),
    "30 to 48 years": (r"(?:30|trente)\s*(?:à|-|–)\s*48|48\s*ans", "Gardez-le 30 à 48 ans."),
    "the regulation as a directive": (
        r"(?i)directive[^.]{0,20}RGPD|substitu\w+[^.]{0,20}informatique",
        "La directive RGPD le demande.",
    ),
    "a phone number": (
        r"(?<!\d)(?:\+33|0)[ .]?[1-9](?:[ .]?\d){8}(?!\d)|\b0[ .]?8\d\d",
        "Appelez le 01 23 45 67 89.",
    ),
    "a surcharged number": (r"\b0[ .]?8\d\d\b", "Appelez le 0 825 000 000."),
    "a short number": (
        r"(?i)(?:appelez|composez|faites|contactez)\s+le\s+(?!17\b)\d",
        "En cas de doute, composez le 3018.",
    ),
    "a secret asked for": (
        r"""(?i)(?:quel|donnez|indiquez|saisissez|notez|tapez)[^.]{0,25}
        (?:votre|vos)\s+(?:codes?|mots?\ de\ passe|PIN|PUK)\b""",
        "Au besoin, notez ici votre code PIN.",
    ),
    "orders and praise": (r"[Vv]euillez|[Bb]ravo|[Ff]élicit|\bOK\b|!", "Veuillez patienter."),
    "fright": (r"(?i)catastroph|gravissime|terrible|dramatique|prison|pénal", "C'est la prison."),
    "shouting": (r"\b[A-ZÉÈÀ]{4,}\s+[A-ZÉÈÀ]{4,}\b", "JAMAIS CELA."),
    "leftovers": (r"TODO|FIXME|XXX|TBD|lorem|\bNone\b|\bnull\b|[{}<>]|\*\*", "TODO : dire qui."),
}
"""What no text may hold, each with a sentence that would be caught."""


@pytest.mark.parametrize(("pattern", "example"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_what_is_never_said_is_not(pattern: str, example: str) -> None:
    forbidden = re.compile(pattern, re.VERBOSE)
    assert forbidden.search(example)
    assert [(where, text) for where, text in SAID if forbidden.search(text)] == []


def test_the_old_approval_is_never_said_to_be_current() -> None:
    said = [text for _, text in SAID if re.search("agrément|agréé", text)]
    assert said
    assert [text for text in said if "ancien" not in text] == []


def test_no_english_is_left() -> None:
    titles_in_english = ("Guidelines for Media Sanitization",)
    found = [
        (where, words)
        for where, text in SAID
        if (words := english_words(text)) and not text.startswith(titles_in_english)
    ]
    assert found == []


# --- typography -------------------------------------------------------------------------------

TYPOGRAPHY = {
    "two spaces": r"\s{2,}",
    "an edge": r"^\s|\s$",
    "a curved apostrophe among straight ones": "[’‘]",
    "a straight quote": '"',
    "three dots": r"\.\.\.",
    "a sign without its space": r"(?<!https)(?<=\w)[:;?!](?!//)|«\S|\S»",
    "a space before a light sign": r"\s[,.](?!\w)",
    "a separate ligature": r"\b[Cc]oeur|\b[Oo]euvre|\b[Oo]eil|[Mm]anoeuvre",
    "an invisible character": r"[\u00a0\u202f\u200b-\u200f\ufeff\u00ad\t]",
    "a letter in two parts": r"[\u0300-\u036f]",
}


@pytest.mark.parametrize("pattern", TYPOGRAPHY.values(), ids=TYPOGRAPHY.keys())
def test_the_typography_is_french_and_the_same_everywhere(pattern: str) -> None:
    assert [(where, text) for where, text in SAID if re.search(pattern, text)] == []


def test_files_end_with_one_line_break_and_have_no_trailing_space() -> None:
    for path in MARKDOWN_FILES:
        text = path.read_text("utf-8")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not re.search(r"[ \t]\n|\n\n\n|\r", text), path.name


# --- whose words ------------------------------------------------------------------------------


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def test_our_words_are_not_the_official_ones() -> None:
    official = {
        shingle
        for measure in entries()
        if measure["origin"] == "memento"
        for shingle in shingles(measure["title"])
    }
    ours = said_in_toml() + [(line.measure, line.text) for line in PROSE]
    assert official
    assert [(where, text) for where, text in ours if shingles(text) & official] == []


def test_sentences_are_not_copied_within_a_measure() -> None:
    for path in MARKDOWN_FILES:
        for heading in HEADINGS:
            texts = [(line.under, line.text) for line in under(path, heading)]
            assert len(set(texts)) == len(texts)
