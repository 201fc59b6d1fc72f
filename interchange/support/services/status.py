"""Telling of problems of the service and of planned work (section 10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries.people import everybody
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind as NoticeKind
from interchange.support.models import ServiceNotice, ServiceUpdate
from interchange.support.queries.status import forget_banner
from interchange.support.rules import status as rules
from interchange.support.rules.words import checked, one_line


@dataclass(frozen=True)
class NewNotice:
    """What is told: a problem or planned work, of which parts, from when, and until when it is expected to last."""

    kind: rules.Kind
    title: str
    text: str
    parts: Collection[str]
    from_at: datetime
    until_at: datetime | None = None
    tells_everybody: bool = False


@state_change(needs=Capability.STATUS_POST)
def post_notice(new: NewNotice, *, by: Actor) -> ServiceNotice:
    """Put it on the status page, and on every page while it stands; with `tells_everybody` also as a notice by mail.

    Refused without a title, words or a part; planned work needs an end, and it must come after the beginning.
    """
    known = [part.value for part in rules.Part if part.value in new.parts]
    if not known or len(known) != len(set(new.parts)):
        raise Refused("parts", "Choose at least one part of the service.")
    if new.kind is rules.Kind.WORK and new.until_at is None:
        raise Refused("until", "Enter when the work will be over.")
    if new.until_at is not None and new.until_at <= new.from_at:
        raise Refused("until", "The end is before the beginning. Enter a later time.")
    notice = ServiceNotice.objects.create(
        kind=new.kind.value, title=one_line(new.title, field="title", what="a title", longest=rules.LONGEST_TITLE),
        parts=known, from_at=new.from_at, until_at=new.until_at, posted_at=clock.now(), posted_by=by.name,
    )  # fmt: skip
    _add(notice, new.text, by)
    if new.tells_everybody:
        words = {"title": notice.title, "text": new.text, "work": new.kind is rules.Kind.WORK, "from_at": new.from_at,
                 "until_at": new.until_at}  # fmt: skip
        notices.tell(everybody(), NoticeKind.SERVICE_NOTICE, words=words, link=reverse("support:status"))
    _record(notice, told=new.tells_everybody)
    return notice


@state_change(needs=Capability.STATUS_POST)
def update_notice(notice_id: UUID, text: str, *, by: Actor) -> ServiceNotice:
    """Say how things stand; refused once it is over."""
    notice = _held(notice_id)
    _add(notice, text, by)
    _record(notice, updated=True)
    return notice


@state_change(needs=Capability.STATUS_POST)
def end_notice(notice_id: UUID, text: str, *, by: Actor) -> ServiceNotice:
    """Say that the problem is solved or the work done; refused once it is over."""
    notice = _held(notice_id)
    _add(notice, text, by)
    notice.ended_at = clock.now()
    notice.save(update_fields=["ended_at"])
    _record(notice, ended=True)
    return notice


def _held(notice_id: UUID) -> ServiceNotice:
    notice = get_object_or_404(ServiceNotice.objects.select_for_update(), pk=notice_id)
    if notice.ended_at is not None:
        raise Refused("over", "This is over. Post a new one if it is not.")
    return notice


def _add(notice: ServiceNotice, text: str, by: Actor) -> None:
    words = checked(text, field="text", what="what to tell", longest=rules.LONGEST_UPDATE)
    ServiceUpdate.objects.create(notice=notice, at=clock.now(), by=by.name, text=words)
    transaction.on_commit(forget_banner)


def _record(notice: ServiceNotice, **more: object) -> None:
    data = {"title": notice.title, "kind": notice.kind, **more}
    audit.record(Event.STATUS_POSTED, subject=f"status:{notice.pk}", data=data)
