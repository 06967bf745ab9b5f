"""The dossier as a file: what is inside the PDF, and what happens when something is in the way."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no stubs
import pytest

from hygie.audit.audit_format import read_audit, write_audit
from hygie.audit.comparison_format import compare_audits, write_comparison
from hygie.audit.dossier import joined, make_pdf
from hygie.audit.dossier_words import Edition
from hygie.audit.run_demo import make_demonstration, make_demonstration_before
from hygie.catalogue.loader import load_catalogue
from hygie.cli.main import main
from hygie.core.audits import Audit
from hygie.documents.blocks import heading, text
from hygie.documents.engine import draw
from hygie.documents.errors import DrawingError, DrawingLateError, MissingFontError
from hygie.terminal.commands import ExitCode
from hygie.terminal.console import Console
from support.console import NOW, PARIS_IN_WINTER, a_console, said, shown
from support.papers import Paper

HOSTILE = "#panic() $x$ *b* \\ \x1b[31m \u202eotto 漢字 🙂 \ue000 שלום السلام https://" + "x" * 400


def hygie(home: Path, *words: str) -> tuple[ExitCode, Console]:
    console = a_console(environment={"HYGIE_HOME": str(home)})
    return main(("dossier", *words), console), console


def text_of(raw: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(raw))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [page.replace("\u00a0", " ").replace("\u202f", " ") for page in pages]


@pytest.fixture(scope="module")
def demonstration() -> Audit:
    return make_demonstration(load_catalogue(), NOW)[0]


@pytest.fixture(scope="module")
def edition(demonstration: Audit) -> Edition:
    before = make_demonstration_before(load_catalogue(), NOW)
    return Edition(
        made_at=NOW,
        practice="Cabinet du Dr Alix",
        zone=PARIS_IN_WINTER,
        demonstration=True,
        compared=compare_audits(before, demonstration),
    )


@pytest.fixture(scope="module")
def raw(demonstration: Audit, edition: Edition) -> bytes:
    return make_pdf(demonstration, edition)


@pytest.fixture(scope="module")
def paper(raw: bytes) -> Paper:
    return Paper(raw)


def many(audit: Audit, findings: int) -> Audit:
    """Return the same audit with that many findings, each of a measure of its own."""
    measures, found, plan = {}, [], []
    actions = {action.measure: action for action in audit.plan}
    for rank in range(findings):
        finding = audit.findings[rank % len(audit.findings)]
        id_ = f"{finding.measure}-{rank}"
        measures[id_] = replace(audit.catalogue.measures[finding.measure], id=id_, number=rank)
        found.append(replace(finding, measure=id_))
        if finding.measure in actions:
            plan.append(replace(actions[finding.measure], measure=id_))
    catalogue = replace(audit.catalogue, measures=measures)
    return replace(audit, findings=tuple(found), plan=tuple(plan), catalogue=catalogue)


def drawn(data: dict[str, Any], **changes: Any) -> bytes:
    return draw(template="dossier.typ", data=data, at=NOW, **changes)


def a_page(sentence: str) -> dict[str, Any]:
    return {
        "title": "Titre",
        "author": sentence,
        "keywords": ["mot"],
        "description": sentence,
        "banner": "",
        "running": {"left": sentence, "right": "", "foot": ""},
        "cover": {"kicker": "", "practice": sentence, "blocks": []},
        "blocks": [heading("Un"), text(sentence, lead=sentence)],
    }


class TestStandards:
    def test_it_says_it_is_archivable_and_accessible(self, paper: Paper) -> None:
        found = paper.metadata()
        assert found["pdfaid:part"] == "3"
        assert found["pdfaid:conformance"] == "A"
        assert found["pdfuaid:part"] == "1"

    def test_it_is_tagged_in_french_and_has_a_title(self, paper: Paper) -> None:
        assert bool(paper.root.MarkInfo.Marked)
        assert paper.language.lower().startswith("fr")
        assert paper.title == "Dossier de sécurité informatique"
        assert bool(paper.root.ViewerPreferences.DisplayDocTitle)

    def test_tables_have_headed_columns(self, paper: Paper) -> None:
        kinds = [kind for kind, _ in paper.tags()]
        assert kinds.count("/Table") >= 8
        for kind, node in paper.tags():
            if kind == "/Table":
                below = [str(row.S) for row in node.K]
                assert below[0] == "/THead"
        assert kinds.count("/TH") >= 3 * 8

    def test_headings_follow_one_another(self, paper: Paper) -> None:
        levels = [
            int(kind[2:]) for kind, _ in paper.tags() if kind[1:2] == "H" and kind[2:].isdigit()
        ]
        assert levels[0] == 1
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []

    def test_each_picture_is_said_in_words(self, paper: Paper, demonstration: Audit) -> None:
        told = [words for words in paper.texts_beside("/Figure") if words]
        assert len(told) == len(demonstration.barriers)
        assert all("barrières" in words for words in told)
        assert paper.texts_beside("/Figure") == told

    def test_every_font_travels_inside(self, paper: Paper) -> None:
        assert len(paper.fonts()) >= 2
        assert [name for name, inside in paper.fonts() if not inside] == []


class TestWhatItHolds:
    def test_the_audit_is_joined_and_reads_back_the_same(
        self, paper: Paper, demonstration: Audit, edition: Edition
    ) -> None:
        assert edition.compared is not None
        (name,) = paper.joined()
        document = json.loads(paper.joined()[name])
        assert paper.relationship(name) == "/Data"
        assert document == json.loads(joined(demonstration, edition).content)
        assert document["comparaison"] == write_comparison(edition.compared)
        assert write_audit(read_audit(document))["constats"] == document["constats"]

    def test_every_page_has_the_practice_the_date_its_number_and_the_banner(
        self, raw: bytes
    ) -> None:
        pages = text_of(raw)
        assert 10 <= len(pages) <= 25
        for number, page in enumerate(pages, start=1):
            assert "Cabinet du Dr Alix" in page
            assert "audit du 22 nov. 2026" in page
            assert f"page {number}/{len(pages)}" in page
            assert "DÉMONSTRATION" in page

    def test_the_summary_is_one_page(self, raw: bytes) -> None:
        (page,) = [page for page in text_of(raw)[1:] if "1 L'essentiel en une page" in page]
        assert "Les prochaines actions" in page
        assert "est dans le plan." in page

    def test_the_same_audit_gives_the_same_bytes(
        self, raw: bytes, demonstration: Audit, edition: Edition
    ) -> None:
        assert make_pdf(demonstration, edition) == raw


class TestOddTexts:
    def test_nothing_in_a_text_is_obeyed(self) -> None:
        raw = drawn(a_page(HOSTILE))
        told = "".join(text_of(raw))
        assert "#panic() $x$ *b* \\" in told
        assert "漢" not in told
        assert "\x1b" not in told
        assert Paper(raw).metadata()["pdfaid:part"] == "3"

    @pytest.mark.parametrize("sentence", ["", " ", "\n", "x" * 5000, "é\u0301" * 200, "\ud800"])
    def test_any_text_makes_a_document(self, sentence: str) -> None:
        assert Paper(drawn(a_page(sentence))).pages >= 1

    def test_a_practice_of_many_findings_makes_a_document(self, demonstration: Audit) -> None:
        raw = make_pdf(many(demonstration, 300), Edition(made_at=NOW))
        assert Paper(raw).pages > 60

    @pytest.mark.long
    def test_five_thousand_findings_make_a_document(self, demonstration: Audit) -> None:
        raw = make_pdf(many(demonstration, 5000), Edition(made_at=NOW))
        assert Paper(raw).pages > 1000


class TestInTheWay:
    def test_a_missing_font_is_named(self) -> None:
        with pytest.raises(MissingFontError, match="Police absente"):
            drawn(a_page("x"), families=("Police absente",))

    def test_what_takes_too_long_is_stopped(self) -> None:
        child = (sys.executable, "-c", "import time; time.sleep(60)")
        with pytest.raises(DrawingLateError):
            drawn(a_page("x"), child=child, seconds=0.3)

    @pytest.mark.parametrize(
        "program",
        [
            "import sys; sys.stdout.write('%PDF-1.7 half')",
            "import sys; sys.stdout.write('%PDF-1.7 whole %%EOF'); sys.exit(3)",
            "print('[]')",
            "",
        ],
    )
    def test_half_a_document_is_none(self, program: str) -> None:
        with pytest.raises(DrawingError):
            drawn(a_page("x"), child=(sys.executable, "-c", program))

    def test_a_drawing_program_that_is_not_there_is_said(self) -> None:
        with pytest.raises(DrawingError, match="démarrer"):
            drawn(a_page("x"), child=("/nulle/part",))

    def test_what_typst_refuses_is_said(self) -> None:
        with pytest.raises(DrawingError, match="dessiné"):
            drawn({"title": "x"})

    def test_nothing_of_the_current_folder_is_run(self, tmp_path: Path) -> None:
        (tmp_path / "typst.py").write_text("raise SystemExit('pris')")
        (tmp_path / "json.py").write_text("raise SystemExit('pris')")
        done = subprocess.run(
            [sys.executable, "-P", "-m", "hygie", "dossier", "--demo", "--sortie", "d.pdf"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF-")

    def test_a_full_disk_leaves_no_dossier_and_no_draft(self, tmp_path: Path) -> None:
        target = tmp_path / "dossier.pdf"
        program = (
            "import resource, signal\n"
            "from hygie.cli.main import entry\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
            "entry()"
        )
        done = subprocess.run(
            [sys.executable, "-P", "-c", program, "dossier", "--demo", "--sortie", str(target)],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert "le disque l'a refusé" in done.stderr.decode()
        assert list(tmp_path.iterdir()) == []


class TestCommand:
    def test_the_last_audit_is_printed(self, tmp_path: Path) -> None:
        home = tmp_path / "donnees"
        console = a_console(environment={"HYGIE_HOME": str(home)})
        assert main(("audit", "--sans-question"), console) is ExitCode.DONE
        code, console = hygie(home, "--sortie", str(tmp_path / "d.pdf"), "--json")
        told = json.loads(shown(console))
        pages = text_of((tmp_path / "d.pdf").read_bytes())
        assert code is ExitCode.DONE
        assert told["demonstration"] is False
        assert told["octets"] == (tmp_path / "d.pdf").stat().st_size
        assert 10 <= len(pages) <= 25
        assert "DÉMONSTRATION" not in "".join(pages)

    def test_what_is_joined_makes_the_same_dossier_again(self, tmp_path: Path) -> None:
        first, second, data = (tmp_path / name for name in ("1.pdf", "2.pdf", "audit.json"))
        hygie(tmp_path, "--demo", "--sortie", str(first))
        data.write_bytes(Paper(first.read_bytes()).joined()["audit.json"])
        code, _ = hygie(tmp_path, "--audit", str(data), "--sortie", str(second))
        assert code is ExitCode.DONE
        assert second.read_bytes() == first.read_bytes()

    def test_no_audit_yet_is_said_with_the_way_out(self, tmp_path: Path) -> None:
        code, console = hygie(tmp_path, "--sortie", str(tmp_path / "d.pdf"))
        assert code is ExitCode.MISUSED
        assert "hygie audit" in said(console)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "words",
        [
            ("--demo", "--audit", "FICHIER"),
            ("--demo", "--cabinet", "x" * 201),
            ("--demo", "--sortie", "FICHIER"),
            ("--demo", "--sortie", "DOSSIER/absent/d.pdf"),
            ("--demo", "--sortie", "DOSSIER"),
            ("--audit", "FICHIER"),
        ],
    )
    def test_what_cannot_be_used_is_refused_and_nothing_changes(
        self, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        file = tmp_path / "lettre.odt"
        file.write_bytes(b"une lettre")
        given = (
            word.replace("FICHIER", str(file)).replace("DOSSIER", str(tmp_path)) for word in words
        )
        code, _ = hygie(tmp_path / "donnees", *given)
        assert code is ExitCode.MISUSED
        assert file.read_bytes() == b"une lettre"
        assert [path.name for path in tmp_path.iterdir()] == ["lettre.odt"]


def test_two_dossiers_drawn_together_are_both_whole(
    raw: bytes, demonstration: Audit, edition: Edition
) -> None:
    found: list[bytes] = []
    drawers = [
        threading.Thread(target=lambda: found.append(make_pdf(demonstration, edition)))
        for _ in range(2)
    ]
    for drawer in drawers:
        drawer.start()
    for drawer in drawers:
        drawer.join()
    assert found == [raw, raw]


class TestSinceTheAuditBefore:
    def saved(self, folder: Path, name: str, audit: Audit) -> str:
        path = folder / name
        path.write_text(json.dumps(write_audit(audit)), "utf-8")
        return str(path)

    def test_the_demonstration_says_what_changed(self, raw: bytes) -> None:
        assert any("Réglé Fermer l'accès au cabinet" in page for page in text_of(raw))

    def test_an_older_audit_may_be_given(self, tmp_path: Path, demonstration: Audit) -> None:
        before = make_demonstration_before(load_catalogue(), NOW)
        older = self.saved(tmp_path, "avant.json", before)
        newer = self.saved(tmp_path, "apres.json", demonstration)
        target = tmp_path / "d.pdf"
        words = ("--audit", newer, "--avant", older, "--sortie", str(target))
        assert hygie(tmp_path, *words)[0] is ExitCode.DONE
        assert any(
            "Comparé à l'audit du 22 août 2026" in page for page in text_of(target.read_bytes())
        )
        target.unlink()
        code, console = hygie(tmp_path, "--audit", older, "--avant", newer, "--sortie", str(target))
        assert code is ExitCode.MISUSED
        assert "pas plus ancien" in said(console)
        assert not target.exists()

    def test_the_fictitious_practice_is_compared_with_nothing_else(self, tmp_path: Path) -> None:
        older = self.saved(tmp_path, "a.json", make_demonstration(load_catalogue(), NOW)[0])
        code, console = hygie(tmp_path, "--demo", "--avant", older)
        assert code is ExitCode.MISUSED
        assert "--avant" in said(console)


class TestAuditFromAFile:
    def drawn(self, folder: Path, document: dict[str, Any], *words: str) -> tuple[ExitCode, str]:
        path, target = folder / "audit.json", folder / "d.pdf"
        path.write_text(json.dumps(document), "utf-8")
        code, console = hygie(folder, "--audit", str(path), "--sortie", str(target), *words)
        return code, "\n".join(text_of(target.read_bytes())) if target.exists() else said(console)

    def test_the_cover_says_that_the_audit_was_given(
        self, tmp_path: Path, demonstration: Audit
    ) -> None:
        code, text = self.drawn(tmp_path, write_audit(demonstration))
        assert code is ExitCode.DONE
        assert "Cet audit vient d'un fichier" in " ".join(text.split())

    def test_a_verdict_that_its_own_readings_deny_is_refused(
        self, tmp_path: Path, demonstration: Audit
    ) -> None:
        document = write_audit(demonstration)
        for finding in document["constats"]:
            finding.update(verdict="respectee", base="releve")
        code, text = self.drawn(tmp_path, document)
        assert code is ExitCode.MISUSED
        assert "modifié" in text

    def test_an_audit_to_come_is_refused(self, tmp_path: Path, demonstration: Audit) -> None:
        document = {**write_audit(demonstration), "le": "2099-01-01T00:00:00+00:00"}
        code, text = self.drawn(tmp_path, document)
        assert code is ExitCode.MISUSED
        assert "date à venir" in text

    def test_what_nobody_told_is_marked(self, tmp_path: Path, demonstration: Audit) -> None:
        document = write_audit(demonstration)
        document["situation"] = {"format": 1}
        code, text = self.drawn(tmp_path, document)
        assert code is ExitCode.DONE
        assert "1 ordinateur supposé" in " ".join(text.split())
        assert "Tablettes oui (supposé)" in " ".join(text.split())


class TestWhereItIsWritten:
    @pytest.mark.parametrize("kind", ["pdf", "fifo", "link", "dash"])
    def test_nothing_is_ever_written_over(self, tmp_path: Path, kind: str) -> None:
        target = tmp_path / "d.pdf"
        if kind == "pdf":
            target.write_bytes(b"%PDF-signe")
        elif kind == "fifo":
            os.mkfifo(target)
        elif kind == "link":
            target.symlink_to(tmp_path / "ailleurs")
        before = sorted(path.lstat().st_mode for path in tmp_path.iterdir())
        code, console = hygie(
            tmp_path, "--demo", "--sortie", "-" if kind == "dash" else str(target)
        )
        assert code is ExitCode.MISUSED
        assert "Rien n'a été modifié" in said(console)
        assert sorted(path.lstat().st_mode for path in tmp_path.iterdir()) == before

    def test_a_name_that_cannot_be_drawn_is_said(self, tmp_path: Path) -> None:
        words = ("--demo", "--sortie", str(tmp_path / "d.pdf"), "--cabinet")
        assert "latines" in said(hygie(tmp_path, *words, "王医生诊所")[1])
        (tmp_path / "d.pdf").unlink()
        assert "latines" not in said(hygie(tmp_path, *words, "Cabinet du Dr Éléonore")[1])
