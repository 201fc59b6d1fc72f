"""Admin > Webhooks: making one, its secret shown once, its log, and what is another centre's."""

import pytest

from interchange.core import tenancy
from interchange.webhooks.factories import make_hook
from interchange.webhooks.models import Delivery, Hook

NEW = {"name": "Registers", "address": "https://mis.school.example/told", "messages": ["file.processed"]}


@pytest.fixture
def browser(signed_in, ann):
    return signed_in(ann)


def test_an_administrator_makes_a_webhook_and_sees_its_secret_once(browser):
    page = browser.post("/webhooks/", NEW).content.decode()
    assert "whsec_" in page
    again = browser.get("/webhooks/").content.decode()
    assert "Registers" in again
    assert "whsec_" not in again


def test_what_is_wrong_stands_at_its_fields_and_nothing_typed_is_lost(browser):
    answer = browser.post("/webhooks/", {"name": "Registers", "address": "http://x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#address"' in page
    assert 'href="#messages"' in page
    assert 'value="http://x"' in page


def test_the_log_shows_each_message_and_how_its_tries_went(browser, ann):
    hook, _ = make_hook(ann)
    with tenancy.for_centre(ann.centre_id):
        Delivery.unscoped.create(
            centre_id=ann.centre_id, hook=hook, message="file.processed", body='{"type": "file.processed"}',
            attempts=[["2027-03-01T12:00:00+00:00", 0, "The machine did not answer."]],
        )  # fmt: skip
    page = browser.get(f"/webhooks/{hook.pk}/").content.decode()
    assert "The machine did not answer." in page
    assert "Given up" in page
    assert "Taken" in page


@pytest.mark.parametrize(
    ("verb", "leads"), [("test", "/webhooks/{}/"), ("start", "/webhooks/{}/"), ("remove", "/webhooks/")]
)
def test_a_webhook_is_tried_started_and_removed(browser, ann, verb, leads):
    hook, _ = make_hook(ann)
    answer = browser.post(f"/webhooks/{hook.pk}/{verb}/")
    assert answer["Location"] == leads.format(hook.pk)


def test_a_replaced_secret_is_shown_once_and_an_unknown_verb_is_nothing(browser, ann):
    hook, first = make_hook(ann)
    page = browser.post(f"/webhooks/{hook.pk}/secret/").content.decode()
    assert "whsec_" in page
    assert first not in page
    assert browser.post(f"/webhooks/{hook.pk}/explode/").status_code == 404


def test_another_centre_s_webhook_and_its_messages_are_not_there(signed_in, ann, cal, elsewhere):
    hook, _ = make_hook(ann)
    with tenancy.for_centre(ann.centre_id):
        delivery = Delivery.unscoped.get()
    theirs = signed_in(cal)
    assert theirs.get(f"/webhooks/{hook.pk}/").status_code in (403, 404)
    assert theirs.post(f"/webhooks/messages/{delivery.pk}/again/").status_code in (403, 404)
    with tenancy.for_centre(ann.centre_id):
        assert Hook.unscoped.filter(ended_at=None).count() == 1


def test_the_number_of_statements_does_not_grow_with_the_log(browser, ann, django_assert_max_num_queries):
    hook, _ = make_hook(ann)
    browser.get(f"/webhooks/{hook.pk}/")
    with tenancy.for_centre(ann.centre_id):
        Delivery.unscoped.bulk_create(
            Delivery(centre_id=ann.centre_id, hook=hook, message="test", body="{}") for _ in range(200)
        )
    with django_assert_max_num_queries(14):
        page = browser.get(f"/webhooks/{hook.pk}/").content.decode()
    assert "Page 1 of 5" in page
