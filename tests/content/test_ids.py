"""What was published is for ever: dossiers, records and files of others name these ids."""

from support.content import HERE, entries, table

PUBLISHED = [
    tuple(line.split("\t"))
    for line in (HERE / "published_ids.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def current() -> set[tuple[str, str]]:
    """Return every id in use, those a measure had before included."""
    found = {("fact", fact["id"]) for fact in table("facts.toml", "fact")}
    found |= {("source", source["id"]) for source in table("sources.toml", "source")}
    for measure in entries():
        for name in [measure["id"], *measure.get("formerly", [])]:
            found.add(("measure", name))
            found |= {("evidence", f"{name}/{kind['id']}") for kind in measure.get("evidence", [])}
    return found


def test_no_published_id_ever_vanishes() -> None:
    assert sorted(set(PUBLISHED) - current()) == []


def test_every_id_is_in_the_list_of_published_ones() -> None:
    """A new id is added to the list as it is written: nobody then forgets to freeze it."""
    assert sorted(current() - set(PUBLISHED)) == []


def test_the_list_is_sorted_and_says_each_id_once() -> None:
    assert sorted(set(PUBLISHED)) == PUBLISHED
    assert {kind for kind, _ in PUBLISHED} == {"evidence", "fact", "measure", "source"}


def test_an_old_name_is_never_given_to_another_measure() -> None:
    names = [measure["id"] for measure in entries()]
    names += [former for measure in entries() for former in measure.get("formerly", [])]
    assert len(set(names)) == len(names)
