"""What has come to its end goes, what is on hold stays, and a dry run only counts (8)."""

from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command

from interchange.accounts.factories import make_actor, make_membership
from interchange.accounts.models import KnownBrowser, Membership, OneUseLink, Person, SignedIn, SignInTries
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of, verify_chain
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.core.letting_go import months_before
from interchange.notifications.models import Notice
from interchange.privacy import tasks
from interchange.privacy.models import LegalHold
from interchange.privacy.services import end_hold, let_go, place_hold, review_hold

pytestmark = pytest.mark.django_db

NIGHT = Actor.system("night")
DAY = timedelta(days=1)


@pytest.fixture
def mo(db):
    """Mo the security officer."""
    return make_actor("Mo Watch", Role.SECURITY)


@pytest.fixture
def gone(centre):
    """Gil Hart, who left seven years and a day ago."""
    membership = make_membership("Gil Hart", Role.ACM, centre=centre)
    left(membership, months_before(clock.now(), 84) - DAY)
    return membership.person


def left(membership, at):
    Membership.objects.filter(pk=membership.pk).update(ended_at=at, ended_why="Left for Long Road")
    Person.objects.filter(pk=membership.person_id).update(added_at=at - DAY, is_active=False)


def hold_on(kind, key, mo, **more):
    facts = {"owner": "Lee Park", "reason": "An appeal", "review_on": clock.today() + 30 * DAY, **more}
    return place_hold(kind, str(key), by=mo, **facts)


def test_who_left_seven_years_ago_is_anonymised_and_keeps_the_identifier(gone):
    OneUseLink.objects.create(token_hash="a" * 64, purpose="reset", person=gone, until=clock.now())
    assert let_go("people", by=NIGHT) == 1
    person = Person.objects.get(pk=gone.pk)
    assert (str(person), person.email, person.has_usable_password()) == ("Former user", "", False)
    assert "gil" not in person.username
    assert Membership.objects.get(person=gone).ended_why == ""
    assert not OneUseLink.objects.filter(person=gone).exists()
    assert let_go("people", by=NIGHT) == 0


@pytest.mark.parametrize("days", [1, 200])
def test_who_left_later_or_is_still_somewhere_is_not(centre, elsewhere, days):
    later = make_membership("Ida Moor", Role.ACM, centre=centre)
    left(later, months_before(clock.now(), 84) + days * DAY)
    still = make_membership("Jo Vale", Role.ACM, centre=centre)
    left(still, months_before(clock.now(), 100))
    Membership.objects.create(person=still.person, centre=elsewhere, roles=["acm"])
    assert let_go("people", by=NIGHT) == 0


def test_two_people_of_one_login_id_can_both_be_anonymised(centre, gone):
    other = make_membership("Kit Dale", Role.ACM, centre=centre)
    left(other, months_before(clock.now(), 90))
    assert let_go("people", by=NIGHT) == 2


def test_each_anonymised_person_is_an_event_that_does_not_name_them(gone):
    let_go("people", by=NIGHT)
    with tenancy.for_staff():
        event = events_of(NIGHT, name=Event.PERSON_ANONYMISED.value).get()
    assert (event.subject, event.data) == (f"person:{gone.pk}", {})


def test_a_hold_on_the_person_or_the_centre_overrides_all(gone, centre, mo):
    for kind, key in (("person", gone.pk), ("centre", centre.number)):
        hold = hold_on(kind, key, mo)
        assert let_go("people", by=NIGHT) == 0
        end_hold(hold.pk, reason="Decided", by=mo)
    assert let_go("people", by=NIGHT) == 1


def an_old_row_of_each(person, membership):
    old = clock.now() - 400 * DAY
    OneUseLink.objects.create(token_hash="a" * 64, purpose="reset", person=person, until=old)
    SignedIn.objects.create(
        person=person, membership=membership, began_at=old, seen_at=old, until=old, proved_at=old
    )
    SignInTries.objects.create(key="k", failures=3, since=old)
    KnownBrowser.objects.create(person=person, token_hash="b" * 64, first_seen_at=old, last_seen_at=old)
    Notice.objects.create(
        person=person, kind="x", title="t", body="b", made_at=old, urgent=False, how="now", sent_at=old
    )


@pytest.mark.parametrize("record", ["links", "sessions", "tries", "browsers", "notices"])
def test_rows_past_their_time_go_and_others_stay(ann, record):
    membership = Membership.objects.get(pk=ann.membership_id)
    before = let_go(record, by=NIGHT)
    an_old_row_of_each(membership.person, membership)
    assert (before, let_go(record, by=NIGHT), let_go(record, by=NIGHT)) == (0, 1, 0)


