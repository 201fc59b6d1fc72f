import threading
from datetime import timedelta

import pytest
from django.db import connection

from interchange.accounts.factories import PASSWORD
from interchange.accounts.models import OneUseLink, Person
from interchange.accounts.services.passwords import activate
from interchange.accounts.services.people import invite_person
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused

NEW = "a wholly other password"


def invited(actor) -> str:
    return invite_person(Person.objects.get(pk=actor.person_id), by=Actor.system("tests"))


@pytest.mark.django_db
def test_the_link_sets_the_password_once(door, ann, told):
    with clock.pretend(door.now - timedelta(hours=1)):
        link = f"/activate/{invited(ann)}/"
    with clock.pretend(door.now):
        assert b"annlee" in door.browser.get(link).content
        assert door.browser.post(link, {"new": NEW})["Location"].startswith("/sign-in/")
        again = door.browser.post(link, {"new": "yet another password of theirs"})
    assert again.status_code == 409
    assert told(Event.PASSWORD_RESET_USED) == [{"what": "invitation"}]
    assert door.sign_in(ann, password=NEW).status_code == 302


@pytest.mark.django_db
def test_a_weak_password_does_not_use_the_link_up(door, ann):
    token = invited(ann)
    refused = door.browser.post(f"/activate/{token}/", {"new": "short"})
    assert (refused.status_code, OneUseLink.objects.filter(used_at=None).count()) == (422, 1)
    assert door.browser.post(f"/activate/{token}/", {"new": NEW}).status_code == 302


@pytest.mark.django_db
def test_the_link_works_until_72_hours_are_over(ann):
    token, invited_at = invited(ann), clock.now()
    with clock.pretend(invited_at + timedelta(hours=72, seconds=1)), pytest.raises(Refused) as refusal:
        activate(token, NEW, address=None, request_id="")
    assert refusal.value.code == "link-ended"
    with clock.pretend(invited_at + timedelta(hours=72, seconds=-1)):
        activate(token, NEW, address=None, request_id="")
    assert Person.objects.get(pk=ann.person_id).check_password(NEW)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["never-was", "a" * 300, "%F0%9F%A6%86"])
def test_a_link_that_never_was_says_what_to_do(door, token):
    answer = door.browser.get(f"/activate/{token}/")
    assert answer.status_code == 409
    assert b"Ask your Centre Administrator" in answer.content


@pytest.mark.django_db
def test_the_link_itself_is_kept_nowhere(ann):
    token = invited(ann)
    kept = OneUseLink.objects.get()
    assert token not in (kept.token_hash, str(kept.pk))
    assert len(token) >= 32


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_sets_the_password(ann):
    token, outcomes, ready = invited(ann), [], threading.Barrier(2)

    def use(new: str) -> None:
        ready.wait()
        try:
            activate(token, new, address=None, request_id="")
            outcomes.append(new)
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=[f"{NEW} {number}"]) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [winner] = [outcome for outcome in outcomes if outcome != "link-ended"]
    assert len(outcomes) == 2
    assert Person.objects.get(pk=ann.person_id).check_password(winner)
    assert not Person.objects.get(pk=ann.person_id).check_password(PASSWORD)
    with tenancy.for_staff():
        assert EventRecord.unscoped.filter(name=Event.PASSWORD_RESET_USED.value).count() == 1
