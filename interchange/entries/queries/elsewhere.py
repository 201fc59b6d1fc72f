"""What is known of candidates at every centre: told in sentences, never shown."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from interchange.core import tenancy
from interchange.core.arrays import array
from interchange.entries.rules.merging import Person

SAME_PERSONS = """
    SELECT candidate.surname, candidate.forenames, candidate.born_on, candidate.sex, candidate.uci
    FROM entries_candidate candidate
    JOIN unnest(%s::text[], %s::text[], %s::date[], %s::text[]) AS given (surname, forenames, born_on, sex)
        USING (surname, forenames, born_on, sex)
    GROUP BY 1, 2, 3, 4, 5
"""


def ucis_of_same_persons(persons: Iterable[Person]) -> dict[Person, list[str]]:
    """The UCIs under which these persons are known, at any centre (R-ID-11): asked before a centre's turn begins."""
    rows: list[tuple[str, str, date, str]] = list(set(persons))
    known: dict[Person, list[str]] = {}
    if rows:
        with tenancy.for_staff(), connection.cursor() as cursor:
            cursor.execute(SAME_PERSONS, [array(column) for column in zip(*rows, strict=True)])
            for surname, forenames, born_on, sex, uci in cursor.fetchall():
                known.setdefault((surname, forenames, born_on, sex), []).append(uci)
    return known
