"""Who acts where nobody is signed in: a person who came by a link, or by a public page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from interchange.audit import steps as audit
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor


@dataclass(frozen=True)
class Visitor:
    """Where a request without a session came from."""

    address: str | None = None
    browser: str = ""
    request_id: str = ""


@contextmanager
def acting(name: str, visitor: Visitor, *, centre_id: int | None = None) -> Iterator[Actor]:
    """One transaction of somebody who is not signed in: for one centre, or else for the awarding body alone.

    It sees the rows of that centre and no other. As in every change of state, no event, no commit.
    """
    by = Actor(
        name=name, centre_id=AWARDING_BODY if centre_id is None else centre_id, address=visitor.address,
        browser=visitor.browser, request_id=visitor.request_id,
    )  # fmt: skip
    with tenancy.writing(by), audit.trail(by):
        yield by
