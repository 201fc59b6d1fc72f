"""What the pages of a centre show: its estimated entries, and its forecast grades."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Table
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries import forecasting
from interchange.estimates.queries.asking import Asked, Asking, Award
from interchange.estimates.queries.lines import Line, Totals, is_answered, lines_of, return_of
from interchange.estimates.rules import estimates, files
from interchange.estimates.rules.estimates import far_sentence, is_far
from interchange.estimates.rules.forecasts import WITH_US, in_one_word
from interchange.estimates.rules.grading import GradeAnswer, TypedGrade, decide_grade
from interchange.estimates.rules.saving import Answer, Outcome, Typed, decide


@dataclass(frozen=True)
class Drawn:
    """One line as the page draws it: what stands, what was typed over it, and what is wrong with that."""

    asked: Asked
    line: Line | None
    value: str
    version: int
    error: str = ""
    conflict: str = ""

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def shown(self) -> str:
        """What the form sends back to say that nobody touched it."""
        return f"{self.key}:{self.version}:{self.line.number if self.line else ''}"


@dataclass(frozen=True)
class NewLine:
    """One of the empty lines below the list, with what was typed and what is wrong with it."""

    place: int
    code: str = ""
    number: str = ""
    error: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two people changed one line or candidate: both values."""

    key: str
    name: str
    yours: str
    theirs: str
    said: str


@dataclass(frozen=True)
class Unkept:
    """What a save could not keep, to be shown as it was typed."""

    answers: Collection[Answer] = field(default_factory=tuple)

    @property
    def typed(self) -> dict[str, Answer]:
        return {
            answer.typed.key: answer for answer in self.answers
            if answer.typed.key and answer.outcome in (Outcome.PROBLEM, Outcome.CONFLICT)
        }  # fmt: skip

    @property
    def new(self) -> dict[int, Answer]:
        return {answer.typed.line: answer for answer in self.answers
                if answer.typed.line and answer.outcome is Outcome.PROBLEM}  # fmt: skip


NOTHING = Unkept()


def asked_series() -> list[Asking]:
    """The series that ask for estimated entries, the newest first."""
    return [one for one in asks.askings() if one.profile.estimated_entries]


def estimates_page(
    actor: Actor, query: Mapping[str, str], *, unkept: Unkept = NOTHING, new_lines: int = 0
) -> dict[str, Any]:
    """A centre's estimated entries in one series; the same few statements however many lines."""
    every = asked_series()
    asking = asks.chosen(every, query)
    family, show_all = query.get("family", ""), query.get("show") == "all"
    page: dict[str, Any] = {
        "asking": asking, "choices": asks.choices_of(every), "series": asking.code if asking else "", "family": family,
        "show_all": show_all, "at": clock.now(), "may_enter": holds(actor, Capability.ESTIMATES_ENTER),
    }  # fmt: skip
    return page if asking is None else page | _of_series(actor, asking, family, show_all, unkept, new_lines)


def _of_series(
    actor: Actor, asking: Asking, family: str, show_all: bool, unkept: Unkept, new_lines: int
) -> dict[str, Any]:
    centre = actor.centre_id or 0
    head, lines = return_of(actor, asking, centre), lines_of(actor, asking, centre)
    window, now = asking.window(head.extended_until if head else None), clock.now()
    drawn = _drawn(asking, lines, unkept, show_all=show_all)
    kept = [one for one in drawn if not family or one.asked.family == family]
    closed = window.why_closed(asking.name, at=now)
    return {
        "lines": kept, "others": len(drawn) - len(kept), "head": head, "window": window, "closed": closed,
        "totals": Totals.of(lines), "answered": is_answered(head, lines), "overdue": window.is_overdue(at=now),
        "shown": " ".join(one.shown for one in kept), "errors": _errors(kept, unkept),
        "conflicts": [_conflict(one, unkept) for one in kept if one.conflict],
        "new_lines": [] if show_all else _new(unkept, new_lines), "locked": estimates.STATES[estimates.LOCKED],
        "far": [one for one in kept if one.line and one.line.far],
    }  # fmt: skip


def _drawn(asking: Asking, lines: list[Line], unkept: Unkept, *, show_all: bool) -> list[Drawn]:
    held = {line.key: line for line in lines}
    asked = {line.key: line.asked for line in lines}
    if show_all or unkept.typed.keys() - asked.keys():
        every = {one.key: one for one in asks.asked_codes(asking)}
        asked |= every if show_all else {key: every[key] for key in unkept.typed if key in every}
    ordered = sorted(asked.values(), key=lambda one: one.order)
    return [_drawn_line(one, held.get(one.key), unkept.typed.get(one.key)) for one in ordered]


