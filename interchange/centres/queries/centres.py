"""What pages read of centres."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.centres.models import Centre, CentreApproval
from interchange.centres.rules import states
from interchange.core.actor import Actor


def centres() -> QuerySet[Centre]:
    """Every centre, by number."""
    return Centre.objects.all()


def centre_by_number(number: str) -> Centre:
    """The centre with this number; `Http404` where there is none."""
    return get_object_or_404(Centre, number=number)


def centre_ids(numbers: Iterable[str]) -> dict[str, int]:
    """The keys of those of the numbers that belong to a centre."""
    return dict(Centre.objects.filter(number__in=set(numbers)).values_list("number", "id"))


def kind_of(centre_id: int) -> str:
    """The code of a centre's kind; empty where none is known."""
    return Centre.objects.filter(pk=centre_id).values_list("kind", flat=True).first() or ""


def kinds() -> list[tuple[str, str]]:
    """The kinds of centre there are: code and word."""
    return [(kind.value, kind.label) for kind in Centre.Kind if kind.value]


def names_of(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and name of each centre, by key."""
    found = Centre.objects.filter(pk__in=set(ids)).values_list("id", "number", "name")
    return {key: (number, name) for key, number, name in found}


def approved_centres(actor: Actor, scope: str) -> list[int]:
    """The centres that are approved for a scope at present, "GQ" or "VQ", and whose people may sign in (1.1)."""
    standing = CentreApproval.objects.visible_to(actor).filter(scope=scope, state__in=states.STANDING)
    admitted = Centre.objects.filter(admits=True, pk__in=standing.values("centre_id"))
    return list(admitted.order_by("pk").values_list("pk", flat=True))


def standing_approvals(centre_id: int) -> list[tuple[str, str]]:
    """Scope and qualification number of what a centre is approved for at present (1.1)."""
    own = CentreApproval.objects.visible_to(Actor.system("approvals", centre_id=centre_id))
    standing = own.filter(state__in=states.STANDING).order_by("scope", "qualification_number")
    return list(standing.values_list("scope", "qualification_number"))
