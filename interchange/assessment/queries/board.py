"""Mark sheets over all centres, as the awarding body's staff see them."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.models import SubmittedMark
from interchange.assessment.queries.answers import events_of_sheet
from interchange.assessment.queries.finding import chosen_series
from interchange.assessment.queries.lists import SheetLine, SheetList, sheets_of_board
from interchange.assessment.queries.places import Address, counts_of, place_at, rows_at
from interchange.assessment.queries.submissions import is_intact, lines_of, submissions_of
from interchange.assessment.rules import sheets
from interchange.assessment.rules.marks import ZERO_REASONS, figure
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.downloads import list_file
from interchange.core.paging import Listed, nearest, query_of

PAGE = 100
LIST_HEADINGS = ["Centre", "Name", "Series", "Assessment", "Title", "State", "Candidates", "Entered", "Checked",
                 "Version", "Receipt", "Submitted", "Due"]  # fmt: skip
MARK_HEADINGS = ["Centre", "Series", "Assessment", "Version", "Receipt", "Candidate number", "Name", "UCI", "Mark",
                 "Grade", "Absent", "Reason for 0"]  # fmt: skip


def filtered(
    actor: Actor, query: Mapping[str, str]
) -> tuple[SheetList | None, SheetList | None, Any, list[Any]]:
    """Every sheet of a series, those of the wanted state, the series, and all series; None where there is no series."""
    every, series = chosen_series(query)
    if series is None:
        return None, None, None, every
    number = query.get("centre", "").replace("\x00", "").strip()
    found = centres.centre_ids([number]) if number else {}
    centre_id = found.get(number, -1) if number else None
    lines = sheets_of_board(actor, series, typed=query.get("component", "").strip(), centre_id=centre_id)
    state = query.get("state", "")
    return lines, lines.having(state) if state else lines, series, every


def sheets_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The list of sheets with its filter, its counts by state, and one page of lines."""
    lines, kept, series, every = filtered(actor, query)
    by_state = lines.by_state() if lines is not None else []
    total = len(kept) if kept is not None else 0
    chosen = {name: query.get(name, "") for name in ("centre", "component", "state")}
    page, pages = nearest(total, query.get("page", ""), each=PAGE)
    rows = kept[(page - 1) * PAGE : page * PAGE] if kept is not None else []
    asked = query_of({**chosen, "series": series.code if series else ""})
    return {
        "list": Listed(list(rows), total, page, pages, asked), "by_state": by_state, **chosen,
        "states": [("", "All states"), *((state.code, f"{state.word} ({number})") for state, number in by_state)],
        "choices": [(one.code, one.name) for one in every], "series": series.code if series else "",
        "series_name": series.name if series else "", "may_export": holds(actor, Capability.SHEETS_EXPORT),
        "may_read": holds(actor, Capability.SHEETS_READ),
    }  # fmt: skip


def export(actor: Actor, query: Mapping[str, str], kind: str) -> tuple[bytes, str]:
    """The filtered list, or with `what=marks` every submitted mark of it, as a file and its name."""
    _, found, series, _ = filtered(actor, query)
    kept = list(found or [])
    marks = query.get("what") == "marks"
    header, rows = (
        (MARK_HEADINGS, _mark_rows(actor, kept))
        if marks
        else (LIST_HEADINGS, [_list_row(line) for line in kept])
    )
    about = {
        "Series": series.name if series else "",
        "Filter": ", ".join(f"{name} {value}" for name, value in query.items() if value) or "none",
    }
    name = f"{'marks' if marks else 'sheets'}-{series.code if series else 'none'}.{kind}"
    return list_file(name, header, rows, about=about, by=actor), name


def _list_row(line: SheetLine) -> list[Any]:
    sent = line.submission
    return [
        line.centre_number, line.centre_name, line.series_code, line.code, line.title, line.state.word,
        line.counts.candidates, line.counts.entered, line.counts.checked, sent.version if sent else "",
        sent.receipt if sent else "", sent.submitted_at if sent else "", line.window.submit_until.date(),
    ]  # fmt: skip


def _mark_rows(actor: Actor, kept: list[SheetLine]) -> list[list[Any]]:
    by_id = {line.submission.pk: line for line in kept if line.submission}
    found = (
        SubmittedMark.objects.visible_to(actor)
        .filter(submission_id__in=list(by_id))
        .order_by("submission_id", "position")
    )
    return [_mark_row(by_id[one.submission_id], one) for one in found]


def _mark_row(line: SheetLine, one: SubmittedMark) -> list[Any]:
    sent = line.submission
    version, receipt = (sent.version, sent.receipt) if sent else ("", "")
    return [
        line.centre_number, line.series_code, line.code, version, receipt, one.number, one.name, one.uci,
        figure(one.mark), one.grade, "yes" if one.absent else "", ZERO_REASONS.get(one.reason, ""),
    ]  # fmt: skip


def sheet_page(actor: Actor, address: Address) -> dict[str, Any]:
    """One centre's sheet for staff: what was submitted of it, never a draft; 404 where the centre has no candidates."""
    place = place_at(actor, address)
    rows = rows_at(actor, place)
    if not rows:
        raise Http404
    versions = list(submissions_of(actor, place.sheet)) if place.sheet else []
    lines = list(lines_of(actor, versions[0])) if versions else []
    number, name = centres.names_of([place.centre_id])[place.centre_id]
    counts = counts_of(rows)
    return {
        "place": place, "counts": counts, "versions": versions, "sent": versions[0] if versions else None,
        "lines": lines,
        "state": sheets.shown_state(place.state, counts, place.window, at=clock.now()), "centre_number": number,
        "centre_name": name, "intact": is_intact(versions[0], lines) if versions else None,
        "may_reopen": holds(actor, Capability.SHEETS_REOPEN) and place.state == sheets.RECEIVED,
        "may_moderate": holds(actor, Capability.SHEETS_REOPEN) and place.state == sheets.RECEIVED
        and place.sheet is not None and place.sheet.moderation_began_at is None,
        "events": events_of_sheet(actor, place)[:100], "zero_reasons": ZERO_REASONS,
    }  # fmt: skip
