"""A sealed text is read by who has the key, and by nobody who changed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.sealed import Unreadable, seal, unseal

OLD, NEW = "an old key " * 5, "a new key " * 5


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.SEALING_KEYS = [OLD]


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_reads_back(text):
    assert unseal(seal(text)) == text


def test_a_sealed_text_says_nothing_and_is_never_the_same_twice():
    once, again = seal("JBSWY3DPEHPK3PXP"), seal("JBSWY3DPEHPK3PXP")
    assert once != again
    assert "JBSWY3DPEHPK3PXP" not in once
    assert seal("") == unseal("") == ""


@pytest.mark.parametrize("place", range(0, 60, 7))
def test_a_changed_letter_anywhere_is_found_out(place):
    sealed = seal("the seed of an authenticator")
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
    with pytest.raises(Unreadable):
        unseal(changed)


@pytest.mark.parametrize("text", ["1.", "1.AAAA", "2.AAAA", "not sealed", "1.\u20ac", "1." + "A" * 400])
def test_what_was_never_sealed_is_unreadable(text):
    with pytest.raises(Unreadable):
        unseal(text)


def test_a_key_is_replaced_by_a_new_one_before_it(settings):
    before = seal("still needed")
    settings.SEALING_KEYS = [NEW, OLD]
    after = seal("still needed")
    assert unseal(before) == unseal(after) == "still needed"
    settings.SEALING_KEYS = [NEW]
    assert unseal(after) == "still needed"
    with pytest.raises(Unreadable):
        unseal(before)


def test_without_keys_of_its_own_it_is_sealed_by_those_that_sign_sessions(settings):
    settings.SEALING_KEYS, settings.SECRET_KEY = [], OLD
    sealed = seal("still needed")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert unseal(sealed) == "still needed"