def _drawn_line(asked: Asked, line: Line | None, answer: Answer | None) -> Drawn:
    standing, version = (str(line.number), line.version) if line else ("", 0)
    if answer is None:
        return Drawn(asked, line, standing, version)
    conflict = answer.message if answer.outcome is Outcome.CONFLICT else ""
    return Drawn(asked, line, answer.typed.number, version, "" if conflict else answer.message, conflict)


def _conflict(one: Drawn, unkept: Unkept) -> Conflict:
    theirs = f"{one.line.number:,}" if one.line else ""
    return Conflict(one.key, one.asked.code, unkept.typed[one.key].typed.number, theirs, one.conflict)


def _new(unkept: Unkept, most: int) -> list[NewLine]:
    found = unkept.new
    return [
        NewLine(place, *(
            (found[place].typed.code, found[place].typed.number, found[place].message) if place in found else ()
        ))
        for place in range(1, most + 1)
    ]  # fmt: skip


def _errors(lines: list[Drawn], unkept: Unkept) -> list[dict[str, str]]:
    """What is wrong, for the top of the page; each leads to its field."""
    found = [
        {"text": f"{one.asked.code}: {one.error or one.conflict}", "href": f"#n-{one.key}"}
        for one in lines
        if one.error or one.conflict
    ]
    for place, answer in unkept.new.items():
        field_name = "code" if "code" in answer.message or "asked for" in answer.message else "new"
        found.append({"text": answer.message, "href": f"#{field_name}-{place}"})
    return found


# ---------------------------------------------------------------- files


def file_rows(lines: list[Drawn]) -> list[list[str]]:
    """The lines under the headings that the upload reads."""
    return [
        files.estimate_row({
            "code": one.asked.code, "title": f"{one.asked.title} {one.asked.label}".strip(),
            "last_year": str(one.line.last_year) if one.line else "", "number": one.value,
        })
        for one in lines
    ]  # fmt: skip


def preview_estimates(actor: Actor, series: str, table: Table) -> files.Preview:
    """What accepting a table would do; nothing is written."""
    asking = asks.asking_at(series)
    lines = {line.key: line for line in lines_of(actor, asking, actor.centre_id or 0)}
    by_code = asks.by_typed_code(asks.asked_codes(asking))
    made = files.Preview(notes=list(table.notes))
    rows, shift = files.with_headings(table, files.ESTIMATES, ("Code", "Estimate"))
    accepted, problems, _ = files.ESTIMATES.read_sheet(rows, table.problems)
    made.left_out += [files.LeftOut(one.row - shift, "", f"{one.column}: {one.sentence}") for one in problems]
    seen: set[str] = set()
    for row in accepted:
        line, typed_code, number = row["line"] - shift, row["code"], row["number"] or ""
        found, why = asks.find(typed_code, by_code, asking)
        if found is None:
            made.left_out.append(files.LeftOut(line, typed_code, why))
        elif found.key in seen:
            made.left_out.append(files.LeftOut(line, found.code, "Another line is about the same code."))
        elif not number:
            made.unchanged += 1
        else:
            seen.add(found.key)
            _weigh(made, line, found, number, lines.get(found.key), asking)
    return made


def _weigh(
    made: files.Preview, line: int, asked: Asked, number: str, held: Line | None, asking: Asking
) -> None:
    typed = Typed(asked.key, number, held.version if held else 0, confirmed=True)
    answer = decide(typed, held.held if held else None)
    if answer.outcome is Outcome.PROBLEM:
        made.left_out.append(files.LeftOut(line, asked.code, answer.message))
    elif answer.outcome is Outcome.UNCHANGED:
        made.unchanged += 1
    else:
        before = held.last_year if held else 0
        far = is_far(answer.number, before, percent=asking.profile.estimate_change_percent)
        old = "nothing" if held is None else f"{held.number}" + (" (not answered)" if held.waits else "")
        note = far_sentence(answer.number, before) if far else ""
        made.changed.append(files.Change(asked.code, asked.title, old, str(answer.number), note))
        made.rows.append([asked.key, str(answer.number), typed.version, ""])


# ---------------------------------------------------------------- forecast grades


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
