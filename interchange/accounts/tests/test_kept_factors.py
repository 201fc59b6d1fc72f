"""What is kept of second factors, and how hard what is given out is to guess (5.3.2; ASVS 6.5)."""

from math import log2

import pyotp
import pytest
from django.contrib.auth.hashers import check_password, identify_hasher

from interchange.accounts.models import Factor, Person
from interchange.accounts.rules.factors import RECOVERY_CODES
from interchange.accounts.steps.factors import make_codes, take_recovery_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(ann) -> Person:
    return Person.objects.get(pk=ann.person_id)


def test_a_recovery_code_is_kept_as_a_password_is(person, settings):
    settings.PASSWORD_HASHERS = ["interchange.accounts.hashers.Argon2Modest"]
    codes = make_codes(person)
    kept = Factor.objects.get(person=person, kind=Factor.Kind.RECOVERY).hashes
    assert [identify_hasher(one).algorithm for one in kept] == ["argon2"] * RECOVERY_CODES
    assert len({one.split("$")[4] for one in kept}) == RECOVERY_CODES
    assert check_password(codes[0], kept[0])


def test_a_recovery_code_is_crossed_out_when_it_is_taken_and_no_other_is(person):
    codes = make_codes(person)
    taken = [
        take_recovery_code(person, code) is not None for code in (codes[3], codes[3], codes[9], "0" * 20)
    ]
    assert taken == [True, False, True, False]
    assert len(Factor.objects.get(person=person, kind=Factor.Kind.RECOVERY).hashes) == RECOVERY_CODES - 2


def test_codes_and_seeds_are_hard_to_guess_and_never_the_same(person):
    codes = {code for _ in range(20) for code in make_codes(person)}
    assert len(codes) == 20 * RECOVERY_CODES
    assert all(len(code) * log2(10) >= 64 for code in codes)
    seeds = {pyotp.random_base32() for _ in range(100)}
    assert (len(seeds), min(map(len, seeds)) * 5) == (100, 160)
