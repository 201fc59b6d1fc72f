"""The yearly review as its page shows it (4.8)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404

from interchange.accounts.models import Membership, Review, ReviewLine
from interchange.accounts.queries.users import User, last_uses, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.reviews import Decision, Progress
from interchange.core import clock
from interchange.core.actor import Actor


@dataclass(frozen=True)
class Line:
    """One user in the review: what they are, when they used each role, and what was decided."""

    user: User
    uses: list[tuple[Role, date | None]]
    decision: str
    by: str
    at: datetime | None


def current_review(actor: Actor) -> Review | None:
    """The centre's newest review, finished or not."""
    return Review.objects.filter(centre_id=actor.chain).order_by("-year").first()


def review_page(actor: Actor) -> dict[str, Any]:
    """Every user with what was decided; `Http404` where no review was ever opened."""
    review = current_review(actor)
    if review is None:
        raise Http404
    decided = {line.membership_id: line for line in ReviewLine.objects.filter(review=review)}
    users = users_of(actor)
    used = last_uses(user.key for user in users)
    lines = [
        Line(
            user, [(role, used.get(user.key, {}).get(role.value)) for role in user.roles],
            decided[user.key].decision if user.key in decided else "",
            decided[user.key].by if user.key in decided else "",
            decided[user.key].at if user.key in decided else None,
        )
        for user in users
    ]  # fmt: skip
    removed = sum(line.decision == Decision.REMOVE for line in decided.values())
    progress = Progress(sum(bool(line.decision) for line in lines), len(lines))
    return {
        "review": review, "lines": sorted(lines, key=lambda line: bool(line.decision)), "progress": progress,
        "removed": removed, "late": clock.today() > review.due_on, "decisions": list(Decision),
    }  # fmt: skip


def review_prompt(actor: Actor) -> dict[str, Any] | None:
    """What the users list says of a review that is not finished: until when, and how many are left."""
    review = current_review(actor)
    if review is None or review.completed_at is not None:
        return None
    decided = ReviewLine.objects.filter(review=review).values("membership_id")
    left = Membership.objects.current().filter(centre_id=actor.chain).exclude(pk__in=decided).count()
    return {"due": review.due_on, "left": left, "year": review.year, "late": clock.today() > review.due_on}
