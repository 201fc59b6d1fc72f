"""How the system stands, for its administrator: settings, schema, jobs, mail, the trail, retention, files (3.3).

Never a secret: of what may be one it is told that it is set, or is not.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.db import connection
from django.http import Http404

from config.environment import IN_FORCE, Told
from config.meanings import MEANINGS
from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.audit.queries.roots import last_root
from interchange.core import health, queue
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.paging import Listed, nearest
from interchange.core.uploads import room
from interchange.notifications.queries import mail_figures
from interchange.support.queries.files import files_kept
from interchange.support.queries.showing import size

if TYPE_CHECKING:
    from interchange.audit.models import EventRecord

EACH = 20
LITTLE_ROOM = 0.1
"""The part of a disk that has to be free; less is a warning."""
SET, NOT_SET = "set", "not set"


@dataclass(frozen=True)
class Setting:
    """One setting in force: what it means, and its value, or whether it is set where it may be a secret."""

    name: str
    meaning: str
    value: str
    is_default: bool
    """Whether it has this value because the environment gives none."""


def settings_in_force() -> list[Setting]:
    """Every setting that this process has read, in the order of the documentation."""
    return [
        Setting(name, _plain(MEANINGS[name]), _shown(IN_FORCE[name]), is_default=_is_default(IN_FORCE[name]))
        for name in MEANINGS
        if name in IN_FORCE
    ]


def _is_default(told: Told) -> bool:
    return bool(told.value) and not told.given


def _shown(told: Told) -> str:
    if told.value is None:
        return SET if told.given else NOT_SET
    return told.value or NOT_SET


def _plain(meaning: str) -> str:
    return " ".join(meaning.replace("`", "").split())


@dataclass(frozen=True)
class Files:
    """What people have sent, and the disk on which it is kept."""

    number: int
    size: str
    free: str
    of: str
    scarce: bool


def system(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the page of the system; the number of statements does not grow with what there is."""
    jobs = queue.figures()
    return {
        "version": settings.VERSION, "module": settings.SETTINGS_MODULE, "python": platform.python_version(),
        "django": django.get_version(), "postgres": _postgres(), "migrations": health.migrations_waiting(),
        "jobs": jobs, "failed": _failed(jobs.failed, query.get("page", "")),
        "runs": queue.runs(), "mail": mail_figures(), "root": last_root(),
        "verified": _last(actor, Event.TRAIL_VERIFIED), "retention": _last(actor, Event.RETENTION_APPLIED),
        "files": _files(actor),
        "may_inspect": holds(actor, Capability.TRAIL_INSPECT),
        "may_see_retention": holds(actor, Capability.RETENTION_VIEW),
    }  # fmt: skip


def _postgres() -> str:
    major, minor = divmod(connection.pg_version, 10_000)  # type: ignore[attr-defined]
    return f"{major}.{minor}"


def _failed(total: int, number: str) -> Listed:
    page, pages = nearest(total, number, each=EACH)
    return Listed(queue.failed_jobs(first=(page - 1) * EACH, most=EACH), total, page, pages, "")


def _last(actor: Actor, event: Event) -> "EventRecord | None":
    return events_of(actor, name=event.value, centre_id=AWARDING_BODY).first()


def _files(actor: Actor) -> Files:
    number, together = files_kept(actor)
    disk = room()
    if disk is None:
        return Files(number, size(together), "", "", scarce=False)
    free, total = disk
    return Files(number, size(together), size(free), size(total), scarce=free < total * LITTLE_ROOM)


STATES = {
    "todo": ("info", "clock", "Waiting"), "doing": ("info", "clock", "Running"),
    "succeeded": ("success", "tick", "Done"), "failed": ("danger", "warning", "Failed"),
}  # fmt: skip
OTHERWISE = ("plain", "cross", "Stopped")
HAPPENED = {
    "deferred": "Queued", "started": "Begun", "deferred_for_retry": "Went wrong; to be tried again",
    "failed": "Went wrong, and was given up", "succeeded": "Done", "retried": "Put back into the queue",
    "scheduled": "For a set moment", "cancelled": "Cancelled", "abort_requested": "To be stopped", "aborted": "Stopped",
}  # fmt: skip
"""What the queue calls each happening, in words."""


def job(job_id: int) -> dict[str, Any]:
    """One job with what has happened to it; `Http404` where it is not kept."""
    found = queue.job_of(job_id)
    if found is None:
        raise Http404
    kind, icon, word = STATES.get(found.state, OTHERWISE)
    happened = [(HAPPENED.get(what, what), at) for what, at in queue.happened_to(job_id)]
    return {"job": found, "state": {"kind": kind, "icon": icon, "word": word}, "happened": happened}
