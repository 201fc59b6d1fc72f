"""The welcome page is a person's work by deadline (A4), with what is new and what falls due (B1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.factories import make_sheet
from interchange.catalogue.models import KeyDate
from interchange.core import clock, tenancy
from interchange.site.queries.welcome import welcome
from interchange.site.services import post_news

pytestmark = pytest.mark.django_db(transaction=True)


def shown_to(actor):
    with tenancy.reading(actor):
        return welcome(actor)


def codes_by_group(actor):
    return {name: [task.line.code for task in tasks] for name, tasks, _ in shown_to(actor)["groups"]}


def test_every_sheet_stands_once_by_what_is_next(centre, ann):
    make_sheet(centre, "A101/01", closes=-2)
    make_sheet(centre, "A102/01", closes=5)
    make_sheet(centre, "A103/01", closes=40)
    make_sheet(centre, "A104/01", opened=-10, closes=60)
    sending, received = make_sheet(centre, "A105/01"), make_sheet(centre, "A106/01")
    for sheet in (sending, received):
        sheet.fill(ann)
    sending.submit(ann, receive=False)
    received.submit(ann)
    assert codes_by_group(ann) == {
        "To do now": ["A101/01", "A102/01"],
        "Coming up": ["A103/01", "A104/01"],
        "Waiting for others": ["A105/01"],
    }
    assert (shown_to(ann)["received"], shown_to(ann)["sheets"]) == (1, 6)


def test_a_line_says_how_far_it_is_and_how_late(centre, ann, signed_in):
    sheet = make_sheet(centre, "A101/01", closes=-2, opened=60)
    page = signed_in(ann).get("/welcome/").content.decode()
    assert "0 of 3 entered" in page
    assert "Overdue by 2 days" in page
    assert f'href="{sheet.url}"' in page


def test_without_entries_the_groups_say_what_will_appear(ann, signed_in):
    page = signed_in(ann).get("/welcome/").content.decode()
    assert "Nothing is due within 14 days." in page
    assert "mark sheets appear here once candidates are entered" in page


def test_another_centres_work_is_not_ours(centre, cal):
    make_sheet(centre, closes=5)
    assert codes_by_group(cal) == {"To do now": [], "Coming up": [], "Waiting for others": []}


def test_who_has_no_part_in_marks_sees_dates_and_news_only(centre, signed_in):
    make_sheet(centre, closes=5)
    clerk = make_actor("Eve Moss", Role.ERO, centre=centre)
    page = signed_in(clerk).get("/welcome/").content.decode()
    assert "0 of 3 entered" not in page
    assert "Marks for H446/03 are due by 11:59pm" in page
    assert "Entries Read Only (GQ)" in page


def test_more_sheets_need_no_more_statements(centre, ann):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            shown_to(ann)
        return len(captured)

    make_sheet(centre, "A101/01").fill(ann)
    few = statements()
    for number in range(2, 8):
        make_sheet(centre, f"A10{number}/01").fill(ann)
    assert statements() == few


def test_reminders_reach_four_weeks(centre, ann):
    make_sheet(centre, "A101/01", closes=28)
    make_sheet(centre, "A102/01", closes=29)
    today = clock.today()
    KeyDate.objects.create(series="June 2027", event="final_entries", on=today)
    KeyDate.objects.create(series="June 2027", event="certificates", on=None, printed="November")
    assert [(one.days_left, one.what) for one in shown_to(ann)["reminders"]] == [
        (0, "Final entries: June 2027"),
        (28, "Marks for A101/01 are due by 11:59pm"),
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "A101/01"), (2, "A101/01 and A102/01"), (3, "A101/01, A102/01 and A103/01"),
     (5, "A101/01, A102/01, A103/01 and 2 more")],
)  # fmt: skip
def test_a_day_names_the_first_of_its_assessments(centre, ann, number, said):
    for one in range(1, number + 1):
        make_sheet(centre, f"A10{one}/01", candidates=1, closes=3)
    assert [one.what for one in shown_to(ann)["reminders"]] == [f"Marks for {said} are due by 11:59pm"]


def test_the_nearest_six_days_are_shown_and_the_rest_counted(centre, ann, signed_in):
    for one in range(1, 9):
        make_sheet(centre, f"A10{one}/01", candidates=1, closes=one)
    assert [one.days_left for one in shown_to(ann)["reminders"]] == [1, 2, 3, 4, 5, 6]
    assert "2 more deadlines in these four weeks" in signed_in(ann).get("/welcome/").content.decode()


def test_what_has_been_received_needs_no_reminder(centre, ann):
    sheet = make_sheet(centre, closes=3)
    sheet.fill(ann)
    sheet.submit(ann)
    assert shown_to(ann)["reminders"] == []


def test_news_is_shown_from_its_moment_until_its_end(ann, olu):
    now, day = clock.now(), timedelta(days=1)
    post_news("Now", "Text", from_at=now, by=olu)
    post_news("Over", "Text", from_at=now - 2 * day, until_at=now - day, by=olu)
    post_news("Tomorrow", "Text", from_at=now + day, by=olu)
    assert [one.title for one in shown_to(ann)["news"]] == ["Now"]


def queues_of(actor):
    return {queue.label: queue.number for queue in shown_to(actor)["queues"]}


def test_staff_see_what_waits_over_all_centres(centre, elsewhere, ann, olu):
    sheet = make_sheet(centre)
    sheet.fill(ann)
    sheet.submit(ann)
    make_sheet(elsewhere, "A101/01", closes=-1)
    assert queues_of(olu) == {
        "Mark sheets received today": 1,
        "Overdue mark sheets": 1,
        "Requests to change a mark": 0,
        "Requests for more time": 0,
        "Changes of the catalogue that no longer fit": 0,
    }


def test_staff_see_only_the_queues_they_may_work_on(db):
    assert set(queues_of(make_actor("Mo Watch", Role.SECURITY))) == {
        "Security cases",
        "Waiting for a second person",
        "Accounts that may be shared",
    }
    support = set(queues_of(make_actor("Sue Port", Role.SUPPORT)))
    assert {"Mark sheets received today", "Overdue mark sheets", "Messages of centres"} <= support
    assert not support & {"Security cases", "Requests to change a mark", "Waiting for a second person"}


def test_the_bare_address_leads_to_work_or_to_the_front_door(client, ann, signed_in):
    assert client.get("/")["Location"] == "/sign-in/"
    assert signed_in(ann).get("/")["Location"] == "/welcome/"
