"""The yearly review of users, and what the calendar does to accounts (4.2, 4.8, 4.9, section 4)."""

from datetime import UTC, datetime, timedelta

import pytest

from interchange.accounts.factories import make_membership
from interchange.accounts.models import Membership, Person, Review, ReviewLine
from interchange.accounts.queries.users import user_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.reviews import Decision
from interchange.accounts.rules.users import State
from interchange.accounts.services import reviews
from interchange.accounts.tasks import keep_all_accounts
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db

SEPTEMBER = datetime(2027, 9, 1, 6, tzinfo=UTC)
WEEK = timedelta(7)


def keep(at: datetime) -> None:
    with clock.pretend(at):
        keep_all_accounts()


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def state(by, who) -> State:
    return user_of(by, who.membership_id).state


@pytest.fixture
def busy(ann, ben, sam):
    """Everybody has signed in lately."""
    Membership.objects.update(last_signed_in_at=SEPTEMBER)
    Person.objects.update(password_changed_at=SEPTEMBER)


@pytest.fixture
def review(ann, ben, sam, busy):
    """The review of a centre of three, open since 1 September."""
    keep(SEPTEMBER)
    return Review.objects.get()


def test_it_opens_on_1_september_once_and_the_administrators_are_told(ann, ben, busy):
    keep(SEPTEMBER - timedelta(1))
    assert not Review.objects.exists()
    keep(SEPTEMBER)
    keep(SEPTEMBER)
    keep(SEPTEMBER + timedelta(1))
    assert Review.objects.count() == 1
    assert told("review-open") == 1


def test_it_reminds_once_a_week_until_it_is_done(review):
    for days in range(15):
        keep(SEPTEMBER + timedelta(days))
        keep(SEPTEMBER + timedelta(days))
    assert told("review-reminder") == 2


def test_each_is_kept_changed_or_removed(ann, ben, sam, review):
    with clock.pretend(SEPTEMBER + WEEK):
        reviews.decide_lines(
            {ann.membership_id: Decision.KEEP, ben.membership_id: Decision.CHANGE, sam.membership_id: Decision.REMOVE},
            by=ann,
        )  # fmt: skip
        assert state(ann, sam) is State.LEFT
        reviews.complete_review(by=ann)
    assert set(ReviewLine.objects.values_list("decision", flat=True)) == {"keep", "change", "remove"}
    assert Review.objects.get().completed_by == "Ann Lee"


def test_a_list_with_somebody_undecided_is_not_certified(ann, ben, review):
    with clock.pretend(SEPTEMBER + WEEK), pytest.raises(Refused) as refusal:
        reviews.complete_review(by=ann)
    assert refusal.value.code == "not-finished"


def test_the_rest_is_kept_at_once(ann, ben, review):
    with clock.pretend(SEPTEMBER + WEEK):
        reviews.decide_lines({ben.membership_id: Decision.CHANGE}, by=ann)
        assert reviews.keep_the_rest(by=ann) == 2
        assert reviews.keep_the_rest(by=ann) == 0
        reviews.complete_review(by=ann)


def test_a_removal_that_may_not_be_is_refused_and_nothing_is_kept(ann, ben, review):
    with clock.pretend(SEPTEMBER + WEEK), pytest.raises(Refused):
        reviews.decide_lines({ben.membership_id: Decision.KEEP, ann.membership_id: Decision.REMOVE}, by=ann)
    assert not ReviewLine.objects.exists()


def test_after_31_october_users_are_suspended_and_administrators_reported(ann, ben, sam, review):
    leo = make_membership("Leo Lead", Role.SUPPORT_LEAD)
    with clock.pretend(SEPTEMBER + WEEK):
        reviews.decide_lines({sam.membership_id: Decision.KEEP}, by=ann)
    keep(datetime(2027, 10, 31, 6, tzinfo=UTC))
    assert state(ann, ben) is State.ACTIVE
    November = datetime(2027, 11, 1, 6, tzinfo=UTC)  # noqa: N806
    keep(November)
    keep(November + WEEK)
    with clock.pretend(November):
        assert [state(ann, who) for who in (ann, ben, sam)] == [State.ACTIVE, State.SUSPENDED, State.ACTIVE]
    notice = Notice.objects.get(kind="review-overdue", person_id=leo.person_id)
    assert "Ann Lee" in notice.body
    assert told("review-overdue") == 2


