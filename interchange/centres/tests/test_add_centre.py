"""Adding a centre."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.centres.queries import centre_ids
from interchange.centres.rules import names as rules
from interchange.centres.services import add_centre
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused


@pytest.mark.parametrize("typed", ["12345", " 12345 ", "12 345"])
def test_a_centre_number_has_five_digits(typed: str) -> None:
    assert rules.centre_number(typed) == "12345"


@pytest.mark.parametrize("typed", ["", "1234", "123456", "1234A", "１２３４５", "-1234"])
def test_another_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.centre_number(typed)
    assert refusal.value.code == "centre-number"


@given(st.text())
def test_whatever_is_typed_becomes_a_centre_number_or_is_refused(typed: str) -> None:
    plain = "".join(typed.split())
    if rules.is_centre_number(plain):
        assert rules.centre_number(typed) == plain
    else:
        with pytest.raises(Refused):
            rules.centre_number(typed)


@pytest.mark.parametrize("name", ["St Anne’s", "Ysgol Gymraeg Ŵyr", "مدرسة", "Sixth 🎓 Form"])
def test_a_name_is_kept_as_it_is(name: str) -> None:
    assert rules.centre_name(f"  {name} ") == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b", "a\x1bb"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.centre_name(name)
    assert refusal.value.code == "centre-name"


@pytest.mark.django_db
def test_a_centre_is_added_with_an_event_of_the_awarding_body() -> None:
    out = io.StringIO()
    call_command("add_centre", "12345", "Long Road College", "--kind", "college", stdout=out)
    assert out.getvalue() == "Added centre 12345 Long Road College.\n"
    assert Centre.objects.get().kind == "college"
    with tenancy.for_staff():
        assert EventRecord.unscoped.get(name=Event.CENTRE_ADDED.value).subject == "centre:12345"


@pytest.mark.django_db
def test_a_number_is_given_only_once() -> None:
    make_centre("12345", "Long Road College")
    with pytest.raises(CommandError, match="Centre 12345 is there already: Long Road College"):
        call_command("add_centre", "12345", "Another")
    assert Centre.objects.count() == 1


@pytest.mark.django_db
def test_only_an_operator_adds_a_centre() -> None:
    with pytest.raises(NotAllowed):
        add_centre("12345", "Long Road College", by=Actor(name="Ann", centre_id=1))


@pytest.mark.django_db
def test_numbers_of_no_centre_have_no_key() -> None:
    centre = make_centre("12345")
    assert centre_ids(["12345", "54321"]) == {"12345": centre.pk}
