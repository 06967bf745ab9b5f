import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.practice.vault_codes import SIGNS, checked_code, read_recovery, written_recovery


@pytest.mark.parametrize(
    "code",
    ["cheval agrafe pile", "Ça va mieux ainsi", "Vmd4-tKwx", "730194628105", "pi=3,14 et après"],
)
def test_a_fair_code_is_taken(code: str) -> None:
    assert checked_code(code) == code


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "trop court"),
        ("Vmd4-tK", "trop court"),
        ("  Vmd4-tK  ", "trop court"),
        ("x1" * 200, "trop long"),
        ("cheval\x00agrafe", "invisible"),
        ("deux\nlignes ici", "invisible"),
        ("73019462", "que des chiffres"),
        ("12345678901234", "premiers"),
        ("aaaaaaaaaaaa", "premiers"),
        ("abababababab", "premiers"),
        ("azertyuiop", "premiers"),
        ("POIUYTREZA", "premiers"),
        ("abcdefghij", "premiers"),
        ("motdepasse", "premiers"),
        ("Mot de passe 2026 !", "premiers"),
        ("Cabinet2026", "premiers"),
        ("hygie-75011", "premiers"),
        ("Médecin123456", "premiers"),
    ],
)
def test_an_unfit_code_is_refused_and_not_repeated(code: str, why: str) -> None:
    with pytest.raises(MisusedError, match=why) as refusal:
        checked_code(code)
    said = refusal.value.message + refusal.value.hint
    assert not code.strip() or code.strip() not in said
    assert "Rien n'a été modifié" in said


def test_two_keyboards_write_the_same_code() -> None:
    assert checked_code(" e\u0301te\u0301 indien 4 ") == checked_code("été indien 4")


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_code_comes_back(secret: bytes) -> None:
    written = written_recovery(secret)
    assert [len(group) for group in written.split("-")] == [4] * 8
    assert set(written) <= {*SIGNS, "-"}
    assert read_recovery(written) == secret
    assert read_recovery(f"  {written.lower().replace('-', ' ')}\n") == secret
    assert read_recovery(written.replace("0", "o").replace("1", "l")) == secret


@given(st.text(max_size=400))
def test_any_text_is_a_recovery_code_or_none(text: str) -> None:
    found = read_recovery(text)
    assert found is None or len(found) == 20


def test_no_sign_can_be_taken_for_another() -> None:
    assert len(set(SIGNS)) == 32
    assert not set("OILU") & set(SIGNS)
