"""Letting go when the time has come, holding against it, and giving people what is held on them."""

import io
import json
import zipfile
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import queries as centres
from interchange.core import clock, tenancy
from interchange.core.about import About
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.privacy import queries
from interchange.privacy.models import LegalHold


@state_change(needs=Capability.OPERATE)
def let_go(record: str, *, by: Actor) -> int:
    """Let go of everything of one record of the schedule whose time has passed and that no hold keeps; how many."""
    held = queries.held()
    gone = sum(work.let_go(held) for work in queries.work_of(record))
    if gone:
        audit.record(
            Event.RETENTION_APPLIED, subject=f"record:{record}", data={"record": record, "let_go": gone}
        )
    else:
        audit.nothing_changed()
    return gone


@state_change(needs=Capability.LEGAL_HOLD)
def place_hold(kind: str, key: str, *, owner: str, reason: str, review_on: date, by: Actor) -> LegalHold:
    """Keep what is named past its time; refused where it is not there, or is held already."""
    found, title = _named(kind, key.strip())
    if review_on <= clock.today():
        raise Refused("review-past", "Enter a review date after today.")
    if LegalHold.objects.filter(kind=kind, key=found, ended_at=None).exists():
        raise Refused("held-already", f"{title} is on hold already.")
    hold = LegalHold.objects.create(
        kind=kind, key=found, title=title, owner=owner, reason=reason, placed_by=by.name, placed_at=clock.now(),
        review_on=review_on,
    )  # fmt: skip
    facts = {"title": title, "owner": owner, "review_on": review_on.isoformat()}
    audit.record(Event.HOLD_PLACED, subject=f"hold:{hold.pk}", data=facts, reason=reason)
    return hold


def _named(kind: str, key: str) -> tuple[str, str]:
    """The key and the name of what is to be held."""
    if kind == LegalHold.Kind.PERSON:
        try:
            name = queries.name_of(UUID(key))
        except ValueError:
            name = ""
        if name:
            return str(UUID(key)), name
        raise Refused(
            "no-such-person",
            "There is nobody of this key. Begin on the person's page, with Place a legal hold.",
        )
    if kind == LegalHold.Kind.CENTRE:
        try:
            centre = centres.centre_by_number(key)
        except Http404:
            raise Refused(
                "no-such-centre", "There is no centre of this number. Enter its five digits."
            ) from None
        return str(centre.pk), f"{centre.number} {centre.name}"
    if kind == LegalHold.Kind.OBJECT and ":" in key and len(key) <= 80:
        return key, key
    raise Refused("no-such-object", "Enter an object as the trail names it, such as sheet: and its key.")


@state_change(needs=Capability.LEGAL_HOLD)
def review_hold(hold_id: UUID, *, review_on: date, reason: str, by: Actor) -> LegalHold:
    """Say that a hold is still needed, and when to look again; refused when it has ended, or for a day gone by."""
    hold = _standing(hold_id)
    if review_on <= clock.today():
        raise Refused("review-past", "Enter a review date after today.")
    before, hold.review_on = hold.review_on, review_on
    hold.save(update_fields=["review_on"])
    facts = {"title": hold.title, "old": before.isoformat(), "new": review_on.isoformat()}
    audit.record(Event.HOLD_REVIEWED, subject=f"hold:{hold.pk}", data=facts, reason=reason)
    return hold


@state_change(needs=Capability.LEGAL_HOLD)
def end_hold(hold_id: UUID, *, reason: str, by: Actor) -> LegalHold:
    """End a hold, with the reason: from the next night on the schedule counts again; refused when it has ended."""
    hold = _standing(hold_id)
    hold.ended_at, hold.ended_by, hold.ended_why = clock.now(), by.name, reason
    hold.save(update_fields=["ended_at", "ended_by", "ended_why"])
    audit.record(Event.HOLD_ENDED, subject=f"hold:{hold.pk}", data={"title": hold.title}, reason=reason)
    return hold


def _standing(hold_id: UUID) -> LegalHold:
    hold = get_object_or_404(LegalHold.objects.select_for_update(), pk=hold_id)
    if hold.ended_at:
        raise Refused("hold-ended", "This hold has ended already.")
    return hold


@state_change(needs=Capability.SUBJECT_ACCESS)
def give_subject_access(person_id: UUID, *, reason: str, by: Actor) -> bytes:
    """A ZIP of everything held on one person, for staff who answer their request; 404 for nobody (section 9)."""
    name = queries.name_of(person_id)
    if not name:
        raise Http404
    packed, counts = _packed(queries.everything_about(person_id), name, str(person_id))
    audit.record(
        Event.SUBJECT_ACCESS_GIVEN, subject=f"person:{person_id}", data={"counts": counts}, reason=reason
    )
    return packed


@state_change(needs=Capability.OWN_ACCOUNT)
def download_own_data(*, by: Actor) -> bytes:
    """The same for the person who asks, of every centre where they are somebody."""
    if by.person_id is None:
        raise Http404
    with tenancy.for_staff():
        packed, counts = _packed(queries.everything_about(by.person_id), by.name, str(by.person_id))
    audit.record(Event.OWN_DATA_DOWNLOADED, subject=f"person:{by.person_id}", data={"counts": counts})
    return packed


@state_change(needs=Capability.SUBJECT_ACCESS)
def give_candidate_access(
    candidates: Collection[UUID], learners: Collection[UUID], *, reason: str, by: Actor
) -> bytes:
    """A ZIP of everything held on one candidate, under all the rows that staff found to be this person: a candidate is
    another row in each series and centre. Refused where no row is chosen; 404 where one is not there (section 9)."""
    if not candidates and not learners:
        raise Refused("chosen", "Tick every line that is this person.")
    name = queries.name_of_chosen(by, candidates, learners)
    keys = [str(key) for key in (*candidates, *learners)]
    packed, counts = _packed(queries.everything_about_candidate(candidates, learners), name, ", ".join(keys))
    audit.record(
        Event.SUBJECT_ACCESS_GIVEN, subject=f"candidate:{keys[0]}", data={"counts": counts, "keys": keys},
        reason=reason,
    )  # fmt: skip
    return packed


def _packed(found: About, name: str, key: str) -> tuple[bytes, dict[str, int]]:
    facts: dict[str, Any] = {"person": name, "key": key, "made_at": clock.now().isoformat()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        body = json.dumps({**facts, "held": found}, indent=2, ensure_ascii=False, default=str)
        packed.writestr("what-is-held.json", body)
        page = render_to_string("privacy/what_is_held.html", {"name": name, "at": clock.now(), "held": found})
        packed.writestr("what-is-held.html", page)
    return buffer.getvalue(), {what: len(rows) for what, rows in found.items()}
