"""Real documents, really signed, then damaged in every way; each damage is told apart."""

import logging
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from hygie.core.errors import HygieError, MisusedError
from hygie.documents.signing import sign, stamper_by
from hygie.documents.signing_certificates import describe, read_authorities
from hygie.documents.signing_check import check
from hygie.documents.signing_keys import Key, check_fit, make_key, open_key
from hygie.documents.signing_look import look
from hygie.documents.signing_report import (
    Fault,
    Integrity,
    Later,
    Program,
    StampState,
    State,
    Verification,
)
from hygie.documents.signing_stamp import MOST_BYTES, ask_server
from support.console import NOW
from support.mutator import Mutator
from support.signatures import (
    NAME,
    PHRASE,
    a_key,
    a_pdf,
    a_pdf_that_acts,
    a_server,
    a_signed_pdf,
    a_stamper,
    a_tagged_pdf,
    an_action,
    an_odd_key,
    attach,
    authority_der,
    authority_pem,
    signed_with_sha1,
    stamp_answer,
    stamped_as_a_whole,
    with_an_update,
    without_its_form,
)

OTHER = "Quelqu'un d'autre"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What the library has to say of a hostile file is for nobody."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def seen(content: bytes, *authorities: bytes) -> Verification:
    return look(content, at=NOW, authorities=authorities)


def signed_twice() -> bytes:
    return sign(a_signed_pdf(), a_key(OTHER), now=NOW + timedelta(hours=1))


class TestSound:
    def test_a_signed_document_holds_and_says_by_whom(self) -> None:
        found = check(a_signed_pdf(), at=NOW)
        assert found == seen(a_signed_pdf())
        assert (found.state, found.holds) == (State.INTACT, True)
        [one] = found.signatures
        assert one.certificate == a_key().certificate
        assert one.certificate.subject == NAME
        assert one.certificate.self_signed
        assert (one.signed_at, one.stamp.state) == (NOW, StampState.ABSENT)

    def test_the_original_stays_byte_for_byte(self) -> None:
        assert a_signed_pdf().startswith(a_pdf())

    def test_signed_again_by_another_both_hold(self) -> None:
        found = seen(signed_twice())
        assert (found.state, found.holds) == (State.SIGNED_AGAIN, True)
        first, second = found.signatures
        assert (first.later, second.later) == (Later.SIGNATURES, Later.NOTHING)
        assert [one.certificate and one.certificate.subject for one in found.signatures] == [
            NAME,
            OTHER,
        ]

    def test_a_certificate_held_for_an_authority_is_trusted(self) -> None:
        [own] = read_authorities(a_key().pem)
        [one] = seen(a_signed_pdf(), own).signatures
        assert one.certificate is not None
        assert one.certificate.trusted

    def test_joined_files_are_found(self) -> None:
        [joined] = seen(sign(a_pdf(joined=b'{"a":1}'), a_key(), now=NOW)).attachments
        assert (joined.name, joined.size, joined.content) == ("audit.json", 7, b'{"a":1}')

    def test_what_the_document_claims_is_kept(self) -> None:
        before, after = a_tagged_pdf(), sign(a_tagged_pdf(), a_key(), now=NOW)
        assert seen(after).holds
        with pikepdf.open(BytesIO(before)) as first, pikepdf.open(BytesIO(after)) as second:
            assert second.Root.Metadata.read_bytes() == first.Root.Metadata.read_bytes()
            assert second.Root.Lang == first.Root.Lang == "fr"
            assert "/StructTreeRoot" in second.Root
            page = second.pages[0]
            assert page.Tabs == "/S"
            [place] = page.Annots
            assert max(float(edge) for edge in place.Rect) < 0
            assert int(place.F) & 4

    @pytest.mark.needs("pdfsig")
    @pytest.mark.parametrize("stamped", [False, True])
    def test_another_reader_agrees(self, tmp_path: Path, *, stamped: bool) -> None:
        file = tmp_path / "a.pdf"
        stamper = a_stamper() if stamped else None
        content = sign(a_pdf(), a_key(), now=NOW, stamper=stamper)
        file.write_bytes(content)
        assert "Signature is Valid" in pdfsig(file)
        assert "Total document signed" in pdfsig(file)
        file.write_bytes(content.replace(b"(Bonjour)", b"(Bonsoir)"))
        assert "Digest Mismatch" in pdfsig(file)


