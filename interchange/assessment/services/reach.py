"""Who sees which marks, and who may submit alone (R-ACT-3; 3.2 notes 4 and 8)."""

from collections.abc import Iterable
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.accounts.steps.reach import put_reach
from interchange.assessment.models import MarkSetting
from interchange.assessment.queries.reach import groups_of_centre, sheets_to_choose
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.MARKS_REACH)
def narrow_teacher(
    membership_id: UUID, components: Iterable[str], groups: Iterable[str], *, by: Actor
) -> str:
    """Let a teacher see the marks of these components and groups alone, or, without any, all; the teacher's name.

    Refused for a component or group that the centre has nobody entered for.
    """
    wanted, chosen = set(components), set(groups)
    known = {line.slug for line in sheets_to_choose(by)}
    if not wanted <= known:
        raise Refused("components", "Choose from the components that your centre has candidates for.")
    if not chosen <= set(groups_of_centre(by)):
        raise Refused("groups", "Choose from the teaching groups of your centre's entries.")
    return str(put_reach(membership_id, wanted, chosen, by=by))


@state_change(needs=Capability.MARKS_REACH)
def set_two_persons(on: bool, *, by: Actor) -> None:
    """From now on, whoever submits a sheet may not be the only one who entered it; or may again (note 4)."""
    setting, _ = MarkSetting.objects.visible_to(by).get_or_create(centre_id=by.chain)
    if setting.two_persons == on:
        audit.nothing_changed()
        return
    setting.two_persons = on
    setting.save(update_fields=["two_persons"])
    audit.record(
        Event.CENTRE_SETTING_CHANGED, subject="setting:two-persons", data={"title": "on" if on else "off"}
    )
