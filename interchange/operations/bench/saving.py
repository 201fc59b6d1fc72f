"""Saving 1,000 marks: with checks, trail and answers, beside the one statement that stores them."""

from collections.abc import Callable, Iterator
from itertools import count

from interchange.assessment.queries.outcomes import How, Outcome
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.operations.bench.counting import counted
from interchange.operations.bench.figures import Figure, side_by_side
from interchange.operations.bench.ground import MAXIMUM, Ground, ground, know_the_tables, owner

SIZE, ROUNDS = 1000, 15
ONE_STATEMENT = """
    INSERT INTO assessment_mark AS held (id, centre_id, sheet_id, entry_id, mark, absent, grade, reason, parts, checked,
                                         checked_by, version, saved_at, saved_by)
    SELECT gen_random_uuid(), %s, %s, entry, mark, false, '', '', '{}', false, '', 1, now(), 'floor'
    FROM unnest(%s::uuid[], %s::numeric[]) AS typed (entry, mark)
    ON CONFLICT (centre_id, sheet_id, entry_id) DO UPDATE
    SET mark = excluded.mark, version = held.version + 1, saved_at = excluded.saved_at, saved_by = excluded.saved_by
"""


class Teacher:
    """Gives every candidate of a sheet another mark, again and again, knowing the versions from the last answer."""

    def __init__(self, place: Ground) -> None:
        self.place = place
        self.shown = [(row.number, row.version) for row in place.rows()]
        self.turn = 0

    def save(self) -> None:
        """Every mark changed, or a failure."""
        self.turn += 1
        typed = [
            Typed(number, version, mark=str((self.turn + at) % (MAXIMUM + 1)))
            for at, (number, version) in enumerate(self.shown)
        ]
        saved = save_marks(self.place.address, typed, how=How.TYPING, by=self.place.officer)
        if len(saved.having(Outcome.SAVED)) != len(typed):
            raise RuntimeError("not every mark was saved")
        self.shown = [(row.number, row.version) for row in saved.rows]


def saving() -> Iterator[Figure]:
    """All marks of a sheet changed at once, by the service that the page calls."""
    teacher, other = Teacher(ground(SIZE)), Teacher(ground(SIZE))
    teacher.save()
    other.save()
    know_the_tables()
    statements, transactions = counted(teacher.save)
    taken, least = side_by_side(teacher.save, _floor(other.place), rounds=ROUNDS)
    yield Figure("save_1000_marks", taken, "ms", least, 3)
    yield Figure("save_1000_marks_statements", statements, "statements", None, 15)
    yield Figure("save_1000_marks_transactions", transactions, "transactions", None, 1)


def _floor(place: Ground) -> Callable[[], None]:
    connection = owner()
    found = "SELECT id FROM assessment_marksheet WHERE centre_id = %s"
    [sheet_id] = connection.execute(found, [place.centre_id]).fetchone() or [None]
    entries = [row.entry_id for row in place.rows()]
    turns = count(1)

    def floor() -> None:
        turn = next(turns)
        marks = [(turn + at) % (MAXIMUM + 1) for at in range(len(entries))]
        connection.execute(ONE_STATEMENT, [place.centre_id, sheet_id, entries, marks])
        connection.commit()

    return floor