def pdfsig(file: Path) -> str:
    done = subprocess.run(
        ["pdfsig", str(file)], capture_output=True, check=False, env={"LC_ALL": "C"}
    )
    return done.stdout.decode("utf-8", "replace")


class TestDamaged:
    def test_altered(self) -> None:
        content = a_signed_pdf().replace(b"(Bonjour)", b"(Bonsoir)")
        assert content != a_signed_pdf()
        found = seen(content)
        assert (found.state, found.holds) == (State.ALTERED, False)
        assert found.signatures[0].integrity is Integrity.ALTERED

    def test_truncated_anywhere(self) -> None:
        whole, original = a_signed_pdf(), a_pdf()
        for cut in (*range(len(original) + 1, len(whole) - 1, 997), len(whole) - 8):
            assert seen(whole[:cut]).state is State.TRUNCATED, cut
        assert seen(original[: len(original) // 2]).state is State.TRUNCATED

    def test_cut_inside_a_second_signature_it_is_cut_and_not_added_to(self) -> None:
        whole, first = signed_twice(), len(a_signed_pdf())
        for cut in (*range(first + 1, len(whole) - 1, 397), len(whole) - 8):
            assert seen(whole[:cut]).state is State.TRUNCATED, cut

    def test_cut_back_to_what_it_was_before_it_is_not_signed(self) -> None:
        assert seen(a_signed_pdf()[: len(a_pdf())]).state is State.UNSIGNED

    @pytest.mark.parametrize("more", [b"\n% autre chose\n", b"\n%%EOF\n", b"\0" * 3000 + b"x"])
    def test_bytes_after_the_signature(self, more: bytes) -> None:
        assert seen(a_signed_pdf() + more).state is State.EXTENDED

    def test_content_after_the_signature(self) -> None:
        found = seen(with_an_update(a_signed_pdf()))
        assert (found.state, found.holds) == (State.EXTENDED, False)
        assert found.signatures[0].later is Later.OTHER

    def test_changed_then_signed_again(self) -> None:
        found = seen(sign(with_an_update(a_signed_pdf()), a_key(OTHER), now=NOW))
        assert (found.state, found.holds) == (State.CHANGED_THEN_SIGNED, False)

    def test_changed_from_the_start_and_signed_by_another_shows_another_key(self) -> None:
        found = seen(sign(a_pdf(text="Bonsoir"), a_key(OTHER), now=NOW))
        assert found.state is State.INTACT
        assert found.signatures[0].certificate != a_key().certificate

    def test_a_signature_taken_away(self) -> None:
        assert seen(without_its_form(a_signed_pdf())).state is State.REMOVED

    def test_a_signature_of_another_document(self) -> None:
        start = a_signed_pdf().index(b"/Contents <") + len(b"/Contents <")
        other = sign(a_pdf(text="Bonsoir"), a_key(), now=NOW)
        assert len(other) == len(a_signed_pdf())
        moved = (
            a_signed_pdf()[:start] + other[start : start + 4000] + a_signed_pdf()[start + 4000 :]
        )
        assert not seen(moved).holds

    def test_something_hidden_in_the_place_of_the_signature(self) -> None:
        end = a_signed_pdf().index(b"00>")
        for hidden in (b"ab", b"  "):
            content = a_signed_pdf()[:end] + hidden + a_signed_pdf()[end + 2 :]
            assert seen(content).state is State.ALTERED

    def test_unsigned(self) -> None:
        found = seen(a_pdf())
        assert (found.state, found.holds, found.signatures) == (State.UNSIGNED, False, ())

    def test_protected_by_a_password(self) -> None:
        assert seen(a_pdf(password="secret")).state is State.LOCKED  # noqa: S106  # of a test

    @pytest.mark.parametrize(
        "content", [b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7 " + b"<<" * 9000 + b"%%EOF"]
    )
    def test_junk_that_begins_and_ends_like_a_document(self, content: bytes) -> None:
        assert seen(content).state is State.DAMAGED


class TestTime:
    def test_a_stamp_by_somebody_known_by_nobody_or_absent(self) -> None:
        stamped = sign(a_pdf(), a_key(), now=NOW, stamper=a_stamper())
        assert stamp_state(seen(stamped)) is StampState.BY_UNKNOWN
        assert stamp_state(seen(stamped, authority_der())) is StampState.TRUSTED
        assert stamp_state(seen(a_signed_pdf(), authority_der())) is StampState.ABSENT
        assert seen(stamped).signatures[0].stamp.at == NOW
        assert read_authorities(authority_pem()) == [authority_der()]

    def test_a_stamp_of_the_whole_document(self) -> None:
        content = stamped_as_a_whole(a_signed_pdf())
        found = seen(content, authority_der())
        assert (found.state, found.holds) == (State.SIGNED_AGAIN, True)
        assert [one.is_time_stamp for one in found.signatures] == [False, True]
        assert (stamp_state(found), found.signatures[1].stamp.at) == (StampState.TRUSTED, NOW)
        assert stamp_state(seen(content)) is StampState.BY_UNKNOWN

    def test_a_stamp_for_something_else_is_false(self) -> None:
        stamped = sign(a_pdf(), a_key(), now=NOW, stamper=a_stamper(careless=True))
        found = seen(stamped, authority_der())
        assert (found.state, stamp_state(found)) == (State.INTACT, StampState.FALSE)
        assert not found.holds

    def test_an_old_certificate_holds_when_a_trusted_date_says_it_signed_in_time(self) -> None:
        late = NOW + timedelta(days=30)
        plain = sign(a_pdf(), an_odd_key(), now=NOW)
        stamped = sign(a_pdf(), an_odd_key(), now=NOW, stamper=a_stamper())
        whole = stamped_as_a_whole(plain)
        [own] = read_authorities(an_odd_key().pem)
        for content in (plain, stamped, whole):
            assert look(content, at=late, authorities=()).faults == (Fault.EXPIRED,)
        for content in (stamped, whole):
            found = look(content, at=late, authorities=(authority_der(), own))
            assert (found.holds, found.faults) == (True, ())

    def test_an_authority_for_dates_only_says_nothing_of_who_signed(self) -> None:
        stamped = sign(a_pdf(), a_key(), now=NOW, stamper=a_stamper())
        assert seen(stamped, authority_der()).holds
        assert seen(a_signed_pdf(), authority_der()).faults == (Fault.DATED_BY_ANOTHER,)

    def test_an_answer_to_another_question_is_refused(self) -> None:
        first: list[bytes] = []

        def ask(request: bytes) -> bytes:
            first.append(stamp_answer(request))
            return first[0]

        with pytest.raises(HygieError):
            sign(a_pdf(), a_key(), now=NOW, stamper=stamper_by(ask))
        assert len(first) == 2

    @pytest.mark.parametrize("answer", [b"", b"<html>", b"0\x03\x02\x01\x05", b"\x30\x80" * 500])
    def test_a_server_that_says_something_else(self, answer: bytes) -> None:
        with pytest.raises(HygieError) as caught:
            sign(a_pdf(), a_key(), now=NOW, stamper=stamper_by(lambda _: answer))
        assert "horodatage" in caught.value.message

    def test_a_server_that_drips_its_answer_is_left(self) -> None:
        with a_server(answer=b"x" * 30, pace=0.05) as address, pytest.raises(OSError, match="time"):
            ask_server(address, b"x", seconds=0.3)

    def test_a_server_is_asked_and_only_given_a_digest(self) -> None:
        sent: list[bytes] = []
        with a_server() as address:

            def ask(request: bytes) -> bytes:
                sent.append(request)
                return ask_server(address, request)

            stamped = sign(a_pdf(), a_key(), now=NOW, stamper=stamper_by(ask))
        assert stamp_state(seen(stamped)) is StampState.BY_UNKNOWN
        assert all(len(request) < 100 for request in sent)

    @pytest.mark.parametrize(
        ("status", "kind", "answer"),
        [
            (302, "", b""),
            (307, "", b""),
            (500, "", b""),
            (200, "text/html", b"<html>"),
            (200, "", b"x" * (MOST_BYTES + 1)),
        ],
    )
    def test_a_server_that_points_elsewhere_or_says_too_much(
        self, status: int, kind: str, answer: bytes
    ) -> None:
        with a_server(status=status, kind=kind, answer=answer) as address, pytest.raises(OSError):  # noqa: PT011  # any of them is «no stamp»
            ask_server(address, b"x")


def stamp_state(found: Verification) -> StampState:
    return found.signatures[-1].stamp.state


class TestKeys:
    def test_a_key_is_opened_again_by_its_phrase_only(self) -> None:
        assert open_key(a_key().pkcs12, PHRASE) == a_key()
        for wrong in ("", "autre"):
            with pytest.raises(MisusedError):
                open_key(a_key().pkcs12, wrong)

    @pytest.mark.parametrize("content", [b"", b"junk", a_pdf()])
    def test_what_is_no_key_is_refused(self, content: bytes) -> None:
        with pytest.raises(MisusedError):
            open_key(content, PHRASE)

    def test_a_key_is_for_signing_and_for_ten_years(self) -> None:
        made = make_key("é" * 90, PHRASE, now=NOW).certificate
        assert made.subject == "é" * 32
        assert made.since == NOW
        assert made.until - made.since > timedelta(days=3600)

    def test_what_is_no_certificate_is_refused(self) -> None:
        for content in (b"", b"junk", b"-----BEGIN CERTIFICATE-----\nx"):
            with pytest.raises(ValueError):  # noqa: PT011  # the library's words are its own
                read_authorities(content)
        with pytest.raises(ValueError):  # noqa: PT011  # same
            describe(b"junk")


class TestWorthless:
    @pytest.mark.parametrize(
        ("key", "fault"),
        [
            (an_odd_key(until=NOW - timedelta(days=1), since=NOW - timedelta(days=9)), "EXPIRED"),
            (an_odd_key(since=NOW + timedelta(days=1)), "EARLY"),
            (an_odd_key(signing=False), "WRONG_USE"),
            (an_odd_key(bits=1024), "WEAK"),
        ],
    )
    def test_an_unfit_key_makes_a_signature_that_does_not_hold(self, key: Key, fault: str) -> None:
        found = seen(sign(a_pdf(), key, now=NOW))
        assert (found.state, found.holds) == (State.INTACT, False)
        assert found.faults == (Fault[fault],)
        with pytest.raises(MisusedError):
            check_fit(key, NOW)

    def test_a_method_that_protects_no_more_does_not_hold(self) -> None:
        found = look(signed_with_sha1(), at=NOW + timedelta(days=1), authorities=())
        assert (found.state, found.holds, found.faults) == (State.INTACT, False, (Fault.WEAK,))

    def test_a_fit_key_has_nothing_wrong(self) -> None:
        check_fit(an_odd_key(), NOW)
        assert seen(sign(a_pdf(), an_odd_key(), now=NOW)).holds

    def test_signed_by_another_than_the_one_given(self) -> None:
        [own], [other] = read_authorities(a_key().pem), read_authorities(a_key(OTHER).pem)
        assert seen(a_signed_pdf(), own).holds
        found = seen(a_signed_pdf(), other)
        assert (found.state, found.holds, found.faults) == (
            State.INTACT,
            False,
            (Fault.BY_ANOTHER,),
        )
        assert seen(signed_twice(), own).faults == (Fault.BY_ANOTHER,)
        assert seen(signed_twice(), own, other).holds


def open_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(an_action("JavaScript", JS="app.alert(1)"))


def named_script(document: pikepdf.Pdf) -> None:
    scripts = pikepdf.Array(["a", an_action("JavaScript", JS="app.alert(1)")])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=scripts))


def launching_link(document: pikepdf.Pdf) -> None:
    annotate(document, Subtype=pikepdf.Name.Link, A=an_action("Launch", F="calc.exe"))


def page_that_opens_an_address(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=an_action("URI", URI="https://a.example/"))


def sending_button(document: pikepdf.Pdf) -> None:
    annotate(document, Subtype=pikepdf.Name.Link, A=an_action("SubmitForm", F="https://a.example/"))


def film(document: pikepdf.Pdf) -> None:
    annotate(document, Subtype=pikepdf.Name.RichMedia)


def programmed_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA="<xdp/>")


