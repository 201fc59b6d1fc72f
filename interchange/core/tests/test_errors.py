"""All that is wrong with a form is told at once (B2)."""

import sys

import pytest
from django.urls import get_resolver

from interchange.core.errors import Refused, RefusedTogether, Together, always
from interchange.core.forms import errors_of


def refuse(code: str):
    raise Refused(code, f"Enter {code}.")


def test_what_is_right_is_read_and_nothing_is_refused():
    form = Together()
    assert form.read(lambda: 3) == 3
    form.end()


def test_a_single_refusal_stays_itself():
    form, only = Together(), Refused("name", "Enter name.")
    form.read(lambda: refuse_with(only))
    with pytest.raises(Refused) as refusal:
        form.end()
    assert refusal.value is only


def refuse_with(refusal: Refused):
    raise refusal


def test_all_refusals_of_a_form_are_told_in_its_order_also_those_of_a_part_of_it():
    def head():
        part = Together()
        part.read(lambda: refuse("email"))
        part.read(lambda: refuse("phone"))
        part.end()

    form = Together()
    form.note(Refused("who", "Choose who."))
    form.read(lambda: refuse("number"))
    form.read(head)
    with pytest.raises(RefusedTogether) as refusal:
        form.end()
    assert [part.code for part in refusal.value.parts] == ["who", "number", "email", "phone"]
    assert refusal.value.code == "who"
    assert refusal.value.message == "Choose who. Enter number. Enter email. Enter phone."


def test_a_page_shows_the_first_sentence_of_each_field_and_leads_to_it():
    refused = RefusedTogether(
        [Refused("address-shared", "A."), Refused("email", "B."), Refused("name", "C.")]
    )
    errors = errors_of(refused, lambda code: code.replace("address-shared", "email"))
    assert dict(errors) == {"email": "A.", "name": "C."}
    assert errors.at_the_top == [{"text": "A.", "href": "#email"}, {"text": "C.", "href": "#name"}]
    assert errors["another"] == ""


def test_what_belongs_to_no_field_is_told_and_leads_nowhere():
    errors = errors_of(Refused("too-often", "Wait."), lambda code: "")
    assert errors.at_the_top == [{"text": "Wait.", "href": ""}]


def test_a_refusal_that_is_made_in_many_places_is_another_one_each_time():
    words = always("not-whole", "Part of the page did not reach us.")
    found = []
    for _ in range(3):
        with pytest.raises(Refused) as refusal:
            raise words
        found.append(refusal.value)
    assert len({id(one) for one in found}) == 3
    assert {(one.code, one.message, str(one)) for one in found} == {
        (words.code, words.message, words.message)
    }


def test_no_module_holds_an_exception_that_would_keep_what_it_went_through():
    """One that is raised twice keeps the frames of the first time: passwords typed, files sent, and memory."""
    get_resolver().url_patterns  # noqa: B018  (every view is imported with it)
    ours = [module for name, module in list(sys.modules.items()) if name.startswith("interchange.")]
    held = [
        (module.__name__, name)
        for module in ours
        for name, value in vars(module).items()
        if isinstance(value, BaseException)
    ]
    assert (held, len(ours) > 300) == ([], True)
