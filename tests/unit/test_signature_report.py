"""Decisions, words and wires: no library, no process."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from hygie.audit.signature_compare import Joined, JoinedState
from hygie.audit.signature_doubts import (
    FAULT_LINES,
    FAULT_MEANINGS,
    FAULT_TITLES,
    LEAVE_IT,
    PROGRAMS,
)
from hygie.audit.signature_format import write_verification
from hygie.audit.signature_words import (
    INTEGRITIES,
    JOINED,
    LATERS,
    MEANINGS,
    STAMPS,
    TITLES,
    say_fingerprint,
    say_verification,
)
from hygie.core.errors import MisusedError
from hygie.documents.signing_report import (
    Attachment,
    Certificate,
    Fault,
    Integrity,
    Later,
    Program,
    Shape,
    Signature,
    Stamp,
    StampState,
    State,
    Verification,
    conclude,
    faults_of,
)
from hygie.documents.signing_shape import is_pdf, shape_of
from hygie.documents.signing_stamp import server_of
from hygie.documents.signing_wire import read_wire, write_wire
from support.console import NOW, PARIS_IN_WINTER

WHOLE = Shape(length=1000, ends_whole=True, covered=(1000,))
BARE = Shape(length=1000, ends_whole=True, covered=())
CERTIFICATE = Certificate(
    subject="Cabinet du Dr Alix",
    issuer="Cabinet du Dr Alix",
    self_signed=True,
    fingerprint="ab" * 32,
    since=NOW,
    until=NOW + timedelta(days=10),
    trusted=False,
)
SOUND = Signature(
    integrity=Integrity.INTACT,
    later=Later.NOTHING,
    covers_all=True,
    signed_at=NOW,
    certificate=CERTIFICATE,
)
EARLIER = replace(SOUND, covers_all=False, later=Later.SIGNATURES)
OWN = CERTIFICATE.fingerprint
FALSE_STAMP = replace(SOUND, stamp=Stamp(state=StampState.FALSE))


@pytest.mark.parametrize(
    ("shape", "signatures", "expected"),
    [
        (BARE, (), State.UNSIGNED),
        (WHOLE, (), State.REMOVED),
        (WHOLE, None, State.DAMAGED),
        (replace(WHOLE, length=999), None, State.TRUNCATED),
        (replace(BARE, ends_whole=False), (), State.TRUNCATED),
        (replace(WHOLE, length=2000, ends_whole=False), (EARLIER,), State.EXTENDED),
        (WHOLE, (SOUND,), State.INTACT),
        (WHOLE, (EARLIER, SOUND), State.SIGNED_AGAIN),
        (WHOLE, (replace(EARLIER, later=Later.OTHER), SOUND), State.CHANGED_THEN_SIGNED),
        (WHOLE, (EARLIER,), State.EXTENDED),
        (WHOLE, (replace(SOUND, integrity=Integrity.ALTERED),), State.ALTERED),
        (WHOLE, (replace(SOUND, integrity=Integrity.FORGED),), State.FORGED),
        (WHOLE, (SOUND, Signature(integrity=Integrity.UNREADABLE)), State.DAMAGED),
    ],
)
def test_what_a_document_is(
    shape: Shape, signatures: tuple[Signature, ...] | None, expected: State
) -> None:
    assert conclude(shape, signatures) is expected


def test_only_an_intact_document_with_no_false_date_holds() -> None:
    holding = {state for state in State if Verification(state=state, signatures=(SOUND,)).holds}
    assert holding == {State.INTACT, State.SIGNED_AGAIN}
    assert not Verification(state=State.INTACT, signatures=(FALSE_STAMP,)).holds


def test_a_key_is_judged_on_the_day_it_signs() -> None:
    late, early = NOW + timedelta(days=11), NOW - timedelta(days=1)
    weak, other = replace(CERTIFICATE, strong=False), replace(CERTIFICATE, may_sign=False)
    assert faults_of(CERTIFICATE, NOW) == ()
    assert faults_of(CERTIFICATE, NOW, strong=False) == (Fault.WEAK,)
    assert faults_of(weak, late) == (Fault.WEAK, Fault.EXPIRED)
    assert faults_of(other, early) == (Fault.WRONG_USE, Fault.EARLY)


@pytest.mark.parametrize(
    ("added", "truncated"),
    [
        (b"12 0 obj\n<<", True),
        (b"\n12 0 obj", True),
        (b"\n12 0 o", True),
        (b"xref\n0 1", True),
        (b"1", True),
        (b"% bonjour", False),
        (b"12 bonjour", False),
        (b"\n12 0 obj\n<<>>\n%%EOF\n", False),
        (b"", False),
    ],
)
def test_an_update_cut_short_is_told_from_something_added(added: bytes, *, truncated: bool) -> None:
    signed = b"%PDF-1.7\n/ByteRange [0 10 20 24]\n%%EOF\n"
    covered = signed.replace(b"20 24", f"20 {len(signed) - 20}".encode())
    assert len(covered) == len(signed)
    assert shape_of(covered + added).truncated is truncated


def test_one_bad_signature_is_never_hidden_by_good_ones() -> None:
    for integrity, later in product(Integrity, Later):
        one = replace(EARLIER, integrity=integrity, later=later)
        good = (integrity, later) in {
            (Integrity.INTACT, Later.NOTHING),
            (Integrity.INTACT, Later.SIGNATURES),
        }
        assert (conclude(WHOLE, (one, SOUND)) is State.SIGNED_AGAIN) is good


def test_the_shape_of_bytes() -> None:
    signed = b"%PDF-1.7\n/ByteRange [0 10 20 20]\n%%EOF\r\n"
    assert shape_of(signed) == Shape(length=len(signed), ends_whole=True, covered=(40,))
    assert not shape_of(signed + b"autre").ends_whole
    assert shape_of(b"").truncated
    assert is_pdf(b"\n" + signed)
    assert not is_pdf(b" " * 2000 + signed)


def test_a_verification_goes_over_the_wire_unchanged() -> None:
    stamp = Stamp(state=StampState.TRUSTED, at=NOW, authority=CERTIFICATE)
    found = Verification(
        state=State.SIGNED_AGAIN,
        signatures=(
            replace(EARLIER, strong=False, faults=(Fault.WEAK, Fault.EARLY)),
            replace(SOUND, stamp=stamp, is_time_stamp=True),
        ),
        attachments=(
            Attachment(name="a\ud800\u202e.json", size=3, content=b"\xff{}"),
            Attachment(name="", size=9, content=None),
            Attachment(name="", size=None, content=None),
        ),
        programs=(Program.SCRIPT, Program.UNKNOWN),
    )
    assert read_wire(write_wire(found)) == found


def test_every_word_is_said() -> None:
    assert set(TITLES) == set(MEANINGS) == set(State)
    assert set(INTEGRITIES) == set(Integrity)
    assert set(LATERS) == set(Later)
    assert set(STAMPS) == set(StampState)
    assert set(JOINED) == set(JoinedState)
    assert set(FAULT_TITLES) == set(FAULT_MEANINGS) == set(FAULT_LINES) == set(Fault)
    assert set(PROGRAMS) == set(Program)
    assert len(set(TITLES.values())) == len(State)


def said_of(found: Verification, *, own: str | None = None, **changes: JoinedState) -> str:
    joined = Joined(state=changes.get("joined", JoinedState.ABSENT))
    text = say_verification(found, joined, own=own, now=NOW, zone=PARIS_IN_WINTER, width=80)
    return " ".join(text.split())


def test_a_key_made_by_its_holder_vouches_for_nobody() -> None:
    said = said_of(Verification(state=State.INTACT, signatures=(SOUND,)))
    assert "Certificat fait par son porteur : rien ne garantit qui il est" in said
    assert "cabinet, gardée" not in said
    assert "● Signé, et inchangé depuis." in said
    assert "la date ci-dessus n'est que déclarée" in said


def test_the_key_of_this_practice_is_recognised() -> None:
    said = said_of(Verification(state=State.INTACT, signatures=(SOUND,)), own=OWN)
    assert "Clé du cabinet, gardée sur cet ordinateur." in said
    assert "elle prouve que le document n'a pas changé, pas qui l'a signé" in said
    assert "rien ne garantit" not in said


@pytest.mark.parametrize("integrity", [Integrity.ALTERED, Integrity.FORGED])
def test_a_signature_that_does_not_match_is_of_nobody_s_key(integrity: Integrity) -> None:
    forged = replace(SOUND, integrity=integrity)
    found = Verification(state=State.FORGED, signatures=(forged,))
    assert "Clé du cabinet" not in said_of(found, own=OWN)


def test_an_unknown_authority_vouches_for_nothing() -> None:
    delivered = replace(CERTIFICATE, self_signed=False, issuer="Autorité X")
    found = Verification(state=State.INTACT, signatures=(replace(SOUND, certificate=delivered),))
    assert "Clé délivrée par Autorité X, que Hygie ne connaît pas" in said_of(found)
    trusted = replace(delivered, trusted=True)
    found = Verification(state=State.INTACT, signatures=(replace(SOUND, certificate=trusted),))
    assert "Certificat reconnu" in said_of(found)


def test_a_false_date_or_other_data_do_not_hold() -> None:
    assert "▲ Signé et inchangé, mais sa date est fausse." in said_of(
        Verification(state=State.INTACT, signatures=(FALSE_STAMP,))
    )
    sound = Verification(state=State.INTACT, signatures=(SOUND,))
    said = said_of(sound, joined=JoinedState.DIFFERENT)
    assert said.startswith("\ue001▲ Signé et inchangé, mais ses données ne sont pas celles")
    written = write_verification(sound, Joined(state=JoinedState.DIFFERENT), None)
    assert written["tient"] is False


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_is_in_the_headline_and_does_not_hold(fault: Fault) -> None:
    found = Verification(state=State.INTACT, signatures=(replace(SOUND, faults=(fault,)),))
    said = said_of(found)
    assert said.startswith(f"\ue001▲ {FAULT_TITLES[fault]}")
    assert FAULT_MEANINGS[fault] in said
    assert not found.holds
    written = write_verification(found, Joined(state=JoinedState.ABSENT), None)
    assert (written["tient"], fault.value in str(written["signatures"])) == (False, True)


def test_the_most_serious_fault_comes_first() -> None:
    faults = (Fault.EXPIRED, Fault.WEAK)
    found = Verification(state=State.INTACT, signatures=(replace(SOUND, faults=faults),))
    assert found.faults == (Fault.WEAK, Fault.EXPIRED)
    said = said_of(found)
    assert said.startswith(f"\ue001▲ {FAULT_TITLES[Fault.WEAK]}")
    assert "Certificat périmé : il valait du" in said


def test_what_was_changed_is_said_before_who_signed_it() -> None:
    altered = replace(SOUND, integrity=Integrity.ALTERED, faults=(Fault.BY_ANOTHER,))
    found = Verification(state=State.ALTERED, signatures=(altered,))
    assert said_of(found).startswith(f"\ue001▲ {TITLES[State.ALTERED]}")


def test_a_certificate_that_ended_after_its_certified_date_is_told() -> None:
    old = replace(CERTIFICATE, until=NOW - timedelta(days=1), since=NOW - timedelta(days=9))
    found = Verification(state=State.INTACT, signatures=(replace(SOUND, certificate=old),))
    assert "mais valable à la date certifiée" in said_of(found)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (State.INTACT, "▲ Signé et inchangé, mais pas sûr. Il contient un programme."),
        (State.UNSIGNED, "▲ Ce document n'est pas signé. Il contient un programme."),
    ],
)
def test_a_program_is_in_the_headline_and_does_not_hold(state: State, title: str) -> None:
    found = Verification(state=state, signatures=(SOUND,), programs=(Program.SCRIPT,))
    said = said_of(found)
    assert title in said
    assert LEAVE_IT in said
    assert "du code JavaScript." in said
    assert "octet pour octet" not in said
    assert not found.holds
    written = write_verification(found, Joined(state=JoinedState.ABSENT), None)
    assert written["programmes"] == ["javascript"]


def test_what_could_not_be_read_may_be_a_program() -> None:
    found = Verification(state=State.UNSIGNED, programs=(Program.UNKNOWN,))
    assert "Il contient peut-être un programme." in said_of(found)


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert say_fingerprint("0123abcd45") == "0123 ABCD 45"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "ftp://a.example/",
        "https://",
        "https://moi:secret@a.example/",
        "https://a.example/ b",
        "https://a.example:port/",
        "https://[::1/",
        "https://a.example/\n",
        "https://é.example/",
        f"https://a.example/{'x' * 500}",
    ],
)
def test_an_address_that_leads_nowhere_sure_is_refused(address: str) -> None:
    with pytest.raises(MisusedError):
        server_of(address)


def test_an_address_says_its_server() -> None:
    assert server_of("https://tsa.example:8443/tsr?x=1") == "tsa.example"
