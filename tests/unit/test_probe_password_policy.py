import pytest
from hypothesis import given
from hypothesis import strategies as st

from hygie.core.readings import Observed, Unreadable
from hygie.workstation.machine import MachineRefusedError
from hygie.workstation.probes.password_policy import linux
from hygie.workstation.probes.password_policy.pam import parse_service, parse_values
from support.machine import FakeMachine, a_context
from support.recordings import Recording, load

Files = dict[str, bytes | str | MachineRefusedError]
PLAIN = "password required pam_unix.so\n"
QUALITY = "password requisite pam_pwquality.so retry=3\n" + PLAIN
DEBIAN: Files = {"/etc/debian_version": "12.9\n"}


def read(files: Files) -> list[object]:
    readings = list(linux.read(FakeMachine(files=files), a_context()))
    assert [reading.fact for reading in readings] == [linux.LENGTH, linux.LOCKOUT]
    return [each.value if isinstance(each, Observed) else type(each) for each in readings]


def length(password: str, files: Files | None = None) -> object:
    return read({"/etc/pam.d/passwd": password, **(files or {})})[0]


def lockout(auth: str, files: Files | None = None) -> object:
    return read({"/etc/pam.d/login": auth, **(files or {})})[1]


@pytest.mark.parametrize("recording", load("password_policy", "password"), ids=str)
def test_recorded_password_rules_are_read(recording: Recording) -> None:
    found = f"debian={length(recording.text, DEBIAN)} other={length(recording.text)}"
    assert recording.expect == found


@pytest.mark.parametrize("recording", load("password_policy", "auth"), ids=str)
def test_recorded_blocking_rules_are_read(recording: Recording) -> None:
    assert recording.expect == str(lockout(recording.text))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (PLAIN, 0),
        ("password required pam_unix.so minlen=10\n", 10),
        ("password requisite pam_pwquality.so minlen=14\n", 14),
        ("password requisite pam_pwquality.so minlen=2\n", 6),
        ("password requisite pam_pwquality.so minlen=12 dcredit=1 ucredit=1 ocredit=-1\n", 10),
        ("password requisite pam_pwquality.so minlen=12 enforcing=0\n", 0),
        ("password requisite pam_cracklib.so minlen=12\n", 8),
        ("password requisite /usr/lib64/security/pam_pwquality.so minlen=12\n", 12),
        ("-password optional pam_gnome_keyring.so\n" + QUALITY, 8),
        ("# password requisite pam_pwquality.so minlen=14\n" + PLAIN, 0),
        ("password requisite \\\n pam_pwquality.so minlen=14\n", 14),
        ("password requisite pam_pwquality.so minlen=douze\n", Unreadable),
        ("password requisite pam_passwdqc.so min=disabled,24,11,8,7\n", Unreadable),
        ("password required pam_unix.so minlen=-3\n", Unreadable),
        ("auth required pam_unix.so\n", Unreadable),
        ("", Unreadable),
    ],
)
def test_the_longest_minimum_of_the_stack_is_imposed(rules: str, expected: object) -> None:
    assert length(rules) == expected


def test_the_main_quality_file_wins_over_the_dropped_ones_and_pam_over_both() -> None:
    files: Files = {
        "/etc/security/pwquality.conf.d/10-a.conf": "minlen = 20\ndcredit = 1\n",
        "/etc/security/pwquality.conf.d/20-b.conf": "dcredit = 0\n",
    }
    assert length(QUALITY, files) == 20
    files["/etc/security/pwquality.conf"] = "# minlen = 8\nminlen = 12 # ours\n"
    assert length(QUALITY, files) == 12
    assert length("password requisite pam_pwquality.so minlen=10\n", files) == 10


def test_login_defs_is_ignored_as_pam_ignores_it() -> None:
    assert length(PLAIN, {"/etc/login.defs": "PASS_MIN_LEN 14\n"}) == 0


@pytest.mark.parametrize(
    "call", ["@include common", "password include common", "password substack common"]
)
@pytest.mark.parametrize("folder", ["/etc/pam.d", "/usr/lib/pam.d"])
def test_included_rules_count(call: str, folder: str) -> None:
    assert length(f"{call}\n", {f"{folder}/common": QUALITY}) == 8


@pytest.mark.parametrize("call", ["@include passwd", "@include a\n@include a", "@include absent"])
def test_rules_that_cannot_all_be_read_are_not_judged(call: str) -> None:
    files: Files = {"/etc/pam.d/a": "@include b\n@include b\n", "/etc/pam.d/b": "@include a\n"}
    assert length(f"{QUALITY}{call}\n", files) is Unreadable


def test_a_refused_file_is_not_an_absent_one() -> None:
    refused = MachineRefusedError("Refusé.")
    assert length(QUALITY, {"/etc/security/pwquality.conf": refused}) is Unreadable
    assert lockout("auth required pam_unix.so\n", {linux.FAILLOCK: refused}) is Unreadable


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("auth required pam_unix.so\n", 0),
        ("auth required pam_faillock.so preauth\n", 7),
        ("auth required pam_faillock.so preauth deny=4\n", 4),
        ("auth required pam_faillock.so preauth deny=0\n", 0),
        ("auth required pam_tally2.so deny=6 onerr=fail\n", 6),
        ("auth required pam_tally2.so\n", 0),
        ("auth required pam_faillock.so deny=x\n", Unreadable),
        ("account required pam_faillock.so\n", Unreadable),
    ],
)
def test_blocking_is_that_of_the_module_in_use(rules: str, expected: object) -> None:
    assert lockout(rules, {linux.FAILLOCK: "silent\ndeny = 7\n"}) == expected


def test_the_weakest_way_in_decides() -> None:
    strict = "auth required pam_faillock.so deny=5\n"
    assert lockout(strict, {"/etc/pam.d/gdm-password": "auth required pam_unix.so\n"}) == 0
    looser = strict.replace("5", "9")
    assert lockout(strict, {"/etc/pam.d/gdm-password": looser}) == 9


def test_a_system_without_these_rules_is_not_judged() -> None:
    assert read({}) == [Unreadable, Unreadable]


@given(st.text())
def test_no_text_makes_the_readers_fail(text: str) -> None:
    assert all(len(line) == 4 for line in parse_service(text))
    assert "" not in parse_values(text)


WORDS = ["password", "auth", "required", "[default=die]", "include", "passwd", "@include", "login"]


@given(st.lists(st.sampled_from([*WORDS, "pam_unix.so", "minlen=9", "deny=3", "\n", "\\\n", "#"])))
def test_no_rules_make_the_probe_fail(words: list[str]) -> None:
    text = " ".join(words)
    found = read({"/etc/pam.d/passwd": text, "/etc/pam.d/login": text})
    assert found[0] in {0, 9, Unreadable}
    assert found[1] in {0, 3, Unreadable}
