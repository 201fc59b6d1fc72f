"""What a Centre Administrator may do to a user's account, and what comes of it (A5, A7, A8; 3.2 notes; 4.1 to 4.12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Factor, Membership, OneUseLink, Person, SignedIn
from interchange.accounts.queries.users import user_of, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.users import State
from interchange.accounts.services import users
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db

MAY = datetime(2027, 5, 4, 12, tzinfo=UTC)


def refused(what, *args, **options) -> str:
    with pytest.raises(Refused) as refusal:
        what(*args, **options)
    return refusal.value.code


def told(kind: Kind) -> set[str]:
    return {str(Person.objects.get(pk=str(one.person_id))) for one in Notice.objects.filter(kind=kind.value)}


def state_of(by, who) -> State:
    return user_of(by, who.membership_id).state


@pytest.fixture
def bea(centre):
    """Bea, a second administrator."""
    return as_actor(make_membership("Bea Hunt", Role.CAG, Role.CAV, centre=centre))


def add(by, *roles: Role, email: str = "joy@school.example", **more):
    return users.add_user("Joy", "Webb", email, roles, by=by, **more)


# ---------------------------------------------------------------- adding


def test_a_new_user_is_invited_by_a_link_and_never_by_a_password(ann, told_of):
    membership = add(ann, Role.TUT, Role.ACM)
    assert (membership.person.login_id, membership.person.username) == ("10001", "joywebb")
    assert user_of(ann, membership.pk).state is State.INVITED
    notice = Notice.objects.get(kind=Kind.INVITED.value)
    assert "joywebb" in notice.body
    assert notice.sealed_secret
    assert not membership.person.has_usable_password()
    assert told_of(Event.PERSON_INVITED) == 1


@pytest.fixture
def told_of():
    def count(event: Event) -> int:
        with tenancy.for_staff():
            return EventRecord.unscoped.filter(name=event.value).count()

    return count


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("", "Webb", "joy@school.example"), "first-name-empty"),
        (("Joy", "  ", "joy@school.example"), "last-name-empty"),
        (("J" * 81, "Webb", "joy@school.example"), "first-name-long"),
        (("Joy\u202e", "Webb", "joy@school.example"), "first-name-long"),
        (("Joy", "Webb", "joy"), "email"),
        (("Joy", "Webb", ""), "email"),
    ],
)
def test_a_new_user_needs_a_name_and_an_address(ann, parts, code):
    assert refused(users.add_user, *parts, [Role.TUT], by=ann) == code


def test_everything_that_is_wrong_with_a_new_user_is_told_at_once(ann, ben):
    Person.objects.filter(pk=ben.person_id).update(email="ben@school.example")
    with pytest.raises(Refused) as refusal:
        users.add_user("", "1", "BEN@school.example", [Role.ASB], "31/02/2027", by=ann)
    codes = [part.code for part in refusal.value.parts]
    assert codes == ["first-name-empty", "last-name-empty", "already-here", "end-day", "role-not-yours"]
    assert not Person.objects.filter(last_name="1").exists()


def test_two_of_a_name_get_a_number_and_a_name_is_never_given_again(ann):
    first = add(ann, Role.TUT, email="one@school.example")
    users.remove_user(first.pk, by=ann)
    assert add(ann, Role.TUT, email="two@school.example").person.username == "joywebb2"


def test_an_address_is_one_user_s_of_a_centre(ann):
    add(ann, Role.TUT)
    assert refused(add, ann, Role.TUT, email="JOY@school.example") == "already-here"


def test_a_last_day_that_has_passed_is_refused(ann):
    assert refused(add, ann, Role.TUT, ends_on=f"{clock.today() - timedelta(1):%d/%m/%Y}") == "end-past"


def test_somebody_who_left_comes_back_as_the_same_person(ann):
    membership = add(ann, Role.TUT)
    users.remove_user(membership.pk, by=ann)
    again = add(ann, Role.ACM)
    assert again.pk != membership.pk
    assert again.person_id == membership.person_id
    assert user_of(ann, again.pk).state is State.INVITED


def test_a_user_of_the_exams_office_is_told_to_every_administrator_and_the_head(ann, bea, centre):
    make_membership("Hana Head", Role.HEAD, centre=centre)
    add(ann, Role.EFA)
    assert told(Kind.EXAMS_OFFICE_CHANGED) == {"Ann Lee", "Bea Hunt", "Hana Head"}
    add(ann, Role.TUT, email="other@school.example")
    assert Notice.objects.filter(kind=Kind.EXAMS_OFFICE_CHANGED.value).count() == 3


# ---------------------------------------------------------------- somebody of another centre (1.15)


def test_whoever_invites_learns_nothing_of_an_account_elsewhere(ann, cal):
    Person.objects.filter(pk=cal.person_id).update(email="cal@school.example")
    membership = add(ann, Role.TUT, email="cal@school.example")
    user = user_of(ann, membership.pk)
    assert (user.name, user.state) == ("Joy Webb", State.INVITED)
    assert OneUseLink.objects.get(membership=membership).purpose == "join"


@pytest.fixture
def join_token(ann, cal, monkeypatch):
    """The secret link that Cal was mailed."""
    monkeypatch.setattr("interchange.accounts.steps.links.secrets.token_urlsafe", lambda _: "join-token")
    Person.objects.filter(pk=cal.person_id).update(email="cal@school.example")
    add(ann, Role.TUT, email="cal@school.example")
    return "join-token"


def test_they_join_with_the_account_they_have(ann, cal, centre, join_token):
    joined = users.join(join_token, by=cal)
    assert (joined.person_id, joined.centre_id) == (cal.person_id, centre.pk)
    assert user_of(ann, joined.pk).state is State.ACTIVE
    assert user_of(ann, joined.pk).name == "Cal Reid"
    assert not Person.objects.get(username="joywebb").is_active


def test_nobody_else_joins_by_their_link_and_nobody_twice(ben, cal, join_token):
    assert refused(users.join, join_token, by=ben) == "other-address"
    users.join(join_token, by=cal)
    assert refused(users.join, join_token, by=cal) == "link-ended"


# ---------------------------------------------------------------- roles (3.2 notes 1 to 3)


def roles(by, who) -> set[Role]:
    return set(user_of(by, who.membership_id).roles)


def test_roles_come_and_go_with_an_event_and_a_notice_each(ann, ben, bea, told_of):
    users.change_roles(ben.membership_id, [Role.TUT, Role.TCU], by=ann)
    assert roles(ann, ben) == {Role.TUT, Role.TCU}
    assert (told_of(Event.ROLE_GRANTED), told_of(Event.ROLE_REVOKED)) == (2, 1)
    assert told(Kind.ROLES_CHANGED) == {"Ben Shaw"}
    assert told(Kind.USER_ROLES_CHANGED) == {"Ann Lee", "Bea Hunt"}


@pytest.mark.parametrize("role", [Role.CAG, Role.CAV, Role.HEAD, Role.ASB, Role.ROV, Role.SUPPORT])
def test_a_role_that_is_not_hers_to_give_is_refused(ann, ben, role):
    assert refused(users.change_roles, ben.membership_id, [Role.ACM, role], by=ann) == "role-not-yours"
    assert roles(ann, ben) == {Role.ACM}


def test_an_administrator_adds_two_roles_to_the_own_account_and_no_other(ann, told_of):
    users.add_to_own_account(Role.SCI, by=ann)
    users.add_to_own_account(Role.TCU, by=ann)
    assert roles(ann, ann) == {Role.CAG, Role.SCI, Role.TCU}
    assert told_of(Event.ROLE_SELF_ADDED) == 2
    assert refused(users.add_to_own_account, Role.RFA, by=ann) == "role-not-yours"


def test_an_administrator_steps_down_unless_she_is_the_last(ann, bea):
    users.change_roles(ann.membership_id, [], by=ann)
    assert roles(bea, ann) == set()
    with pytest.raises(NotAllowed):
        users.change_roles(bea.membership_id, [], by=ann)
    assert refused(users.change_roles, bea.membership_id, [], by=bea) == "last-administrator"


def test_roles_are_copied_as_far_as_they_are_hers_to_give(ann, ben, centre):
    vik = make_membership("Vik Rao", Role.CAV, Role.RFA, Role.TUT, centre=centre)
    users.copy_roles(ben.membership_id, vik.pk, by=ann)
    assert roles(ann, ben) == {Role.RFA, Role.TUT}


# ---------------------------------------------------------------- the last administrator (4.6)


def test_the_last_administrator_of_a_scope_stays(ann, centre):
    vik = as_actor(make_membership("Vik Rao", Role.CAV, centre=centre))
    for change in (
        lambda: users.remove_user(ann.membership_id, by=vik),
        lambda: users.suspend_user(ann.membership_id, "On leave", by=vik),
        lambda: users.end_on(ann.membership_id, clock.today() + timedelta(9), by=vik),
    ):
        assert refused(change) == "last-administrator"


def test_one_who_has_not_come_in_yet_does_not_count_as_another(ann, bea, centre):
    Membership.objects.filter(pk=bea.membership_id).update(activated_at=None)
    vik = as_actor(make_membership("Vik Rao", Role.CAV, centre=centre))
    assert refused(users.remove_user, ann.membership_id, by=vik) == "last-administrator"


def test_of_two_administrators_one_removes_the_other(ann, bea, centre):
    make_membership("Vik Rao", Role.CAV, centre=centre)
    users.remove_user(bea.membership_id, by=ann)
    assert state_of(ann, bea) is State.LEFT
    with pytest.raises(NotAllowed):
        users.remove_user(ann.membership_id, by=bea)


# ---------------------------------------------------------------- suspending, restoring, removing


def test_a_suspended_user_is_out_at_once_and_comes_back(ann, ben, signed_in):
    browser = signed_in(ben)
    users.suspend_user(ben.membership_id, "On leave", by=ann)
    assert browser.get("/welcome/").status_code == 302
    assert state_of(ann, ben) is State.SUSPENDED
    users.restore_user(ben.membership_id, by=ann)
    assert state_of(ann, ben) is State.ACTIVE


def test_a_suspension_needs_a_reason_and_ends_by_itself(ann, ben):
    assert refused(users.suspend_user, ben.membership_id, "  ", by=ann) == "reason-needed"
    with clock.pretend(MAY):
        users.suspend_user(ben.membership_id, "On leave", MAY + timedelta(2), by=ann)
    with clock.pretend(MAY + timedelta(3)):
        assert state_of(ann, ben) is State.ACTIVE


def test_nobody_suspends_or_removes_themselves_or_the_head(ann, bea, centre):
    head = make_membership("Hana Head", Role.HEAD, centre=centre)
    for key in (ann.membership_id, head.pk):
        assert refused(users.suspend_user, key, "Why", by=ann) == "not-yours"
        assert refused(users.remove_user, key, by=ann) == "not-yours"


def test_removing_is_no_delete(ann, ben):
    users.remove_user(ben.membership_id, by=ann)
    kept = Membership.objects.get(pk=ben.membership_id)
    assert (kept.roles, str(kept.person)) == (["acm"], "Ben Shaw")
    assert "Ben Shaw" not in {user.name for user in users_of(ann)}
    assert "Ben Shaw" in {user.name for user in users_of(ann, left=True)}
    assert refused(users.restore_user, ben.membership_id, by=ann) == "not-now"
    assert refused(users.change_roles, ben.membership_id, [Role.TUT], by=ann) == "left"


def test_a_last_day_is_set_and_taken_away(ann, ben):
    users.end_on(ben.membership_id, clock.today() + timedelta(30), by=ann)
    users.end_on(ben.membership_id, None, by=ann)
    assert refused(users.end_on, ben.membership_id, clock.today() - timedelta(1), by=ann) == "end-past"


# ---------------------------------------------------------------- passwords and second factors


def test_a_reset_ends_every_session_and_nobody_sees_a_password(ann, ben, signed_in):
    browser = signed_in(ben)
    users.reset_password(ben.membership_id, by=ann) if email(ben) else None
    assert state_of(ann, ben) is State.RESET_REQUIRED
    assert browser.get("/welcome/").status_code == 302
    assert not SignedIn.objects.filter(person=ben.person_id, ended_at=None).exists()
    assert told(Kind.PASSWORD_LINK) == {"Ben Shaw"}


def email(who) -> bool:
    return bool(Person.objects.filter(pk=who.person_id).update(email="somebody@school.example"))


def test_without_an_address_no_link_can_be_sent(ann, ben):
    assert refused(users.reset_password, ben.membership_id, by=ann) == "no-address"


def test_an_administrator_s_password_is_reset_by_another_one_and_never_by_herself(ann, bea):
    email(ann)
    assert refused(users.reset_password, ann.membership_id, by=ann) == "not-yours"
    users.reset_password(ann.membership_id, by=bea)
    assert state_of(bea, ann) is State.RESET_REQUIRED


def test_somebody_with_duties_elsewhere_is_not_a_centre_s_to_stop(ann, ben, elsewhere):
    Membership.objects.create(
        person_id=ben.person_id, centre=elsewhere, roles=["cag"], activated_at=clock.now()
    )
    email(ben)
    for change in (users.reset_password, users.end_sessions_of):
        assert refused(change, ben.membership_id, by=ann) == "not-yours"
    assert refused(users.reset_factor, ben.membership_id, "In person", by=ann) == "not-yours"
    users.suspend_user(ben.membership_id, "Here alone", by=ann)


def test_a_second_factor_is_reset_for_users_and_not_for_administrators(ann, bea, ben):
    Factor.objects.create(person_id=ben.person_id, kind="totp", confirmed_at=clock.now())
    assert refused(users.reset_factor, bea.membership_id, "In person", by=ann) == "not-yours"
    assert refused(users.reset_factor, ben.membership_id, " ", by=ann) == "reason-needed"
    users.reset_factor(ben.membership_id, "In person", by=ann)
    assert state_of(ann, ben) is State.FACTOR_LOST
    assert not user_of(ann, ben.membership_id).has_factor


def test_a_lock_is_seen_and_ended(ann, ben, door):
    for _ in range(10):
        door.sign_in(ben, password="wrong wrong wrong")
        door.wait(seconds=17)
    with clock.pretend(door.now):
        assert state_of(ann, ben) is State.LOCKED
        users.unlock_user(ben.membership_id, by=ann)
        assert state_of(ann, ben) is State.ACTIVE


def test_an_invitation_is_sent_again(ann):
    membership = add(ann, Role.TUT)
    with clock.pretend(clock.now() + timedelta(hours=73)):
        assert user_of(ann, membership.pk).state is State.INVITE_EXPIRED
        users.invite_again(membership.pk, by=ann)
        assert user_of(ann, membership.pk).state is State.INVITED


# ---------------------------------------------------------------- details, and another address (4.10)


def test_a_name_changes_and_the_username_stays(ann, ben):
    users.rename_user(ben.membership_id, "Benjamin", "Shaw-Lee", by=ann)
    person = Person.objects.get(pk=ben.person_id)
    assert (str(person), person.username) == ("Benjamin Shaw-Lee", "benshaw")


def test_a_day_of_training_is_not_to_come(ann, ben):
    users.note_training(ben.membership_id, date(2026, 9, 1), by=ann)
    late = clock.today() + timedelta(1)
    assert refused(users.note_training, ben.membership_id, late, by=ann) == "training-future"


def test_another_address_counts_when_it_is_confirmed_and_the_old_one_is_told(ann, ben, monkeypatch):
    monkeypatch.setattr("interchange.accounts.steps.links.secrets.token_urlsafe", lambda _: "email-token")
    email(ben)
    users.change_email(ben.membership_id, "new@school.example", by=ann)
    assert Person.objects.get(pk=ben.person_id).email == "somebody@school.example"
    users.confirm_email("email-token", address=None, request_id="")
    assert Person.objects.get(pk=ben.person_id).email == "new@school.example"
    mailed = set(Notice.objects.filter(person=None).values_list("address", "kind"))
    assert mailed == {("new@school.example", "email-check"), ("somebody@school.example", "email-changed")}
    assert refused(users.confirm_email, "email-token", address=None, request_id="") == "link-ended"


def test_an_address_is_not_changed_where_it_would_hand_over_more_than_this_account(ann, bea, ben, elsewhere):
    assert refused(users.change_email, bea.membership_id, "new@school.example", by=ann) == "not-yours"
    Membership.objects.create(person_id=ben.person_id, centre=elsewhere, roles=["tut"])
    assert refused(users.change_email, ben.membership_id, "new@school.example", by=ann) == "not-yours"


def test_nobody_manages_users_of_another_centre(cal, ben):
    with pytest.raises(Http404):
        users.remove_user(ben.membership_id, by=cal)
