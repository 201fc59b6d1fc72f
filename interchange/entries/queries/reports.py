"""Reports on what a centre has entered (R-DOC-1): certification warnings, totals, clashes; to read, keep and print."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings

from interchange.catalogue import queries as catalogue
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.queries.look_timetable import clock_of
from interchange.catalogue.rules.timetable import length_in_words
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import Listed, nearest, query_of
from interchange.documents.report import Column, Report, Section
from interchange.entries.queries import viewing
from interchange.entries.queries.clashing import Clashing, clashing
from interchange.entries.queries.holding import around, held_in
from interchange.entries.queries.listing import candidates_of
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules.certification import CURES, KINDS
from interchange.entries.rules.holdings import ADD, Held, Offer
from interchange.entries.rules.single import row_for
from interchange.entries.rules.standing import Standing, look_again, look_for_missing, second_ucis

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

PAGE = 50
ASSUMED = (
    "* The timetable prints the session alone. We take 09:00 for a morning and 13:30 for an afternoon; your centre may "
    "start at another time."
)  # fmt: skip


def _whose(actor: Actor) -> str:
    return f"{actor.centre_number} {actor.centre_name}"


# ---------------------------------------------------------------- certification


class Warned(NamedTuple):
    """One warning, with the candidate to whom it leads."""

    number: str
    name: str
    code: str
    kind: str
    sentence: str
    cure: str
    candidate_id: UUID


def certification_warnings(actor: Actor, series: "Series") -> list[Warned]:
    """Everything that would keep a candidate from the award, as it stands now (R-CERT-2), by candidate.

    The number of statements is the same for one candidate and for many.
    """
    centre_id = actor.centre_id
    held = held_in(centre_id, {series.code: series.pk}) if centre_id else Held()
    if not held.entries:
        return []
    offer = offer_for({entry.entry_code for entry in held.entries}, series={series.code})
    ids = {one.number: one.id for one in held.candidates}
    rows = [row_for(series.code, one.number, "", action=ADD, details=one.details) for one in held.candidates]
    held.around = around(rows, {one.details.uci for one in held.candidates})
    found = [one for one in look_again(held, offer, series.code) if one.kind in KINDS]
    found += look_for_missing(held, offer, series.code, _certification_codes(offer))
    entered = {entry.candidate_id for entry in held.entries}
    found += [one for one in second_ucis(held) if ids[one.number] in entered]
    return [_warned(one, ids) for one in sorted(found, key=lambda one: (one.number, one.code, one.kind))]


def _warned(one: Standing, ids: Mapping[str, UUID]) -> Warned:
    return Warned(
        one.number, one.name, one.code, KINDS[one.kind], one.sentence, CURES[one.kind], ids[one.number]
    )


def _certification_codes(offer: Offer) -> dict[int, str]:
    """The code by which each award is asked for."""
    asked = (
        catalogue.options_for_entry()
        .filter(certification=True, qualification__in=offer.awards)
        .order_by("pk")
    )
    return dict(asked.values_list("qualification_id", "entry_code"))


def _warnings(actor: Actor, query: Mapping[str, str]) -> tuple["Series | None", dict[str, str], list[Warned]]:
    series = chosen_series(query)
    asked = {
        "series": series.code if series else "", "q": words_of(query), "kind": words_of(query, "kind"),
    }  # fmt: skip
    words = asked["q"].casefold().split()
    found = [
        one
        for one in (certification_warnings(actor, series) if series else ())
        if asked["kind"] in ("", one.kind)
        and all(word in f"{one.number} {one.name} {one.code}".casefold() for word in words)
    ]
    return series, asked, found


def warnings_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The certification warnings of a series, a page at a time, under a filter."""
    series, asked, found = _warnings(actor, query)
    return {
        **choices(series), "asked": asked, "list": _page(found, asked, query), "as_at": clock.now(),
        "kinds": [("", "All kinds"), *((words, words) for words in dict.fromkeys(KINDS.values()))],
        "candidates": len({one.number for one in found}),
    }  # fmt: skip


def _page(found: list[Any], asked: Mapping[str, str], query: Mapping[str, str]) -> Listed:
    page, pages = nearest(len(found), query.get("page", ""), each=PAGE)
    return Listed(found[(page - 1) * PAGE : page * PAGE], len(found), page, pages, query_of(asked))


WARNING_HEADINGS = ("Candidate number", "Name", "Code", "Kind", "What is wrong", "What to do")


def warning_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file, and what was asked for."""
    series, asked, found = _warnings(actor, query)
    about = {
        "Centre": _whose(actor),
        "Series": series.name if series else "",
        "Kind": asked["kind"],
        "Find": asked["q"],
    }
    return [list(one[:6]) for one in found], {name: told for name, told in about.items() if told}


def warning_report(actor: Actor, query: Mapping[str, str]) -> Report:
    """The same on paper, kind by kind."""
    series, _, found = _warnings(actor, query)
    by_kind = groupby(sorted(found, key=lambda one: one.kind), key=lambda one: one.kind)
    return Report(
        settings.AWARDING_BODY, "Certification warning report", _whose(actor), series.name if series else "",
        clock.now(), (Column("No.", 13), Column("Candidate", 42), Column("Code", 19),
         Column("What is wrong, and what to do", 106)),
        [
            Section(kind, [(one.number, one.name, one.code, f"{one.sentence}\n{one.cure}") for one in group])
            for kind, group in by_kind
        ],
        "There is nothing to warn about.",
        {"Candidates": f"{len({one.number for one in found}):,}", "Warnings": f"{len(found):,}"},
    )  # fmt: skip


# ---------------------------------------------------------------- the centre's totals

SUMMARY_HEADINGS = (
    "Code", "Option", "Title", "Option label", "Tier", "Method", "Candidates", "School", "Private", "Late", "Withdrawn",
)  # fmt: skip


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
    rows: list[list[Any]] = [[*line[:6], *line[7:]] for line in lines]
    return rows, {"Centre": _whose(actor), "Series": series.name if series else ""}


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
        {"Candidates": f"{page['candidates']:,}", "Entries": f"{totals['standing']:,}",
         "Private": f"{totals['private']:,}", "Late": f"{totals['late']:,}", "Withdrawn": f"{totals['withdrawn']:,}"},
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
    return rows, {"Centre": _whose(actor), "Series": series.name if series else "", "Note": ASSUMED}


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
        {"Candidates": f"{len({one.candidate_id for one in found}):,}", "Clashes": f"{len(found):,}"},
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
    warned = certification_warnings(actor, series) if series else []
    return {
        **choices(series), "asked": {"series": series.code if series else ""},
        "candidates": entered_candidates(actor, series), "clashes": len({one.candidate_id for one in found}),
        "warnings": len(warned), "all_candidates": candidates_of(actor, series.pk).count() if series else 0,
        "as_at": clock.now(),
    }  # fmt: skip
