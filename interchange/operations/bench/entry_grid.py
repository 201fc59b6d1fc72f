"""The grid of entries: shown, kept and submitted, each beside the least that does the same work."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from uuid import UUID, uuid4

from interchange.catalogue.models import Option, Series
from interchange.catalogue.queries import latest_series, options_for_entry
from interchange.core import clock, tenancy
from interchange.core.identifiers import new_id
from interchange.demo.copying import copy_in
from interchange.demo.national import TABLES
from interchange.entries.queries import drafts as queries
from interchange.entries.queries.reviewing import fingerprint, review
from interchange.entries.rules.drafts import Outcome, Typed
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.services.drafts import save_drafts
from interchange.entries.services.submitting import submit_drafts
from interchange.operations.bench.counting import counted, statements_of_page
from interchange.operations.bench.figures import Figure, milliseconds, side_by_side
from interchange.operations.bench.floors import PREFIX
from interchange.operations.bench.ground import CODE, Ground, ground, know_the_tables, owner
from interchange.operations.bench.importing import timed_floor
from interchange.operations.bench.web import Browser, serving

CODES = 12
ROUNDS = {30: 20, 1000: 10}
KEEP_ROUNDS = 8
ONE_STATEMENT = """
    INSERT INTO entries_draft AS held (id, centre_id, series_id, candidate_id, place, details, codes, problems, number,
                                       changed_at, changed_by)
    SELECT gen_random_uuid(), %s, %s, candidate, 0, details, '{}', '{}', 1, now(), 'floor'
    FROM unnest(%s::uuid[], %s::jsonb[]) AS typed (candidate, details)
    ON CONFLICT (centre_id, series_id, candidate_id) WHERE candidate_id IS NOT NULL DO UPDATE
    SET details = excluded.details, number = held.number + 1, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
