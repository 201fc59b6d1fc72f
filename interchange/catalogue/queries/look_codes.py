"""Entry codes as centres look them up (B7): the list, and one qualification with all that an entry needs to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import Http404

from interchange.catalogue.models import (
    Boundary,
    Component,
    Disallowed,
    MarkWindow,
    Option,
    Qualification,
    Series,
    Sitting,
)
from interchange.catalogue.queries.codes import key_of, options_for_entry
from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.catalogue.queries.look_timetable import papers
from interchange.catalogue.queries.terms import profile_of, tariffs, terminal_rules
from interchange.catalogue.queries.windows import series_list
from interchange.catalogue.rules.codes import code_key
from interchange.catalogue.rules.profile import Band, band_at
from interchange.catalogue.rules.timetable import Paper, length_in_words
from interchange.core import clock
from interchange.core.money import Money
from interchange.core.paging import listed

HEADINGS = [
    "Awarding body", "Family", "Qualification", "Qualification number", "Title", "Level", "Grading", "Entry code",
    "Option code", "Option", "Moderation", "Tier", "Carried forward", "Components", "Fee in pounds", "Fee in series",
]  # fmt: skip
Fees = Mapping[tuple[str, str], int]


# ---------------------------------------------------------------- the list


def matching(query: Mapping[str, str]) -> QuerySet[Qualification]:
    """Qualifications by any code that belongs to them, or by words of the title; of one family or of all."""
    found = Qualification.objects.select_related("family").order_by(
        "family__position", "title", "entry_code", "board"
    )
    if family := query.get("family", ""):
        found = found.filter(family__code=family)
    words = words_of(query)
    return found.filter(_by_code(words) | _by_words(words)) if words else found


def _by_code(typed: str) -> Q:
    key = code_key(typed)
    if not key:
        return Q(pk=None)
    options = Option.objects.alias(
        entry_key=key_of("entry_code"), option_key=key_of("entry_code", "code")
    ).filter(Q(entry_key__startswith=key) | Q(option_key=key), qualification=OuterRef("pk"))
    parts = Component.objects.alias(own_key=key_of("assessment_code")).filter(
        own_key=key, qualification=OuterRef("pk")
    )
    return Q(entry_code__istartswith=key) | Q(Exists(options)) | Q(Exists(parts))


def _by_words(typed: str) -> Q:
    found = Q()
    for word in typed.split()[:10]:
        found &= Q(title__icontains=word)
    return found


@dataclass(frozen=True)
class Line:
    """One qualification of the list."""

    one: Qualification
    codes: tuple[str, ...]
    """What is entered: the qualification's own code, or those of its units."""
    options: int
    fee: str


