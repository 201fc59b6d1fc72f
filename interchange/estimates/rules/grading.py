"""What becomes of each forecast grade that somebody gives: the page, the paste and the file decide alike."""

from collections.abc import Sequence
from typing import NamedTuple

from interchange.estimates.rules.forecasts import read_grade
from interchange.estimates.rules.saving import Outcome


class TypedGrade(NamedTuple):
    """One candidate's grade as somebody gave it, over the version that was shown."""

    number: str
    grade: str
    version: int = 0
    line: int = 0


class HeldGrade(NamedTuple):
    """The grade as it stands; no version where there has never been one."""

    grade: str = ""
    version: int = 0
    who: str = ""


class GradeAnswer(NamedTuple):
    """What becomes of it."""

    typed: TypedGrade
    outcome: Outcome
    message: str = ""
    grade: str = ""


TAKEN_AWAY = "The grades are with the awarding body, so this cannot be empty. Enter X if you cannot forecast."


def decide_grade(typed: TypedGrade, held: HeldGrade, grades: Sequence[str], *, with_us: bool) -> GradeAnswer:
    """What becomes of a typed grade, given the one that stands.

    The same grade again changes nothing, whoever gave it. Another over a version that is not the present one is a
    conflict. Once the grades were submitted none can be taken away.
    """
    try:
        grade = read_grade(typed.grade, grades)
    except ValueError as reason:
        return GradeAnswer(typed, Outcome.PROBLEM, str(reason))
    if grade == held.grade:
        return GradeAnswer(typed, Outcome.UNCHANGED, grade=grade)
    if typed.version != held.version:
        return GradeAnswer(typed, Outcome.CONFLICT, held.who, grade)
    if with_us and not grade:
        return GradeAnswer(typed, Outcome.PROBLEM, TAKEN_AWAY)
    return GradeAnswer(typed, Outcome.SAVED, grade=grade)
