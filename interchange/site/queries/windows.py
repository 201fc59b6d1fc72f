"""What of a centre's marks can be submitted now and was not yet: told before somebody goes who submits them (4.5)."""

from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor


def windows_open(actor: Actor) -> list[SheetLine]:
    """The mark sheets of the actor's centre that can be submitted now and are not, the first to close first.

    A template asks for it: users stand below mark sheets and cannot.
    """
    series = [one for one in catalogue.series_list() if one.is_open]
    found = [line for one in series for line in sheets_of_centre(actor, one) if line.open_now]
    return sorted(found, key=lambda line: (line.window.submit_until, line.code))
