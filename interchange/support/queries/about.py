"""What is held on one person here, for a copy of it (section 9)."""

from typing import Any
from uuid import UUID

from interchange.core.actor import Actor
from interchange.support.models import Attachment, CaseNote, Post, SecurityCase, Thread

EVERY = Actor.system("subject access")
THREAD = ("reference", "subject", "category", "page", "about", "state", "opened_at", "closed_at")
POST = ("text", "at", "is_internal")
FILE = ("name", "kind", "size", "uploaded_at")
CASE = (
    "reference",
    "state",
    "what",
    "page",
    "reported_at",
    "reported_by",
    "contact",
    "browser",
    "network",
    "locked_at",
)


def about_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What the person wrote, sent and reported; the open transaction must be one that sees every centre."""
    threads = Thread.objects.visible_to(EVERY).filter(opened_by_id=person_id).order_by("opened_at")
    posts = Post.objects.visible_to(EVERY).filter(author_id=person_id).order_by("at")
    files = Attachment.objects.visible_to(EVERY).filter(uploaded_by_id=person_id).order_by("uploaded_at")
    cases = SecurityCase.objects.filter(reporter_id=person_id).order_by("reported_at")
    notes = CaseNote.objects.filter(by_id=person_id).order_by("at")
    return {
        "Messages to the awarding body": [dict(row) for row in threads.values(*THREAD)],
        "What was written in messages": [dict(row) for row in posts.values(*POST)],
        "Files of messages": [dict(row) for row in files.values(*FILE)],
        "Security reports": [dict(row) for row in cases.values(*CASE)],
        "Lines written in logs of security cases": [dict(row) for row in notes.values("at", "text")],
    }
