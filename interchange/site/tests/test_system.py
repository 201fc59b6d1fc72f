"""The page of the system: how things stand, without a secret, and failed jobs that are tried again (3.3)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import environment
from config.meanings import MEANINGS
from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.audit.services import sign_ends
from interchange.core import clock, health, queue, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.factories import make_ended_job
from interchange.notifications.rules import Kind
from interchange.notifications.steps import tell
from interchange.site.queries import system as page_of
from interchange.site.services import try_job_again

pytestmark = pytest.mark.django_db
PAGE = "/desk/system/"


@pytest.fixture
def sy(db):
    """Sy the system administrator."""
    return make_actor("Sy Stemple", Role.SYSTEM)


@pytest.fixture
def read(signed_in, sy):
    """The page as Sy reads it."""
    return lambda where=PAGE, **query: signed_in(sy).get(where, query).content.decode()


def failed(task="assessment.receive", **about):
    return make_ended_job(task, about=about)


def state_of(number):
    found = queue.job_of(number)
    return found and found.state


# ---------------------------------------------------------------- how things stand


def test_where_nothing_has_happened_the_page_says_so(read):
    told = read()
    for sentence in (
        "All migrations are applied", "No worker is there", "No job has failed", "All mail has gone out",
        "Never signed yet", "Nothing has been let go of yet", "0 files",
    ):  # fmt: skip
        assert sentence in told


def test_a_failed_job_waiting_mail_and_the_signed_root_are_told(read, ben, settings, tmp_path):
    settings.AUDIT_ROOTS_FOLDER, settings.AUDIT_SIGNING_KEY = tmp_path / "roots", tmp_path / "key"
    failed(centre_id=7)
    tell(
        [ben.person_id],
        Kind.MARKS_REOPENED,
        words={"code": "H446/03", "series": "June", "reason": "r"},
        link="/",
    )
    sign_ends(by=Actor.system("tests"))
    told = read()
    assert "assessment.receive" in told
    assert "centre_id 7" in told
    assert "the oldest is due" in told
    assert "root 1" in told


def test_migrations_that_wait_are_named(read, monkeypatch):
    monkeypatch.setattr(health, "migrations_waiting", lambda: ["core.0009_more"])
    assert "The schema is older than the program: 1 migration to apply." in read()


def test_a_worker_that_is_heard_of_is_counted_and_a_silent_one_is_not(db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert queue.figures().workers == 1
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '6 minutes'")
    assert queue.figures().workers == 0


def test_a_periodic_job_tells_its_last_run_whether_it_went_wrong_and_is_late(db):
    now = clock.real()
    make_ended_job("audit.sign-ends", state="succeeded", at=now - timedelta(days=3))
    make_ended_job("privacy.apply-retention", at=now)
    by_name = {one.name: one for one in queue.runs()}
    assert (by_name["audit.sign-ends"].late, by_name["audit.sign-ends"].failed) == (True, False)
    assert (by_name["privacy.apply-retention"].late, by_name["privacy.apply-retention"].failed) == (
        False,
        True,
    )
    assert by_name["core.take-up"].last_at is None
    assert all(one.does.endswith(".") and one.next_at > now for one in by_name.values())


@pytest.mark.parametrize(("cron", "words"), [
    ("*/5 * * * *", "every 5 minutes"), ("7 * * * *", "each hour at 7 past"),
    ("15 7,14 * * *", "daily at 07:15, 14:15"), ("0 3 * * 1", "0 3 * * 1"),
])  # fmt: skip
def test_when_something_happens_is_said_in_words(cron, words):
    assert queue.in_words(cron) == words


def test_the_number_of_statements_does_not_grow_with_what_there_is(sy):
    def statements():
        with CaptureQueriesContext(connection) as counted, tenancy.reading(sy):
            page_of.system(sy, {})
        return len(counted)

    before = statements()
    for _ in range(5):
        failed()
    assert statements() == before


def test_many_failed_jobs_are_shown_a_page_at_a_time(read):
    for _ in range(page_of.EACH + 1):
        failed()
    first, second = read(), read(page="2")
    assert "Page 1 of 2" in first
    assert (first.count(">assessment.receive</a>"), second.count(">assessment.receive</a>")) == (
        page_of.EACH,
        1,
    )


# ---------------------------------------------------------------- never a secret


def test_what_may_be_a_secret_is_told_as_set_or_not_set(monkeypatch):
    monkeypatch.setattr(environment, "IN_FORCE", {})
    monkeypatch.setenv("SECRET_KEY", "abcdefgh" * 10)
    monkeypatch.setenv("EMAIL_URL", "smtps://sy:hush@mail.example")
    monkeypatch.setenv("DATABASE_URL", "postgresql://sy:hush@/site")
    monkeypatch.setenv("SEALING_KEYS", "hush hush")
    monkeypatch.delenv("METRICS_TOKEN", raising=False)
    environment.secret("SECRET_KEY", at_least=50)
    environment.mail("EMAIL_URL", otherwise=Path("mail"))
    environment.database("DATABASE_URL")
    environment.words("SEALING_KEYS")
    environment.text("METRICS_TOKEN", "")
    monkeypatch.setattr(page_of, "IN_FORCE", environment.IN_FORCE)
    told = {one.name: one.value for one in page_of.settings_in_force()}
    assert told == dict.fromkeys(["DATABASE_URL", "SECRET_KEY", "SEALING_KEYS", "EMAIL_URL"], "set") | {
        "METRICS_TOKEN": "not set"
    }
    assert "hush" not in str(environment.IN_FORCE)


def test_what_is_no_secret_is_told_with_its_meaning(read):
    told = {one.name: one for one in page_of.settings_in_force()}
    assert told["PASSWORD_MAX_AGE_MONTHS"].value == "6"
    assert told["NEW_BROWSER_CHECK"].value == "yes"
    assert told["DATABASE_URL"].value == "set"
    assert set(environment.IN_FORCE) <= set(MEANINGS)
    assert told["AWARDING_BODY"].meaning in read("/desk/system/settings/")


# ---------------------------------------------------------------- trying again


def test_a_failed_job_is_put_back_into_the_queue_with_the_reason_in_the_trail(sy):
    number = failed(centre_id=7)
    try_job_again(number, "The disk was full; there is room again", by=sy)
    assert state_of(number) == "todo"
    with tenancy.reading(sy):
        event = events_of(sy, name=Event.JOB_TRIED_AGAIN.value).get()
    assert (event.subject, event.reason) == (f"job:{number}", "The disk was full; there is room again")
    assert event.data == {"task": "assessment.receive", "about": {"centre_id": 7}, "tries": 0}


@pytest.mark.parametrize(("reason", "code"), [("", "reason"), (" ", "reason"), ("x" * 501, "reason")])
def test_without_a_reason_that_can_be_read_nothing_is_tried(sy, reason, code):
    number = failed()
    with pytest.raises(Refused) as refusal:
        try_job_again(number, reason, by=sy)
    assert (refusal.value.code, state_of(number)) == (code, "failed")


def test_a_job_that_somebody_tried_again_already_is_not_tried_twice(sy):
    number = failed()
    try_job_again(number, "Mended", by=sy)
    with pytest.raises(Refused) as refusal:
        try_job_again(number, "Mended", by=sy)
    assert refusal.value.code == "job-not-failed"


def test_work_that_waits_already_is_not_queued_a_second_time(sy):
    first, second = failed("audit.sign-ends"), failed("audit.sign-ends")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'audit.sign-ends'")
    try_job_again(first, "Mended", by=sy)
    with pytest.raises(Refused) as refusal:
        try_job_again(second, "Mended", by=sy)
    assert refusal.value.code == "job-waits"


def test_the_page_of_a_job_tells_what_happened_and_takes_the_reason(signed_in, sy):
    where, browser = reverse("site:job", args=[failed(submission_id="s-1")]), signed_in(sy)
    assert "Went wrong, and was given up" in browser.get(where).content.decode()
    refused = browser.post(where, {"reason": ""})
    assert (refused.status_code, "Enter a reason." in refused.content.decode()) == (422, True)
    assert browser.post(where, {"reason": "Mended"})["Location"] == PAGE
    again = browser.post(where, {"reason": "Mended"})
    assert again.status_code == 422
    assert "does not stand as failed any more" in again.content.decode()


@pytest.mark.parametrize("number", [1, 2**63, 10**30])
def test_a_job_that_is_not_there_is_not_found(signed_in, sy, number):
    browser, where = signed_in(sy), reverse("site:job", args=[number])
    assert {browser.get(where).status_code, browser.post(where, {"reason": "Mended"}).status_code} == {404}


# ---------------------------------------------------------------- keeping the queue in order


def test_what_a_killed_worker_had_begun_is_taken_up_by_another(db):
    begun, lost = failed(), failed()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        [worker] = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", [worker, begun])
    assert queue.take_up_lost() == 1
    assert (state_of(begun), state_of(lost)) == ("doing", "todo")


def test_jobs_that_ended_long_ago_are_let_go_of(db):
    now = clock.real()
    kept = make_ended_job("audit.sign-ends", state="succeeded", at=now - timedelta(days=13))
    make_ended_job("audit.sign-ends", state="succeeded", at=now - timedelta(days=15))
    also_kept = make_ended_job("audit.sign-ends", at=now - timedelta(days=89))
    make_ended_job("audit.sign-ends", at=now - timedelta(days=91))
    assert (queue.ended_jobs(), queue.forget_ended_jobs(), queue.ended_jobs()) == (2, 2, 0)
    assert queue.job_of(kept)
    assert queue.job_of(also_kept)
