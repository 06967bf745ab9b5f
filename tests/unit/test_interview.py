"""The interview, driven as at a keyboard, with nothing behind it."""

from collections.abc import Sequence

from hygie.audit.interview import Told, ask_measures, ask_situation, to_ask
from hygie.audit.questionnaire import UNKNOWN, load_questions
from hygie.core.judgement import judge
from hygie.core.measures import Guidance, Measure, Threat
from hygie.core.records import Answer, Record
from hygie.core.situation import Situation
from support.builders import LOCKS, NOW, a_catalogue, a_measure, an_answer, locked, unseen
from support.console import a_console, said

QUESTIONS = load_questions()
ALL = {Answer.YES: "Oui", Answer.NO: "Non", Answer.NOT_CONCERNED: "Il n'y en a pas"}
FIRST = a_measure(id="portables", question="Sont-ils attachés ?", answers=ALL)
SECOND = a_measure(id="cles", question="Sont-elles rangées ?", answers=ALL, number=11)
GUIDANCE = Guidance(why=("Un vol.", "Une fuite."), where_to_look=("Regardez le tiroir.",))


def asked(
    typed: Sequence[str], measures: Sequence[Measure] = (FIRST, SECOND)
) -> tuple[bool, list[Record], str]:
    kept: list[Record] = []
    console = a_console(typed="".join(f"{line}\n" for line in typed))
    finished = ask_measures(
        console, measures, lambda _: GUIDANCE, now=lambda: NOW, save=kept.append
    )
    return finished, kept, said(console)


def test_each_answer_is_kept_at_once() -> None:
    finished, kept, _ = asked(["1", "2"])
    assert finished
    assert [(record.measure, record.detail["reponse"]) for record in kept] == [
        ("portables", "oui"),
        ("cles", "non"),
    ]


def test_not_knowing_is_always_offered() -> None:
    _, kept, talk = asked(["je ne sais pas", "q"])
    assert talk.count("Je ne sais pas") == 2
    assert kept[0].detail["reponse"] == "ne_sait_pas"


def test_what_is_without_object_says_why() -> None:
    _, kept, talk = asked(["pas", "Il n'y en a pas", "Aucun portable ici.", "q"])
    assert "Pourquoi cette mesure ne vous concerne-t-elle pas" in talk
    assert kept[0].detail == {"reponse": "sans_objet", "motif": "Aucun portable ici."}


def test_a_reason_that_looks_like_a_code_is_refused_and_not_kept() -> None:
    _, kept, _ = asked(["4", "1234", "Aucun portable ici.", "q"])
    assert "1234" not in kept[0].detail["motif"]


def test_leaving_at_the_reason_keeps_no_answer() -> None:
    finished, kept, _ = asked(["4", "q"])
    assert (finished, kept) == (False, [])


def test_going_back_asks_the_measure_before() -> None:
    _, kept, talk = asked(["1", "p", "2", "1"])
    assert [(record.measure, record.detail["reponse"]) for record in kept] == [
        ("portables", "oui"),
        ("portables", "non"),
        ("cles", "oui"),
    ]
    assert "1 sur 2" in talk


def test_going_back_from_the_first_asks_it_again() -> None:
    _, kept, _ = asked(["p", "1", "q"])
    assert [record.measure for record in kept] == ["portables"]


def test_help_says_where_to_look() -> None:
    _, _, talk = asked(["?", "q"])
    assert "Regardez le tiroir." in talk


def test_the_end_of_the_keyboard_stops() -> None:
    assert asked([])[0] is False


def test_only_what_is_to_check_and_not_answered_is_asked() -> None:
    catalogue = a_catalogue(
        a_measure(),
        a_measure(id="repondue", wants=()),
        a_measure(id="fournisseur", wants=(), deferred=True),
        a_measure(id="grave", wants=(), threats=(Threat.RANSOMWARE, Threat.DATA_LOSS)),
        a_measure(id="legere", wants=(), threats=(Threat.NON_COMPLIANCE,)),
    )
    records = [an_answer(Answer.UNKNOWN, measure="repondue")]
    findings = judge(Situation(users=1), locked(), records, catalogue, NOW)
    order = ["grave", "legere", "repondue"]
    assert [measure.id for measure in to_ask(findings, catalogue)] == order
    told = [an_answer(Answer.YES, measure="grave"), *records]
    findings = judge(Situation(users=1), locked(), told, catalogue, NOW)
    assert [measure.id for measure in to_ask(findings, catalogue)] == order[1:]
    assert [measure.id for measure in to_ask(findings, catalogue, again=True)] == order


def test_what_waits_for_another_workstation_is_asked_all_the_same() -> None:
    catalogue = a_catalogue()
    findings = judge(Situation(computers=2), [unseen(LOCKS)], [], catalogue, NOW)
    assert [measure.id for measure in to_ask(findings, catalogue)] == ["verrouillage"]
    told = [an_answer(Answer.YES)]
    findings = judge(Situation(computers=2), [unseen(LOCKS)], told, catalogue, NOW)
    assert to_ask(findings, catalogue) == ()


def test_not_knowing_goes_with_no_other_answer() -> None:
    told = Told(choices={"profession": ("medecin",), "exercice": ("seul",)})
    console = a_console(typed="1 4\n1\nq\n")
    ask_situation(console, QUESTIONS, told, save=lambda _: None)
    assert "ne va avec aucune autre réponse" in said(console)


class TestSituation:
    def told(self, typed: Sequence[str], told: Told | None = None) -> tuple[bool, Told, str]:
        known = told or Told()
        console = a_console(typed="".join(f"{line}\n" for line in typed))
        finished = ask_situation(console, QUESTIONS, known, save=lambda _: None)
        return finished, known, said(console)

    def test_ten_questions_at_most(self) -> None:
        answers = ["1", "1", "1", "1", "2", "1", "1", "1", "1", "1"]
        finished, told, _ = self.told(answers)
        assert finished
        assert set(told.choices) == {question.id for question in QUESTIONS}

    def test_alone_is_not_asked_with_whom_the_session_is_shared(self) -> None:
        finished, told, talk = self.told(["1", "1", "1", "1", "1", "1", "1", "1", "1"])
        assert finished
        assert "partage" not in told.choices
        assert next(q for q in QUESTIONS if q.id == "partage").text[:30] not in talk

    def test_not_knowing_is_offered_but_for_the_profession(self) -> None:
        _, told, talk = self.told(["1", "je ne sais pas", "q"])
        assert told.choices["exercice"] == (UNKNOWN,)
        assert "Je ne sais pas" not in talk.split("Comment exercez-vous")[0]

    def test_going_back_forgets_the_answer_before(self) -> None:
        _, told, _ = self.told(["1", "1", "p", "2", "q"])
        assert told.choices == {"profession": ("medecin",), "exercice": ("assistant",)}

    def test_going_back_from_the_first_stays_there(self) -> None:
        _, told, _ = self.told(["p", "2", "q"])
        assert told.choices == {"profession": ("infirmier",)}

    def test_what_was_told_is_not_asked_again(self) -> None:
        before = Told(choices={"profession": ("medecin",)})
        _, _, talk = self.told(["q"], before)
        assert "Quelle est votre profession" not in talk
