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
from interchange.estimates.queries.asking import Asked, Asking
from interchange.estimates.queries.lines import Line, Totals, is_answered, lines_of, return_of
from interchange.estimates.rules import estimates, files
from interchange.estimates.rules.estimates import far_sentence, is_far
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


def estimates_page(
    actor: Actor, query: Mapping[str, str], *, unkept: Unkept = NOTHING, new_lines: int = 0
) -> dict[str, Any]:
    """A centre's estimated entries in one series; the same few statements however many lines."""
    every = asks.asking_for_estimates()
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
