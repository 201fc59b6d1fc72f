"""Giving out the base data of a series under its next number."""

from django.core.files.base import ContentFile
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries.people import people_with
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres.queries import centres
from interchange.core import uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.typed import a_line
from interchange.exchange.models import BaseDataIssue
from interchange.exchange.queries import issues
from interchange.exchange.queries.basedata import base_data, bundle
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

LONGEST_NOTE = 500


@state_change(needs=Capability.CATALOGUE_MANAGE)
def issue_base_data(series_code: str, *, shown: str, note: str, by: Actor) -> BaseDataIssue:
    """Keep what can be entered in a series as the next issue of its base data; centres fetch it from now on, and those
    who enter are told.

    `shown` is the number that the page gave. Refused where it was issued meanwhile, where nothing has changed since the
    last issue, and after the ninety-ninth.
    """
    series = catalogue.series_by_code(series_code)
    last, held = issues.last_issue(series), base_data(series)
    number = last.number + 1 if last else 1
    if shown != str(number):
        raise Refused("shown", f"Issue {number - 1:02} was made meanwhile. Look at what has changed since.")
    if number > issues.MOST:
        raise Refused("shown", f"Issue {issues.MOST} was the last: files have two digits for the number.")
    changed = issues.changes_since(last, held)
    if not changed:
        said = (
            "Nothing has changed since the last issue"
            if last
            else "Nothing can be entered in this series yet"
        )
        raise Refused("shown", f"{said}, so there is nothing to issue.")
    told = a_line(note, code="note", longest=LONGEST_NOTE)
    name, content = bundle(series, held, number)
    kept = uploads.keep_stream(ContentFile(content), "base-data", "zip")
    issue, made = BaseDataIssue.objects.get_or_create(
        series_id=series.pk, number=number,
        defaults={"name": name, "size": len(content), "note": told, "issued_by": by.name[:200], "kept": kept},
    )  # fmt: skip
    if not made:  # somebody else pressed this moment
        uploads.discard(kept)
        raise Refused("shown", f"Issue {number:02} was made meanwhile. Look at what has changed since.")
    _tell(issue, series.name)
    counts = {letter.name.lower(): [len(part) for part in one] for letter, one in changed.items()}
    audit.record(
        Event.BASE_DATA_ISSUED, subject=f"base-data:{series.code}",
        data={"series": series.code, "issue": number, "file": name, "bytes": len(content), "changes": counts},
    )  # fmt: skip
    return issue


def _tell(issue: BaseDataIssue, series: str) -> None:
    """Everybody who sends entries for a centre; one notice each, however many centres they work for."""
    admitted = list(centres().filter(admits=True).values_list("id", flat=True))
    people = people_with(WHO_MAY[Capability.ENTRIES_SUBMIT], admitted)
    words = {"number": f"{issue.number:02}", "series": series, "note": issue.note}
    everybody = [one for own in people.values() for one in own]
    notices.tell(everybody, Kind.BASE_DATA_ISSUED, words=words, link=reverse("exchange:base-data"))
