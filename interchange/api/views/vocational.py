"""Vocational entries, for programs."""

from uuid import UUID

from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.queries import vocational as queries
from interchange.api.schemas.common import Page, Problem
from interchange.api.schemas.transfers import Why
from interchange.api.schemas.vocational import (
    LearnersIn,
    LearnersSaid,
    SchemeEntryOut,
    SchemeOut,
    SchemeWithUnits,
)
from interchange.api.views.program import REFUSALS, Number, SchemeName, Words, api
from interchange.core import tenancy
from interchange.vocational import services

C = Capability
CHANGES = {409: Problem, 413: Problem, **REFUSALS}


@api.get(
    "/vocational/schemes",
    response={200: list[SchemeOut], **REFUSALS},
    url_name="schemes",
    tags=["Vocational"],
)
@needs(C.VQ_ENTRIES_SUBMIT)
def schemes(request: KeyRequest) -> list[SchemeOut]:
    """The schemes that the centre is approved for or has entries in."""
    return queries.schemes(request.actor)


@api.get(
    "/vocational/schemes/{scheme}",
    response={200: SchemeWithUnits, **REFUSALS},
    url_name="scheme",
    tags=["Vocational"],
)
@needs(C.VQ_ENTRIES_SUBMIT)
def scheme(request: KeyRequest, scheme: SchemeName) -> SchemeWithUnits:
    """One scheme with the units that learners can be entered for."""
    return queries.scheme(request.actor, scheme)


@api.get(
    "/vocational/entries",
    response={200: Page[SchemeEntryOut], **REFUSALS},
    url_name="scheme-entries",
    tags=["Vocational"],
)
@needs(C.VQ_ENTRIES_VIEW, look="vocational entries")
def entries(
    request: KeyRequest, scheme: Words = "", withdrawn: bool = False, page: Number = 1
) -> Page[SchemeEntryOut]:
    """The centre's vocational entries that stand, or those that were withdrawn; 200 a page."""
    return queries.entries(request.actor, scheme=scheme, withdrawn=withdrawn, page=page)


@api.post(
    "/vocational/schemes/{scheme}/check", response={200: LearnersSaid, **CHANGES}, url_name="check-learners",
    tags=["Vocational"],
)  # fmt: skip
@needs(C.VQ_ENTRIES_SUBMIT)
def check(request: KeyRequest, scheme: SchemeName, body: LearnersIn) -> LearnersSaid:
    """What would become of these learners. Nothing is kept."""
    with tenancy.reading(request.actor):
        return queries.said(services.preview_learners(queries.table_of(body), scheme, actor=request.actor))


@api.post(
    "/vocational/schemes/{scheme}/entries", response={200: LearnersSaid, **CHANGES}, url_name="enter-learners",
    tags=["Vocational"],
)  # fmt: skip
@needs(C.VQ_ENTRIES_SUBMIT)
def enter(request: KeyRequest, scheme: SchemeName, body: LearnersIn) -> LearnersSaid:
    """Enter learners for a scheme. Good rows are taken and bad ones told; the same again changes nothing."""
    with tenancy.reading(request.actor):
        plan = services.preview_learners(queries.table_of(body), scheme, actor=request.actor)
    services.enter_learners(scheme, plan.rows, plan.digest, by=request.actor)
    return queries.said(plan)


@api.post(
    "/vocational/entries/{entry_id}/withdraw", response={200: SchemeEntryOut, **CHANGES},
    url_name="withdraw-scheme-entry", tags=["Vocational"],
)  # fmt: skip
@needs(C.VQ_ENTRIES_SUBMIT)
def withdraw(request: KeyRequest, entry_id: UUID, body: Why) -> SchemeEntryOut:
    """Take an entry back, and say why; it stays on record."""
    return queries.scheme_entry(services.withdraw_from_scheme(entry_id, body.why, by=request.actor))
