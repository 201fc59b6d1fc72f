"""Messages between a centre and the awarding body: the states of one, what it is about, how it is called (B4)."""

import re
from datetime import timedelta

from interchange.core.identifiers import base32
from interchange.core.labelled import Labelled
from interchange.core.lifecycle import Lifecycle, moves_from

NEW, OPEN, WAITING, ANSWERED, CLOSED = "new", "open", "waiting", "answered", "closed"

THREAD = Lifecycle(
    start=NEW,
    moves={
        "add": moves_from(NEW, to=NEW),
        "take": moves_from(NEW, OPEN, to=OPEN),
        "reply": moves_from(OPEN, WAITING, ANSWERED, to=OPEN),
        "answer": moves_from(NEW, OPEN, WAITING, ANSWERED, to=ANSWERED),
        "ask": moves_from(NEW, OPEN, WAITING, ANSWERED, to=WAITING),
        "close": moves_from(NEW, OPEN, WAITING, ANSWERED, to=CLOSED),
        "reopen": moves_from(CLOSED, to=OPEN),
    },
)
"""A message from a centre: nobody has read it yet, somebody has it, the centre is asked for something, it is answered,
or it is closed. What the centre adds to it brings it back to the awarding body."""

SAID = {
    NEW: ("info", "info", "New"), OPEN: ("info", "pencil", "Open"),
    WAITING: ("warning", "clock", "Waiting for the centre"),
    ANSWERED: ("success", "send", "Answered"), CLOSED: ("plain", "tick", "Closed"),
}  # fmt: skip
"""Colour, icon and word of each state."""
LIVE = (NEW, OPEN, WAITING, ANSWERED)
OURS = (NEW, OPEN)
"""The states in which the awarding body has to do something."""
ANSWER_WITHIN = timedelta(days=2)
"""After that a message that waits for the awarding body is marked in its list (C)."""


class Category(Labelled):
    """What a message is about."""

    MARKS = "marks", "Coursework marks and mark sheets"
    ENTRIES = "entries", "Entries"
    USERS = "users", "Users, roles and signing in"
    CENTRE = "centre", "The centre: approvals, agreement, head of centre"
    DOCUMENTS = "documents", "Forms and guides"
    RESULTS = "results", "Results and what follows"
    OTHER = "other", "Something else"


CATEGORY_OF_PAGE = {
    "/coursework/": Category.MARKS,
    "/entries/": Category.ENTRIES,
    "/users/": Category.USERS,
    "/account/": Category.USERS,
    "/sign-in/": Category.USERS,
    "/centre/": Category.CENTRE,
    "/help/": Category.DOCUMENTS,
}


def category_of(page: str) -> Category:
    """What a message from this page is most likely about."""
    found = [category for begins, category in CATEGORY_OF_PAGE.items() if page.startswith(begins)]
    return found[0] if found else Category.OTHER


LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_ABOUT = 150, 10_000, 100


def reference_of(value: int, *, letter: str) -> str:
    """How people call it on the telephone: a letter and eight others, none of which looks like another."""
    digits = base32(value, 8)
    return f"{letter}-{digits[:4]}-{digits[4:]}"


SHEET_PAGE = re.compile(r"/coursework/(\d{4}-\d{2})/([A-Za-z0-9-]{1,20})/")


def about_of(page: str) -> str:
    """What a page is about, where its address says so: the assessment and the series of a mark sheet."""
    found = SHEET_PAGE.match(page)
    return f"{found[2].upper()}, series {found[1]}" if found else ""


REFERENCE = re.compile(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}")


def is_reference(text: str, *, letter: str) -> bool:
    """Whether it reads as one of ours."""
    return text.startswith(letter) and REFERENCE.fullmatch(text) is not None
