"""Sending what is due. The mail server may be away: then everything waits, says why, and is tried again."""

import smtplib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction

from interchange.core import clock
from interchange.core.sealed import Unreadable, unseal
from interchange.notifications import letters, rules
from interchange.notifications.models import Notice
from interchange.notifications.queries import places_of

HELD_FOR = timedelta(minutes=15)
MOST_AT_ONCE = 20
"""With the 20 seconds that a silent mail server may take for each, well within `HELD_FOR`."""
PERMANENT = 500

CLAIM = """
    UPDATE notifications_notice SET held_until = %(until)s, tries = tries + 1
    WHERE id IN (
        SELECT id FROM notifications_notice
        WHERE sent_at IS NULL AND mail_due_at <= %(at)s AND how = %(how)s
          AND (held_until IS NULL OR held_until <= %(at)s) {of_whom}
        ORDER BY mail_due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
OF_ONE_PERSON = """
          AND person_id = (
              SELECT person_id FROM notifications_notice
              WHERE sent_at IS NULL AND mail_due_at <= %(at)s AND how = %(how)s
                AND (held_until IS NULL OR held_until <= %(at)s)
              ORDER BY mail_due_at, id LIMIT 1)
"""
MOST_IN_A_DIGEST = 200
SECURITY = frozenset(kind.value for kind in rules.Kind if kind.security)


class ServerAway(Exception):
    """The mail server cannot be reached, or answers that it takes nothing now."""


@dataclass(frozen=True)
class Letter:
    """One mail and the notices that it carries."""

    notices: Sequence[Notice]
    to: str
    message: EmailMessage


def send_due(*, at: datetime) -> int:
    """Mail each notice whose time has come; how many were sent.

    Each is claimed by one conditional update, so that two workers never send the same. Only where a worker dies
    between the server's yes and our note of it, the mail goes out a second time, under the same Message-ID.
    """
    return _send_all("now", MOST_AT_ONCE, at=at)


def send_digests(*, at: datetime) -> int:
    """Mail to each person, in one, what has gathered for the digest; how many notices were in them."""
    return _send_all("digest", MOST_IN_A_DIGEST, at=at, of_whom=OF_ONE_PERSON)


def _send_all(how: str, most: int, *, at: datetime, of_whom: str = "") -> int:
    sent = 0
    while claimed := _claim(how, most, at=at, of_whom=of_whom):
        try:
            sent += _send(_letters(claimed, at=at), at=at)
        except ServerAway as reason:
            _put_off([one for one in claimed if one.sent_at is None], str(reason), at=at)
            break
    return sent


def _claim(how: str, most: int, *, at: datetime, of_whom: str) -> list[Notice]:
    with transaction.atomic(), connection.cursor() as cursor:
        parts: dict[str, Any] = {"at": at, "until": at + HELD_FOR, "how": how, "most": most}
        cursor.execute(CLAIM.format(of_whom=of_whom), parts)
        keys = [row[0] for row in cursor.fetchall()]
    return list(
        Notice.objects.filter(pk__in=keys).select_related("person").order_by("person_id", "made_at", "id")
    )


def _letters(claimed: Iterable[Notice], *, at: datetime) -> list[Letter]:
    """A letter for each notice, or for each person's digest; what cannot be one is noted and left."""
    found, claimed = [], list(claimed)
    places = places_of({one.person_id for one in claimed if one.centre_id is not None})
    for one in claimed:
        reason = _why_not(one, places)
        if reason:
            _keep(one, reason)
        else:
            found.append(one)
    if found and found[0].how == "digest":
        return [_digest(list(group)) for _, group in groupby(found, key=lambda one: one.person_id)]
    return [letter for one in found if (letter := _letter(one, at=at))]


def _why_not(notice: Notice, places: Container[tuple[UUID | None, int | None]]) -> str:
    if notice.person is None:
        return ""
    guards = notice.kind in SECURITY
    concerns = guards or notice.centre_id is None or (notice.person_id, notice.centre_id) in places
    if not concerns and (notice.person_id, None) not in places:
        return "The person no longer belongs to the centre that it is about."
    return "" if notice.person.email else "No e-mail address is known."


def _letter(notice: Notice, *, at: datetime) -> Letter | None:
    try:
        secret = unseal(notice.sealed_secret)
    except Unreadable:
        _put_off([notice], "The link was sealed with a key that is no longer known.", at=at)
        return None
    to = notice.person.email if notice.person else notice.address
    name = str(notice.person) if notice.person else ""
    message = letters.mail(
        "notifications/mail.txt", notice.title, to=to, name=name, key=str(notice.pk), notice=notice, secret=secret
    )  # fmt: skip
    return Letter([notice], to, message)


def _digest(notices: list[Notice]) -> Letter:
    person = notices[0].person
    assert person is not None  # noqa: S101  (only people have digests)
    number = len(notices)
    message = letters.mail(
        "notifications/digest.txt", f"Interchange: {number} {'notice' if number == 1 else 'notices'}",
        to=person.email, name=str(person), key=f"digest.{notices[-1].pk}", notices=notices,
    )  # fmt: skip
    return Letter(notices, person.email, message)


def _send(all_letters: list[Letter], *, at: datetime) -> int:
    if not all_letters:
        return 0
    server = get_connection()
    try:
        server.open()
    except OSError as problem:
        raise ServerAway(_said(problem)) from problem
    try:
        return sum(len(one.notices) for one in all_letters if _hand_over(one, server, at=at))
    finally:
        server.close()


def _hand_over(letter: Letter, server: Any, *, at: datetime) -> bool:
    """Whether the server has taken it; what it refuses for good is not tried again, all else is."""
    try:
        server.send_messages([letter.message])
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _ in refusal.recipients.values()):
            for notice in letter.notices:
                _keep(notice, "The mail server does not know this address.")
        else:
            _put_off(letter.notices, _said(refusal), at=at)
        return False
    except smtplib.SMTPServerDisconnected as problem:
        raise ServerAway(_said(problem)) from problem
    except OSError as problem:
        _put_off(letter.notices, _said(problem), at=at)
        return False
    for notice in letter.notices:
        notice.sent_at = at
    Notice.objects.filter(pk__in=[notice.pk for notice in letter.notices], sent_at=None).update(
        sent_at=at, address=letter.to, sealed_secret="", held_until=None, last_problem=""
    )
    return True


def _said(problem: OSError) -> str:
    """The kind of problem and what is said of it, never whom it was about or what was in the mail."""
    words = (
        ""
        if isinstance(problem, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)
        else str(problem)
    )
    code = getattr(problem, "smtp_code", "")
    return rules.one_line(f"{type(problem).__name__} {code} {words}", longest=200)


def _put_off(notices: Iterable[Notice], why: str, *, at: datetime) -> None:
    for notice in notices:
        due = rules.retry_due(notice.tries, at=at, at_once=notice.urgent)
        Notice.objects.filter(pk=notice.pk, sent_at=None).update(
            mail_due_at=due, held_until=None, last_problem=why
        )


def _keep(notice: Notice, why: str) -> None:
    """Nothing is to be mailed any more; on the page Notices it stays."""
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(
        mail_due_at=None, held_until=None, last_problem=why, sealed_secret=""
    )


def moment_of_job(asked_at: str) -> datetime:
    """The moment at which a job is done: now, or when it was asked for by a clock that is ahead of ours."""
    return max(clock.now(), datetime.fromisoformat(asked_at)) if asked_at else clock.now()