@pytest.mark.parametrize("record", ["links", "sessions", "browsers", "notices"])
def test_a_hold_keeps_the_rows_of_a_person(ann, mo, record):
    membership = Membership.objects.get(pk=ann.membership_id)
    an_old_row_of_each(membership.person, membership)
    hold_on("person", ann.person_id, mo)
    assert let_go(record, by=NIGHT) == 0


def said(*arguments):
    out = StringIO()
    call_command("apply_retention", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_counts_and_lets_go_of_nothing(gone):
    assert "people: 1 would go" in said("--dry-run")
    assert "people: 1 gone" in said()
    assert "people: 0 would go" in said("--dry-run")


def test_what_is_not_kept_yet_is_said_so():
    assert "awards: nothing kept of this kind yet" in said("--dry-run")


def test_every_night_all_of_it_is_done_and_recorded_once_where_something_went(gone):
    tasks.apply_retention()
    with tenancy.for_staff():
        events = list(events_of(NIGHT, name=Event.RETENTION_APPLIED.value))
        assert [event.data for event in events] == [{"record": "people", "let_go": 1}]
        assert verify_chain(NIGHT, AWARDING_BODY).holds


def test_one_that_fails_does_not_stop_the_others(gone, monkeypatch):
    done = []

    def fails_first(record, *, by):
        done.append(record)
        if len(done) == 1:
            raise ValueError

    monkeypatch.setattr(tasks, "let_go", fails_first)
    with pytest.raises(RuntimeError, match=r"Not let go of: jobs\."):
        tasks.apply_retention()
    assert len(done) > 5


@pytest.mark.parametrize(
    ("kind", "key", "code"),
    [("person", "x", "no-such-person"), ("person", str(UUID(int=1)), "no-such-person"),
     ("centre", "99999", "no-such-centre"), ("object", "sheet", "no-such-object"),
     ("nothing", "sheet:1", "no-such-object")],
)  # fmt: skip
def test_what_is_not_there_cannot_be_held(mo, kind, key, code):
    with pytest.raises(Refused) as refusal:
        hold_on(kind, key, mo)
    assert refusal.value.code == code


def test_a_hold_is_reviewed_in_time_and_ended_once(mo, ann):
    hold = hold_on("person", ann.person_id, mo)
    with pytest.raises(Refused, match="on hold already"):
        hold_on("person", ann.person_id, mo)
    with pytest.raises(Refused, match="after today"):
        review_hold(hold.pk, review_on=clock.today(), reason="x", by=mo)
    review_hold(hold.pk, review_on=clock.today() + 60 * DAY, reason="Still going on", by=mo)
    end_hold(hold.pk, reason="Decided", by=mo)
    for again in (
        lambda: end_hold(hold.pk, reason="x", by=mo),
        lambda: review_hold(hold.pk, review_on=clock.today() + DAY, reason="x", by=mo),
    ):
        with pytest.raises(Refused, match="ended already"):
            again()


def test_only_the_security_officer_holds(ann, olu):
    for by in (ann, olu):
        with pytest.raises(NotAllowed):
            hold_on("person", ann.person_id, by)


def test_pages_of_holds_say_what_is_wrong_and_keep_what_was_typed(mo, ann, signed_in):
    browser = signed_in(mo)
    answer = browser.post(
        "/desk/holds/", {"kind": "person", "key": "x", "owner": "Lee", "reason": "", "review_on": "soon"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "Enter a reason." in page, "Enter a date" in page) == (422, True, True)
    sent = {
        "kind": "person",
        "key": str(ann.person_id),
        "owner": "Lee",
        "reason": "Why",
        "review_on": "01/02/2030",
    }
    assert browser.post("/desk/holds/", sent, follow=True).status_code == 200
    with tenancy.for_staff():
        hold = LegalHold.objects.get()
    assert "Ann Lee" in browser.get("/desk/holds/").content.decode()
    not_said = browser.post(f"/desk/holds/{hold.pk}/end/", {"reason": ""})
    assert (not_said.status_code, 'href="#ending"' in not_said.content.decode()) == (422, True)
    page = browser.get("/desk/holds/", {"kind": "person", "key": str(ann.person_id)})
    assert f'value="{ann.person_id}"' in page.content.decode()
    assert browser.post(f"/desk/holds/{hold.pk}/end/", {"reason": "Done"}, follow=True).status_code == 200
    assert "Nothing is on hold." in browser.get("/desk/holds/").content.decode()


def test_the_schedule_is_a_page_with_what_is_due(mo, gone, signed_in):
    page = signed_in(mo).get("/desk/retention/").content.decode()
    assert "Nothing kept of this kind yet" in page
    assert 'data-label="Due now" class="ic-number">1<' in page
