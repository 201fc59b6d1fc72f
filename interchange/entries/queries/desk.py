"""What the awarding body's staff see of entries: totals, candidates, rows that could not be taken, UCIs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.rules.profile import Band
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed, nearest
from interchange.entries.models import Batch, Candidate, Entry, Rejection
from interchange.entries.queries.corrections import corrections_to_decide
from interchange.entries.queries.duplicates import duplicate_count, duplicates
from interchange.entries.queries.listing import candidates_matching
from interchange.entries.rules import batches
from interchange.entries.rules.duplicates import Group

PAGE = 50
LATE = Q(band__in=[Band.LATE, Band.VERY_LATE])
STANDS = Q(withdrawn_at=None)
TOTALS_HEADINGS = ("Code", "Option", "Title", "Centres", "Candidates", "Late", "Withdrawn")


def _by_option(actor: Actor, series_id: int, words: str) -> "QuerySet[Any, Any]":
    found = Entry.objects.visible_to(actor).filter(series=series_id)
    for word in words.split():
        found = found.filter(Q(entry_code__icontains=word) | Q(option__qualification__title__icontains=word))
    grouped = found.order_by().values("entry_code", "option__code", "option__qualification__title")
    return grouped.annotate(
        centres=Count("centre_id", filter=STANDS, distinct=True), standing=Count("pk", filter=STANDS),
        late=Count("pk", filter=STANDS & LATE), withdrawn=Count("pk", filter=~STANDS),
    ).order_by("entry_code", "option__code")  # fmt: skip


def overview(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """A series at one look: candidates, entries, late ones, what waits for centres; every option with its counts."""
    series, words = chosen_series(query), words_of(query)
    asked = {"series": series.code if series else "", "q": words}
    page = listed(
        _by_option(actor, series.pk if series else 0, words), asked, query.get("page", ""), each=PAGE
    )
    live = Entry.objects.visible_to(actor).filter(series=series).aggregate(
        standing=Count("pk", filter=STANDS), late=Count("pk", filter=STANDS & LATE),
        withdrawn=Count("pk", filter=~STANDS), centres=Count("centre_id", filter=STANDS, distinct=True),
    )  # fmt: skip
    return {
        **choices(series), "asked": asked, "list": page, "figures": live, "as_at": clock.now(),
        "candidates": Candidate.objects.visible_to(actor).filter(series=series).count(),
        "refused": _rejections(actor, series).count(),
        "corrections": corrections_to_decide(actor).filter(series=series).count(),
        "asking": Batch.objects.visible_to(actor).filter(series=series, state=batches.ASKING).count(),
    }  # fmt: skip


def totals_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The options with their counts as rows of a file."""
    series, words = chosen_series(query), words_of(query)
    found = _by_option(actor, series.pk if series else 0, words)
    names = (
        "entry_code",
        "option__code",
        "option__qualification__title",
        "centres",
        "standing",
        "late",
        "withdrawn",
    )
    return [[one[name] for name in names] for one in found], {"Series": series.name if series else "none"}


# ---------------------------------------------------------------- candidates


def candidates_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Candidates of any centre: of one centre, or by number, UCI, ULN or name; nobody until something is asked for."""
    series, words = chosen_series(query), words_of(query)
    number = query.get("centre", "").strip()[:10]
    asked = {"series": series.code if series else "", "centre": number, "q": words}
    found = candidates_matching(actor, words) if words else Candidate.objects.visible_to(actor)
    found = found.filter(series=series) if words or number else found.none()
    if number:
        found = found.filter(centre_id=centres.centre_ids([number]).get(number, 0))
    live = Count("entries", filter=Q(entries__withdrawn_at=None))
    page = listed(
        found.annotate(live=live).order_by("centre_id", "number"), asked, query.get("page", ""), each=PAGE
    )
    names = centres.names_of({one.centre_id for one in page.rows})
    lines = [(one, *names[one.centre_id]) for one in page.rows]
    return {
        **choices(series),
        "asked": asked,
        "list": page,
        "lines": lines,
        "searched": bool(words or number),
    }


def centre_of(actor: Actor, candidate_id: UUID) -> tuple[str, str]:
    """Number and name of the centre that entered a candidate; `Http404` where there is none such."""
    found = get_object_or_404(Candidate.objects.visible_to(actor), pk=candidate_id)
    return centres.names_of([found.centre_id])[found.centre_id]


# ---------------------------------------------------------------- rows that could not be taken


def _rejections(actor: Actor, series: Any) -> "QuerySet[Rejection]":
    return Rejection.objects.visible_to(actor).filter(Q(series=series) | Q(series=None), settled_at=None)


def _rejections_asked(
    actor: Actor, query: Mapping[str, str]
) -> tuple["QuerySet[Rejection]", dict[str, str], Any]:
    series, words = chosen_series(query), words_of(query)
    number = query.get("centre", "").strip()[:10]
    found = _rejections(actor, series).select_related("batch")
    if number:
        found = found.filter(centre_id=centres.centre_ids([number]).get(number, 0))
    for word in words.split():
        found = found.filter(Q(entry_code__icontains=word) | Q(sentence__icontains=word))
    return (
        found.order_by("-at", "line", "pk"),
        {"series": series.code if series else "", "centre": number, "q": words},
        series,
    )


def rejections_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The rows of all centres that wait to be mended."""
    found, asked, series = _rejections_asked(actor, query)
    page = listed(found, asked, query.get("page", ""), each=PAGE)
    names = centres.names_of({one.centre_id for one in page.rows})
    return {
        **choices(series), "asked": asked, "list": page, "as_at": clock.now(),
        "lines": [(one, *names[one.centre_id]) for one in page.rows],
    }  # fmt: skip


REJECTION_HEADINGS = (
    "Centre",
    "Sent at",
    "Sent as",
    "Line",
    "Candidate number",
    "Code",
    "Option",
    "Column",
    "What is wrong",
)


def rejection_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file; names of candidates stay here."""
    found, asked, _ = _rejections_asked(actor, query)
    rows = list(found)
    names = centres.names_of({one.centre_id for one in rows})
    return [
        [
            names[one.centre_id][0], one.at, str(one.batch), one.line or None, one.candidate_number, one.entry_code,
            one.option_code, one.column, one.sentence,
        ]
        for one in rows
    ], {name: value for name, value in asked.items() if value}  # fmt: skip


# ---------------------------------------------------------------- UCIs


def ucis_page(actor: Actor, number: str) -> dict[str, Any]:
    """Persons who seem to have several UCIs, a page at a time (R-ID-11)."""
    total = duplicate_count(actor)
    page, pages = nearest(total, number, each=PAGE)
    groups: list[Group] = duplicates(actor, first=(page - 1) * PAGE, most=PAGE)
    names = centres.names_of({use.centre_id for group in groups for use in group.uses})
    return {
        "groups": groups,
        "names": names,
        "total": total,
        "list": {"page": page, "pages": pages, "query": ""},
    }
