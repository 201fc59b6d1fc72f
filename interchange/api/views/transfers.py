"""Transferred candidates, for programs: at the entering centre and at the host."""

from uuid import UUID, uuid4, uuid5

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import transfers as queries
from interchange.api.schemas.common import Page, Problem
from interchange.api.schemas.transfers import (
    FeeSeen,
    HostAnswerIn,
    HostedOut,
    TransferIn,
    TransferLine,
    TransferOut,
    Why,
)
from interchange.api.services import KEYS
from interchange.api.views.program import REFUSALS, Key, Number, Series, api
from interchange.core import tenancy
from interchange.transfers.services import transfers as services

C = Capability
CHANGED = {200: TransferOut, 409: Problem, 413: Problem, **REFUSALS}


@api.get(
    "/transfers", response={200: Page[TransferLine], **REFUSALS}, url_name="transfers", tags=["Transfers"]
)
@needs(C.ENTRIES_VIEW, look="transfers")
def transfers(request: KeyRequest, series: Series, page: Number = 1) -> Page[TransferLine]:
    """The centre's candidates who sit written papers elsewhere; 200 a page."""
    return queries.transfers(request.actor, series=series, page=page)


@api.get(
    "/transfers/{transfer_id}",
    response={200: TransferOut, **REFUSALS},
    url_name="transfer",
    tags=["Transfers"],
)
@needs(C.ENTRIES_VIEW, look="transfer")
def transfer(request: KeyRequest, transfer_id: UUID) -> TransferOut:
    """One transfer with its papers, how it stands, and what it costs."""
    return queries.transfer(request.actor, transfer_id)


@api.post("/transfers", response=CHANGED, url_name="start-transfer", tags=["Transfers"])
@needs(C.ENTRIES_ENTER)
def start(request: KeyRequest, body: TransferIn, idempotency_key: Key = "") -> TransferOut:
    """Begin a transfer, which nobody is told of until it is sent.

    With the header `Idempotency-Key`, the same call again begins no second one.
    """
    by = request.actor
    with tenancy.reading(by):
        candidate, wanted = queries.wanted(by, body)
    key = uuid5(KEYS, f"{by.chain} transfer {idempotency_key}") if idempotency_key else uuid4()
    made = services.start_transfer(candidate, wanted, key=key, by=by)
    return _now(request, made.pk)


@api.post("/transfers/{transfer_id}/send", response=CHANGED, url_name="send-transfer", tags=["Transfers"])
@needs(C.ENTRIES_SUBMIT)
def send(request: KeyRequest, transfer_id: UUID, body: FeeSeen) -> TransferOut:
    """Ask the host centre, at the fee that was read; refused where it is another one by now."""
    services.send_transfer(transfer_id, shown=str(body.fee_pence), by=request.actor)
    return _now(request, transfer_id)


@api.post("/transfers/{transfer_id}/cancel", response=CHANGED, url_name="cancel-transfer", tags=["Transfers"])
@needs(C.ENTRIES_SUBMIT)
def cancel(request: KeyRequest, transfer_id: UUID, body: Why) -> TransferOut:
    """Take a transfer back before it is approved; a host that was asked is told why."""
    services.cancel_transfer(transfer_id, why=body.why, by=request.actor)
    return _now(request, transfer_id)


def _now(request: KeyRequest, transfer_id: UUID) -> TransferOut:
    with tenancy.reading(request.actor):
        return queries.transfer(request.actor, transfer_id)


@api.get("/hosted", response={200: Page[HostedOut], **REFUSALS}, url_name="hosted", tags=["Transfers"])
@needs(C.ENTRIES_VIEW, look="candidates hosted")
def hosted(request: KeyRequest, series: Series, page: Number = 1) -> Page[HostedOut]:
    """Other centres' candidates who sit written papers here, or are to; 200 a page."""
    return queries.hosted(request.actor, series=series, page=page)


@api.post(
    "/hosted/{hosting_id}/answer", response={200: HostedOut, 409: Problem, 413: Problem, **REFUSALS},
    url_name="answer-hosting", tags=["Transfers"],
)  # fmt: skip
@needs(C.ENTRIES_SUBMIT)
def answer(request: KeyRequest, hosting_id: UUID, body: HostAnswerIn) -> HostedOut:
    """Accept, or refuse with words that the entering centre reads."""
    services.answer_request(hosting_id, body.answer, words=body.words, by=request.actor)
    with tenancy.reading(request.actor):
        return queries.hosted_one(request.actor, hosting_id)