def program_by_its_name(document: pikepdf.Pdf) -> None:
    attach(document, "Facture.PDF.exe", b"texte")


def program_by_its_beginning(document: pikepdf.Pdf) -> None:
    attach(document, "facture.pdf", b"MZ\x90\0")


def annotate(document: pikepdf.Pdf, **about: Any) -> None:
    note = pikepdf.Dictionary(Rect=[0, 0, 9, 9], **about)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


class TestProgram:
    @pytest.mark.parametrize(
        ("act", "programs"),
        [
            (open_script, (Program.SCRIPT, Program.OPENING)),
            (named_script, (Program.SCRIPT,)),
            (launching_link, (Program.LAUNCH,)),
            (page_that_opens_an_address, (Program.OPENING,)),
            (sending_button, (Program.SENDING,)),
            (film, (Program.MEDIA,)),
            (programmed_form, (Program.FORM,)),
            (program_by_its_name, (Program.FILE,)),
            (program_by_its_beginning, (Program.FILE,)),
        ],
    )
    def test_what_acts_is_told_and_does_not_hold(
        self, act: Callable[[pikepdf.Pdf], None], programs: tuple[Program, ...]
    ) -> None:
        content = a_pdf_that_acts(act)
        assert seen(content).programs == programs
        signed = check(sign(content, a_key(), now=NOW), at=NOW)
        assert (signed.state, signed.holds) == (State.INTACT, False)
        assert signed.programs == programs

    def test_a_script_added_after_a_signature_is_told(self) -> None:
        writer = IncrementalPdfFileWriter(BytesIO(a_signed_pdf()), strict=False)
        script = DictionaryObject()  # type: ignore[no-untyped-call]  # pyHanko does not type it
        script[NameObject("/S")] = NameObject("/JavaScript")
        script[NameObject("/JS")] = TextStringObject("1")
        writer.root["/OpenAction"] = writer.add_object(script)
        writer.update_root()  # type: ignore[no-untyped-call]  # same
        out = BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]  # same
        found = seen(out.getvalue())
        assert found.state is State.EXTENDED
        assert Program.SCRIPT in found.programs

    def test_what_only_moves_or_is_only_read_is_no_program(self) -> None:
        def act(document: pikepdf.Pdf) -> None:
            document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
            document.pages[0].AA = pikepdf.Dictionary(O=an_action("GoTo", D="a"))
            annotate(
                document, Subtype=pikepdf.Name.Link, A=an_action("URI", URI="https://a.example/")
            )

        assert seen(a_pdf_that_acts(act)).programs == ()
        assert seen(a_tagged_pdf()).programs == ()
        assert seen(a_pdf(joined=b'{"a":1}')).programs == ()


