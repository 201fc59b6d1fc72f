"""Reports on what a centre has entered (R-DOC-1): totals and clashes; to read, keep and print."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings

from interchange.catalogue.queries.look_series import choices, chosen_series
from interchange.catalogue.queries.look_timetable import clock_of
from interchange.catalogue.rules.timetable import length_in_words
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.documents.report import Column, Report, Section
from interchange.entries.queries import viewing
from interchange.entries.queries.clashing import Clashing, clashing
from interchange.entries.queries.listing import candidates_of, head_of
from interchange.entries.queries.warnings import warnings_of

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

ASSUMED = (
    "* The timetable prints the session alone. We take 09:00 for a morning and 13:30 for an afternoon; your centre may "
    "start at another time."
)  # fmt: skip


def _whose(actor: Actor) -> str:
    return f"{actor.centre_number} {actor.centre_name}"


# ---------------------------------------------------------------- the centre's totals


def summary_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """All that a centre has entered in a series, by title, with sums (R-DOC-1)."""
    series = chosen_series(query)
    lines = viewing.option_lines(actor, series, viewing.Asked(), withdrawn=True)
    return {
        **choices(series), "asked": {"series": series.code if series else ""}, "totals": viewing.totals_of(lines),
        "groups": [(title, group, viewing.totals_of(group)) for title, group in _by_title(lines)],
        "candidates": entered_candidates(actor, series), "as_at": clock.now(),
    }  # fmt: skip


def entered_candidates(actor: Actor, series: "Series | None") -> int:
    """How many candidates have an entry that stands."""
    return viewing.candidates_shown(actor, series, viewing.Asked(), entered=True).count()


def _by_title(lines: Iterable[viewing.OptionLine]) -> list[tuple[str, list[viewing.OptionLine]]]:
    in_order = sorted(lines, key=lambda line: (line.title, line.code, line.option))
    return [(title, list(group)) for title, group in groupby(in_order, key=lambda line: line.title)]


def summary_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file."""
    series = chosen_series(query)
    lines = viewing.option_lines(actor, series, viewing.Asked(), withdrawn=True)
    return viewing.option_rows(lines), head_of(actor, series)


def summary_report(actor: Actor, query: Mapping[str, str]) -> Report:
    """The same on paper."""
    page = summary_page(actor, query)
    series, totals = page["series"], page["totals"]
    columns = (
        Column("Code", 19), Column("Option", 15), Column("Option, tier, method", 61),
        Column("Entered", 17, number=True),
        Column("School", 17, number=True), Column("Private", 17, number=True), Column("Late", 14, number=True),
        Column("Withdrawn", 20, number=True),
    )  # fmt: skip
    sections = [
        Section(
            title or "Without a title",
            [_summed(line) for line in group],
            ("", "", "Together", *_numbers(sums)),
        )
        for title, group, sums in page["groups"]
    ]
    return Report(
        settings.AWARDING_BODY, "Summary of entries", _whose(actor), series.name if series else "", page["as_at"],
        columns, sections, "Nothing has been entered.",
        {"Candidates": page["candidates"], "Entries": totals["standing"], "Private": totals["private"],
         "Late": totals["late"], "Withdrawn": totals["withdrawn"]},
    )  # fmt: skip


def _summed(line: viewing.OptionLine) -> tuple[str, ...]:
    return (line.code, line.option, line.said, *_numbers(line._asdict()))


def _numbers(sums: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{sums[name]:,}" for name in ("standing", "school", "private", "late", "withdrawn"))


# ---------------------------------------------------------------- clashes

CLASH_HEADINGS = (
    "Day", "Candidate number", "Name", "Papers", "Starts", "Minutes together", "More than three hours in a session",
)  # fmt: skip


def _clashes(actor: Actor, query: Mapping[str, str]) -> tuple["Series | None", list[Clashing]]:
    series = chosen_series(query)
    return series, clashing(actor, series.pk) if series else []


def clash_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """Who clashes on which day, as rows of a file."""
    series, found = _clashes(actor, query)
    rows: list[list[Any]] = [
        [
            one.clash.on, one.number, one.name, " + ".join(paper.code for paper in one.clash.papers),
            " + ".join(f"{clock_of(paper.start)}{'*' if paper.assumed else ''}" for paper in one.clash.papers),
            one.clash.minutes, "yes" if one.clash.long_sessions else "",
        ]
        for one in found
    ]  # fmt: skip
    return rows, head_of(actor, series, note=ASSUMED)


def clash_report(actor: Actor, query: Mapping[str, str]) -> Report:
    """The same on paper, day by day, for whoever makes the rooms and the supervision."""
    series, found = _clashes(actor, query)
    sections = [
        Section(f"{on:%A} {clock.day_in_words(on)}", [_clash_line(one) for one in group])
        for on, group in groupby(found, key=lambda one: one.clash.on)
    ]
    assumed = any(paper.assumed for one in found for paper in one.clash.papers)
    return Report(
        settings.AWARDING_BODY, "Timetable clash report", _whose(actor), series.name if series else "", clock.now(),
        (Column("No.", 13), Column("Candidate", 46), Column("Papers that clash", 86), Column("Together", 35)), sections,
        "No candidate has papers that clash.",
        {"Candidates": len({one.candidate_id for one in found}), "Clashes": len(found)},
        [ASSUMED] if assumed else [],
    )  # fmt: skip


def _clash_line(one: Clashing) -> tuple[str, str, str, str]:
    papers = "\n".join(
        f"{clock_of(paper.start)}{'*' if paper.assumed else ''} {paper.code} {paper.title}".strip()
        + (f" ({length_in_words(paper.minutes)})" if paper.minutes else "")
        for paper in one.clash.papers
    )
    long = ", more than three hours in one session" if one.clash.long_sessions else ""
    return one.number, one.name, papers, f"{length_in_words(one.clash.minutes)}{long}"


def reports_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """What leads to every statement and report, with how much each would show now."""
    series, found = _clashes(actor, query)
    warned = [one for one in warnings_of(actor, series) if not one.accepted] if series else []
    return {
        **choices(series), "asked": {"series": series.code if series else ""},
        "candidates": entered_candidates(actor, series), "clashes": len({one.candidate_id for one in found}),
        "warnings": len(warned), "all_candidates": candidates_of(actor, series.pk).count() if series else 0,
        "as_at": clock.now(),
    }  # fmt: skip
