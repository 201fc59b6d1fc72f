"""The page Notices, the bell, and the choice of what is mailed."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.notifications.models import Notice, NoticeChoice
from interchange.notifications.rules import How, Kind, kinds_for
from interchange.notifications.steps import tell
from interchange.site.queries import notices as page_of

WORDS = {"code": "H446/03", "series": "June 2027", "receipt": "10001-ABCDE", "by": "Sam Okafor", "version": 1}


def told(
    *people: Actor, kind: Kind = Kind.MARKS_RECEIVED, code: str = "H446/03", centre: int | None = None,
    link: str = "/coursework/enter/", secret_link: str = "",
) -> Notice:  # fmt: skip
    """Tell people something; the notice of the first of them."""
    tell(
        [person.person_id for person in people if person.person_id], kind, words=WORDS | {"code": code}, link=link,
        centre_id=centre if centre is not None else people[0].centre_id, secret_link=secret_link,
    )  # fmt: skip
    return Notice.objects.filter(person_id=str(people[0].person_id)).latest("id")


@pytest.fixture
def anns(signed_in, ann):
    """Ann's browser."""
    return signed_in(ann)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_without_notices_the_page_says_what_will_come(anns):
    page = text_of(anns.get("/notices/"))
    assert "There are no notices yet" in page
    assert "0 unread" in page


def test_a_notice_stands_there_with_its_words_and_when(anns, ann):
    with clock.pretend(clock.now() - timedelta(days=400)):
        notice = told(ann)
    page = text_of(anns.get("/notices/"))
    assert "Marks received: H446/03, June 2027" in page
    assert clock.time_in_words(notice.made_at) in page
    assert "The awarding body has received marks" in page


def test_the_bell_counts_what_is_unread_on_every_page(anns, ann):
    told(ann)
    told(ann)
    assert "Notices: 2 unread" in text_of(anns.get("/welcome/"))


def test_a_hundred_unread_are_told_as_more_than_99(anns, ann):
    told(ann)
    first = Notice.objects.get()
    Notice.objects.bulk_create(
        Notice(id=uuid4(), person_id=first.person_id, kind=first.kind, title="More", body="More", made_at=first.made_at,
               urgent=False, how="off")
        for _ in range(99)
    )  # fmt: skip
    assert "Notices: more than 99 unread" in text_of(anns.get("/welcome/"))


def test_going_to_the_page_marks_it_as_read(anns, ann):
    notice = told(ann)
    answer = anns.post(f"/notices/{notice.pk}/", {"do": "open"})
    assert (answer.status_code, answer["Location"]) == (302, "/coursework/enter/")
    assert Notice.objects.get().read_at is not None
    assert "Notices: 0 unread" in text_of(anns.get("/notices/"))


def test_read_and_unread_again(anns, ann):
    notice = told(ann)
    for do, number in (("read", 0), ("unread", 1), ("unread", 1)):
        answer = anns.post(
            f"/notices/{notice.pk}/", {"do": do, "kind": notice.kind, "page": "1"}, follow=True
        )
        assert answer.redirect_chain[0][0] == f"/notices/?kind={notice.kind}&page=1"
        assert f"Notices: {number} unread" in text_of(answer)


def test_all_are_marked_as_read_at_once(anns, ann):
    told(ann)
    told(ann, kind=Kind.MARKS_SUBMITTED)
    assert "2 notices marked as read" in text_of(anns.post("/notices/read/", follow=True))


def test_only_what_the_filter_shows_is_marked_as_read(anns, ann):
    told(ann)
    told(ann, kind=Kind.MARKS_SUBMITTED)
    page = text_of(anns.post("/notices/read/", {"kind": Kind.MARKS_SUBMITTED.value}, follow=True))
    assert "1 notice marked as read" in page
    assert Notice.objects.filter(read_at=None).get().kind == Kind.MARKS_RECEIVED


def test_the_filter_narrows_by_kind_and_state(anns, ann):
    told(ann, code="H446/03")
    read = told(ann, kind=Kind.MARKS_SUBMITTED, code="J277/03")
    Notice.objects.filter(pk=read.pk).update(read_at=clock.now())
    assert "J277/03" not in text_of(anns.get("/notices/?kind=marks-received"))
    assert "J277/03" not in text_of(anns.get("/notices/?state=unread"))
    assert "No notice fits this filter" in text_of(anns.get("/notices/?kind=marks-submitted&state=unread"))


@pytest.mark.parametrize(
    "query", ["kind=x", "centre=x", "centre=99999", "state=x", "page=0", "page=x", "page=99"]
)
def test_nonsense_in_the_address_breaks_nothing(anns, ann, query):
    told(ann)
    assert "notice" in text_of(anns.get(f"/notices/?{query}"))


def test_many_notices_come_in_pages(anns, ann):
    for number in range(page_of.ON_A_PAGE + 1):
        told(ann, code=f"N{number:03}")
    first, second = text_of(anns.get("/notices/")), text_of(anns.get("/notices/?page=2"))
    assert "Page 1 of 2" in first
    assert "N020" in first
    assert "N000" not in first
    assert "N000" in second


