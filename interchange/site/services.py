"""What people do on the site's own pages: post news, verify the trail, try jobs again, read and choose notices."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.queries import Verdict, verify_chain
from interchange.core import clock, queue, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.typed import a_reason
from interchange.notifications import steps as notifications
from interchange.notifications.queries import notices_of
from interchange.notifications.rules import How, Kind
from interchange.site.models import KeyReminder, News
from interchange.site.queries.inspecting import read_search, rows_of_search
from interchange.site.queries.notices import Filter, chosen
from interchange.support.queries.audiences import known_values
from interchange.support.rules.audiences import Audience, check
from interchange.support.rules.words import is_page, one_line

if TYPE_CHECKING:
    from interchange.notifications.models import Notice


EVERYBODY = Audience.ALL.value
LONGEST_REMINDER, LONGEST_REASON = 120, 500


@state_change(needs=Capability.NEWS_POST)
def post_news(
    title: str, body: str, *, from_at: datetime, until_at: datetime | None = None, audience: str = EVERYBODY,
    values: Collection[str] = (), by: Actor,
) -> News:  # fmt: skip
    """Tell an audience something on the welcome page, from a moment on; refused where nobody is chosen."""
    chosen, kept = check(audience, values, known=known_values(audience, values))
    news = News.objects.create(
        title=title, body=body, from_at=from_at, until_at=until_at, audience=chosen.value, audience_values=kept,
        posted_by=by.name,
    )  # fmt: skip
    data = {"title": title, "audience": [chosen.value, *kept]}
    audit.record(Event.NEWS_POSTED, subject=f"news:{news.pk}", data=data)
    return news


@state_change(needs=Capability.NEWS_POST)
def post_reminder(
    text: str, on: date, *, link: str = "", audience: str = EVERYBODY, values: Collection[str] = (), by: Actor
) -> KeyReminder:
    """Remind an audience of a day on the welcome page until it has passed; refused where it has, and where nobody is
    chosen or the link leads elsewhere."""
    if on < clock.today():
        raise Refused("on", "This day has passed. Enter today or a later day.")
    if link and not is_page(link):
        raise Refused("link", "Enter a page of this site, such as /coursework/enter/.")
    chosen, kept = check(audience, values, known=known_values(audience, values))
    reminder = KeyReminder.objects.create(
        text=one_line(text, field="text", what="what to remind of", longest=LONGEST_REMINDER), on=on, link=link,
        audience=chosen.value, audience_values=kept, posted_at=clock.now(), posted_by=by.name,
    )  # fmt: skip
    data = {"title": reminder.text, "audience": [chosen.value, *kept]}
    audit.record(Event.REMINDER_POSTED, subject=f"reminder:{reminder.pk}", data=data)
    return reminder


@state_change(needs=Capability.NEWS_POST)
def withdraw_reminder(reminder_id: UUID, *, by: Actor) -> KeyReminder:
    """Take a reminder down now; refused when it is down already."""
    reminder = get_object_or_404(KeyReminder.objects.select_for_update(), pk=reminder_id)
    if reminder.withdrawn_at is not None:
        raise Refused("reminder-down", "This has been taken down already.")
    reminder.withdrawn_at = clock.now()
    reminder.save(update_fields=["withdrawn_at"])
    data = {"title": reminder.text}
    audit.record(Event.REMINDER_WITHDRAWN, subject=f"reminder:{reminder.pk}", data=data)
    return reminder


@state_change(needs=Capability.NEWS_POST)
def withdraw_news(news_id: UUID, *, by: Actor) -> News:
    """Take a piece of news down now; refused when it is down already."""
    news = get_object_or_404(News.objects.select_for_update(), pk=news_id)
    if news.until_at and news.until_at <= clock.now():
        raise Refused("news-down", "This has been taken down already.")
    news.until_at = clock.now()
    news.save(update_fields=["until_at"])
    audit.record(Event.NEWS_WITHDRAWN, subject=f"news:{news.pk}", data={"title": news.title})
    return news


@state_change(needs=Capability.HISTORY)
def verify_trail(*, by: Actor) -> Verdict:
    """Recompute the whole chain of the actor's own centre, and record what was found."""
    verdict = verify_chain(by, by.chain)
    audit.record(Event.TRAIL_VERIFIED, data=_facts(verdict))
    return verdict


@state_change(needs=Capability.TRAIL_INSPECT)
def verify_trail_of(centre_id: int, number: str, *, by: Actor) -> Verdict:
    """The same for a centre's chain, by the awarding body, in whose own trail the verdict stands."""
    verdict = verify_chain(by, centre_id)
    audit.record(Event.TRAIL_VERIFIED, data={"centre": number, **_facts(verdict)})
    return verdict


@state_change(needs=Capability.TRAIL_INSPECT)
def export_trail(
    query: Mapping[str, str], centre: str = "", *, kind: str, by: Actor
) -> tuple[list[list[Any]], dict[str, str]]:
    """Every event that a search of all trails finds, with what to tell about the export; refused above 50,000."""
    wanted = read_search(query, centre)
    rows = rows_of_search(by, wanted)
    searched = {name: value for name, value in {"centre": centre, **wanted.typed}.items() if value}
    audit.record(Event.TRAIL_EXPORTED, data={"search": searched, "rows_exported": len(rows), "kind": kind})
    told = ", ".join(f"{name} {value}" for name, value in searched.items())
    return rows, {"Filter": told or "everything", "Centre": centre or "all"}


@state_change(needs=Capability.CONFIGURE)
def try_job_again(job_id: int, reason: str, *, by: Actor) -> queue.Job:
    """Put a job that failed back into the queue, with the reason; refused without one, where it does not stand as
    failed any more, and where the same work waits already. `Http404` where there is no such job."""
    job = queue.job_of(job_id)
    if job is None:
        raise Http404
    why = a_reason(reason, ask="Enter a reason.", longest=LONGEST_REASON)
    queue.try_again(job_id)
    facts = {"task": job.task, "about": job.about, "tries": job.tries}
    audit.record(Event.JOB_TRIED_AGAIN, subject=f"job:{job_id}", data=facts, reason=why)
    return job


def _facts(verdict: Verdict) -> dict[str, int | bool | None]:
    return {
        "links": verdict.links,
        "events": verdict.events,
        "holds": verdict.holds,
        "broken_at": verdict.broken_at,
    }


def read_notice(notice_id: UUID, *, read: bool, by: Actor) -> "Notice":
    """Note that a notice has been read, or has not; 404 unless it is the person's own.

    No event: what somebody has read is nobody else's matter.
    """
    with tenancy.writing(by):
        found = get_object_or_404(notices_of(by), pk=notice_id)
        notifications.mark(notices_of(by).filter(pk=notice_id), read=read)
    return found


def read_all_notices(which: Filter, *, by: Actor) -> int:
    """Note that all that the filter lets through has been read; how many had not been."""
    with tenancy.writing(by):
        return notifications.mark(chosen(by, which), read=True)


@state_change(needs=Capability.OWN_ACCOUNT)
def choose_notices(wanted: Mapping[Kind, How], *, by: Actor) -> None:
    """Keep how the person wants to be told of each kind; what guards an account cannot be switched off."""
    assert by.person_id is not None  # noqa: S101  (only people have accounts)
    changed = notifications.choose(by.person_id, wanted)
    if changed:
        data = {"kinds": changed}
        audit.record(Event.NOTICE_CHOICE_CHANGED, subject=f"person:{by.person_id}", data=data)
    else:
        audit.nothing_changed()
