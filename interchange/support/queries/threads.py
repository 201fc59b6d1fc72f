"""Messages as pages show them: a person of a centre sees their own, its administrators all of the centre's, and staff
who answer messages all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.support.models import Attachment, Post, Thread
from interchange.support.queries.showing import Shown, age, chosen, paragraphs, size
from interchange.support.rules import threads as rules

STATES = frozenset(rules.THREAD.states)
CATEGORIES = frozenset(one.value for one in rules.Category)
LIVE, ALL = "live", "all"
MOST_AT_ONCE = 200


def of(actor: Actor) -> QuerySet[Thread]:
    """The threads that somebody may read."""
    rows = Thread.objects.visible_to(actor)
    if actor.is_staff or holds(actor, Capability.MESSAGES_ALL):
        return rows
    return rows.filter(opened_by_id=str(actor.person_id))


def posts_of(actor: Actor) -> QuerySet[Post]:
    """What was written, without the awarding body's notes to itself for everybody else."""
    rows = Post.objects.visible_to(actor)
    return rows if actor.is_staff else rows.filter(is_internal=False)


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Line:
    """One thread in a list."""

    id: UUID
    reference: str
    subject: str
    category: str
    state: Shown
    by: str
    at: datetime
    last: datetime
    waits: str
    """For how long it has been in this state."""
    overdue: bool
    assigned: str
    centre: str
    centre_name: str


def matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[Thread], dict[str, str]]:
    """The threads that fit a filter, and the filter as it was understood."""
    asked = chosen(
        query,
        state=STATES | {LIVE, ALL},
        category=CATEGORIES,
        centre=None,
        whose=frozenset({"mine", "nobody"}),
        q=None,
    )
    found = of(actor)
    if asked["state"] in STATES:
        found = found.filter(state=asked["state"])
    elif asked["state"] == LIVE:
        found = found.exclude(state=rules.CLOSED)
    if asked["category"]:
        found = found.filter(category=asked["category"])
    if asked["centre"] and actor.is_staff:
        found = found.filter(centre_id=centres.centre_ids([asked["centre"]]).get(asked["centre"], 0))
    return _whose(_with_words(found, actor, asked["q"]), actor, asked["whose"]), asked


def _whose(found: QuerySet[Thread], actor: Actor, whose: str) -> QuerySet[Thread]:
    if whose == "mine":
        own = Q(assigned_to_id=actor.person_id) if actor.is_staff else Q(opened_by_id=actor.person_id)
        return found.filter(own)
    return found.filter(assigned_to_id=None) if whose == "nobody" else found


def _with_words(found: QuerySet[Thread], actor: Actor, words: str) -> QuerySet[Thread]:
    for word in words.split():
        written = posts_of(actor).filter(
            thread_id=OuterRef("pk"), centre_id=OuterRef("centre_id"), text__icontains=word
        )
        about = Q(subject__icontains=word) | Q(reference__icontains=word) | Q(about__icontains=word)
        found = found.filter(about | Q(opened_by__icontains=word) | Exists(written))
    return found


def own_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The list for people of a centre, the last written first."""
    found, asked = matching(actor, query)
    page = listed(found.order_by("-last_post_at", "-pk"), asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "lines": [_line(one, {}) for one in page.rows],
        "sees_all": holds(actor, Capability.MESSAGES_ALL), **_choices(),
    }  # fmt: skip


def desk_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The queue of the awarding body: what is not closed, whoever waits longest first."""
    found, asked = matching(actor, {"state": LIVE} | dict(query))
    page = listed(found.order_by("moved_at", "pk"), asked, query.get("page", ""))
    names = centres.names_of({one.centre_id for one in page.rows})
    return {
        "list": page, "filter": asked, "lines": [_line(one, names) for one in page.rows], "most": MOST_AT_ONCE,
        "ours": of(actor).filter(state__in=rules.OURS).count(), **_choices(),
    }  # fmt: skip


def waiting_for_us(actor: Actor) -> QuerySet[Thread]:
    """Messages in which the awarding body has to do something, whoever waits longest first."""
    return of(actor).filter(state__in=rules.OURS).order_by("moved_at", "pk")


