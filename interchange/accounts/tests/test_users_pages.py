"""Admin > Manage centre users, as a browser sees it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.listing import SORTS
from interchange.accounts.queries.users import user_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.users import State
from interchange.core import clock
from interchange.core.spreadsheets import read_table

pytestmark = pytest.mark.django_db

MAY = datetime(2027, 5, 4, 12, tzinfo=UTC)


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def age(who, *, months: int) -> None:
    """Let somebody's password be so many months old."""
    Person.objects.filter(pk=who.person_id).update(password_changed_at=clock.now() - timedelta(31 * months))


def test_the_list_shows_each_user_and_what_there_is_to_do(ann, ben, signed_in):
    page = signed_in(ann).get("/users/")
    assert page.status_code == 200
    assert "Manage centre users" in text(page)
    for words in (
        "Ann Lee",
        "annlee",
        "Ben Shaw",
        "Add Coursework Marks (GQ)",
        "Active",
        "Add new user",
        "Update",
    ):
        assert words in text(page)


def test_an_expired_password_is_red_with_the_word_and_is_extended_by_a_tick_and_update(ann, ben, signed_in):
    age(ben, months=7)
    browser = signed_in(ann)
    page = browser.get("/users/").content.decode()
    row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if "Ben Shaw" in row)
    assert "ic-row--wrong" in row
    assert "Expired" in row
    assert f'name="extend" value="{ben.membership_id}"' in row
    answer = browser.post("/users/update/", {"extend": ben.membership_id}, follow=True)
    assert "1 user updated" in text(answer)
    assert user_of(ann, ben.membership_id).state is State.ACTIVE


def test_what_cannot_be_extended_is_told_and_the_rest_is_done(ann, ben, signed_in):
    age(ann, months=7)
    age(ben, months=7)
    keys = [ann.membership_id, ben.membership_id]
    answer = signed_in(ann).post("/users/update/", {"extend": keys})
    assert "1 user updated, 1 user left out" in text(answer)
    assert "You cannot do this to your own account" in text(answer)


def test_update_without_a_tick_says_what_to_do(ann, signed_in):
    answer = signed_in(ann).post("/users/update/")
    assert answer.status_code == 422
    assert "Tick at least one user" in text(answer)


def test_the_list_takes_the_same_statements_for_many_users(
    ann, centre, signed_in, django_assert_max_num_queries
):
    made = [
        Person(login_id="10001", username=f"user{n}", first_name="User", last_name=f"N{n:03}", added_at=MAY)
        for n in range(120)
    ]
    Person.objects.bulk_create(made)
    Membership.objects.bulk_create(
        [Membership(person=one, centre=centre, roles=["tut"], activated_at=MAY) for one in made]
    )
    browser = signed_in(ann)
    browser.get("/users/")
    with django_assert_max_num_queries(20):
        page = browser.get("/users/?page=3")
    assert "page 3 of 3" in text(page)
    assert "121 users" in text(page)


@pytest.mark.parametrize(
    "query",
    ["q=%20&state=x&role=y&unused=z&sort=-&page=-1", "page=99999999999999999999", "sort=-password", "page=x",
     "state=left", "state=anonymised&role=cag&unused=12&q=a", *[f"sort=-{code}" for code in SORTS]],
)  # fmt: skip
def test_whatever_the_address_asks_there_is_a_page(ann, ben, signed_in, query):
    assert signed_in(ann).get(f"/users/?{query}").status_code == 200


def test_the_list_is_filtered_by_name_state_role_and_use(ann, ben, sam, signed_in):
    browser = signed_in(ann)
    assert "Ben Shaw" not in text(browser.get("/users/?q=okafor"))
    assert "Sam Okafor" not in text(browser.get("/users/?role=acm"))
    assert "Nobody fits" in text(browser.get("/users/?state=locked"))
    assert "Sam Okafor" in text(browser.get("/users/?unused=12"))


def test_a_new_user_is_added_on_one_page(ann, signed_in):
    browser = signed_in(ann)
    assert "Add user and send the invitation" in text(browser.get("/users/new/"))
    sent = {"first_name": "Joy", "last_name": "Webb", "email": "joy@school.example", "roles": ["acm", "tut"]}
    answer = browser.post("/users/new/", sent, follow=True)
    assert "The username is joywebb" in text(answer)
    assert "Invited" in text(answer)


