"""What one centre has entered, and what is known around it, as a merge wants it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from interchange.centres.queries import kind_of, standing_approvals
from interchange.core import tenancy
from interchange.core.arrays import array, columns
from interchange.entries.models import Candidate, Entry, Version
from interchange.entries.rules.holdings import (
    ADD,
    Approvals,
    Around,
    Charge,
    Details,
    EntryRow,
    Held,
    HeldCandidate,
    HeldEntry,
    Taken,
)
from interchange.entries.rules.oddities import persons

SAME_PERSONS = """
    SELECT candidate.surname, candidate.forenames, candidate.born_on, candidate.sex, candidate.uci
    FROM entries_candidate candidate
    JOIN unnest(%s::text[], %s::text[], %s::date[], %s::text[]) AS given (surname, forenames, born_on, sex)
        USING (surname, forenames, born_on, sex)
    GROUP BY 1, 2, 3, 4, 5
"""
TAKEN = """
    SELECT candidate.uci, series.code, entry.entry_code, candidate.centre_id
    FROM unnest(%s::text[]) AS given (uci)
    JOIN entries_candidate candidate ON candidate.uci = given.uci
    JOIN entries_entry entry ON entry.centre_id = candidate.centre_id AND entry.candidate_id = candidate.id
        AND entry.withdrawn_at IS NULL
    JOIN catalogue_series series ON series.id = entry.series_id
"""
EVERYBODY = Q()


def held_by(centre_id: int, rows: Sequence[EntryRow], *, series: dict[str, int]) -> Held:
    """What a centre has entered in these series: every candidate, every entry for the codes that rows name, and every
    other entry of the candidates of whom they speak."""  # fmt: skip
    named = {pk: code for code, pk in series.items()}
    numbers = {(row.series, row.candidate_number) for row in rows}
    candidates = _candidates(centre_id, named)
    touched = {each.id for each in candidates if (each.series, each.number) in numbers}
    wanted = Q(entry_code__in={row.entry_code for row in rows})
    entries = _entries(centre_id, named, wanted | Q(candidate_id__in=touched) if touched else wanted)
    changing = any(row.action != ADD for row in rows)
    spoken_of = [each.id for each in entries if each.candidate_id in touched] if changing else []
    charges, approvals = _charges(centre_id, spoken_of), _approvals(centre_id)
    return Held(candidates, entries, charges, approvals, centre_id, kind_of(centre_id))


def held_in(centre_id: int, series: dict[str, int], candidate_id: UUID | None = None) -> Held:
    """All that stands entered at a centre in these series, or what one candidate has there."""
    named = {pk: code for code, pk in series.items()}
    whose = EVERYBODY if candidate_id is None else Q(pk=candidate_id)
    entries = Q(withdrawn_at=None) if candidate_id is None else Q(withdrawn_at=None, candidate=candidate_id)
    return Held(_candidates(centre_id, named, whose), _entries(centre_id, named, entries))


def _candidates(centre_id: int, named: dict[int, str], whose: Q = EVERYBODY) -> list[HeldCandidate]:
    found = Candidate.unscoped.filter(whose, centre_id=centre_id, series_id__in=named).order_by()
    return [
        HeldCandidate(row[0], named[row[1]], row[2], Details(*row[3:]))
        for row in found.values_list(
            "id", "series_id", "number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status"
        )
    ]


def _entries(centre_id: int, named: dict[int, str], wanted: Q) -> list[HeldEntry]:
    rows = Entry.unscoped.filter(wanted, centre_id=centre_id, series_id__in=named).order_by()
    return [
        HeldEntry(row[0], row[1], named[row[2]], *row[3:6], withdrawn=row[6] is not None)
        for row in rows.values_list(
            "id", "candidate_id", "series_id", "entry_code", "option_id", "teaching_group", "withdrawn_at"
        )
    ]


def _charges(centre_id: int, entries: Collection[UUID]) -> dict[UUID, list[Charge]]:
    """What each of these entries has cost so far."""
    charges: defaultdict[UUID, list[Charge]] = defaultdict(list)
    if entries:
        versions = Version.unscoped.filter(centre_id=centre_id, entry_id__in=entries).order_by("at", "id")
        for entry_id, band, pence in versions.values_list("entry_id", "band", "pence"):
            charges[entry_id].append(Charge(band, pence))
    return charges


def _approvals(centre_id: int) -> Approvals:
    standing = standing_approvals(centre_id)
    return Approvals(("GQ", "") in standing, frozenset(number for _, number in standing if number))


# ---------------------------------------------------------------- at every centre


def around(rows: Iterable[EntryRow], ucis: Iterable[str] = ()) -> Around:
    """The same persons under other UCIs, and what those with the rows' UCIs, and these, take or took anywhere."""
    rows = list(rows)
    asked = {row.uci for row in rows if row.uci} | set(ucis)
    people = list(set(persons(rows)))
    found = Around()
    if not asked and not people:
        return found
    with tenancy.for_staff(), connection.cursor() as cursor:
        if people:
            cursor.execute(SAME_PERSONS, columns(people))
            for surname, forenames, born_on, sex, uci in cursor.fetchall():
                found.known.setdefault((surname, forenames, born_on, sex), []).append(uci)
        cursor.execute(TAKEN, [array(asked)])
        for uci, series, code, centre_id in cursor.fetchall():
            found.taken.setdefault(uci, []).append((Taken(uci, series, code), centre_id))
    return found


def bare_ucis(rows: Sequence[EntryRow], held: Held) -> set[str]:
    """The UCIs of held candidates whom rows name by their numbers alone."""
    bare = {(row.series, row.candidate_number) for row in rows if not row.uci}
    return (
        {each.details.uci for each in held.candidates if (each.series, each.number) in bare}
        if bare
        else set()
    )
