"""Posting news and taking it down."""

import pytest

from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.site.models import News
from interchange.site.services import post_news, withdraw_news

pytestmark = pytest.mark.django_db(transaction=True)


def happened(actor):
    with tenancy.reading(actor):
        return [(event.name, event.data.get("title")) for event in events_of(actor)]


def test_what_is_posted_is_read_by_every_centre(ann, cal, olu, signed_in):
    sent = {"title": "Sheets are open", "body": "First.\r\n\r\nSecond.", "from_on": "", "until_on": ""}
    assert signed_in(olu).post("/news/", sent)["Location"] == "/news/"
    for reader in (ann, cal):
        assert "Sheets are open" in signed_in(reader).get("/welcome/").content.decode()
    assert (Event.NEWS_POSTED.value, "Sheets are open") in happened(olu)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": " "}, "Enter a title."),
        ({"body": ""}, "Enter the text."),
        ({"title": "x" * 201}, "This has 201 characters. Use at most 200."),
        ({"from_on": "soon"}, "was not understood"),
        ({"until_on": "01/01/2020"}, "The last day is before the first."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(olu, signed_in, sent, said):
    typed = {"title": "A title", "body": "A text", "from_on": "", "until_on": ""} | sent
    answer = signed_in(olu).post("/news/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "<title>Error: " in page
    assert "A title" in page or "A text" in page
    assert not News.objects.exists()


def test_days_are_the_first_and_the_last_whole_day(olu, signed_in):
    sent = {"title": "A title", "body": "A text", "from_on": "1 May 2099", "until_on": "31/05/2099"}
    signed_in(olu).post("/news/", sent)
    posted = News.objects.get()
    assert str(clock.london(posted.from_at)) == "2099-05-01 00:00:00+01:00"
    assert posted.until_at is not None
    assert str(clock.london(posted.until_at)) == "2099-05-31 23:59:59+01:00"


def test_news_is_taken_down_once(olu, signed_in):
    posted = post_news("A title", "A text", from_at=clock.now(), by=olu)
    signed_in(olu).post(f"/news/{posted.pk}/take-down/")
    assert "A title" not in signed_in(olu).get("/welcome/").content.decode()
    assert (Event.NEWS_WITHDRAWN.value, "A title") in happened(olu)
    with pytest.raises(Refused) as refusal:
        withdraw_news(posted.pk, by=olu)
    assert refusal.value.code == "news-down"


def test_a_centre_posts_nothing(ann):
    with pytest.raises(NotAllowed):
        post_news("A title", "A text", from_at=clock.now(), by=ann)
    assert not News.objects.exists()
