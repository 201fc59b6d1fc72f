"""Sending: a mail server that is away loses nothing, and two workers send nothing twice."""

import smtplib
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection

from interchange.core import clock
from interchange.notifications import services
from interchange.notifications.models import Notice
from interchange.notifications.queries import MailFigures, mail_figures
from interchange.notifications.rules import Kind
from interchange.notifications.steps import tell, write_to
from interchange.notifications.tasks import deliver, digest, sweep
from interchange.notifications.tests.conftest import NOON, the_notice
from interchange.notifications.tests.test_telling import SECRET, WORDS, key

pytestmark = pytest.mark.usefixtures("noon")
ONE_MINUTE = timedelta(minutes=1)


class Server:
    """A mail server that can be stopped, or made to answer something."""

    def __init__(self) -> None:
        self.problem: Exception | None = None
        self.on_open = True


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()

    class Backend(locmem.EmailBackend):
        def open(self) -> bool:
            if server.problem and server.on_open:
                raise server.problem
            return True

        def send_messages(self, messages: Any) -> int:
            if server.problem:
                raise server.problem
            return super().send_messages(messages)

    monkeypatch.setattr(services, "get_connection", Backend)
    return server


def test_while_the_server_is_away_everything_waits_and_says_why(ann, ben, addressed, worker, server):
    server.problem = ConnectionRefusedError(111, "Connection refused")
    tell([key(ann), key(ben)], Kind.MARKS_RECEIVED, words=WORDS, secret_link=SECRET)
    assert worker() == 0
    for notice in Notice.objects.all():
        assert notice.last_problem == "ConnectionRefusedError [Errno 111] Connection refused"
        assert (notice.tries, notice.mail_due_at, notice.sent_at) == (1, NOON + ONE_MINUTE, None)
        assert notice.sealed_secret
    server.problem = None
    assert worker() == 0
    assert worker(NOON + ONE_MINUTE) == 2
    assert len(mail.outbox) == 2
    assert set(Notice.objects.values_list("last_problem", flat=True)) == {""}


def test_the_figures_say_what_waits_what_fails_and_what_was_given_up(
    ann, ben, cal, addressed, worker, server
):
    assert mail_figures() == MailFigures(0, 0, 0, None)
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    server.problem = ConnectionRefusedError(111, "Connection refused")
    worker()
    get_user_model().objects.filter(pk=cal.person_id).update(email="")
    with clock.pretend(NOON + ONE_MINUTE):
        tell([key(ben), key(cal)], Kind.MARKS_RECEIVED, words=WORDS)
        worker(NOON)
        assert mail_figures() == MailFigures(3, 1, 0, NOON + ONE_MINUTE)
    server.problem = None
    worker(NOON + ONE_MINUTE)
    assert mail_figures() == MailFigures(0, 0, 1, None)


def test_after_a_week_away_it_is_still_sent(ann, addressed, worker, server):
    server.problem = TimeoutError("timed out")
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    for hours in range(7 * 24):
        worker(NOON + timedelta(hours=hours))
    server.problem = None
    assert worker(NOON + timedelta(days=8)) == 1


def test_one_address_that_is_refused_holds_nobody_up(ann, ben, addressed, worker, server, monkeypatch):
    tell([key(ann), key(ben)], Kind.MARKS_RECEIVED, words=WORDS)
    server.on_open = False
    first = iter(
        [smtplib.SMTPRecipientsRefused({"x@y.example": (550, b"no such user x@y.example")}), None, None]
    )

    def hand_over(letter: Any, backend: Any, *, at: Any) -> bool:
        server.problem = next(first)
        return give(letter, backend, at=at)

    give = services._hand_over
    monkeypatch.setattr(services, "_hand_over", hand_over)
    assert worker() == 1
    refused = Notice.objects.get(sent_at=None)
    assert (refused.mail_due_at, refused.last_problem) == (
        None,
        "The mail server does not know this address.",
    )


@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPRecipientsRefused({"x@y.example": (451, b"try later")}),
        smtplib.SMTPDataError(452, b"disk full"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"wrong"),
        OSError("no route"),
    ],
)
def test_what_may_be_better_later_is_tried_later(ann, addressed, worker, server, problem):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    server.problem, server.on_open = problem, False
    assert worker() == 0
    notice = the_notice()
    assert notice.mail_due_at == NOON + ONE_MINUTE
    assert type(problem).__name__ in notice.last_problem
    assert "@" not in notice.last_problem


def test_who_has_no_address_has_the_notice_all_the_same(ann, worker):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    assert worker() == 0
    assert the_notice().last_problem == "No e-mail address is known."


def test_the_address_is_the_one_of_the_moment_of_sending(ann, addressed, worker):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    get_user_model().objects.filter(pk=ann.person_id).update(email="new@school.example")
    worker()
    assert mail.outbox[0].to == ["new@school.example"]
    assert the_notice().address == "new@school.example"


def test_a_link_whose_key_is_lost_is_not_sent_without_it(ann, addressed, worker):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    Notice.objects.update(sealed_secret="what no key opens")
    assert worker() == 0
    assert "key" in the_notice().last_problem


def test_more_than_one_batch_is_sent_at_once(db, worker):
    for number in range(services.MOST_AT_ONCE + 5):
        write_to(f"head{number}@school.example", Kind.MARKS_RECEIVED, words=WORDS)
    assert worker() == services.MOST_AT_ONCE + 5
    assert len({one.to[0] for one in mail.outbox}) == services.MOST_AT_ONCE + 5


def test_every_job_may_run_twice(ann, addressed):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    for _ in range(2):
        deliver(NOON.isoformat())
        sweep()
        digest()
    assert len(mail.outbox) == 1


def test_what_a_clock_that_is_ahead_asked_for_is_sent_at_its_moment(ann, addressed):
    ahead = NOON + timedelta(days=7)
    with clock.pretend(ahead):
        tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    deliver(ahead.isoformat())
    assert the_notice().sent_at == ahead


def test_a_worker_that_died_while_sending_is_followed_by_another(ann, addressed, worker):
    tell([key(ann)], Kind.MARKS_RECEIVED, words=WORDS)
    services._claim("now", 20, at=NOON, of_whom="")
    assert worker() == 0
    assert worker(NOON + services.HELD_FOR) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{the_notice().pk}@")


def test_workers_side_by_side_send_each_mail_once(transactional_db, mailoutbox):
    for number in range(60):
        write_to(f"head{number}@school.example", Kind.MARKS_RECEIVED, words=WORDS)
    together = Barrier(4)

    def work() -> None:
        together.wait()
        services.send_due(at=NOON)
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailoutbox) == len({one.to[0] for one in mailoutbox}) == 60
