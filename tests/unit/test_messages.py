"""The grouped messages: whose line goes to whom, counted, dated, and no name in them."""

from collections.abc import Iterable
from datetime import UTC, timedelta, timezone

from hygie.audit.messages import NOTHING_PERSONAL, grouped_message, points_for
from hygie.core.audits import Audit, make_audit
from hygie.core.measures import Guidance, Measure, Recipient
from hygie.core.readings import Reading
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from hygie.terminal.typography import NARROW, NO_BREAK
from support.builders import (
    LOCKS,
    NOW,
    a_catalogue,
    a_measure,
    an_answer,
    is_true,
    no_object,
    seen,
    unseen,
)

PROVIDER, VENDOR, BOTH = Recipient.PROVIDER, Recipient.VENDOR, Recipient.BOTH
MEASURES = (
    a_measure(id="poste", number=1, message_for=PROVIDER, wants=(is_true(LOCKS),)),
    a_measure(id="logiciel", number=2, message_for=VENDOR, wants=()),
    a_measure(id="contrat", number=3, message_for=BOTH, wants=()),
    a_measure(id="seul", number=4, wants=()),
)
GUIDANCE = {
    measure.id: Guidance(message=f"Merci pour « {measure.id} »." if measure.message_for else "")
    for measure in MEASURES
}


def an_audit(
    readings: Iterable[Reading] = (),
    records: Iterable[Record] = (),
    measures: Iterable[Measure] = MEASURES,
    system: str = "linux",
) -> Audit:
    return make_audit(
        situation=Situation(users=1, computers=3),
        readings=readings,
        records=records,
        catalogue=a_catalogue(*measures),
        guidance=GUIDANCE,
        system=system,
        now=NOW,
    )


def written(audit: Audit, reader: Recipient = PROVIDER) -> str:
    message = "\n".join(grouped_message(audit, reader, zone=UTC))
    return " ".join(message.replace(NO_BREAK, " ").replace(NARROW, " ").split())


def test_a_line_goes_to_whom_it_is_for() -> None:
    plan = an_audit().plan
    assert {action.measure for action in points_for(PROVIDER, plan)} == {"poste", "contrat"}
    assert {action.measure for action in points_for(VENDOR, plan)} == {"logiciel", "contrat"}


def test_the_message_is_counted_dated_and_in_two_parts() -> None:
    audit = an_audit([seen(LOCKS, False)], [an_answer(Answer.UNKNOWN, measure="contrat")])
    message = written(audit)
    assert message.startswith("Bonjour, Voici, au 22 nov. 2026,")
    assert "en 2 points." in message
    assert "Ce qui manque chez nous (1) 1. Merci pour « poste »." in message
    assert "Constaté sur un poste : session.lock_enabled n'est pas en place." in message
    assert "Ce que nous ne savons pas (1) 2. Merci pour « contrat »." in message
    assert message.endswith(NOTHING_PERSONAL)


def test_the_parts_that_are_empty_are_not_written() -> None:
    message = written(an_audit([unseen(LOCKS)]))
    assert "Ce qui manque" not in message
    assert "Ce que nous ne savons pas (2)" in message


def test_the_date_is_the_one_of_the_practice() -> None:
    late = timezone(timedelta(hours=12))
    message = "\n".join(grouped_message(an_audit(), PROVIDER, zone=late))
    assert "23\u00a0nov." in message


def test_the_reader_learns_with_what_the_practice_works() -> None:
    plain = written(an_audit())
    assert "un seul utilisateur, 3 ordinateurs (système lu par Hygie : Linux)." in plain
    read: list[Reading] = [
        seen("system.name", "debian 12"),
        seen("system.name", "ubuntu 24.04", poste="poste-2"),
        no_object("system.end_of_support"),
    ]
    assert "système lu par Hygie : debian 12, ubuntu 24.04" in written(an_audit(read))
    assert "système lu par Hygie : haiku" in written(an_audit(system="haiku"))


def test_what_is_in_place_is_not_asked_for() -> None:
    records = [an_answer(Answer.YES, measure=measure.id) for measure in MEASURES]
    audit = an_audit([seen(LOCKS, True)], records)
    assert written(audit, VENDOR) == "Rien à demander à votre éditeur d'après cet audit."


def test_a_message_without_an_address_goes_to_the_provider() -> None:
    audit = make_audit(
        situation=Situation(),
        readings=(),
        records=(),
        catalogue=a_catalogue(a_measure(id="poste", wants=())),
        guidance=GUIDANCE,
        system="linux",
        now=NOW,
    )
    assert [action.message_for for action in audit.plan] == [PROVIDER]


def test_no_reason_nor_workstation_leaves_in_a_message() -> None:
    """What a person typed, and the id of a workstation, are not for others."""
    audit = an_audit([seen(LOCKS, False)], [an_answer(Answer.NO, measure="contrat")])
    for reader in (PROVIDER, VENDOR):
        assert "poste-1" not in written(audit, reader)
