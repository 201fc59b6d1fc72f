"""The status page: what stands, what is to come, and what was in the last 90 days (section 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet

from interchange.core import clock
from interchange.core.paging import listed
from interchange.support.models import ServiceNotice
from interchange.support.queries.showing import Shown, age, paragraphs
from interchange.support.rules import status as rules

BANNER, KEPT_FOR = "support:banner", 30
MOST_LOOKED_AT = 20


@dataclass(frozen=True)
class Told:
    """One update."""

    at: datetime
    paragraphs: list[str]


@dataclass(frozen=True)
class Line:
    """One problem or planned work as it is shown."""

    id: UUID
    title: str
    kind: rules.Kind
    stage: str
    state: Shown
    parts: str
    from_at: datetime
    until_at: datetime | None
    ended_at: datetime | None
    by: str
    updates: list[Told]

    @property
    def over_at(self) -> datetime | None:
        """When it was over, or will be as far as one knows."""
        return self.ended_at or self.until_at

    @property
    def is_open(self) -> bool:
        """Whether it can still be added to."""
        return self.ended_at is None


def notices() -> QuerySet[ServiceNotice]:
    """Everything that was posted, the newest first, with its updates."""
    return ServiceNotice.objects.prefetch_related("updates").order_by("-from_at", "-pk")


def status_page() -> dict[str, Any]:
    """What everybody may read, in two statements."""
    now = clock.now()
    lately = Q(ended_at=None) | Q(ended_at__gte=now - rules.HISTORY)
    not_long_over = Q(until_at=None) | Q(until_at__gte=now - rules.HISTORY) | Q(kind=rules.Kind.PROBLEM.value)
    lines = [line_of(one) for one in notices().filter(lately, not_long_over)]
    by_stage = {
        stage: [one for one in lines if one.stage == stage]
        for stage in (rules.STANDING, rules.COMING, rules.OVER)
    }
    problems = [one for one in by_stage[rules.STANDING] if one.kind is rules.Kind.PROBLEM]
    return {"problems": problems, "works_well": not problems, "at": now, **by_stage}


def line_of(one: ServiceNotice) -> Line:
    """A notice with what follows from the time."""
    kind = rules.Kind.of(one.kind)
    stage = rules.stage(from_at=one.from_at, until_at=_until(one), ended_at=one.ended_at, at=clock.now())
    updates = sorted(one.updates.all(), key=lambda update: (update.at, update.pk), reverse=True)
    return Line(
        one.pk, one.title, kind, stage, Shown(*rules.SAID[kind, stage]),
        ", ".join(rules.Part.of(part).label for part in one.parts), one.from_at, one.until_at, one.ended_at,
        one.posted_by, [Told(update.at, paragraphs(update.text)) for update in updates],
    )  # fmt: skip


def _until(one: ServiceNotice) -> datetime | None:
    """Planned work ends by itself; of a problem the end is only expected."""
    return one.until_at if one.kind == rules.Kind.WORK.value else None


def feed() -> dict[str, Any]:
    """The same for programs."""
    page = status_page()
    return {
        "status": "problem" if page["problems"] else "ok",
        "at": page["at"].isoformat(),
        "notices": [
            _as_data(one) for stage in (rules.STANDING, rules.COMING, rules.OVER) for one in page[stage]
        ],
    }


def _as_data(one: Line) -> dict[str, Any]:
    over = one.over_at
    return {
        "id": str(one.id), "kind": one.kind.value, "stage": one.stage, "title": one.title, "affects": one.parts,
        "from": one.from_at.isoformat(), "until": over.isoformat() if over else None,
        "updates": [{"at": told.at.isoformat(), "text": "\n\n".join(told.paragraphs)} for told in one.updates],
    }  # fmt: skip


def desk_page(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything that was posted, for those who post."""
    page = listed(notices(), {}, query.get("page", ""))
    return {
        "list": page, "lines": [line_of(one) for one in page.rows],
        "kinds": [(one.value, one.label) for one in rules.Kind],
        "parts": [(one.value, one.label) for one in rules.Part],
    }  # fmt: skip


# ---------------------------------------------------------------- the banner on every page


@dataclass(frozen=True)
class Banner:
    """What every page says while something stands."""

    title: str
    is_problem: bool
    since: str
    from_at: datetime
    until_at: datetime | None


def banner() -> Banner | None:
    """The problem that stands, or else the work that goes on or is near; one statement in 30 seconds at most."""
    kept: dict[str, Banner | None] | None = cache.get(BANNER)
    if kept is None:
        kept = {"banner": _banner()}
        cache.set(BANNER, kept, KEPT_FOR)
    return kept["banner"]


def forget_banner() -> None:
    """Something was posted: this process asks again at once, the others within 30 seconds."""
    cache.delete(BANNER)


def _banner() -> Banner | None:
    now = clock.now()
    lately = ServiceNotice.objects.filter(ended_at=None, from_at__lte=now + rules.ANNOUNCED)
    not_over = lately.filter(Q(kind=rules.Kind.PROBLEM.value) | Q(until_at__gt=now))
    for one in not_over.order_by("kind", "from_at")[:MOST_LOOKED_AT]:
        kind = rules.Kind.of(one.kind)
        stage = rules.stage(from_at=one.from_at, until_at=_until(one), ended_at=None, at=now)
        if rules.is_on_every_page(kind, stage, from_at=one.from_at, at=now):
            is_problem = kind is rules.Kind.PROBLEM
            return Banner(one.title, is_problem, age(one.from_at), one.from_at, one.until_at)
    return None
