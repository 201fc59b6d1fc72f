from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.accounts.rules.browsers import browser_family
from interchange.accounts.rules.factors import (
    address_for,
    after_wrong_code,
    code_of,
    step_at,
    step_of,
    tidy_code,
)
from interchange.accounts.rules.passkeys import is_possible_at
from interchange.accounts.rules.sharing import Sign, Use, signs_of_sharing
from interchange.accounts.rules.stages import Stage, Standing, next_stage
from interchange.accounts.rules.tries import Tries, is_blocked

NOON = datetime(2027, 5, 4, 12, tzinfo=UTC)
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""Of the tables of RFC 6238."""

RFC_6238 = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("second", "code"), RFC_6238)
def test_codes_are_those_of_the_standard_s_table(second, code):
    assert code_of(SEED, second // 30) == code


DRIFTS = [(-60, False), (-30, True), (0, True), (30, True), (60, False)]


@pytest.mark.parametrize(("seconds", "taken"), DRIFTS)
def test_a_clock_may_be_one_step_off(seconds, taken):
    code = code_of(SEED, step_at(NOON + timedelta(seconds=seconds)))
    assert (step_of(code, SEED, at=NOON, after=0) is not None) is taken


def test_no_code_counts_twice_and_none_older_than_one_taken():
    now = step_at(NOON)
    codes = {step: code_of(SEED, step) for step in (now - 1, now, now + 1)}
    assert step_of(codes[now], SEED, at=NOON, after=now - 1) == now
    assert step_of(codes[now], SEED, at=NOON, after=now) is None
    assert step_of(codes[now - 1], SEED, at=NOON, after=now) is None
    assert step_of(codes[now + 1], SEED, at=NOON, after=now) == now + 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123 456", "123456"),
        (" 123-456 ", "123456"),
        ("12345a", ""),
        ("", ""),
        ("١٢٣٤٥٦", ""),
        ("1" * 500, "1" * 80),
    ],
)
def test_spaces_and_hyphens_do_not_matter(typed, code):
    assert tidy_code(typed) == code


@given(st.text(max_size=120))
def test_whatever_is_typed_is_digits_or_nothing(typed):
    assert all(letter in "0123456789" for letter in tidy_code(typed))


def test_the_picture_says_whose_account_it_is():
    said = address_for(SEED, account="10001 annlee", issuer="Interchange AB")
    assert said == f"otpauth://totp/Interchange%20AB:10001%20annlee?secret={SEED}&issuer=Interchange%20AB"


def test_the_tenth_wrong_code_within_an_hour_locks_for_fifteen_minutes():
    tries = Tries()
    for number in range(9):
        tries = after_wrong_code(tries, at=NOON + timedelta(minutes=6 * number))
        assert not is_blocked(tries, at=NOON + timedelta(minutes=6 * number))
    locked_at = NOON + timedelta(minutes=59)
    tries = after_wrong_code(tries, at=locked_at)
    assert is_blocked(tries, at=locked_at + timedelta(minutes=14, seconds=59))
    assert not is_blocked(tries, at=locked_at + timedelta(minutes=15))


def test_wrong_codes_of_an_hour_ago_are_forgotten():
    tries = Tries()
    for _ in range(9):
        tries = after_wrong_code(tries, at=NOON)
    assert after_wrong_code(tries, at=NOON + timedelta(hours=1, seconds=1)).failures == 1


# ---------------------------------------------------------------- the stages

standings = st.builds(
    Standing, password_due=st.booleans(), enrolled=st.booleans(), proved=st.sampled_from(["", "totp", "passkey"]),
    browser_unconfirmed=st.booleans(), codes_to_keep=st.booleans(), terms_due=st.booleans(),
    centres=st.integers(1, 3), centre_chosen=st.booleans(), sessions=st.integers(0, 4),
)  # fmt: skip


@given(standings)
def test_nobody_comes_in_without_all_of_it(standing):
    done = next_stage(standing) is Stage.DONE
    assert done == (
        bool(standing.proved) and standing.enrolled and not standing.password_due and not standing.codes_to_keep
        and not standing.terms_due and (standing.centres == 1 or standing.centre_chosen) and standing.sessions < 3
        and (not standing.browser_unconfirmed or standing.proved == "passkey")
    )  # fmt: skip


@given(standings)
def test_nobody_sets_up_a_factor_in_a_browser_that_is_not_confirmed(standing):
    if next_stage(standing) is Stage.ENROL:
        assert not standing.browser_unconfirmed or standing.proved == "passkey"


@given(standings)
def test_an_old_password_alone_does_not_set_a_new_one(standing):
    if next_stage(standing) is Stage.PASSWORD:
        assert standing.proved
        assert standing.enrolled


PROVED = Standing(proved="totp")
ORDER = [
    (Standing(), Stage.FACTOR),
    (Standing(enrolled=False), Stage.ENROL),
    (Standing(enrolled=False, browser_unconfirmed=True), Stage.BROWSER),
    (Standing(proved="totp", browser_unconfirmed=True, terms_due=True), Stage.BROWSER),
    (Standing(proved="totp", password_due=True, codes_to_keep=True), Stage.PASSWORD),
    (Standing(proved="totp", codes_to_keep=True, terms_due=True), Stage.CODES),
    (Standing(proved="totp", terms_due=True, centres=2), Stage.TERMS),
    (Standing(proved="totp", centres=2, sessions=3), Stage.CENTRE),
    (Standing(proved="totp", sessions=3), Stage.SESSIONS),
    (PROVED, Stage.DONE),
]


@pytest.mark.parametrize(("standing", "stage"), ORDER)
def test_the_stages_have_an_order(standing, stage):
    assert next_stage(standing) is stage


# ---------------------------------------------------------------- accounts that look shared

SHARED = [
    ([Use(NOON, "Windows"), Use(NOON, "Windows")], 3, []),
    ([Use(NOON, "Windows"), Use(NOON - timedelta(minutes=60), "iPhone")], 1, [Sign.DEVICES]),
    ([Use(NOON, "Windows"), Use(NOON - timedelta(minutes=61), "iPhone")], 1, []),
    ([Use(NOON, "Windows"), Use(NOON, "")], 1, []),
    ([Use(NOON, "Mac", "GB"), Use(NOON, "Mac", "FR")], 1, [Sign.COUNTRIES]),
    ([Use(NOON, "Mac", "GB"), Use(NOON, "Mac", "")], 1, []),
    ([Use(NOON, "Mac")], 4, [Sign.SESSIONS]),
]


@pytest.mark.parametrize(("uses", "sessions", "signs"), SHARED)
def test_what_looks_like_a_shared_account(uses, sessions, signs):
    assert signs_of_sharing(uses, at=NOON, open_sessions=sessions) == signs


@pytest.mark.parametrize(
    ("host", "possible"),
    [("localhost", True), ("interchange.example", True), ("127.0.0.1", False), ("[::1]", False)],
)
def test_a_passkey_belongs_to_a_name(host, possible):
    assert is_possible_at(host) is possible


def test_a_browser_s_family_tells_the_device():
    assert browser_family("Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/120").partition(" on ")[2] == "Windows"
