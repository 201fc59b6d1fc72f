"""What a mark sheet's page and its script send, read strictly: whole, or refused with a sentence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from interchange.assessment.rules.marks import Profile, Typed
from interchange.core.errors import Refused

NOT_WHOLE = Refused(
    "not-whole",
    "Part of the page did not reach us, so nothing was saved. What you typed is still in your browser: "
    "go back, and save again.",
)
LONGEST_CELL = 200
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Post:
    """A sheet as sent without script: its rows, and which button was pressed."""

    rows: list[Typed]
    button: str


def read_post(sent: QueryDict, profile: Profile) -> Post:
    """The rows of a posted sheet. Refused whole when it was cut off, or a row is missing, doubled or misshapen.

    The page sends its row count, every row's version, and a last field that says it arrived to the end.
    """
    versions = _versions(sent)
    if sent.get("end") != "1" or sent.get("rows") != str(len(versions)):
        raise NOT_WHOLE
    name = "g" if profile.graded else "m"
    if any(len(sent.getlist(f"{name}{number}")) != 1 for number in versions):
        raise NOT_WHOLE
    rows = [_typed(sent, number, version, profile) for number, version in versions.items()]
    return Post(rows, sent.get("do", "save"))


def _versions(sent: QueryDict) -> dict[str, int]:
    pairs = [pair.partition(":") for pair in sent.get("versions", "").split()]
    if not all(
        number.isascii() and number.isdigit() and version.isascii() and version.isdigit()
        for number, _, version in pairs
    ):
        raise NOT_WHOLE
    versions = {number: int(version[:9]) for number, _, version in pairs}
    if len(versions) != len(pairs) or len(pairs) > MOST_ROWS:
        raise NOT_WHOLE
    return versions


def _typed(sent: QueryDict, number: str, version: int, profile: Profile) -> Typed:
    parts = tuple(sent.get(f"q{number}_{place}", "") for place in range(1, len(profile.parts) + 1))
    return Typed(
        number, version, _cell(sent.get(f"m{number}", "")), f"a{number}" in sent, _cell(sent.get(f"g{number}", "")),
        sent.get(f"z{number}", ""), parts, f"c{number}" in sent,
    )  # fmt: skip


def _cell(text: str) -> str:
    """A cell no longer than anything that could be a mark; the rest of it is noise."""
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL]


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body of a script's request as an object; refused when it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    if not isinstance(body, dict):
        raise NOT_WHOLE
    return body


def read_cells(body: Mapping[str, Any]) -> list[Typed]:
    """The rows that a script sends to be saved; refused whole when one is misshapen or doubled."""
    rows = body.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise NOT_WHOLE
    typed = [_cell_row(row) for row in rows]
    if len({row.number for row in typed}) != len(typed):
        raise NOT_WHOLE
    return typed


def _cell_row(row: Any) -> Typed:
    if not isinstance(row, dict):
        raise NOT_WHOLE
    number, version, parts = row.get("number"), row.get("version"), row.get("parts", [])
    flags = row.get("absent", False), row.get("checked", False)
    texts = [row.get(name, "") for name in ("mark", "grade", "reason")]
    shaped = isinstance(version, int) and all(isinstance(flag, bool) for flag in flags)
    if not shaped or not _all_text([number, *texts]) or not isinstance(parts, list) or not _all_text(parts):
        raise NOT_WHOLE
    mark, grade, reason = (_cell(text) for text in texts)
    return Typed(str(number), int(version or 0), mark, flags[0], grade, reason, tuple(parts), flags[1])


def _all_text(values: Sequence[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def read_key(sent: QueryDict, name: str = "key") -> UUID:
    """The idempotency key of a submitting form; refused when there is none."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        raise NOT_WHOLE from None


def read_reason(sent: QueryDict, name: str, label: str) -> str:
    """A reason that somebody will read; refused when it is empty."""
    text = sent.get(name, "").strip()
    if not text:
        raise Refused(f"{name}-missing", f"Give the {label}. It will be read by the people concerned.")
    return text[:2000]
