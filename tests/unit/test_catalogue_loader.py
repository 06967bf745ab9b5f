import shutil
from pathlib import Path

import pytest

from hygie.catalogue.loader import FOLDER, MEMENTO, VERSION, load_catalogue, read_toml
from hygie.core.errors import CatalogueError
from hygie.core.measures import Origin
from hygie.core.readings import FactType

MEASURE = "verrouillage.toml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the content reduced to one measure, for a test to damage."""
    measures = tmp_path / "measures"
    measures.mkdir()
    for name in ("facts.toml", "sources.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    shutil.copy(FOLDER / "measures" / MEASURE, measures)
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def refusal(content: Path) -> str:
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(content)
    assert refused.value.hint == "Réinstallez Hygie ; vos données ne sont pas touchées."
    return refused.value.message


def test_the_content_is_loaded_in_the_order_of_the_checklist() -> None:
    catalogue = load_catalogue()
    measures = list(catalogue.measures.values())
    assert [measure.number for measure in measures] == list(range(1, len(measures) + 1))
    assert [measure.origin for measure in measures[:33]] == [Origin.MEMENTO] * 33
    assert (catalogue.version, catalogue.memento) == (VERSION, MEMENTO)
    assert all(id_ == measure.id for id_, measure in catalogue.measures.items())


def test_facts_and_sources_are_found_by_their_ids(content: Path) -> None:
    catalogue = load_catalogue(content)
    assert catalogue.facts["session.lock_delay"].type is FactType.INTEGER
    assert catalogue.sources["memento-v2"].url.startswith("https://")
    assert catalogue.measures["verrouillage"].origin is Origin.MEMENTO


def test_content_without_facts_has_no_facts(content: Path) -> None:
    (content / "facts.toml").write_text("", "utf-8")
    (content / "sources.toml").write_text("", "utf-8")
    catalogue = load_catalogue(content)
    assert (catalogue.facts, catalogue.sources) == ({}, {})


@pytest.mark.parametrize("name", ["facts.toml", "sources.toml"])
def test_a_missing_file_is_named(content: Path, name: str) -> None:
    (content / name).unlink()
    assert name in refusal(content)


@pytest.mark.parametrize("name", ["facts.toml", "sources.toml", f"measures/{MEASURE}"])
@pytest.mark.parametrize(
    "written",
    [b"[[fact]\n", b"\xff\xfe", b"a = 1\na = 2\n", b"\x00", b"a = " + b"[" * 20_000],
    ids=["malformed", "not UTF-8", "a key twice", "a zero byte", "a deep nest"],
)
def test_a_file_that_is_not_toml_is_named(content: Path, name: str, written: bytes) -> None:
    (content / name).write_bytes(written)
    assert Path(name).name in refusal(content)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("facts.toml", "[[fact]]\nid = 'a'"),
        ("facts.toml", "[[fact]]\nid='a'\nprobe='b'\ntype='colour'\nlabel='c'"),
        ("facts.toml", "fact = 3"),
        ("facts.toml", "fact = ['a']"),
        ("facts.toml", "[[fact]]\nid='a'\nprobe='b'\ntype='text'\nlabel='c'\nvalues=3"),
        ("sources.toml", "[[source]]\nid = 'a'"),
        ("sources.toml", "[[source]]\nid='a'\ntitle='b'\npublisher='c'\nstatus='true'"),
        ("sources.toml", "source = 'a'"),
    ],
)
def test_an_entry_out_of_form_is_refused(content: Path, name: str, written: str) -> None:
    (content / name).write_text(written, "utf-8")
    assert name in refusal(content)


@pytest.mark.parametrize("name", ["facts.toml", "sources.toml"])
def test_two_entries_of_one_name_are_refused(content: Path, name: str) -> None:
    text = (content / name).read_text("utf-8")
    first = text[text.index("[[") : text.index("[[", text.index("[[") + 2)]
    (content / name).write_text(f"{text}\n{first}", "utf-8")
    assert name in refusal(content)
    assert "en double" in refusal(content)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("minutes = 5", ""),
        ('origin = "memento"', 'origin = "ailleurs"'),
        ('who = "vous"', 'who = "personne"'),
        ('threats = ["divulgation"', 'threats = ["orage"'),
        ('role = "required"\nis = true', 'role = "required"'),
        ('role = "required"\nis = true', 'role = "required"\nequals = true'),
        ('role = "required"\nis = true', 'role = "required"\nis = true\nat_most = 1'),
        ('role = "required"', 'role = "mandatory"'),
        ('oui = "Oui', 'yes = "Oui'),
        ("[answers]", "[[answers]]"),
        ("[[wants]]", "[wants.x]\n[[wants.y]]"),
        ('sources = ["memento-v2"', 'sources = 3\nx = ["memento-v2"'),
        ('id = "capture-reglage"', ""),
    ],
)
def test_a_measure_out_of_form_is_refused(content: Path, before: str, after: str) -> None:
    change(content / "measures" / MEASURE, before, after)
    assert MEASURE in refusal(content)


def test_a_measure_bears_the_name_of_its_file(content: Path) -> None:
    (content / "measures" / MEASURE).rename(content / "measures" / "autre.toml")
    assert "autre.toml : identifiant verrouillage" in refusal(content)


def test_a_file_of_content_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('é = ["à"]', "utf-8")
    with pytest.raises(CatalogueError):
        read_toml(tmp_path / "a.toml")
    (tmp_path / "a.toml").write_text('"é" = ["à"]', "utf-8")
    assert read_toml(tmp_path / "a.toml") == {"é": ["à"]}


def stand_in(content: Path, name: str, instead_of: str) -> None:
    """Add a copy of the measure that stands instead of another; ``instead_of`` is TOML."""
    text = (content / "measures" / MEASURE).read_text("utf-8")
    text = text.replace('id = "verrouillage"', f'id = "{name}"\ninstead_of = {instead_of}', 1)
    (content / "measures" / f"{name}.toml").write_text(text, "utf-8")


def test_a_measure_may_stand_instead_of_another(content: Path) -> None:
    stand_in(content, "remplace", '"verrouillage"')
    assert load_catalogue(content).measures["remplace"].instead_of == "verrouillage"


@pytest.mark.parametrize("instead_of", ['"inconnue"', '"remplace"', "1", '["verrouillage"]'])
def test_a_measure_that_stands_for_nothing_is_named(content: Path, instead_of: str) -> None:
    stand_in(content, "remplace", instead_of)
    assert "remplace.toml : instead_of" in refusal(content)


def test_a_stand_in_has_no_stand_in(content: Path) -> None:
    stand_in(content, "premier", '"verrouillage"')
    stand_in(content, "second", '"premier"')
    assert "second.toml : instead_of premier" in refusal(content)
