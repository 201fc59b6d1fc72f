"""Telling people, inside the transaction of what they are told about."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import QuerySet

from interchange.core import clock, jobs
from interchange.core.arrays import array
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.core.sealed import seal
from interchange.notifications import letters, rules
from interchange.notifications.models import Notice, NoticeChoice
from interchange.notifications.queries import choices_of
from interchange.notifications.rules import How, Kind

ADD = """
    INSERT INTO notifications_notice (id, person_id, address, kind, title, body, link, sealed_secret, centre_id,
                                      made_at, urgent, how, mail_due_at, tries, last_problem, once)
    SELECT told.id, told.person, '', %(kind)s, %(title)s, %(body)s, %(link)s, %(secret)s, %(centre)s,
           %(at)s, %(urgent)s, wish.how,
           CASE wish.how WHEN 'now' THEN %(now_due)s::timestamptz WHEN 'digest' THEN %(digest_due)s::timestamptz END,
           0, '', %(once)s
    FROM unnest(%(ids)s::uuid[], %(people)s::uuid[]) AS told (id, person)
    LEFT JOIN notifications_noticechoice AS choice ON choice.person_id = told.person AND choice.kind = %(kind)s
    CROSS JOIN LATERAL (SELECT CASE WHEN %(always)s THEN 'now' ELSE coalesce(choice.how, 'now') END) AS wish (how)
    ON CONFLICT (person_id, once) DO NOTHING
"""


def tell(
    people: Iterable[UUID], kind: Kind, *, words: Mapping[str, Any], link: str = "", centre_id: int | None = None,
    secret_link: str = "", once: str = "",
) -> None:  # fmt: skip
    """One notice for each of these people, mailed as each has chosen; one statement, however many they are.

    `link` is a path of this site. `secret_link` is one that nobody else may have: it is sealed until it has been
    mailed, and is never shown on the page Notices. With `once`, whoever has been told under that name already is not
    told again, and nobody hurries: the next sweep mails it.
    """
    told = sorted(set(people))
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(ADD, {
            **_common(kind, words, link, secret_link, centre_id), "digest_due": rules.digest_due(clock.now()),
            "always": kind.security, "ids": array(new_id() for _ in told), "people": array(told), "once": once or None,
        })  # fmt: skip
    if not once:
        _send_soon()


def write_to(
    address: str, kind: Kind, *, words: Mapping[str, Any], link: str = "", secret_link: str = ""
) -> None:
    """A mail to an address that is nobody's here, or is somebody's no more; refused where it is no address."""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            "address", f"“{rules.one_line(address, longest=100)}” is not an e-mail address."
        ) from None
    parts = _common(kind, words, link, secret_link, None)
    Notice.objects.create(
        address=address, kind=kind.value, title=parts["title"], body=parts["body"], link=link,
        sealed_secret=parts["secret"], made_at=parts["at"], urgent=parts["urgent"], how=How.NOW.value,
        mail_due_at=parts["now_due"],
    )  # fmt: skip
    _send_soon()


def _common(
    kind: Kind, words: Mapping[str, Any], link: str, secret_link: str, centre_id: int | None
) -> dict[str, Any]:
    if any(path and not is_path(path) for path in (link, secret_link)):
        raise ValueError("a notice leads to a path of this site")
    title, body = letters.worded(kind, words)
    now = clock.now()
    return {
        "kind": kind.value, "title": title, "body": body, "link": link, "secret": seal(secret_link),
        "centre": centre_id, "at": now, "urgent": kind.at_once, "now_due": now if kind.at_once else rules.mail_due(now),
    }  # fmt: skip


def is_path(text: str) -> bool:
    """Whether it is an address within this site, in one line."""
    return text.startswith("/") and not text.startswith("//") and text == rules.one_line(text)


def _send_soon() -> None:
    """Ask the worker to send what is due, at this moment of this clock."""
    jobs.enqueue("notifications.deliver", at=clock.now().isoformat())


def mark(notices: QuerySet[Notice], *, read: bool) -> int:
    """Note that these have been read, or have not; how many that changed."""
    changed = notices.order_by().filter(read_at__isnull=read)
    return changed.update(read_at=clock.now() if read else None)


def choose(person_id: UUID, wanted: Mapping[Kind, How]) -> list[str]:
    """Keep how a person wants to be told of each kind; the codes of what changed. Security kinds cannot be chosen."""
    before = choices_of(person_id)
    changed = {kind: how for kind, how in wanted.items() if before.get(kind, how) is not how}
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(person_id=person_id, kind=kind.value, how=how.value) for kind, how in changed.items()],
        update_conflicts=True, unique_fields=["person", "kind"], update_fields=["how"],
    )  # fmt: skip
    return sorted(kind.value for kind in changed)
