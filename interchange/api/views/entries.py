"""Candidates and entries, for programs."""

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import entries as queries
from interchange.api.schemas.common import Page, Problem
from interchange.api.schemas.entries import (
    CandidateOut,
    Checked,
    EntriesIn,
    EntryOut,
    Sent,
)
from interchange.api.services import send_entries
from interchange.api.views.program import REFUSALS, Key, Number, Series, Words, api
from interchange.core import tenancy

C = Capability


@api.get("/entries", response={200: Page[EntryOut], **REFUSALS}, url_name="entries", tags=["Entries"])
@needs(C.ENTRIES_VIEW, look="entries")
def entries(request: KeyRequest, series: Series, entry_code: Words = "", page: Number = 1) -> Page[EntryOut]:
    """The centre's entries of a series that stand; 200 a page."""
    return queries.entries(request.actor, series=series, entry_code=entry_code, page=page)


@api.get(
    "/candidates", response={200: Page[CandidateOut], **REFUSALS}, url_name="candidates", tags=["Entries"]
)
@needs(C.ENTRIES_VIEW, look="candidates")
def candidates(request: KeyRequest, series: Series, page: Number = 1) -> Page[CandidateOut]:
    """The centre's candidates in a series; 200 a page."""
    return queries.candidates(request.actor, series=series, page=page)


@api.post(
    "/entries/check",
    response={200: Checked, 413: Problem, **REFUSALS},
    url_name="check-entries",
    tags=["Entries"],
)
@needs(C.ENTRIES_VIEW)
def check_entries(request: KeyRequest, body: EntriesIn) -> Checked:
    """What would become of these rows: problems, warnings and fees. Nothing is kept."""
    with tenancy.reading(request.actor):
        return queries.check(request.actor, body)


@api.post(
    "/entries",
    response={200: Sent, 409: Problem, 413: Problem, **REFUSALS},
    url_name="send-entries",
    tags=["Entries"],
)
@needs(C.ENTRIES_SUBMIT)
def send(request: KeyRequest, body: EntriesIn, idempotency_key: Key = "") -> Sent:
    """Add, amend and withdraw entries, as the page does when *Submit* is pressed.

    Good rows are taken and bad ones told. With the header `Idempotency-Key`, the same call again changes nothing.
    """
    rows, unread = queries.read_rows(body, centre_number=request.actor.centre_number)
    sending = send_entries(rows, unread, key=idempotency_key, by=request.actor)
    return queries.sent(sending.batch, sending.merge, unread)