def test_ten_notices_take_the_statements_of_one(anns, ann):
    counts = []
    anns.get("/notices/")
    for number in (1, 9):
        for _ in range(number):
            told(ann)
        with CaptureQueriesContext(connection) as captured:
            anns.get("/notices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- whose they are


def test_nobody_reads_another_s_notices(signed_in, ann, ben):
    notice = told(ann)
    other = signed_in(ben)
    assert "H446/03" not in text_of(other.get("/notices/"))
    for do in ("open", "read"):
        assert other.post(f"/notices/{notice.pk}/", {"do": do}).status_code == 404
    other.post("/notices/read/")
    assert Notice.objects.get().read_at is None


@pytest.fixture
def ann_of_two(centre: Centre, elsewhere: Centre) -> Membership:
    """Ann works at both centres, and is signed in for the first."""
    first = make_membership("Ann Two", Role.CAG, centre=centre)
    second = make_membership("Cover Two", Role.CAG, centre=elsewhere)
    Membership.objects.filter(pk=second.pk).update(person=first.person)
    return first


def test_a_notice_of_the_other_centre_says_so_and_leads_nowhere(signed_in, ann_of_two, elsewhere, centre):
    ann = as_actor(ann_of_two)
    told(ann, centre=centre.pk)
    notice = told(ann, centre=elsewhere.pk)
    browser = signed_in(ann)
    page = text_of(browser.get("/notices/"))
    assert f"To follow it, sign in for centre {elsewhere.number}" in page
    assert browser.post(f"/notices/{notice.pk}/", {"do": "open"})["Location"] == "/notices/"
    assert "1 notice" in text_of(browser.get(f"/notices/?centre={elsewhere.number}"))


def test_who_has_left_a_centre_reads_nothing_more_of_it(signed_in, ann_of_two, elsewhere):
    ann = as_actor(ann_of_two)
    notice = told(ann, centre=elsewhere.pk)
    Membership.objects.filter(person=ann_of_two.person, centre=elsewhere).update(ended_at=clock.now())
    browser = signed_in(ann)
    assert "There are no notices yet" in text_of(browser.get("/notices/"))
    assert browser.post(f"/notices/{notice.pk}/", {"do": "read"}).status_code == 404


def test_a_secret_is_never_on_the_page(anns, ann):
    told(ann, secret_link="/activate/s3cr3t-t0k3n/")
    assert "s3cr3t" not in anns.get("/notices/").content.decode()


# ---------------------------------------------------------------- what is mailed


def test_the_matrix_shows_every_kind_and_three_ways(anns):
    page = anns.get("/notices/choices/").content.decode()
    for kind in kinds_for(staff=False):
        assert escape(kind.label) in page
        assert page.count(f'name="{kind.value}"') == (0 if kind.security else 3)


def test_each_side_chooses_among_its_own_kinds(anns, signed_in, olu):
    of_staff = signed_in(olu).get("/notices/choices/").content.decode()
    of_centre = anns.get("/notices/choices/").content.decode()
    for kind, centre, staff in (
        (Kind.MARKS_OPEN, 3, 0),
        (Kind.MESSAGE_RECEIVED, 0, 3),
        (Kind.SERVICE_NOTICE, 3, 3),
    ):
        field = f'name="{kind.value}"'
        assert (of_centre.count(field), of_staff.count(field)) == (centre, staff)


def test_a_choice_is_kept_and_in_the_trail(anns, ann):
    answer = anns.post("/notices/choices/", {"marks-received": "digest", "marks-open": "now"}, follow=True)
    assert "Saved." in text_of(answer)
    assert re.search(r'value="digest" checked', answer.content.decode())
    kept = NoticeChoice.objects.get()
    assert (kept.person_id, kept.kind, kept.how) == (ann.person_id, Kind.MARKS_RECEIVED, How.DIGEST)
    with tenancy.for_centre(ann.centre_id):
        event = EventRecord.unscoped.get(name=Event.NOTICE_CHOICE_CHANGED.value)
    assert event.data == {"kinds": ["marks-received"]}


def test_a_choice_can_be_taken_back(anns):
    for how in ("off", "now"):
        anns.post("/notices/choices/", {"marks-received": how})
        assert NoticeChoice.objects.get().how == how


@pytest.mark.parametrize("sent", [{"marks-received": "never"}, {"no-such-kind": "off"}, {}])
def test_what_makes_no_sense_changes_nothing(anns, sent):
    assert anns.post("/notices/choices/", sent).status_code == 302
    assert not NoticeChoice.objects.exists()


def test_what_guards_an_account_cannot_be_switched_off(anns, monkeypatch):
    monkeypatch.setattr(Kind.MARKS_RECEIVED, "security", True)
    anns.post("/notices/choices/", {"marks-received": "off"})
    assert not NoticeChoice.objects.exists()
    assert 'name="marks-received"' not in anns.get("/notices/choices/").content.decode()
