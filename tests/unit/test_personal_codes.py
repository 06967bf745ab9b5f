from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given, settings
from hypothesis import strategies as st

from hygie.core.errors import MisusedError
from hygie.practice.personal_codes import (
    NOBODY,
    SALT_BYTES,
    WAITS,
    Tries,
    check,
    hashed,
    matches,
    missed,
    settled,
    wait_after,
)

NOW = datetime(2026, 11, 22, 19, 41, tzinfo=UTC)
SALT = bytes(range(SALT_BYTES))
NAME = "Alix Moreau-Dupré"

GOOD = [
    "tulipe-rabot",
    "7cerfs!volant",
    "528417",
    "moreau et ses sept chats",
    "é€ö漢字7",
    "x9 k2 p",
]
OBVIOUS = [
    *("", "12345", "a1b2c", "x" * 129, "ab\0cdef", "abc\u202edef"),
    *("000000", "111111", "121212", "112233", "123123", "aaaaaaaa", "abcdabcd", "48214821"),
    *(
        "123456",
        "654321",
        "234567",
        "890123",
        "0987654321",
        "abcdef",
        "zyxwvu",
        "AZERTY",
        "qwertyuiop",
    ),
    *("220180", "22011980", "19800122", "22/01/80", "22.01.1980", "31 12 99", "290224"),
    *("cabinet", "Cabinet1", "hygie2026", "MotDePasse!", "motdepasse1", "azerty75", "Médecin75"),
    *("moreau", "MOREAU75", "dupré2026", "alix1980", "moreaudupre"),
    *("１２３４５６", "２２０１８０"),
]


@pytest.mark.parametrize("code", GOOD)
def test_a_code_that_says_nothing_of_anybody_is_kept(code: str) -> None:
    assert matches(check(code, name=NAME), hashed(code, salt=SALT))


@pytest.mark.parametrize("code", OBVIOUS)
def test_a_code_that_would_be_guessed_is_refused_calmly(code: str) -> None:
    with pytest.raises(MisusedError, match="ne convient pas") as refusal:
        check(code, name=NAME)
    assert "Rien n'a été changé." in refusal.value.message
    assert "au moins 6 caractères" in refusal.value.hint
    assert not code or code not in refusal.value.message


@pytest.mark.parametrize("name", ["", "!", "Li Wu", "A"])
def test_a_short_name_forbids_nothing(name: str) -> None:
    assert check("li4821ok", name=name) == "li4821ok"


@pytest.mark.parametrize("code", ["310280", "999999a1b2", "123457", "528417"])
def test_what_only_looks_like_a_date_or_a_run_is_kept(code: str) -> None:
    assert check(code, name=NAME) == code


@settings(max_examples=40, deadline=None)
@given(code=st.text(max_size=140), name=st.text(max_size=60))
def test_any_text_is_judged(code: str, name: str) -> None:
    kept = ""
    with suppress(MisusedError):
        kept = check(code, name=name)
    assert kept == "" or 6 <= len(kept) <= 128


def test_only_an_argon2_print_is_kept() -> None:
    kept = hashed("tulipe-rabot", salt=SALT)
    assert kept.startswith("$argon2id$v=19$m=19456,t=3,p=1$")
    assert "tulipe" not in kept
    assert len(kept) <= 200
    assert hashed("tulipe-rabot", salt=bytes(SALT_BYTES)) != kept


def test_only_the_code_itself_matches() -> None:
    kept = hashed("tulipe-rabot", salt=SALT)
    for other in ("", "tulipe-rabo", "tulipe-rabot ", "Tulipe-rabot", "x" * 129, "\0"):
        assert not matches(other, kept)


def test_one_code_typed_on_two_keyboards_is_one_code() -> None:
    assert matches("e\u0301te\u0301-bleu", hashed("\u00e9t\u00e9-bleu", salt=SALT))


@pytest.mark.parametrize("kept", ["", "n'importe quoi", "$argon2id$v=19$m=8,t=1,p=1$$"])
def test_nothing_matches_what_is_not_a_print(kept: str) -> None:
    assert not matches("tulipe-rabot", kept)
    assert not matches("", kept)


def test_the_work_is_the_same_when_there_is_nobody() -> None:
    real = extract_parameters(hashed("tulipe-rabot", salt=SALT))
    assert extract_parameters(NOBODY) == real
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(NOBODY, "tulipe-rabot")


def test_three_failures_are_free_then_the_wait_grows() -> None:
    waits = [wait_after(failures) for failures in range(10)]
    assert waits == [timedelta()] * 4 + [*WAITS, WAITS[-1], WAITS[-1]]
    assert all(shorter <= longer for shorter, longer in pairwise(waits))


def test_a_failure_is_counted_and_starts_the_wait() -> None:
    tries = Tries()
    for _ in range(3):
        tries = missed(tries, NOW)
        assert tries.until is None
    assert missed(tries, NOW) == Tries(failures=4, until=NOW + WAITS[0])


def test_a_wait_that_is_over_is_forgotten_and_the_failures_are_not() -> None:
    tries = Tries(failures=5, until=NOW)
    assert settled(tries, NOW) == Tries(failures=5)
    assert settled(tries, NOW - timedelta(seconds=1)) == tries


@given(
    failures=st.integers(0, 1000),
    ahead=st.timedeltas(timedelta(days=-4000), timedelta(days=4000)),
)
def test_nobody_ever_waits_longer_than_agreed(failures: int, ahead: timedelta) -> None:
    until = settled(Tries(failures=failures, until=NOW + ahead), NOW).until
    assert until is None or until - NOW <= wait_after(failures)
