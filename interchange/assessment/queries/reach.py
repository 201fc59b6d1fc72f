"""What a centre chooses from when it narrows what teachers see, and its switches for marks."""

from interchange.assessment.models import MarkSetting
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.entries.queries import live_entries


def sheets_to_choose(actor: Actor) -> list[SheetLine]:
    """The sheets of the series that are open, each component once."""
    found = {
        line.slug: line
        for series in catalogue.series_list()
        if series.is_open
        for line in sheets_of_centre(actor, series)
    }
    return list(found.values())


def groups_of_centre(actor: Actor) -> list[str]:
    """The teaching groups of entries that stand in the series that are open."""
    standing = live_entries(actor).filter(series__is_open=True).exclude(teaching_group="")
    return sorted(set(standing.values_list("teaching_group", flat=True)))


def needs_two_persons(actor: Actor, centre_id: int) -> bool:
    """Whether the centre wants somebody else to submit than the only one who entered (3.2 note 4)."""
    return MarkSetting.objects.visible_to(actor).filter(centre_id=centre_id, two_persons=True).exists()