def keys_matching(actor: Actor, query: Mapping[str, str]) -> list[UUID]:
    """The threads that fit a filter, to do something with them all; no more than `MOST_AT_ONCE`."""
    found, _ = matching(actor, {"state": LIVE} | dict(query))
    return list(found.order_by("moved_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


EXPORT_HEADINGS = [
    "Reference", "Centre", "Name of centre", "Subject", "About", "Category", "State", "Written by", "Written at",
    "Last post at", "In this state since", "Answered by",
]  # fmt: skip


def export_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file, with what to tell about it."""
    found, asked = matching(actor, {"state": LIVE} | dict(query))
    rows = list(found.order_by("moved_at", "pk"))
    names = centres.names_of({one.centre_id for one in rows})
    told = ", ".join(f"{name} {value}" for name, value in asked.items() if value)
    return [
        [
            one.reference, *names.get(one.centre_id, ("", "")), one.subject, rules.Category.of(one.category).label,
            one.about, rules.SAID[one.state][2], one.opened_by, one.opened_at, one.last_post_at, one.moved_at,
            one.assigned_to,
        ]
        for one in rows
    ], {"Filter": told or "everything"}  # fmt: skip


def _line(one: Thread, names: Mapping[int, tuple[str, str]]) -> Line:
    number, name = names.get(one.centre_id, ("", ""))
    late = one.state in rules.OURS and clock.now() - one.moved_at > rules.ANSWER_WITHIN
    return Line(
        one.pk, one.reference, one.subject, rules.Category.of(one.category).label, Shown(*rules.SAID[one.state]),
        one.opened_by, one.opened_at, one.last_post_at, age(one.moved_at), late, one.assigned_to, number, name,
    )  # fmt: skip


def _choices() -> dict[str, Any]:
    return {
        "states": [("", "All states"), (LIVE, "All but closed"),
                   *((state, rules.SAID[state][2]) for state in rules.THREAD.states)],
        "categories": [("", "Everything"), *((one.value, one.label) for one in rules.Category)],
    }  # fmt: skip


# ---------------------------------------------------------------- one thread


@dataclass(frozen=True)
class File:
    """One attachment as it is shown."""

    id: UUID
    name: str
    size: str
    scanned: bool


@dataclass(frozen=True)
class Written:
    """One post as it is shown."""

    by: str
    at: datetime
    paragraphs: list[str]
    is_staff: bool
    is_internal: bool
    files: list[File]


def thread_page(actor: Actor, thread_id: UUID) -> dict[str, Any]:
    """One thread with everything written in it; four statements however much that is. 404 where it is another's."""
    thread = get_object_or_404(of(actor), pk=thread_id)
    posts = list(posts_of(actor).filter(thread=thread).order_by("at", "pk"))
    files: dict[UUID, list[File]] = {}
    for one in (
        Attachment.objects.visible_to(actor).filter(post__in=[post.pk for post in posts]).order_by("pk")
    ):
        files.setdefault(one.post_id or one.pk, []).append(_file(one))
    number, name = centres.names_of([thread.centre_id])[thread.centre_id]
    return {
        "thread": thread, "state": Shown(*rules.SAID[thread.state]), "waits": age(thread.moved_at),
        "category": rules.Category.of(thread.category).label,
        "written": [
            Written(one.author, one.at, paragraphs(one.text), one.is_staff, one.is_internal, files.get(one.pk, []))
            for one in posts
        ],
        "offered": rules.THREAD.offered(thread.state), "centre": number, "centre_name": name,
    }  # fmt: skip


def is_closed(actor: Actor, thread_id: UUID) -> bool:
    """Whether a thread is closed; 404 where it is another's."""
    return get_object_or_404(of(actor).only("state"), pk=thread_id).state == rules.CLOSED


def references(actor: Actor, keys: Collection[UUID]) -> dict[UUID, str]:
    """How these threads are called, as far as this actor may read them."""
    return dict(of(actor).filter(pk__in=list(keys)).values_list("pk", "reference"))


def _file(one: Attachment) -> File:
    return File(one.pk, one.name, size(one.size), one.scanned)


def not_sent(actor: Actor, kept: Collection[UUID]) -> list[File]:
    """Those of these files that the person has uploaded and not sent yet."""
    rows = Attachment.objects.visible_to(actor).filter(pk__in=list(kept), post=None)
    return [_file(one) for one in rows.filter(uploaded_by_id=str(actor.person_id)).order_by("pk")]


def attachment(actor: Actor, attachment_id: UUID) -> Attachment:
    """A file that the person may read: one of a post that they may read, or their own; 404 else."""
    readable = posts_of(actor).filter(thread__in=of(actor))
    sent = Q(post__in=readable)
    own = Q(post=None, uploaded_by_id=str(actor.person_id))
    return get_object_or_404(Attachment.objects.visible_to(actor).filter(sent | own), pk=attachment_id)