"""


def entry_grid() -> Iterator[Figure]:
    """1,000 candidates by twelve codes: the page, every name typed anew, and all of it submitted."""
    yield from _shown()
    yield from _kept()
    yield from _submitted()


def _shown() -> Iterator[Figure]:
    statements: dict[int, int] = {}
    with serving() as server:
        for size, rounds in ROUNDS.items():
            place = ground(size)
            codes = _enter_more(place)
            path = f"/entries/make/{place.address.series}/?codes={','.join(codes)}"
            browser = Browser(server.port, place.officer)
            know_the_tables()
            statements[size] = statements_of_page(place.officer, path)
            page, floor = (
                partial(_expect, browser, at, size) for at in (path, f"{PREFIX}entries/{place.centre_id}")
            )
            taken, least = side_by_side(page, floor, rounds=rounds)
            yield Figure(f"load_entry_grid_{size}", taken, "ms", least, 2 if size == max(ROUNDS) else None)
    yield Figure("load_entry_grid_1000_statements", statements[1000], "statements", None, 12)
    yield Figure("load_entry_grid_statements_1000_to_30", statements[1000], "statements", statements[30], 1)


def _expect(browser: Browser, path: str, size: int) -> None:
    status, body = browser.get(path)
    if status != 200 or body.count(b"<input name=e") < size * CODES:
        raise RuntimeError(f"{path} answered {status}")


def _enter_more(place: Ground) -> list[str]:
    """Every candidate entered for twelve codes in all, by COPY; the codes."""
    more = _options()
    series, people = _people(place)
    at = clock.now() - timedelta(40)
    entries = [
        (new_id(), place.centre_id, person, series.pk, option.pk, option.entry_code, "", at)
        for person in people
        for option in more
    ]
    with tenancy.for_centre(place.centre_id):
        copy_in("entries_entry", TABLES["entries_entry"], entries)
    return [CODE, *(option.entry_code for option in more)]


def _people(place: Ground) -> tuple[Series, list[UUID]]:
    """The series of the ground, and its candidates."""
    series = latest_series()
    assert series is not None  # noqa: S101  (opened by the ground)
    with tenancy.reading(place.officer):
        return series, [person.id for person in queries.people_of(place.officer, series.pk)]


def _options() -> list[Option]:
    """An option each of other codes than the one everybody is entered for."""
    first: dict[str, Option] = {}
    for option in options_for_entry():
        if option.entry_code != CODE:
            first.setdefault(option.entry_code, option)
    return [first[code] for code in sorted(first)[: CODES - 1]]


class Officer:
    """Types the names of all candidates anew, again and again, over what was kept the time before."""

    def __init__(self, place: Ground) -> None:
        self.place, self.turn = place, 0
        self.shown = [(row.number, 0) for row in place.rows()]

    def keep(self) -> None:
        """Every row kept, or a failure."""
        self.turn += 1
        cells = {"forenames": f"Turn {self.turn}"}
        typed = [Typed(number, version, cells) for number, version in self.shown]
        saved = save_drafts(self.place.address.series, typed, how="typing", by=self.place.officer)
        if len(saved.having(Outcome.SAVED)) != len(typed):
            raise RuntimeError("not every row was kept")
        self.shown = [(one.row.key, one.row.version) for one in saved.answers if one.row]


def _kept() -> Iterator[Figure]:
    officer, other = Officer(ground(1000)), ground(1000)
    officer.keep()
    know_the_tables()
    statements, transactions = counted(officer.keep)
    taken, least = side_by_side(officer.keep, _floor_of_keeping(other), rounds=KEEP_ROUNDS)
    yield Figure("keep_1000_entry_rows", taken, "ms", least, 3)
    yield Figure("keep_1000_entry_rows_statements", statements, "statements", None, 15)
    yield Figure("keep_1000_entry_rows_transactions", transactions, "transactions", None, 1)


def _floor_of_keeping(place: Ground) -> Callable[[], None]:
    connection, turns = owner(), count(1)
    series, people = _people(place)

    def floor() -> None:
        typed = [f'{{"forenames": "Turn {next(turns)}"}}'] * len(people)
        connection.execute(ONE_STATEMENT, [place.centre_id, series.pk, people, typed])
        connection.commit()

    return floor


def _submitted() -> Iterator[Figure]:
    """1,000 new candidates typed into an empty grid, beside COPY, check and insert of as many lines."""
    taken = sorted(_timed_submit(1000) for _ in range(3))[1]
    least = sorted(timed_floor(1000) for _ in range(3))[1]
    yield Figure("submit_1000_new_candidates", taken, "ms", least, 6)


def _timed_submit(size: int) -> float:
    place = ground(1)
    option = options_for_entry(codes={CODE}).get(route="upload")
    series, _ = _people(place)
    people = [_person(place.number, series.year, f"{number:04}") for number in range(2, size + 2)]
    typed = [Typed(new_id().hex, 0, person | {CODE: option.code}) for person in people]
    kept = save_drafts(place.address.series, typed, how="paste", by=place.officer)
    if len(kept.having(Outcome.SAVED)) != size:
        raise RuntimeError("not every row was kept")

    def submit() -> None:
        window = queries.window_of(place.address.series)
        with tenancy.reading(place.officer):
            rows = queries.drafted(place.officer, window.series.pk)
            looked_through = review(place.officer, window, rows)
        if looked_through.problems:
            raise RuntimeError(f"{looked_through.problems[0]}")
        sent = submit_drafts(
            place.address.series, key=uuid4(), shown=fingerprint(rows), everything=True, by=place.officer
        )
        if sent.counts.get("added") != size:
            raise RuntimeError(f"{sent.counts}")

    return milliseconds(submit)


def _person(centre: str, year: int, number: str) -> dict[str, str]:
    return {
        "candidate_number": number, "uci": make_uci(centre, year, number), "surname": f"Bench {number}",
        "forenames": "Typed", "date_of_birth": "01/03/2009", "sex": "F", "status": "S",
    }  # fmt: skip
