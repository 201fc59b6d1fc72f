"""What the benchmarks work on: centres with one sheet of a known size, and somebody who may fill and send it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import psycopg
from django.db import connections

from config.databases import OWNER
from interchange.accounts.queries.people import current_memberships
from interchange.accounts.roles import Role
from interchange.accounts.services.people import add_person
from interchange.assessment.queries.places import Address, Row, place_at, rows_at
from interchange.catalogue.queries import latest_series, options_for_entry
from interchange.centres.services import add_centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.demo import rules, windows
from interchange.demo.company import as_actor
from interchange.demo.copying import copy_in
from interchange.demo.names import name_of
from interchange.demo.national import TABLES
from interchange.demo.world import prepare_catalogue
from interchange.entries.rules.identifiers import make_uci

CODE, COMPONENT, MAXIMUM = "H446", "H446-03", 70
OPERATOR = Actor.system("bench")
numbers = count(90_001)


@dataclass(frozen=True)
class Ground:
    """A centre, its sheet, and its officer."""

    centre_id: int
    number: str
    officer: Actor
    address: Address

    @property
    def path(self) -> str:
        """The address of the sheet's page."""
        return f"/coursework/{self.address.series}/{self.address.component}/"

    def rows(self) -> list[Row]:
        """The sheet as it is stored."""
        with tenancy.reading(self.officer):
            return rows_at(self.officer, place_at(self.officer, self.address))


def series_code() -> str:
    """The series of the benchmarks, opened with the catalogue the first time."""
    found = latest_series()
    if found is None:
        prepare_catalogue()
        code = f"{rules.june_of(clock.today())}-06"
        windows.open_this_year(code, today=clock.today())
        return code
    return found.code


def ground(size: int) -> Ground:
    """A new centre with so many candidates entered for one component."""
    code, number = series_code(), str(next(numbers))
    centre = add_centre(number, f"Bench {number}", by=OPERATOR)
    by = Actor.system("bench", centre_id=centre.pk)
    person = add_person(number, "Bench", "Officer", roles=[Role.CAG], centre_id=centre.pk, by=by)
    officer = as_actor(current_memberships().get(person=person))
    enter(centre.pk, number, size)
    return Ground(centre.pk, number, officer, Address(code, COMPONENT))


def enter(centre_id: int, number: str, size: int) -> None:
    """So many candidates of a centre, each with one entry, by COPY."""
    series, option = latest_series(), options_for_entry(codes={CODE}).get(route="upload")
    assert series is not None  # noqa: S101  (opened by series_code)
    people, entries, at = [], [], clock.now() - timedelta(40)
    for place in range(1, size + 1):
        candidate, key, name = f"{place:04}", new_id(), name_of(number, series.code, f"{place:04}")
        uci = make_uci(number, series.year, candidate)
        born = clock.today().replace(year=series.year - 18, month=3, day=1)
        people.append((key, centre_id, series.pk, candidate, uci, "", *name[:2], born, name.sex, "S"))
        entries.append((new_id(), centre_id, key, series.pk, option.pk, CODE, f"13/{place % 8}", at))
    with tenancy.for_centre(centre_id):
        copy_in("entries_candidate", TABLES["entries_candidate"], people)
        copy_in("entries_entry", TABLES["entries_entry"], entries)


def owner() -> psycopg.Connection:
    """A connection of the owner, for floors: nothing is checked and nothing is hidden."""
    settings = connections[OWNER].get_connection_params()
    return psycopg.connect(
        **{
            name: settings[name]
            for name in ("host", "user", "password", "dbname", "port")
            if settings.get(name)
        }
    )


def know_the_tables() -> None:
    """Let the planner know how large the tables have become, as it does by itself after a while."""
    with owner() as connection:
        connection.execute("ANALYZE")
