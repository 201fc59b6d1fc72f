"""Pages take as many statements for many rows as for few, and stay quick in a nation."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from interchange.accounts.queries.people import current_memberships
from interchange.accounts.roles import Role
from interchange.accounts.services.people import add_person
from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue.queries import series_by_code
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo.company import as_actor
from interchange.demo.national import make_world
from interchange.operations.bench.counting import statements_of_page, time_of_page
from interchange.operations.bench.figures import Figure
from interchange.operations.bench.ground import OPERATOR, series_code

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

FEW, MANY = (4, 12), (400, 12_000)
OF_CENTRE = {
    "welcome": "/welcome/", "enter": "/coursework/enter/", "submit_list": "/coursework/submit/",
    "submitted": "/coursework/submitted/", "requests": "/coursework/requests/", "history": "/history/",
}  # fmt: skip
OF_STAFF = {
    "desk_welcome": "/welcome/", "desk_sheets": "/desk/sheets/", "desk_overdue": "/desk/overdue/",
    "desk_changes": "/desk/changes/", "desk_extensions": "/desk/extensions/",
}  # fmt: skip


def growing() -> Iterator[Figure]:
    """Statements of each list with few rows and with many, and the time of the staff's lists over many centres."""
    series_code()
    staff = _staff()
    make_world(*FEW)
    few = {name: statements_of_page(staff, path) for name, path in OF_STAFF.items()}
    make_world(*MANY)
    many = {name: statements_of_page(staff, path) for name, path in OF_STAFF.items()}
    small, large = _least_and_most()
    few |= {name: statements_of_page(small, path) for name, path in OF_CENTRE.items()}
    many |= {name: statements_of_page(large, path) for name, path in OF_CENTRE.items()}
    for name in few:
        yield Figure(f"statements_{name}", many[name], "statements", few[name], 1)
    for name, path in OF_STAFF.items():
        yield Figure(f"time_{name}_{MANY[0]}_centres", time_of_page(staff, path), "ms")


def _staff() -> Actor:
    person = add_person("AB1", "Bench", "Assessment", roles=[Role.ASSESSMENT], by=OPERATOR)
    return as_actor(current_memberships().get(person=person))


def _least_and_most() -> tuple[Actor, Actor]:
    """Officers of the centres with the fewest and the most sheets, of those that have submitted one."""
    series = series_by_code(series_code())
    officers = [as_actor(one) for one in current_memberships().filter(person__username="officer")]
    sheets = {officer: _sheets(officer, series) for officer in officers}
    senders = [officer for officer in officers if any(line.submission for line in sheets[officer])]
    ranked = sorted(senders, key=lambda officer: len(sheets[officer]))
    return ranked[0], ranked[-1]


def _sheets(officer: Actor, series: "Series") -> list[SheetLine]:
    with tenancy.reading(officer):
        return sheets_of_centre(officer, series)
