"""What a mark sheet's page and its script send, read strictly: whole, or refused with a sentence."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from interchange.assessment.rules.marks import LONGEST_READ, Profile, Typed, as_typed
from interchange.core.sent import MOST_ROWS, NOT_WHOLE, all_text, is_number, read_rows
from interchange.core.typed import a_reason

LONGEST_CELL = LONGEST_READ + 1
NEVER_SHOWN = "?"
"""What no row is sent back as, so that it counts as touched."""


@dataclass(frozen=True)
class Post:
    """A sheet as sent without script: the rows that somebody touched, and whether “Check all shown” was pressed."""

    rows: list[Typed]
    checks_all: bool


def read_post(sent: QueryDict, profile: Profile) -> Post:
    """The touched rows of a posted sheet. Refused whole when it was cut off, or a row is missing, doubled or misshapen.

    The page sends its row count, every row's version with what it showed, and a last field that says it arrived to
    the end. A row sent back as it was shown was not touched, so what others saved in it meanwhile stands.
    """
    shown = _shown(sent)
    if sent.get("end") != "1" or sent.get("rows") != str(len(shown)):
        raise NOT_WHOLE
    name = "g" if profile.graded else "m"
    fields = [field[1:] for field in sent if field[:1] == name and field[1:].isdigit()]
    if len(fields) != len(shown) or any(len(sent.getlist(f"{name}{number}")) != 1 for number in shown):
        raise NOT_WHOLE
    checks_all = sent.get("do") == "check-all"
    rows = [
        (_typed(sent, number, version, profile, checks_all=checks_all), was)
        for number, (version, was) in shown.items()
    ]
    return Post([row for row, was in rows if as_typed(row) != was], checks_all)


def _shown(sent: QueryDict) -> dict[str, tuple[int, str]]:
    """Of each row the version and what it showed, by candidate number."""
    rows = [row.split(":", 2) for row in sent.get("versions", "").split()]
    if len(rows) > MOST_ROWS or not all(
        len(row) > 1 and is_number(row[0]) and is_number(row[1]) for row in rows
    ):
        raise NOT_WHOLE
    shown = {row[0]: (int(row[1]), row[2] if len(row) > 2 else NEVER_SHOWN) for row in rows}
    if len(shown) != len(rows):
        raise NOT_WHOLE
    return shown


def _typed(sent: QueryDict, number: str, version: int, profile: Profile, *, checks_all: bool) -> Typed:
    parts = tuple(sent.get(f"q{number}_{place}", "") for place in range(1, len(profile.parts) + 1))
    mark, grade, absent = (
        _cell(sent.get(f"m{number}", "")),
        _cell(sent.get(f"g{number}", "")),
        f"a{number}" in sent,
    )
    checked = f"c{number}" in sent or (checks_all and bool(mark.strip() or grade or absent))
    return Typed(number, version, mark, absent, grade, sent.get(f"z{number}", ""), parts, checked)


def _cell(text: str) -> str:
    """A cell that is too long to be a mark stays too long, and no longer."""
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL]


def read_cells(body: dict[str, Any]) -> list[Typed]:
    """The rows that a script sends to be saved; refused whole when one is misshapen or doubled."""
    typed = [_cell_row(row) for row in read_rows(body)]
    if len({row.number for row in typed}) != len(typed):
        raise NOT_WHOLE
    return typed


def _cell_row(row: Any) -> Typed:
    if not isinstance(row, dict):
        raise NOT_WHOLE
    number, version, parts = row.get("number"), row.get("version"), row.get("parts", [])
    flags = row.get("absent", False), row.get("checked", False)
    texts = [row.get(name, "") for name in ("mark", "grade", "reason")]
    shaped = type(version) is int and all(isinstance(flag, bool) for flag in flags)
    if not shaped or not all_text([number, *texts]) or not isinstance(parts, list) or not all_text(parts):
        raise NOT_WHOLE
    mark, grade, reason = (_cell(text) for text in texts)
    return Typed(str(number), int(version or 0), mark, flags[0], grade, reason, tuple(parts), flags[1])


def read_reason(sent: QueryDict, name: str, label: str) -> str:
    """A reason that somebody will read; refused when it is empty, or too long to be read."""
    ask = f"Give the {label}. It will be read by the people concerned."
    return a_reason(sent.get(name, ""), ask=ask, code=f"{name}-missing")
