import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.terminal.secret_words import looks_secret


@pytest.mark.parametrize(
    "text",
    [
        "1234",
        " 12345678 ",
        "12 34",
        "12-34-56",
        "１２３４",
        "code : 1234",
        "Code de la porte = 4937",
        "digicode 4937B 4937",
        "PIN 0000",
        "PUK:12345678",
        "Mot de passe : Soleil",
        "mdp=toto",
        "le mot de passe est soleil2026",
        "MOTS DE PASSE: a et b",
        "password: hunter2",
        "mot de passe Soleil2024!",
        "Soleil2024!",
        "KJHd8!kd92",
        "wifi: Abc-123-xyz",
        "295109912611193",
        "2 95 10 99 126 111 93",
        "253072B07300470",
    ],
)
def test_codes_and_passwords_are_recognised(text: str) -> None:
    assert looks_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "01 02 03 04 05",
        "12/2026",
        "chez la gardienne",
        "le code est chez la gardienne",
        "code postal 75011",
        "Deux clés, l'une chez le Dr Alix",
        "le gestionnaire de mots de passe de l'associé",
        "test de l'alarme le 12 mars 2026",
        "contrat n° 123456789",
        "le Wi-Fi du voisin",
        "facture du 12/03/2026, 2e étage !",
        "bail n° 2026-0412-B",
    ],
)
def test_who_holds_them_may_be_written(text: str) -> None:
    assert not looks_secret(text)


@given(st.integers(min_value=1000, max_value=99_999_999))
def test_four_to_eight_figures_alone_are_refused(code: int) -> None:
    assert looks_secret(str(code))


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert looks_secret(text) in (True, False)