class TestHostile:
    def test_a_bomb_is_left(self) -> None:
        content = bomb()
        assert len(content) < 1_000_000
        found = check(content, at=NOW, memory=1 << 28)
        assert (found.state, found.programs) == (State.UNSIGNED, (Program.UNKNOWN,))
        assert [(one.size, one.content) for one in found.attachments] == [(None, None)]

    def test_a_bomb_in_what_holds_the_document_together_is_left(self) -> None:
        content = a_pdf_that_acts(lambda document: document.attachments.update({}))
        out = BytesIO()
        with pikepdf.open(BytesIO(content)) as document:
            document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        packed = out.getvalue()
        start = packed.index(b"/Type /ObjStm")
        begin, end = packed.index(b"stream\n", start) + 7, packed.index(b"\nendstream", start)
        inner = zlib.decompress(packed[begin:end]) + b" " * 200_000_000
        swollen = packed[:begin] + zlib.compress(inner) + packed[end:]
        found = check(swollen, at=NOW, memory=1 << 28)
        assert not found.holds
        assert found.state in {State.TOO_HEAVY, State.DAMAGED, State.TRUNCATED}

    def test_many_files_together_are_bounded(self) -> None:
        def act(document: pikepdf.Pdf) -> None:
            for rank in range(4):
                attach(document, f"{rank}.json", b" " * (3 << 20))

        found = seen(a_pdf_that_acts(act)).attachments
        assert [one.content is not None for one in found] == [True, True, False, False]
        assert {one.size for one in found} == {3 << 20}

    def test_a_tree_of_files_that_bites_its_tail_is_left(self) -> None:
        document = pikepdf.open(BytesIO(a_pdf(joined=b"{}")))
        files = document.make_indirect(document.Root.Names.EmbeddedFiles)
        files.Kids = pikepdf.Array([files, files, files])
        document.Root.Names.EmbeddedFiles = files
        out = BytesIO()
        document.save(out)
        assert len(seen(out.getvalue()).attachments) == 20

    def test_a_child_that_does_not_end_is_killed(self) -> None:
        sleeper = (sys.executable, "-c", "import time; time.sleep(600)")
        assert check(a_pdf(), at=NOW, seconds=0.5, child=sleeper).state is State.TOO_HEAVY

    def test_a_child_struck_down_is_said(self) -> None:
        struck = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
        assert check(a_pdf(), at=NOW, child=struck).state is State.TOO_HEAVY

    def test_a_child_that_answers_nothing_of_ours_decides_nothing(self) -> None:
        for program in ("raise SystemExit(1)", "print('{}')", "print('[' * 9)"):
            with pytest.raises(HygieError):
                check(a_pdf(), at=NOW, child=(sys.executable, "-c", program))

    @pytest.mark.parametrize("megabytes", [200, 330, 340, 350])
    def test_too_little_memory_is_said(self, megabytes: int) -> None:
        """Wherever it strikes: a library that cannot be loaded says nothing of the document."""
        found = check(a_signed_pdf() + b" " * (150 << 20), at=NOW, memory=megabytes << 20)
        assert found.state is State.TOO_HEAVY

    def test_no_damage_breaks_us_nor_passes(self) -> None:
        damage(300)

    @pytest.mark.long
    def test_no_damage_breaks_us_nor_passes_at_length(self) -> None:
        damage(2000)


def bomb() -> bytes:
    """Return a small document with a joined file of 200 MB, all zeros."""
    packed = zlib.compress(b"\0" * 200_000_000)
    document = pikepdf.open(BytesIO(a_pdf(joined=b"{}")))
    document.attachments["audit.json"].get_file().obj.write(packed, filter=pikepdf.Name.FlateDecode)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def damage(times: int) -> None:
    """A damaged document that still holds is, out of the signatures' own places, a sound one."""
    twice = signed_twice()
    originals = [a_signed_pdf(), twice, a_pdf(joined=b"{}"), with_an_update(a_signed_pdf())]
    sound = {without_signatures(a_signed_pdf()), without_signatures(twice)}
    for seed in range(times):
        content = Mutator(seed).raw(originals[seed % len(originals)])
        assert not seen(content).holds or without_signatures(content) in sound, seed


def without_signatures(content: bytes) -> bytes:
    return re.sub(rb"/Contents <[^>]*>", b"", content)
