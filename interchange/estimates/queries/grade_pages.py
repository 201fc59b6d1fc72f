"""What the pages of a centre's forecast grades show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Table
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries import forecasting
from interchange.estimates.queries.asking import Asking, Award
from interchange.estimates.queries.pages import Conflict
from interchange.estimates.rules import files
from interchange.estimates.rules.forecasts import WITH_US, in_one_word
from interchange.estimates.rules.grading import GradeAnswer, TypedGrade, decide_grade
from interchange.estimates.rules.saving import Outcome


@dataclass(frozen=True)
class GradeRow:
    """One candidate as the page draws it."""

    row: forecasting.Row
    value: str
    error: str = ""
    conflict: str = ""

    @property
    def shown(self) -> str:
        """What the form sends back to say that nobody touched it."""
        return f"{self.row.number}:{self.row.version}:{in_one_word(self.row.grade)}"


def forecasts_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The awards for which the centre is asked for forecast grades."""
    every = asks.askings()
    asking = asks.chosen([one for one in every if one.profile.forecast_grades], query)
    named = next((one for one in every if one.code == query.get("series", "")), None)
    asking = named or asking or asks.chosen(every, {})
    family = query.get("family", "")
    lines = forecasting.overviews(actor, asking, actor.centre_id or 0, family=family) if asking else []
    return {
        "asking": asking, "choices": asks.choices_of(every), "series": asking.code if asking else "", "lines": lines,
        "family": family, "asked": bool(asking and asking.profile.forecast_grades), "at": clock.now(),
        "closed": asking.deadline.why_closed(asking.name, at=clock.now()) if asking else "",
    }  # fmt: skip


def forecast_page(
    actor: Actor, asking: Asking, award: Award, *, answers: Collection[GradeAnswer] = (), group: str = ""
) -> dict[str, Any]:
    """The candidates of one award with their forecast grades; the same few statements however many."""
    centre = actor.centre_id or 0
    rows = forecasting.rows_of(actor, asking, award, centre)
    sheet, known = forecasting.sheet_of(actor, asking, award.entry_code, centre), {row.number for row in rows}
    bad = {a.typed.number: a for a in answers if a.outcome in (Outcome.PROBLEM, Outcome.CONFLICT)}
    every = [_grade_row(row, bad.get(row.number)) for row in rows]
    kept = [one for one in every if not group or one.row.group == group or one.row.number in bad]
    stored = sheet.state if sheet else "open"
    groups = sorted({row.group for row in rows if row.group})
    return {
        "asking": asking, "award": award, "rows": kept, "others": len(every) - len(kept), "sheet": sheet,
        "state": forecasting.shown_state(stored, asking), "with_us": stored in WITH_US, "at": clock.now(),
        "closed": asking.deadline.why_closed(asking.name, at=clock.now()), "deadline": asking.deadline,
        "may_enter": holds(actor, Capability.ESTIMATES_ENTER), "candidates": len(rows),
        "given": sum(row.given for row in rows), "shown": " ".join(one.shown for one in kept), "group": group,
        "groups": [("", "All groups"), *((name, name) for name in groups)] if groups else [],
        "errors": [
            {"text": f"{number}: {answer.message}", "href": f"#n-{number}" if number in known else ""}
            for number, answer in bad.items()
        ],
        "conflicts": [
            Conflict(one.row.number, f"{one.row.number} {one.row.name}", one.value or "nothing",
                     one.row.grade or "nothing", one.conflict)
            for one in kept if one.conflict
        ],
    }  # fmt: skip


def _grade_row(row: forecasting.Row, answer: GradeAnswer | None) -> GradeRow:
    if answer is None:
        unfit = row.grade and not row.given
        said = f"{row.grade} is not a grade of {row.option}, for which this candidate is entered now. Choose another."
        return GradeRow(row, row.grade, said if unfit else "")
    conflict = answer.message if answer.outcome is Outcome.CONFLICT else ""
    value = answer.grade if answer.outcome is Outcome.CONFLICT else answer.typed.grade
    return GradeRow(row, value, "" if conflict else answer.message, conflict)


def forecast_file_rows(actor: Actor, asking: Asking, award: Award) -> list[list[str]]:
    """The candidates under the headings that the upload reads."""
    return [
        files.forecast_row({"number": row.number, "name": row.name, "group": row.group, "grade": row.grade})
        for row in forecasting.rows_of(actor, asking, award, actor.centre_id or 0)
    ]


def preview_forecasts(actor: Actor, asking: Asking, award: Award, table: Table) -> files.Preview:
    """What accepting a table would do; nothing is written."""
    centre = actor.centre_id or 0
    rows = {row.number: row for row in forecasting.rows_of(actor, asking, award, centre)}
    sheet = forecasting.sheet_of(actor, asking, award.entry_code, centre)
    with_us = sheet is not None and sheet.state in WITH_US
    made = files.Preview(notes=list(table.notes))
    found, shift = files.with_headings(table, files.FORECASTS, ("Candidate number", "Forecast grade"))
    accepted, problems, _ = files.FORECASTS.read_sheet(found, table.problems)
    made.left_out += [files.LeftOut(one.row - shift, "", f"{one.column}: {one.sentence}") for one in problems]
    for line in accepted:
        number, grade, row = line["number"], line["grade"] or "", rows.get(line["number"])
        if row is None:
            said = f"There is no candidate {number} with an entry for {award.entry_code}."
            made.left_out.append(files.LeftOut(line["line"] - shift, number, said))
        elif not grade:
            made.unchanged += 1
        else:
            typed = TypedGrade(number, grade, row.version)
            answer = decide_grade(typed, row.held, row.grades, with_us=with_us)
            _weigh_grade(made, line["line"] - shift, row, answer)
    return made


def _weigh_grade(made: files.Preview, line: int, row: forecasting.Row, answer: GradeAnswer) -> None:
    if answer.outcome is Outcome.PROBLEM:
        made.left_out.append(files.LeftOut(line, row.number, answer.message))
    elif answer.outcome is Outcome.UNCHANGED:
        made.unchanged += 1
    else:
        made.changed.append(files.Change(row.number, row.name, row.grade or "nothing", answer.grade))
        made.rows.append([row.number, answer.grade, row.version])