def test_what_was_typed_is_kept_beside_each_problem(ann, signed_in):
    sent = {
        "first_name": "Joy",
        "last_name": "",
        "email": "joy",
        "roles": ["acm"],
        "ends_on": "31/02/2027",
    }
    answer = signed_in(ann).post("/users/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ('value="Joy"', 'value="joy"', 'value="31/02/2027"', 'value="acm" checked'):
        assert kept in page
    for field in ("last_name", "email", "ends_on"):
        assert f'<a href="#{field}">' in page
        assert f'id="{field}-error"' in page
    assert "is not in the calendar" in text(answer)


def test_granting_results_access_says_who_may_see_them_early(ann, signed_in):
    assert "on the day before candidates do" in text(signed_in(ann).get("/users/new/"))


TABS = [
    ("", "Save name"),
    ("roles/", "Save roles"),
    ("access/", "Reset password"),
    ("history/", "Nothing has been"),
]


@pytest.mark.parametrize(("tab", "words"), TABS)
def test_the_tabs_of_a_user_are_plain_links(ann, ben, signed_in, tab, words):
    page = signed_in(ann).get(f"/users/{ben.membership_id}/{tab}")
    assert page.status_code == 200
    assert words in text(page)


def test_roles_are_ticked_and_saved(ann, ben, signed_in):
    browser = signed_in(ann)
    answer = browser.post(f"/users/{ben.membership_id}/roles/save/", {"roles": ["tut", "tcu"]}, follow=True)
    assert "The roles have been saved" in text(answer)
    assert user_of(ann, ben.membership_id).roles == [Role.TCU, Role.TUT]


def test_science_co_ordinator_and_tcuser_are_added_by_one_click(ann, signed_in):
    browser = signed_in(ann)
    page = browser.get(f"/users/{ann.membership_id}/roles/")
    assert "Add Science Co-ordinator to my account" in text(page)
    browser.post("/users/own-account/add/", {"role": "sci"})
    assert Role.SCI in user_of(ann, ann.membership_id).roles


@pytest.mark.parametrize("doing", ["suspend", "remove", "reset-password", "end-sessions", "reset-factor"])
def test_what_cannot_be_undone_is_asked_about_first(ann, ben, signed_in, doing):
    browser = signed_in(ann)
    Person.objects.filter(pk=ben.person_id).update(email="ben@school.example")
    address = f"/users/{ben.membership_id}/do/{doing}/"
    page = browser.get(address)
    assert "Ben Shaw" in text(page)
    before = user_of(ann, ben.membership_id).state
    assert before is State.ACTIVE
    answer = browser.post(address, {"why": "On leave"}, follow=True)
    assert "Done." in text(answer)


def test_removing_the_only_one_who_may_submit_says_so_and_which_windows_are_open(centre, signed_in):
    vik = as_actor(make_membership("Vik Rao", Role.CAV, centre=centre))
    sam = make_membership("Sam Okafor", Role.SCM, centre=centre)
    page = text(signed_in(vik).get(f"/users/{sam.pk}/do/remove/"))
    assert "After this, nobody else can submit marks" in page
    assert "No mark sheet waits to be submitted" in page
    assert "Only a Centre Administrator (GQ) gives this role" in page
    assert "Hand the role over to" not in page


def test_who_takes_over_submits_marks_from_the_moment_the_other_leaves(ann, ben, centre, signed_in):
    sam = make_membership("Sam Okafor", Role.SCM, centre=centre)
    browser, address = signed_in(ann), f"/users/{sam.pk}/do/remove/"
    page = text(browser.get(address))
    assert "Besides, only the Centre Administrator can submit marks: Ann Lee" in page
    assert "Ben Shaw (benshaw)" in page
    assert "Done." in text(browser.post(address, {"hand_over_to": ben.membership_id}, follow=True))
    assert Role.SCM in user_of(ann, ben.membership_id).roles
    assert user_of(ann, sam.pk).state is State.LEFT


def test_nothing_is_handed_over_while_another_has_the_role(ann, sam, centre, signed_in):
    other = make_membership("Zoe Park", Role.SCM, centre=centre)
    assert "Who submits marks then?" not in text(signed_in(ann).get(f"/users/{other.pk}/do/remove/"))


def test_an_heir_who_cannot_come_in_is_refused_and_nobody_leaves(ann, ben, centre, signed_in):
    sam = make_membership("Sam Okafor", Role.SCM, centre=centre)
    Membership.objects.filter(pk=ben.membership_id).update(activated_at=None)
    for heir, said in (
        (ben.membership_id, "Ben Shaw cannot sign in now"),
        (sam.pk, "somebody else than the user"),
    ):
        answer = signed_in(ann).post(f"/users/{sam.pk}/do/remove/", {"hand_over_to": heir})
        assert answer.status_code == 422
        assert said in text(answer)
    assert user_of(ann, sam.pk).state is State.ACTIVE
    assert Role.SCM not in user_of(ann, ben.membership_id).roles


def test_the_last_administrator_is_told_why_not(ann, centre, signed_in):
    vik = as_actor(make_membership("Vik Rao", Role.CAV, centre=centre))
    page = signed_in(vik).get(f"/users/{ann.membership_id}/do/remove/")
    assert "only active Centre Administrator (GQ)" in text(page)


def test_many_are_changed_after_a_look_at_each(ann, ben, sam, signed_in):
    browser = signed_in(ann)
    chosen = [ann.membership_id, ben.membership_id, sam.membership_id]
    sent = {"chosen": chosen, "doing": "role-add", "role": "tut"}
    page = browser.post("/users/many/", sent)
    assert "Nothing has been done yet. 2 users of 3 would be changed" in text(page).replace(
        "2 users of 3", "2 users of 3"
    )
    assert Role.TUT not in user_of(ann, ben.membership_id).roles
    answer = browser.post("/users/many/", sent | {"confirmed": "yes"})
    assert "2 users updated, 1 user left out" in text(answer)
    assert Role.TUT in user_of(ann, ben.membership_id).roles


def test_of_all_administrators_chosen_the_last_one_stays(ann, centre, signed_in):
    make_membership("Bea Hunt", Role.CAG, centre=centre)
    make_membership("Cyd Moss", Role.CAG, centre=centre)
    vik = as_actor(make_membership("Vik Rao", Role.CAV, centre=centre))
    chosen = list(Membership.objects.filter(roles=["cag"]).values_list("pk", flat=True))
    answer = signed_in(vik).post(
        "/users/many/", {"chosen": chosen, "doing": "suspend", "why": "Leave", "confirmed": "yes"}
    )
    assert "2 users updated, 1 user left out" in text(answer)


def test_the_register_is_exported_safe_and_can_be_read_again(ann, ben, signed_in):
    Person.objects.filter(pk=ben.person_id).update(first_name="=HYPERLINK", email="ben@school.example")
    for kind in ("csv", "xlsx"):
        answer = signed_in(ann).get(f"/users/register.{kind}")
        rows = read_table(answer.content, f"users.{kind}").rows
        assert rows[0][:4] == ["First name", "Last name", "E-mail", "Roles"]
        assert any("ben@school.example" in row for row in rows)
    ods = signed_in(ann).get("/users/register.ods?q=ben")
    assert ods.content.startswith(b"PK")
    assert ods["Content-Disposition"] == 'attachment; filename="users-10001.ods"'
    assert signed_in(ann).get("/users/import/template.ods").status_code == 404
    assert b"\n=HYPERLINK" not in signed_in(ann).get("/users/register.csv").content
    assert signed_in(ann).get("/users/register.pdf").status_code == 404


def test_which_role_may_do_what_is_made_from_the_table(ann, signed_in):
    page = text(signed_in(ann).get("/users/roles/"))
    assert "submit internal assessment marks" in page
    assert "Given and taken by the awarding body alone" in page


def test_a_centre_auditor_looks_and_changes_nothing(centre, ben, signed_in):
    aud = as_actor(make_membership("Aud Olsen", Role.AUDITOR, centre=centre))
    browser = signed_in(aud)
    page = text(browser.get("/users/"))
    assert "Ben Shaw" in page
    assert "Add new user" not in page
    assert browser.get("/users/new/").status_code == 403
    assert "Save name" not in text(browser.get(f"/users/{ben.membership_id}/"))


def test_another_centre_s_user_is_not_there(cal, ben, signed_in):
    browser = signed_in(cal)
    for tab in ("", "roles/", "access/", "history/", "do/remove/"):
        assert browser.get(f"/users/{ben.membership_id}/{tab}").status_code == 404


def test_stepping_down_leads_away_from_the_users(ann, centre, signed_in):
    make_membership("Bea Hunt", Role.CAG, centre=centre)
    answer = signed_in(ann).post(f"/users/{ann.membership_id}/roles/save/", {"roles": []})
    assert answer["Location"] == "/welcome/"
