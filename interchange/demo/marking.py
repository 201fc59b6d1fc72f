"""What the teachers of the demo world type: plausible marks and grades, the same at every start."""

from collections.abc import Mapping, Sequence
from random import Random

from interchange.assessment.queries.places import Row
from interchange.assessment.rules.marks import Profile, Typed

WEIGHTS = {"D": 2, "M": 4, "P": 8, "NC": 1}
ABSENT, ZERO = 0.015, 0.01
REASONS = ("nothing-creditable", "nothing-provided", "not-authenticated")
FULL = 100
"""The maximum where the awarding body has not given one."""


def typed(
    rows: Sequence[Row], profile: Profile, *, checked: bool, odd: Mapping[str, str] | None = None
) -> list[Typed]:
    """The rows as a teacher types them; `odd` names numbers and what is typed for them instead."""
    return [_typed(row, profile, checked=checked, odd=(odd or {}).get(row.number, "")) for row in rows]


def _typed(row: Row, profile: Profile, *, checked: bool, odd: str) -> Typed:
    random = Random(f"{profile.code} {row.uci}")  # noqa: S311  (marks of people who do not exist)
    blank = Typed(row.number, row.version, checked=checked)
    if profile.graded:
        grades = profile.grades
        return blank._replace(
            grade=odd or random.choices(grades, [WEIGHTS.get(each, 1) for each in grades])[0]
        )
    if odd == "absent" or (not odd and profile.takes_absent and random.random() < ABSENT):
        return blank._replace(absent=True)
    if odd:
        return blank._replace(mark=odd)
    if random.random() < ZERO:
        return blank._replace(mark="0", reason=random.choice(REASONS))
    most = profile.maximum or FULL
    return blank._replace(mark=str(min(most, max(1, round(random.gauss(0.64, 0.16) * most)))))
