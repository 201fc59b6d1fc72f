"""What waits for somebody: the queues of the desk, and what the daily job has to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from interchange.accounts.access import holds
from interchange.accounts.queries.administrators import former, in_office
from interchange.accounts.roles import Capability
from interchange.centres.models import (
    Agreement,
    Application,
    CallBack,
    Centre,
    CentreApproval,
    HeadChange,
    HeadOfCentre,
    Nomination,
)
from interchange.centres.queries import showing
from interchange.centres.queries.centres import names_of
from interchange.centres.rules import lapse, links, states
from interchange.centres.rules.administrators import SCOPES
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed

MOST_SHOWN = 500
DAYS_BY_WHICH_MONTHS_DIFFER = timedelta(3)


def applications_waiting() -> QuerySet[Application]:
    """Applications that nobody has decided, the oldest first."""
    return Application.objects.filter(state=states.APPLIED).order_by("sent_at")


def agreements_out(actor: Actor) -> QuerySet[Agreement]:
    """Agreements sent and not returned, or returned and not accepted, the oldest first."""
    found = Agreement.objects.visible_to(actor).filter(state__in=(states.SENT, states.RETURNED))
    return found.select_related("version").order_by("sent_at", "pk")


def nominations_open(actor: Actor) -> QuerySet[Nomination]:
    """Nominations that have not ended, the oldest first."""
    found = Nomination.objects.visible_to(actor).filter(state__in=states.OPEN_NOMINATIONS)
    return found.select_related("agreement").order_by("nominated_at", "pk")


def head_changes_waiting(actor: Actor) -> QuerySet[HeadChange]:
    """Changes of heads of centre that nobody has decided, the oldest first."""
    return HeadChange.objects.visible_to(actor).filter(state=states.REQUESTED).order_by("asked_at")


def approvals_lapsing(actor: Actor) -> QuerySet[CentreApproval]:
    """Approvals whose centres were warned that they lapse, the first to lapse first."""
    found = CentreApproval.objects.visible_to(actor).filter(state=states.LAPSING)
    since = Greatest("granted_on", Coalesce("last_used_on", "granted_on"))
    return found.annotate(since=since).order_by("since", "centre_id", "pk")


def without_administrator(actor: Actor, scope: str) -> QuerySet[Centre]:
    """Open centres that are approved for a scope and have nobody in office for it, each with `left_at` (1.12)."""
    approved = CentreApproval.objects.visible_to(actor).filter(
        centre_id=OuterRef("pk"), scope=scope, state__in=states.STANDING
    )
    last_left = former(scope).filter(centre_id=OuterRef("pk")).values("ended_at")[:1]
    found = Centre.objects.filter(state__in=states.ADMITTING).filter(Exists(approved))
    found = found.exclude(Exists(in_office(scope).filter(centre_id=OuterRef("pk"))))
    return found.annotate(left_at=Coalesce(Subquery(last_left), "state_since")).order_by("left_at", "number")


@dataclass(frozen=True)
class Missing:
    """A centre without an administrator, since when."""

    centre: Centre
    scope: str
    since: datetime
    days: int
    head: HeadOfCentre | None


def missing_administrators(actor: Actor) -> list[Missing]:
    """The “no administrator” list, the longest first, with the days counted."""
    found = [(scope, one) for scope in SCOPES for one in without_administrator(actor, scope)[:MOST_SHOWN]]
    heads = {
        one.centre_id: one
        for one in HeadOfCentre.objects.visible_to(actor).filter(
            until_at=None, centre_id__in=[centre.pk for _, centre in found]
        )
    }
    lines = [_missing(scope, one, heads.get(one.pk)) for scope, one in found]
    return sorted(lines, key=lambda line: (line.since, line.centre.number))


def _missing(scope: str, centre: Any, head: HeadOfCentre | None) -> Missing:
    return Missing(centre, scope, centre.left_at, (clock.now() - centre.left_at).days, head)


# ---------------------------------------------------------------- the queues


@dataclass(frozen=True)
class Queue:
    """How much waits of one kind, and the route on which it is done."""

    label: str
    number: int
    route: str
    empty: str


def queues(actor: Actor) -> list[Queue]:
    """The queues that somebody of the awarding body may work on."""
    named: list[tuple[Capability, str, Callable[[], int], str, str]] = [
        (Capability.CENTRES_APPROVE, "Applications of centres", applications_waiting().count,
         "centres:desk-applications", "No application waits."),
        (Capability.CENTRES_APPROVE, "Agreements out", agreements_out(actor).count, "centres:desk-agreements",
         "No agreement is out."),
        (Capability.ADMINISTRATORS_START, "Administrators to appoint", nominations_open(actor).count,
         "centres:desk-nominations", "Nobody is nominated."),
        (Capability.ADMINISTRATORS_START, "Changes of heads", head_changes_waiting(actor).count,
         "centres:desk-nominations", "No change is asked for."),
        (Capability.ADMINISTRATORS_START, "Centres without administrator",
         lambda: sum(without_administrator(actor, scope).count() for scope in SCOPES), "centres:desk-missing",
         "Every centre has one."),
        (Capability.CENTRES_APPROVE, "Approvals that lapse", approvals_lapsing(actor).count, "centres:desk-lapsing",
         "No approval is idle."),
    ]  # fmt: skip
    return [
        Queue(label, count(), route, empty) for may, label, count, route, empty in named if holds(actor, may)
    ]


def agreements_page(actor: Actor, number: str) -> dict[str, Any]:
    """Agreements that are out or returned, with the days since; a page of them."""
    page, now = listed(agreements_out(actor), {}, number), clock.now()
    names = names_of({one.centre_id for one in page.rows})
    return {
        "list": page, "lines": [
            showing.agreement_line(
                one, names[one.centre_id], days=(now - (one.returned_at or one.sent_at)).days
            )
            for one in page.rows
        ],
    }  # fmt: skip


def nominations_page(actor: Actor, number: str) -> dict[str, Any]:
    """Nominations with what each waits for, a page of them, and the changes of heads that are asked for."""
    page, changes = (
        listed(nominations_open(actor), {}, number),
        list(head_changes_waiting(actor)[:MOST_SHOWN]),
    )
    ids = {one.centre_id for one in (*page.rows, *changes)}
    names, calls = names_of(ids), calls_of(actor, ids)
    return {
        "list": page,
        "lines": [
            showing.nomination_line(one, calls.get(one.centre_id, []), names[one.centre_id])
            for one in page.rows
        ],
        "changes": [(one, *names[one.centre_id]) for one in changes],
        "may_appoint": holds(actor, Capability.ADMINISTRATORS_APPROVE),
    }


def calls_of(actor: Actor, centre_ids: set[int]) -> dict[int, list[CallBack]]:
    """The calls to the heads of these centres, the last first."""
    found: dict[int, list[CallBack]] = {}
    for call in CallBack.objects.visible_to(actor).filter(centre_id__in=centre_ids).order_by("-at"):
        found.setdefault(call.centre_id, []).append(call)
    return found


def lapsing_page(actor: Actor, number: str) -> dict[str, Any]:
    """Approvals that will lapse unless they are used; a page of them."""
    page = listed(approvals_lapsing(actor), {}, number)
    names = names_of({one.centre_id for one in page.rows})
    lines = [(*names[one.centre_id], showing.approval_line(one), one.notice_months) for one in page.rows]
    return {"list": page, "lines": lines}


# ---------------------------------------------------------------- for the daily job


def overdue(actor: Actor) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Approvals idle for 18 months or more, and nominations and agreements that nobody completed in time."""
    since = Greatest("granted_on", Coalesce("last_used_on", "granted_on"))
    idle = CentreApproval.objects.visible_to(actor).filter(state__in=states.STANDING)
    first = lapse.months_after(clock.today(), -lapse.NOTICES_AFTER[0])
    idle = idle.annotate(since=since).filter(since__lte=first + DAYS_BY_WHICH_MONTHS_DIFFER)
    now = clock.now()
    late = nominations_open(actor).filter(nominated_at__lte=now - links.NOMINATION_LASTS)
    out = agreements_out(actor).filter(state=states.SENT, sent_at__lte=now - links.AGREEMENT_LASTS)
    return _keys(idle), _keys(late), _keys(out)


def _keys(found: QuerySet[Any]) -> list[UUID]:
    return list(found.values_list("pk", flat=True))
