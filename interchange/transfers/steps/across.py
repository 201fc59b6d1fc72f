"""The one place where what a centre does reaches a row of another centre: a transfer and what its host is asked.

A case belongs to the entering centre, the request to the host; neither points at the other's row. Each function here
opens the other centre's turn (`tenancy.for_centre`), touches the one row that belongs to this transfer, and gives back
nothing of that centre but what its caller is there to see. The case is always locked before the request, so that
nobody waits in a ring.
"""

from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import queries as centres
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.transfers.models import HostRequest, Transfer
from interchange.transfers.queries.papers import Paper, kept_of
from interchange.transfers.rules import cases


def ask_host(case: Transfer, papers: list[Paper], *, by: Actor) -> UUID:
    """Put the request into the host centre's own rows: the candidate's name and numbers, the papers and their times,
    and who asks; nothing of why. The key of the request."""
    candidate = case.candidate
    asked = HostRequest(
        centre_id=case.host_id, transfer=case.pk, reference=case.reference, series_id=case.series_id,
        from_number=by.centre_number, from_name=by.centre_name, candidate_number=candidate.number,
        candidate_name=candidate.name, uci=candidate.uci, papers=[kept_of(paper) for paper in papers],
        asked_at=clock.now(), touched_at=clock.now(),
    )  # fmt: skip
    with tenancy.for_centre(case.host_id):
        asked.save(force_insert=True)
    audit.record_elsewhere(
        Event.TRANSFER_ASKED,
        centre_id=case.host_id,
        subject=f"hosting:{asked.pk}",
        data=facts_of_request(asked),
    )
    return asked.pk


def facts_of_request(asked: HostRequest) -> dict[str, object]:
    """What the host's trail says of a request."""
    return {"number": asked.reference, "centre": asked.from_number, "candidate": asked.candidate_number}


def follow_at_host(case: Transfer, verb: str) -> UUID | None:
    """Move the host's request as the case has moved; its key, or none where the host was never asked."""
    with tenancy.for_centre(case.host_id):
        asked = (
            HostRequest.unscoped.select_for_update().filter(centre_id=case.host_id, transfer=case.pk).first()
        )
        if asked is None:
            return None
        asked.state = cases.HOST_REQUEST.after(verb, asked.state)
        asked.touched_at = clock.now()
        asked.save(update_fields=["state", "touched_at"])
    return asked.pk


def own_request(request_id: UUID, by: Actor) -> HostRequest:
    """What this centre itself is asked to host; `Http404` for any other."""
    return get_object_or_404(HostRequest.objects.visible_to(by), pk=request_id)


def move_case(request_id: UUID, verb: str, words: str, *, by: Actor) -> tuple[Transfer, HostRequest]:
    """The host accepts or refuses: its own request, and the case of the entering centre, which is locked first.

    Refused where somebody else was quicker; `Http404` where the request is not this centre's.
    """
    asked = own_request(request_id, by)
    entering = centres.centre_ids([asked.from_number])[asked.from_number]
    with tenancy.for_centre(entering):
        cases_there = Transfer.unscoped.select_related("series", "host").select_for_update(of=("self",))
        case = get_object_or_404(cases_there, centre_id=entering, pk=asked.transfer)
        held = _held(asked.pk, by)
        held.state = cases.moved(cases.HOST_REQUEST, verb, held.state, cases.HOST_SHOWN)
        case.state = cases.moved(cases.TRANSFER, verb, case.state, cases.TRANSFER_SHOWN)
        case.answer, case.answered_at, case.touched_at = words, clock.now(), clock.now()
        case.save(update_fields=["state", "answer", "answered_at", "touched_at"])
    audit.record_elsewhere(
        Event.TRANSFER_MOVED, centre_id=entering, subject=f"transfer:{case.pk}",
        data={"number": case.reference, "host": by.centre_number, "state": case.state},
    )  # fmt: skip
    held.answer, held.answered_at, held.touched_at = words, clock.now(), clock.now()
    held.answered_by, held.answered_by_id = by.name, by.person_id
    held.save(update_fields=["state", "answer", "answered_at", "answered_by", "answered_by_id", "touched_at"])
    return case, held


def _held(request_id: UUID, by: Actor) -> HostRequest:
    """The host's own request, locked, in the host's own turn within the other."""
    with tenancy.for_centre(by.chain):
        return HostRequest.unscoped.select_for_update().get(centre_id=by.chain, pk=request_id)
