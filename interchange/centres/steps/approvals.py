"""What centres are approved for: granted, used, ended."""

from collections.abc import Iterable
from datetime import date

from interchange.accounts.queries.administrators import members_of
from interchange.accounts.steps.ending import end_access_of
from interchange.centres.models import Centre, CentreApproval
from interchange.centres.rules import states
from interchange.centres.rules.administrators import GQ
from interchange.centres.steps.rows import move
from interchange.core import clock


def grant(centre_id: int, scope: str, number: str = "", title: str = "", *, by: str) -> CentreApproval | None:
    """Approve a centre for GQ, or for one vocational qualification; None where it is approved already (1.1)."""
    standing = CentreApproval.unscoped.filter(
        centre_id=centre_id, scope=scope, qualification_number=number, ended_on=None
    )
    if standing.exists():
        return None
    return CentreApproval.unscoped.create(
        centre_id=centre_id, scope=scope, qualification_number=number, title=title, granted_by=by,
        granted_on=clock.today(),
    )  # fmt: skip


def note_use(centre_ids: Iterable[int], *, scope: str = GQ, number: str = "", on: date | None = None) -> None:
    """Note entries or claims of these centres, which keep an approval from lapsing (1.2); for other capabilities.

    It belongs to the transaction of what it notes, takes two statements however many centres there are, and has no
    event of its own: the entry or the claim is the event.
    """
    ids, today = list(centre_ids), on or clock.today()
    used = CentreApproval.unscoped.filter(
        centre_id__in=ids, scope=scope, qualification_number=number, state__in=states.STANDING
    ).exclude(last_used_on__gte=today)
    if used.update(last_used_on=today, notice_months=0, state=states.GRANTED):
        revive(ids)


def revive(centre_ids: Iterable[int]) -> None:
    """Centres that were lapsing and show activity are live again."""
    Centre.objects.filter(pk__in=list(centre_ids), state=states.LAPSING).update(
        state=states.LIVE, admits=True, state_since=clock.now()
    )


def end(approval: CentreApproval, verb: str, why: str) -> None:
    """End an approval: it lapsed, or was withdrawn; refused where it had ended."""
    approval.state = states.APPROVAL.after(verb, approval.state)
    approval.ended_on, approval.ended_why = clock.today(), why
    approval.save(update_fields=["state", "ended_on", "ended_why"])


def follow_approvals(centre: Centre) -> str:
    """Let an open centre's state follow from its approvals (1.2): lapsing when all that stand are, lapsed without one.

    The verb that was done last; empty where nothing had to be.
    """
    found = set(
        CentreApproval.unscoped.filter(centre_id=centre.pk, state__in=states.STANDING).values_list(
            "state", flat=True
        )
    )
    if centre.state == states.LAPSING and states.GRANTED in found:
        return _moved(centre, "show activity")
    if centre.state == states.LIVE and states.GRANTED not in found:
        _moved(centre, "warn")
        return _moved(centre, "lapse") if not found else "warn"
    if centre.state == states.LAPSING and not found:
        return _moved(centre, "lapse")
    return ""


def shut(centre: Centre, why: str) -> int:
    """End at once everything by which people of the centre come in (4.4); how many people there are."""
    people = list(members_of(centre.pk))
    end_access_of(people, why)
    return len(people)


def _moved(centre: Centre, verb: str) -> str:
    move(centre, verb)
    return verb
