"""Lines of a yearly review (4.8)."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import Http404

from interchange.accounts.models import Membership, Review, ReviewLine
from interchange.accounts.rules.reviews import Decision
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock


def open_review_of(centre_id: int) -> Review:
    """The review that a centre has to finish, held; `Http404` where there is none."""
    found = Review.objects.select_for_update(no_key=True).filter(centre_id=centre_id, completed_at=None)
    review = found.order_by("-year").first()
    if review is None:
        raise Http404
    return review


def undecided(review: Review) -> QuerySet[Membership]:
    """The users who are there and about whom nothing has been decided."""
    decided = review.lines.values("membership_id")
    return Membership.objects.current().filter(centre=review.centre_id).exclude(pk__in=decided)


def put_lines(review: Review, decided: Mapping[Membership, Decision], *, by_name: str) -> None:
    """Write down what was decided about each, in the place of what was decided before."""
    lines = [
        ReviewLine(
            review=review, membership=membership, decision=decision.value, at=clock.now(), by=by_name
        )
        for membership, decision in decided.items()
    ]  # fmt: skip
    ReviewLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["review", "membership"],
        update_fields=["decision", "at", "by"],
    )
    for membership, decision in decided.items():
        data = {"decision": decision.value, "year": review.year}
        audit.record(Event.REVIEW_LINE_DECIDED, subject=f"person:{membership.person_id}", data=data)
