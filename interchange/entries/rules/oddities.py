"""What is possible and odd about the candidates of a merge: worth a second look (4.4, R-ID-11, R-ID-13)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from interchange.core.grid import Problem
from interchange.entries.rules import people
from interchange.entries.rules.holdings import Details, EntryRow, Merge, Person


def person(details: Details) -> Person:
    """What two candidates who seem to be one have in common: legal name, birth date and sex (R-ID-11)."""
    return details.surname, details.forenames, details.born_on, details.sex


def persons(rows: Iterable[EntryRow]) -> Iterator[Person]:
    """Everybody whom the rows describe."""
    return ((row.surname, row.forenames, row.date_of_birth, row.sex) for row in rows if row.date_of_birth)


def warnings(result: Merge, known: Mapping[Person, Iterable[str]]) -> list[Problem]:
    """What is possible and odd about the candidates written; `known` are the same persons' UCIs anywhere."""
    found = []
    same: dict[Person, list[str]] = {}
    for candidate in result.candidates.values():
        details = candidate.details
        year, month = (int(part) for part in candidate.series.split("-"))
        if people.is_odd_age(details.born_on, on=date(year, month, 1)):
            found.append(Problem(candidate.line, "date_of_birth", people.CHECK_BIRTH_DATE))
        ucis = same.setdefault(person(details), [])
        other = next((uci for uci in chain(known.get(person(details), ()), ucis) if uci != details.uci), None)
        if other is not None:
            found.append(Problem(candidate.line, "uci", people.second_uci(other)))
        ucis.append(details.uci)
    return found


def without_uln(result: Merge) -> list[Problem]:
    """One warning for all candidates written who have no ULN (R-ID-13)."""
    lines = [each.line for each in result.candidates.values() if not each.details.uln]
    if not lines:
        return []
    who = "1 candidate has" if len(lines) == 1 else f"{len(lines)} candidates have"
    return [
        Problem(min(lines), "uln", f"{who} no ULN. Without it results do not reach the learner's record.")
    ]
