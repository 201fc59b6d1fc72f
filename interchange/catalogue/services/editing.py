"""Changing single rows of the catalogue, with the day from which it holds and the reason."""

from collections.abc import Mapping

from django.http import Http404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue.kinds import KINDS
from interchange.catalogue.models import Revision
from interchange.catalogue.steps import revising
from interchange.catalogue.steps.editing import EDITORS, Editor
from interchange.catalogue.steps.revising import Edit
from interchange.core.actor import Actor


def _editor(kind: str) -> Editor:
    if kind not in KINDS:
        raise Http404
    return EDITORS[kind]


@state_change(needs=Capability.CATALOGUE_MANAGE)
def add_row(kind: str, typed: Mapping[str, str], *, edit: Edit, by: Actor) -> Revision:
    """Add a row, now or from a later day on. Refused by column, and where there is such a row already."""
    return revising.change(_editor(kind), None, typed, edit, by=by)


@state_change(needs=Capability.CATALOGUE_MANAGE)
def change_row(kind: str, row_id: int, typed: Mapping[str, str], *, edit: Edit, by: Actor) -> Revision:
    """Make a row another, now or from a later day on.

    Refused by column, where nothing is changed, and where somebody else has changed it meanwhile.
    """
    return revising.change(_editor(kind), row_id, typed, edit, by=by)


@state_change(needs=Capability.CATALOGUE_MANAGE)
def take_row_out(kind: str, row_id: int, *, edit: Edit, by: Actor) -> Revision:
    """Take a row out, now or from a later day on. Refused where entries, marks or other rows go by it."""
    return revising.take_out(_editor(kind), row_id, edit, by=by)


@state_change(needs=Capability.CATALOGUE_MANAGE)
def withdraw_change(revision_id: int, *, by: Actor) -> Revision:
    """Take back a change of a row that waits. Refused when it has been made or withdrawn already."""
    return revising.withdraw(revision_id, KINDS)


@state_change(needs=Capability.OPERATE)
def apply_due_changes(*, by: Actor) -> list[Revision]:
    """Make every change whose day has come; one that no longer fits goes on waiting and says why."""
    applied, unfit = revising.apply_due()
    for revision in unfit:
        subject = f"{revision.kind}:{revision.key}"
        audit.record(Event.CATALOGUE_CHANGE_UNFIT, subject=subject, data={"why": revision.problem})
    if not applied and not unfit:
        audit.nothing_changed()
    return applied
