"""Warnings about what stands entered, and which of them somebody has accepted (R-ENT-10, R-CERT-2)."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings

from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import page_of
from interchange.documents.report import Column, Report, Section
from interchange.entries.models import AcceptedWarning
from interchange.entries.queries.listing import head_of
from interchange.entries.queries.standing import accepted_warnings, all_problems
from interchange.entries.rules import certification
from interchange.entries.rules.standing import CURES, KINDS, Standing, digest_of

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

PAGE = 50
OPEN, ACCEPTED, ALL = "", "accepted", "all"
SHOWN = {OPEN: "Not accepted", ACCEPTED: "Accepted", ALL: "All"}
"""Which warnings are shown, by the word of the address."""


class Warned(NamedTuple):
    """One warning, with the candidate to whom it leads."""

    number: str
    name: str
    code: str
    kind: str
    sentence: str
    cure: str
    accepted: str
    """Who accepted it, and when; empty where nobody has."""
    candidate_id: UUID
    key: str
    """The word by which a form names it."""
    serious: bool
    """It would be refused today, and cannot be accepted."""
    certification: bool
    """It would keep a candidate from an award, or a unit from counting."""
    said: str


def warnings_of(actor: Actor, series: "Series", candidate_id: UUID | None = None) -> list[Warned]:
    """Everything that is wrong or odd about what a centre has entered in a series, by candidate; or about one of them.

    The number of statements is the same for one candidate and for many.
    """
    if actor.centre_id is None:
        return []
    found, ids = all_problems(actor.centre_id, series, candidate_id)
    accepted = accepted_warnings(actor, series.pk, candidate_id) if found else {}
    return [_warned(one, ids[one.number], accepted.get((one.number, one.said))) for one in found]


def _warned(one: Standing, candidate_id: UUID, accepted: AcceptedWarning | None) -> Warned:
    by = f"{accepted.by}, {clock.time_in_words(accepted.at)}" if accepted and not one.serious else ""
    return Warned(
        one.number, one.name, one.code, KINDS[one.kind], one.sentence, CURES[one.kind], by, candidate_id,
        digest_of(f"{one.number}|{one.said}"), one.serious, one.kind in certification.KINDS, one.said,
    )  # fmt: skip


# ---------------------------------------------------------------- the page, and its files


def _asked(query: Mapping[str, str]) -> tuple["Series | None", dict[str, str]]:
    series, show = chosen_series(query), query.get("show", "")
    return series, {
        "series": series.code if series else "", "q": words_of(query), "kind": words_of(query, "kind"),
        "show": show if show in SHOWN else OPEN,
    }  # fmt: skip


def _fitting(found: Iterable[Warned], asked: Mapping[str, str]) -> list[Warned]:
    words = asked["q"].casefold().split()
    return [
        one
        for one in found
        if asked["kind"] in ("", one.kind)
        and (asked["show"] == ALL or bool(one.accepted) == (asked["show"] == ACCEPTED))
        and all(word in f"{one.number} {one.name} {one.code}".casefold() for word in words)
    ]


def _found(actor: Actor, query: Mapping[str, str]) -> tuple["Series | None", dict[str, str], list[Warned]]:
    series, asked = _asked(query)
    return series, asked, _fitting(warnings_of(actor, series) if series else (), asked)


def warnings_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The warnings of a series, a page at a time, under a filter."""
    series, asked, found = _found(actor, query)
    return {
        **choices(series), "asked": asked, "list": page_of(found, asked, query.get("page", ""), each=PAGE),
        "kinds": [("", "All kinds"), *((words, words) for words in dict.fromkeys(KINDS.values()))],
        "shows": list(SHOWN.items()), "candidates": len({one.number for one in found}), "as_at": clock.now(),
        "can_be_accepted": sum(not one.serious for one in found),
    }  # fmt: skip


def keys_asked_for(actor: Actor, query: Mapping[str, str]) -> list[str]:
    """The words of all warnings under a filter, whichever page shows them."""
    return [one.key for one in _found(actor, query)[2]]


HEADINGS = ("Candidate number", "Name", "Code", "Kind", "What is wrong", "What to do", "Accepted by")


def warning_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file, and what was asked for."""
    series, asked, found = _found(actor, query)
    about = head_of(actor, series, kind=asked["kind"], find=asked["q"], shown=SHOWN[asked["show"]])
    return [list(one[:7]) for one in found], about


def certification_report(actor: Actor, query: Mapping[str, str]) -> Report:
    """What would keep candidates from awards, on paper, kind by kind (R-DOC-1); accepted or not, unless asked."""
    series, _, found = _found(actor, {"show": ALL, **query})
    warned = sorted((one for one in found if one.certification), key=lambda one: one.kind)
    return Report(
        settings.AWARDING_BODY, "Certification warning report", f"{actor.centre_number} {actor.centre_name}",
        series.name if series else "", clock.now(),
        (Column("No.", 13), Column("Candidate", 42), Column("Code", 19), Column("What is wrong, and what to do", 106)),
        [Section(kind, [_printed(one) for one in group]) for kind, group in groupby(warned, key=lambda one: one.kind)],
        "There is nothing to warn about.",
        {"Candidates": len({one.number for one in warned}), "Warnings": len(warned)},
    )  # fmt: skip


def _printed(one: Warned) -> tuple[str, str, str, str]:
    accepted = f"\nAccepted by {one.accepted}." if one.accepted else ""
    return one.number, one.name, one.code, f"{one.sentence}\n{one.cure}{accepted}"
