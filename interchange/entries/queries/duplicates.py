"""One person under several UCIs, across centres: for the awarding body's staff alone."""

from django.db import connection

from interchange.core.actor import Actor
from interchange.entries.models import Candidate
from interchange.entries.rules.duplicates import Group, Use

GROUPS = """
    SELECT surname, forenames, born_on, sex
    FROM entries_candidate
    GROUP BY surname, forenames, born_on, sex
    HAVING count(DISTINCT uci) > 1
    ORDER BY surname, forenames, born_on, sex
    LIMIT %s OFFSET %s
"""
COUNT = """
    SELECT count(*) FROM (
        SELECT 1 FROM entries_candidate GROUP BY surname, forenames, born_on, sex HAVING count(DISTINCT uci) > 1
    ) AS groups
"""
USES = """
    SELECT candidate.surname, candidate.forenames, candidate.born_on, candidate.sex, candidate.uci,
        candidate.centre_id, series.code, candidate.number
    FROM entries_candidate candidate
    JOIN catalogue_series series ON series.id = candidate.series_id
    JOIN unnest(%s::text[], %s::text[], %s::date[], %s::text[]) AS given (surname, forenames, born_on, sex)
        ON given.surname = candidate.surname AND given.forenames = candidate.forenames
        AND given.born_on = candidate.born_on AND given.sex = candidate.sex
    ORDER BY 1, 2, 3, 4, 5, 6, 7
"""


def duplicate_count(actor: Actor) -> int:
    """How many persons seem to have several UCIs; none for anybody but staff."""
    if not actor.is_staff:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return int(cursor.fetchone()[0])


def duplicates(actor: Actor, *, first: int = 0, most: int = 50) -> list[Group]:
    """Persons who seem to have several UCIs, so many from the `first` on, by name; none for anybody but staff."""
    if not actor.is_staff:
        return []
    with connection.cursor() as cursor:
        cursor.execute(GROUPS, [most, first])
        people = cursor.fetchall()
        if not people:
            return []
        cursor.execute(USES, [list(column) for column in zip(*people, strict=True)])
        rows = cursor.fetchall()
    uses: dict[tuple[object, ...], list[Use]] = {}
    for row in rows:
        uses.setdefault(tuple(row[:4]), []).append(Use(*row[4:]))
    return [
        Group(person[0], person[1], person[2], person[3], tuple(uses[tuple(person)])) for person in people
    ]


def uses_of(actor: Actor, ucis: list[str]) -> list[Use]:
    """Where these UCIs are used, as far as the actor may see."""
    found = (
        Candidate.objects.visible_to(actor)
        .filter(uci__in=ucis)
        .order_by("series__code", "centre_id", "number")
    )
    return [Use(*row) for row in found.values_list("uci", "centre_id", "series__code", "number")]