def codes_page(query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list of qualifications, with what each costs in the series."""
    series = chosen_series(query)
    asked = {"q": words_of(query), "family": query.get("family", ""), "series": series.code if series else ""}
    page = listed(matching(query), asked, query.get("page", ""))
    options: dict[int, list[Option]] = {}
    for option in options_for_entry().filter(qualification__in=[one.pk for one in page.rows]):
        options.setdefault(option.qualification_id, []).append(option)
    fees = _fees(series, (option for each in options.values() for option in each))
    lines = [_line(one, options.get(one.pk, []), fees) for one in page.rows]
    return {**choices(series), "list": page, "asked": asked, "lines": lines}


def _fees(series: Series | None, options: Iterable[Option]) -> Fees:
    codes = {option.entry_code for option in options}
    return tariffs(series.pk, codes=codes) if series and codes else {}


def _line(one: Qualification, options: Sequence[Option], fees: Fees) -> Line:
    paid = [option for option in options if not option.certification] or options
    amounts = sorted(
        {fee for option in paid if (fee := fees.get((option.entry_code, option.code))) is not None}
    )
    least_and_most = [str(Money(pence)) for pence in dict.fromkeys(amounts[:1] + amounts[-1:])]
    return Line(
        one,
        tuple(dict.fromkeys(option.entry_code for option in options)),
        len(options),
        " to ".join(least_and_most),
    )


def codes_rows(query: Mapping[str, str]) -> list[list[Any]]:
    """Every option of the qualifications under the filter, as rows of a file."""
    series = chosen_series(query)
    found = options_for_entry().filter(qualification__in=matching(query).order_by().values("pk"))
    options = list(
        found.select_related("qualification__family")
        .prefetch_related("components")
        .order_by("qualification__family__position", "qualification__title", "entry_code", "code")
    )
    fees = _fees(series, options)
    return [_row(option, fees, series.name if series else "") for option in options]


def _row(option: Option, fees: Fees, series: str) -> list[Any]:
    one = option.qualification
    pence = fees.get((option.entry_code, option.code))
    return [
        one.board, one.family.name if one.family else "", one.entry_code, one.number, one.title, one.level,
        one.get_grading_model_display() if one.grading_model else "", option.entry_code, option.code, option.label,
        option.route, option.tier, "yes" if option.carried_forward else "",
        " ".join(component.code for component in option.components.all()),
        None if pence is None else Decimal(pence).scaleb(-2), series if pence is not None else "",
    ]  # fmt: skip


# ---------------------------------------------------------------- one qualification


@dataclass(frozen=True)
class OptionLine:
    """One way to enter it."""

    one: Option
    components: tuple[Component, ...]
    fee: str


@dataclass(frozen=True)
class ComponentLine:
    """One part of it, and when it is sat."""

    one: Component
    length: str
    paper: Paper | None


@dataclass(frozen=True)
class Availability:
    """Whether entries can be made in one open series, until when, and what is known of it there."""

    series: Series
    band: Band
    deadline: date
    papers: int
    marks_due: tuple[date | None, date | None]


def qualification_page(code: str, query: Mapping[str, str]) -> dict[str, Any]:
    """All that is known of a qualification; `Http404` where there is none with this entry code."""
    one, others = _qualification(code, query.get("board", ""))
    series = chosen_series(query)
    options = list(options_for_entry().filter(qualification=one).prefetch_related("components"))
    parts = list(one.components.all())
    fees = _fees(series, options)
    sat = papers(series.pk, components=[part.pk for part in parts]) if series and parts else {}
    codes = {one.entry_code, *(option.entry_code for option in options), *(str(option) for option in options)}
    return {
        **choices(series), "one": one, "others": others,
        "grades": list(one.grade_set.grades.all()) if one.grade_set else [],
        "options": [
            OptionLine(option, tuple(option.components.all()), _amount(fees, option)) for option in options
        ],
        "parts": [ComponentLine(part, length_in_words(part.duration_minutes), sat.get(part.pk)) for part in parts],
        "pairs": _pairs(series, codes), "rules": list(terminal_rules(codes={one.entry_code})),
        "available": _availability(parts), "boundaries": _has_boundaries(codes | {one.title}),
    }  # fmt: skip


def _qualification(code: str, board: str) -> tuple[Qualification, list[Qualification]]:
    """The qualification, and others with the same code of other awarding bodies."""
    wanted = code.replace("\x00", "")
    rows = Qualification.objects.select_related("family", "grade_set").order_by("board")
    found = list(rows.filter(entry_code__iexact=wanted)) if wanted else []
    chosen = [one for one in found if one.board == board] or ([] if board else found[:1])
    if not chosen:
        raise Http404
    return chosen[0], [one for one in found if one.pk != chosen[0].pk]


def _amount(fees: Fees, option: Option) -> str:
    pence = fees.get((option.entry_code, option.code))
    return "" if pence is None else str(Money(pence))


def _pairs(series: Series | None, codes: set[str]) -> list[Disallowed]:
    """What may not be held together with it, in every series or in this one."""
    held = Q(series=None) | Q(series=series) if series else Q(series=None)
    return list(
        Disallowed.objects.filter(held, Q(first__in=codes) | Q(second__in=codes)).order_by("first", "second")
    )


def _has_boundaries(named: set[str]) -> bool:
    return Boundary.objects.filter(Q(code__in=named) | Q(title__in=named - {""})).exists()


def _availability(parts: Sequence[Component]) -> list[Availability]:
    """How it stands in each open series, the newest first."""
    ids, at = [part.pk for part in parts], clock.now()
    sat = dict(
        Sitting.objects.filter(component__in=ids)
        .order_by()
        .values_list("series")
        .annotate(number=Count("pk"))
    )
    due = {
        series: (first, last)
        for series, first, last in MarkWindow.objects.filter(component__in=ids).order_by().values_list("series")
        .annotate(first=Min("closes_on"), last=Max("closes_on"))
    }  # fmt: skip
    found = []
    for series in series_list().filter(is_open=True):
        profile = profile_of(series)
        found.append(
            Availability(
                series, band_at(profile, at), profile.entry_deadline, sat.get(series.pk, 0),
                due.get(series.pk, (None, None)),
            )
        )  # fmt: skip
    return found