def test_it_can_be_finished_late(ann, ben, review):
    keep(datetime(2027, 11, 1, 6, tzinfo=UTC))
    with clock.pretend(datetime(2027, 11, 8, 6, tzinfo=UTC)):
        reviews.keep_the_rest(by=ann)
        reviews.complete_review(by=ann)


def test_forty_users_are_reviewed_on_one_page_with_the_keyboard_s_own_controls(ann, centre, signed_in):
    for n in range(38):
        make_membership(f"User Number{n}", Role.TUT, centre=centre)
    Membership.objects.update(last_signed_in_at=clock.now())
    reviews.open_review(centre.pk, 2027, by=Actor.system("tests", centre_id=centre.pk))
    browser = signed_in(ann)
    page = browser.get("/users/review/").content.decode()
    assert page.count('type="radio"') == 39 * 3
    assert browser.post("/users/review/keep-the-rest/", follow=True).status_code == 200
    answer = browser.post("/users/review/complete/", follow=True).content.decode()
    assert "Completed by Ann Lee" in answer


def test_a_removal_is_asked_about_once_more(ann, ben, review, signed_in):
    with clock.pretend(clock.now()):
        browser = signed_in(ann)
        sent = {f"user-{ben.membership_id}": "remove", f"user-{ann.membership_id}": "keep"}
        page = browser.post("/users/review/", sent).content.decode()
        assert "Remove 1 user" in page
        assert "Ben Shaw" in page
        assert not ReviewLine.objects.exists()
        browser.post("/users/review/", sent | {"confirmed": "yes"})
        assert state(ann, ben) is State.LEFT


# ---------------------------------------------------------------- accounts by the calendar


def last_in(who, at: datetime) -> None:
    Membership.objects.filter(pk=who.membership_id).update(last_signed_in_at=at)


def test_the_last_day_passes(ann, ben, busy):
    Membership.objects.filter(pk=ben.membership_id).update(ends_on=SEPTEMBER.date() - timedelta(1))
    keep(SEPTEMBER)
    kept = Membership.objects.get(pk=ben.membership_id)
    assert (kept.ended_why, kept.ended_at) == ("the last day has passed", SEPTEMBER)


def test_who_does_not_sign_in_for_a_year_rests_and_after_two_years_is_closed(ann, ben, sam, busy, signed_in):
    last_in(ben, SEPTEMBER - timedelta(370))
    last_in(sam, SEPTEMBER - timedelta(740))
    keep(SEPTEMBER)
    with clock.pretend(SEPTEMBER):
        assert [state(ann, who) for who in (ann, ben, sam)] == [State.ACTIVE, State.DORMANT, State.LEFT]
    before = events()
    keep(SEPTEMBER)
    assert events() == before


def test_an_administrator_rests_after_half_a_year(ann, ben, busy):
    for who in (ann, ben):
        last_in(who, SEPTEMBER - timedelta(190))
    keep(SEPTEMBER)
    with clock.pretend(SEPTEMBER):
        assert [state(ann, who) for who in (ann, ben)] == [State.DORMANT, State.ACTIVE]


def test_a_suspension_that_is_over_is_noted(ann, ben, busy):
    Membership.objects.filter(pk=ben.membership_id).update(
        suspended_at=SEPTEMBER - WEEK, suspended_until=SEPTEMBER - timedelta(1), suspended_why="Leave"
    )
    keep(SEPTEMBER)
    assert Membership.objects.get(pk=ben.membership_id).suspended_at is None


def events() -> int:
    with tenancy.for_staff():
        return EventRecord.unscoped.count()
