"""Telling people: one notice each, mailed as they have chosen, and nothing secret where it does not belong."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications import letters
from interchange.notifications.models import Notice, NoticeChoice
from interchange.notifications.rules import How, Kind
from interchange.notifications.steps import tell, write_to
from interchange.notifications.tests.conftest import NOON, the_notice

WORDS = {"code": "H446/03", "series": "June 2027", "receipt": "10001-ABCDE"}
SECRET = "/activate/s3cr3t-t0k3n/"
pytestmark = pytest.mark.usefixtures("noon")


def key(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def security(monkeypatch: pytest.MonkeyPatch, kind: Kind = Kind.MARKS_RECEIVED) -> Kind:
    """A kind that is a security kind in this test."""
    monkeypatch.setattr(kind, "security", True)
    return kind


def test_each_person_is_told_once(ann, ben, addressed, worker):
    tell(
        [key(ann), key(ben), key(ann)],
        Kind.MARKS_RECEIVED,
        words=WORDS,
        link="/coursework/",
        centre_id=ann.centre_id,
    )
    assert worker() == 2
    assert sorted(one.to[0] for one in mail.outbox) == ["ann@school.example", "ben@school.example"]
    notice = Notice.objects.get(person_id=ann.person_id)
    assert (notice.title, notice.link, notice.sent_at) == (
        "Marks received: H446/03, June 2027",
        "/coursework/",
        NOON,
    )


def test_a_mail_says_who_writes_and_what_we_never_ask(ann, addressed, worker, settings):
    settings.SITE_ADDRESS = "https://interchange.example"
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS, link="/coursework/")
    worker()
    one = mail.outbox[0]
    assert one.subject == "Marks received: H446/03, June 2027"
    assert one.body.startswith("Dear Ann Lee,\n\nThe awarding body has received the marks for H446/03")
    for said in (
        settings.AWARDING_BODY, "https://interchange.example/coursework/\n", "We never ask for your password or code",
        "https://interchange.example/notices/choices/",
    ):  # fmt: skip
        assert said in one.body
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"


def test_telling_a_thousand_takes_the_statements_of_telling_one(ann):
    people = [key(ann), *make_people(30)]
    counts = []
    for told in (people[:1], people):
        with CaptureQueriesContext(connection) as captured:
            tell(told, Kind.MARKS_RECEIVED, words=WORDS)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 3


def make_people(number: int) -> list[UUID]:
    model = get_user_model()
    made = [model(login_id="AB1", username=f"person{one}", added_at=NOON) for one in range(number)]
    return [person.pk for person in model.objects.bulk_create(made)]


def test_telling_nobody_is_nothing(db):
    tell([], Kind.MARKS_RECEIVED, words=WORDS)
    assert not Notice.objects.exists()


def test_who_chose_the_digest_is_not_written_to_now(ann, addressed, worker):
    NoticeChoice.objects.create(person_id=ann.person_id, kind=Kind.MARKS_RECEIVED, how=How.DIGEST)
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS, link="/coursework/")
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS | {"code": "J277/03"})
    assert worker() == 0
    assert worker(NOON + timedelta(hours=19)) == 2
    (digest,) = mail.outbox
    assert digest.subject == "Interchange: 2 notices"
    assert digest.body.index("H446/03") < digest.body.index("J277/03")
    assert worker(NOON + timedelta(days=2)) == 0


def test_each_person_has_a_digest_of_her_own(ann, ben, addressed, worker):
    for actor in (ann, ben):
        NoticeChoice.objects.create(person_id=actor.person_id, kind=Kind.MARKS_RECEIVED, how=How.DIGEST)
    tell([key(ann), key(ben)], Kind.MARKS_RECEIVED, words=WORDS)
    assert worker(NOON + timedelta(days=1)) == 2
    assert sorted(one.to[0] for one in mail.outbox) == ["ann@school.example", "ben@school.example"]


def test_who_chose_no_mail_still_has_the_notice(ann, addressed, worker):
    NoticeChoice.objects.create(person_id=ann.person_id, kind=Kind.MARKS_RECEIVED, how=How.OFF)
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    assert worker(NOON + timedelta(days=9)) == 0
    assert the_notice().mail_due_at is None


def test_a_choice_for_one_kind_says_nothing_of_another(ann, addressed, worker):
    NoticeChoice.objects.create(person_id=ann.person_id, kind=Kind.MARKS_SUBMITTED, how=How.OFF)
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    assert worker() == 1


@pytest.mark.parametrize("how", [How.OFF, How.DIGEST])
def test_what_guards_an_account_is_mailed_whatever_was_chosen(ann, addressed, worker, monkeypatch, how):
    kind = security(monkeypatch)
    NoticeChoice.objects.create(person_id=ann.person_id, kind=kind, how=how)
    with clock.pretend(NOON + timedelta(hours=11)):
        tell([key(ann)], kind, words=WORDS)
    assert worker(NOON + timedelta(hours=11)) == 1


def test_what_is_not_urgent_waits_until_the_morning(ann, addressed, worker):
    evening = NOON + timedelta(hours=8)
    with clock.pretend(evening):
        tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    assert worker(evening) == 0
    assert worker(NOON + timedelta(hours=19)) == 1


# ---------------------------------------------------------------- secrets


def test_a_secret_link_is_in_the_mail_and_nowhere_else(ann, addressed, worker):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS, secret_link=SECRET)
    before = the_notice()
    assert before.sealed_secret
    assert not any("s3cr3t" in str(value) for value in vars(before).values())
    worker()
    assert SECRET in mail.outbox[0].body
    assert the_notice().sealed_secret == ""


def test_an_address_that_is_nobody_s_is_written_to(worker, db):
    write_to("head@school.example", Kind.MARKS_RECEIVED, words=WORDS, secret_link=SECRET)
    assert worker() == 1
    (one,) = mail.outbox
    assert one.to == ["head@school.example"]
    assert SECRET in one.body
    assert "/notices/" not in one.body


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "a@school.example\nBcc: b@school.example", "a@school.example, b@school.example"],
)
def test_what_is_no_address_is_refused(db, address):
    with pytest.raises(Refused) as refusal:
        write_to(address, Kind.MARKS_RECEIVED, words=WORDS)
    assert refusal.value.code == "address"
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example/", "/a\nBcc: b@c.example", "a"]
)
def test_a_notice_leads_to_this_site_only(ann, link):
    with pytest.raises(ValueError, match="path of this site"):
        tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS, link=link)


# ---------------------------------------------------------------- what is typed cannot become a header


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_word_becomes_a_header_or_a_line(code: str):
    title, _ = letters.worded(
        Kind.MARKS_RECEIVED, WORDS | {"code": f"X\r\nBcc: thief@elsewhere.example\n{code}"}
    )
    assert len(title.splitlines()) == 1
    sent = letters.mail("notifications/digest.txt", title, to="a@school.example", key="1", **PARTS).message()
    assert sent["Bcc"] is None
    assert sorted(sent.keys()) == HEADERS


PARTS: dict[str, Any] = {"name": "Ann\r\nBcc: x@y.example", "notices": []}
HEADERS = sorted(
    ["Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
     "Subject", "To", "X-Auto-Response-Suppress"]
)  # fmt: skip


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_every_kind_has_its_words(kind: Kind):
    engine = letters.texts()
    assert engine.loader is not None
    title, empty, *body = engine.loader.get_source(engine, kind.template)[0].splitlines()
    assert title
    assert empty == ""
    assert "".join(body).strip()


def test_markup_in_a_word_stays_what_was_typed(db, worker):
    write_to("head@school.example", Kind.MARKS_RECEIVED, words=WORDS | {"code": "5 < 6 & <b>'so'</b>"})
    worker()
    assert "5 < 6 & <b>'so'</b>" in mail.outbox[0].body


# ---------------------------------------------------------------- in the same transaction


class Undone(Exception):
    """Somewhere after the telling something failed."""


@transaction.atomic
def tell_and_fail() -> None:
    write_to("head@school.example", Kind.MARKS_RECEIVED, words=WORDS)
    raise Undone


def test_what_is_undone_was_never_told(transactional_db, mailoutbox):
    before = jobs_queued()
    with pytest.raises(Undone):
        tell_and_fail()
    assert not Notice.objects.exists()
    assert jobs_queued() == before


def jobs_queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.deliver'")
        return int(cursor.fetchone()[0])


def test_dates_are_told_in_words():
    words = {"codes": ["H446/03"], "more": 0, "series": "June 2027", "when": "in 14 days"}
    title, body = letters.worded(Kind.MARKS_CLOSING, words | {"closes_on": date(2027, 5, 15)})
    assert "15 May 2027" in body
    assert title == "Marks due in 14 days: 1 mark sheet, June 2027"
