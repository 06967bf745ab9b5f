import json
from typing import Any

import pytest

from hygie.catalogue.commands import COMMANDS
from hygie.catalogue.guidance import SYSTEMS
from hygie.catalogue.loader import load_catalogue
from hygie.catalogue.show import ADDED, OURS, WARNING
from hygie.core.errors import MisusedError
from hygie.core.measures import Origin
from hygie.terminal.arguments import FrenchParser
from hygie.terminal.commands import ExitCode
from support.console import a_console, shown

(MESURES,) = COMMANDS


def show(*words: str) -> str:
    parser = FrenchParser(prog="hygie mesures")
    MESURES.add_arguments(parser)
    console = a_console()
    assert MESURES.run(parser.parse_args(list(words)), console) is ExitCode.DONE
    return shown(console).replace("\u00a0", " ").replace("\u202f", " ")


def document(*words: str) -> Any:
    return json.loads(show(*words, "--json"))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), 33),
        (("--local",), 31),
        (("--cloud",), 23),
        (("--local", "--cloud"), 33),
        (("--local", "--utilisateurs", "1"), 30),
        (("--cloud", "--utilisateurs", "1"), 23),
        (("--utilisateurs", "1"), 32),
        (("--utilisateurs", "2"), 33),
    ],
)
def test_the_list_is_the_one_the_situation_calls_for(words: tuple[str, ...], expected: int) -> None:
    assert f"· {expected} mesures et " in show(*words)
    official = [line for line in document(*words)["mesures"] if line["origine"] == "memento"]
    assert len(official) == expected


@pytest.mark.parametrize(
    ("words", "stand_ins"),
    [
        ((), []),
        (("--local",), []),
        (("--cloud",), ["acces-lieu-c", "procedures-c", "charte-c", "fiche-reflexe-c"]),
        (
            ("--cloud", "--utilisateurs", "1"),
            ["acces-lieu-c", "procedures-c", "fiche-reflexe-c"],
        ),
        (("--utilisateurs", "1"), []),
    ],
)
def test_a_practice_all_on_line_gets_its_own(words: tuple[str, ...], stand_ins: list[str]) -> None:
    found = [line["id"] for line in document(*words)["mesures"]]
    assert [id_ for id_ in found if id_.endswith("-c")] == stand_ins


def test_the_complements_are_counted_apart() -> None:
    complements = [line for line in document()["mesures"] if line["origine"] == "complement"]
    assert len(complements) > 1
    assert f"· 33 mesures et {len(complements)} compléments ·" in show()


def test_the_list_fits_and_names_every_measure_under_its_section() -> None:
    text = show()
    assert max(len(line) for line in text.splitlines()) <= 80
    flat = on_one_line(text)
    for measure in load_catalogue().called_for(local=True, cloud=True, several_users=True):
        assert measure.short in flat
        assert measure.section in flat
    assert "  17  L    Faire signer" in text
    assert "  28    C  Vérifier" in text


def test_the_list_can_be_read_by_a_program() -> None:
    found = document()
    assert (found["format"], found["memento"]) == (1, "V2.0")
    assert [line["numero"] for line in found["mesures"]][:33] == list(range(1, 34))
    charter = found["mesures"][16]
    assert (charter["id"], charter["plusieurs_utilisateurs"]) == ("charte-informatique", True)
    assert charter["titre"].startswith("Rédiger une charte informatique")


@pytest.mark.parametrize("id_", list(load_catalogue().measures))
def test_every_card_shows_all_there_is(id_: str) -> None:
    catalogue = load_catalogue()
    measure = catalogue.measures[id_]
    text, found = show(id_), document(id_)["mesure"]
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 80
    flat = on_one_line(text)
    assert measure.title in flat
    assert measure.short in flat
    parts = [*found["pourquoi"], *found["verifier"], *found["ou_regarder"], *found["precisions"]]
    parts += [step for steps in found["comment"].values() for step in steps]
    parts += [found["message"], OURS if measure.origin is Origin.MEMENTO else ADDED]
    parts += [source["titre"] for source in found["sources"]]
    parts += [kind["libelle"] for kind in found["preuves"]]
    parts += [catalogue.facts[wanted["fait"]].label for wanted in found["faits"]]
    assert [part for part in parts if part not in flat] == []
    assert set(found["comment"]) <= set(SYSTEMS.values())


def test_what_is_reconstructed_is_said_before_all() -> None:
    assert WARNING in on_one_line(show("fiche-reflexe"))
    assert WARNING not in on_one_line(show("verrouillage"))


def test_the_chapter_is_called_by_its_name() -> None:
    assert "Annexe 2 : «" in on_one_line(show("33"))
    assert "Mémento V2.0, chapitre 2.3.3 : «" in on_one_line(show("10"))


def test_a_complement_is_never_said_to_be_in_the_official_list() -> None:
    near = on_one_line(show("acces-lieu-c"))
    assert "Complément de Hygie, près de : Mémento V2.0, chapitre 2.2.1 : «" in near
    assert "Complément de Hygie : «" in on_one_line(show("assurance-cyber"))
    assert ADDED in near
    assert OURS not in near


def test_a_measure_is_found_by_its_number_or_its_name() -> None:
    assert show("10") == show("verrouillage")


def test_how_is_told_with_or_without_a_system() -> None:
    assert "Comment, sur Windows 11" in show("verrouillage")
    assert "\nComment\n" in show("acces-lieu")


def test_the_source_says_how_far_it_was_checked() -> None:
    flat = on_one_line(show("fiche-reflexe"))
    assert "source vérifiée" in flat
    assert "source de seconde main" in flat
    assert "source à vérifier" in flat
    assert "https://www.cybermalveillance.gouv.fr/cybermenaces" in flat


def refusal(*words: str) -> MisusedError:
    with pytest.raises(MisusedError) as refused:
        show(*words)
    return refused.value


def test_an_unknown_measure_is_named_with_the_nearest() -> None:
    refused = refusal("verouilage")
    assert refused.message == (
        "Hygie ne connaît pas la mesure « verouilage ». Le plus proche est « verrouillage »."
    )
    assert refused.hint == "La liste des mesures : hygie mesures"


@pytest.mark.parametrize("name", ["1000", "0", "-", "x" * 5000, "\ud800"])
def test_nonsense_has_no_nearest(name: str) -> None:
    assert refusal("--", name).message == f"Hygie ne connaît pas la mesure « {name[:80]} »."
