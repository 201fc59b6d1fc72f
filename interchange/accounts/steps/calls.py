"""A request that rests on a call to the head of centre (5.3.7)."""

from interchange.accounts.models import AccountCall, Approval, Membership
from interchange.accounts.queries.calls import calls_made
from interchange.accounts.rules.calls import Outcome, refuse_without_call
from interchange.core import clock


def refuse_unless_called(membership: Membership, about: str) -> None:
    """Refused where nobody has called back on the number held, or the head knew nothing of it."""
    refuse_without_call(calls_made(membership.pk, about), at=clock.now())


def rest_on_call(asked: Approval, membership: Membership) -> None:
    """Tie what was asked for to the call on which it rests, so that the second person reads it."""
    calls = AccountCall.objects.filter(
        membership=membership, about=asked.kind, outcome=Outcome.CONFIRMED.value, approval=None
    )
    last = calls.order_by("-at").values("pk")[:1]
    AccountCall.objects.filter(pk__in=last).update(approval=asked)
