"""Files of entries, for programs: sent, followed, answered, and what is held as a file."""

from typing import Annotated
from uuid import UUID

from ninja import File, UploadedFile

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import entries as queries
from interchange.api.schemas.common import Page, Problem
from interchange.api.schemas.entries import AnswerIn, BatchOut
from interchange.api.views.program import REFUSALS, Number, api
from interchange.exchange.services.receiving import answer_differences, send_files

C = Capability
TAKEN = {200: BatchOut, 409: Problem, 413: Problem, **REFUSALS}


@api.get("/batches", response={200: Page[BatchOut], **REFUSALS}, url_name="batches", tags=["Files"])
@needs(C.ENTRIES_VIEW)
def batches(request: KeyRequest, page: Number = 1) -> Page[BatchOut]:
    """What the centre has sent by the site, by files and by programs, the newest first; 200 a page."""
    return queries.batches(request.actor, page=page)


@api.get("/batches/{batch_id}", response={200: BatchOut, **REFUSALS}, url_name="batch", tags=["Files"])
@needs(C.ENTRIES_VIEW)
def batch(request: KeyRequest, batch_id: UUID) -> BatchOut:
    """One of them: how far it has come, what is wrong with which row, and what it asks."""
    return queries.batch(request.actor, batch_id)


@api.post("/files", response=TAKEN, url_name="send-file", tags=["Files"])
@needs(C.ENTRIES_SUBMIT)
def send_file(request: KeyRequest, file: Annotated[UploadedFile, File()]) -> BatchOut:
    """Send a file of entries: the common format, CSV, XLSX, ODS, XML or JSON, known by its name and content.

    It is kept as it came and taken at once, a large one a little later: follow its batch. Again it changes nothing.
    """
    [outcome] = send_files([(file, file.name or "")], by=request.actor)
    if isinstance(outcome, Exception):
        raise outcome
    return queries.as_batch(outcome)


@api.post("/batches/{batch_id}/answer", response=TAKEN, url_name="answer-batch", tags=["Files"])
@needs(C.ENTRIES_SUBMIT)
def answer(request: KeyRequest, batch_id: UUID, body: AnswerIn) -> BatchOut:
    """Answer what a file asks: keep what it does not contain, withdraw it, or set the file aside."""
    return queries.as_batch(answer_differences(batch_id, body.answer, by=request.actor))
