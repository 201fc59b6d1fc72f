"""What a save is answered with, and the history of a cell and of a sheet."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import Http404

from interchange.assessment.queries.outcomes import Answer, Outcome, Saved
from interchange.assessment.queries.pages import marks_of, state_of, warnings_of
from interchange.assessment.queries.places import Place, Row, counts_of, latest_save, rows_at
from interchange.assessment.rules.figures import figures_of
from interchange.assessment.rules.marks import figure
from interchange.audit import queries as audit
from interchange.core import clock
from interchange.core.actor import Actor

LATELY = 120_000_000
"""How long ago, in microseconds, somebody may have saved to count as being on the sheet too."""

STILL_BEING_WRITTEN = 10_000_000
"""How much longer, in microseconds, than its time of saving says, a save may take to be seen by others."""

HOWS = {
    "form": "saved with the page", "typing": "typed", "paste": "pasted", "file": "from a file", "api": "by a program",
    "undo": "undone",
    "change": "a change that was asked for",
}  # fmt: skip


def problem_line(answer: Answer) -> str:
    """A problem as the list at the top of the page says it."""
    name = f" {answer.row.name}" if answer.row else ""
    return f"{answer.typed.number}{name}: {answer.message}"


def noted_line(answer: Answer) -> str:
    """What there is to know of a saved row, as a message at the top of the page."""
    name = f" {answer.row.name}" if answer.row else ""
    return f"{answer.typed.number}{name}: {answer.note}"


def conflicts(saved: Saved) -> list[dict[str, str]]:
    """Both values of each row that two people changed, for the page to show side by side."""
    return [
        {
            "number": answer.typed.number, "name": answer.row.name, "theirs": answer.row.value.words,
            "yours": "Absent" if answer.typed.absent else answer.typed.grade or answer.typed.mark,
            "by": answer.row.saved_by or "Someone", "at": clock.wall_time(answer.row.saved_at or clock.now()),
        }
        for answer in saved.having(Outcome.CONFLICT)
        if answer.row is not None
    ]  # fmt: skip


def as_json(saved: Saved, *, by: Actor) -> dict[str, Any]:
    """The answer to a script's save."""
    rows = [_answered(answer) for answer in saved.answers]
    return {"rows": rows, **_state_of_sheet(saved.rows, saved.place, by)}


def _answered(answer: Answer) -> dict[str, Any]:
    stored = as_row(answer.row) if answer.row else {"number": answer.typed.number}
    if answer.note:
        stored["words"] = f"{stored['words']}. {answer.note}"
    return {**stored, "outcome": answer.outcome.value, "message": answer.message or stored.get("message", "")}


def as_row(row: Row) -> dict[str, Any]:
    """One row as a script reads it."""
    css, words, message = state_of(row)
    return {
        "number": row.number, "version": row.version, "mark": figure(row.value.mark), "absent": row.value.absent,
        "grade": row.value.grade, "reason": row.value.reason, "parts": [figure(part) for part in row.value.parts],
        "checked": row.checked, "by": row.saved_by, "at": clock.wall_time(row.saved_at) if row.saved_at else "",
        "state": css, "words": words, "message": message,
    }  # fmt: skip


def _state_of_sheet(rows: Sequence[Row], place: Place, by: Actor) -> dict[str, Any]:
    counts, now = counts_of(list(rows)), clock.now()
    latest, lately = latest_save(rows), clock.microseconds(now) - LATELY
    figures = asdict(figures_of(marks_of(rows)))
    return {
        "figures": {**figures, "entered": counts.entered, "checked": counts.checked, "of": counts.candidates},
        "warnings": warnings_of(rows, place), "saved_at": clock.wall_time(now),
        "token": latest.isoformat() if latest else "",
        "others": sorted({row.saved_by for row in rows if row.saved_us and row.saved_us > lately} - {by.name}),
    }  # fmt: skip


def since(rows: Sequence[Row], place: Place, moment: datetime | None, *, by: Actor) -> dict[str, Any]:
    """What anybody saved after a moment, for a page that is open.

    And a little before it: a save that was still being written when the page asked last has an earlier time.
    """
    after = clock.microseconds(moment) - STILL_BEING_WRITTEN if moment else 0
    later = [row for row in rows if row.saved_us is not None and row.saved_us > after]
    return {
        "rows": [{**as_row(row), "outcome": "saved"} for row in later],
        **_state_of_sheet(rows, place, by),
    }


def history_of(actor: Actor, place: Place, number: str) -> dict[str, Any]:
    """Every value that one candidate's row has had: when, who, old, new, and how it came in."""
    if actor.groups and number not in {row.number for row in rows_at(actor, place)}:
        raise Http404
    found = audit.rows_about(place.centre_id, place.subject, number) if place.subject else []
    lines = []
    for at, who, _, how, reason, (_, old, new, checked, *_) in found:
        said = f"{new} (unchanged)" if old == new else new or "nothing"
        lines.append({
            "at": f"{clock.london(at):%-d %B %Y}, {clock.wall_time(at)}", "who": who,
            "old": old or "nothing", "new": said,
            "checked": checked, "how": HOWS.get(how or "", "") + (f": {reason}" if reason else ""),
        })  # fmt: skip
    return {"number": number, "lines": lines}


def events_of_sheet(actor: Actor, place: Place) -> list[audit.Line]:
    """The trail of one sheet, newest first."""
    if not place.subject:
        return []
    return [audit.line(event) for event in audit.events_of(actor, subject=place.subject)[:500]]
