"""Estimated entries over all centres: who was asked and has answered, sums by code, and the entries beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum

from interchange.assessment.rules.sheets import State
from interchange.catalogue.rules.codes import code_key
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import Listed, listed, nearest, query_of
from interchange.entries import queries as entries
from interchange.estimates.models import Estimate, Return
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import COMPONENT, OPTION, Asked, Asking
from interchange.estimates.queries.lines import Totals, lines_of, return_of, unanswered
from interchange.estimates.rules.estimates import is_far

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

EACH = 50
ANSWERED = State("answered", "Answered", "tick", "success")
NIL_RETURN = State("nil", "Nil return", "tick", "success")
WAITING = State("waiting", "Not answered", "empty", "warning")
STATES = {"waiting": "Not answered", "answered": "Answered", "nil": "Nil return", "extended": "Given longer"}


def entries_by_centre(actor: Actor, asking: Asking, series: "Series") -> Iterator[tuple[int, Asked, int]]:
    """How many stand entered in a series for each thing that is asked for: centre, what, how many."""
    asked = asks.asked_codes(asking)
    options = {one.id: one for one in asked if one.kind == OPTION}
    standing = entries.live_entries(actor).filter(series_id=series.pk, option_id__in=options)
    counted = standing.order_by().values_list("centre_id", "option_id").annotate(number=Count("id"))
    for centre, option, number in counted:
        yield centre, options[option], number
    components = {one.id: one for one in asked if one.kind == COMPONENT}
    if components:
        for (centre, component), number in entries.counts_by_component(actor, series.pk).items():
            if component in components:
                yield centre, components[component], number


def _returns(actor: Actor, asking: Asking) -> QuerySet[Return]:
    return Return.objects.visible_to(actor).filter(series=asking.series)


def prefilled_centres(actor: Actor, asking: Asking) -> set[int]:
    """The centres that have been filled in, or have answered before they were."""
    done = _returns(actor, asking).exclude(prefilled_at=None, answered_at=None)
    return set(done.values_list("centre_id", flat=True))


def centres_with_time_left(actor: Actor, asking: Asking) -> list[int]:
    """The centres that were given longer, until today or a later day."""
    given = _returns(actor, asking).filter(extended_until__gte=clock.today())
    return list(given.values_list("centre_id", flat=True))


def waiting_by_centre(actor: Actor, asking: Asking) -> dict[int, int]:
    """The centres that have not answered, with how many lines wait; none for one that had no entries last year."""
    return dict(unanswered(_returns(actor, asking)).values_list("centre_id", "waiting"))


# ---------------------------------------------------------------- sums by code


@dataclass(frozen=True)
class CodeSum:
    """One code over all centres."""

    asked: Asked
    centres: int
    answered: int
    last_year: int
    number: int
    entered: int
    far: bool


def totals(actor: Actor, asking: Asking) -> list[CodeSum]:
    """Every code for which anybody expects or expected somebody; the same few statements however many."""
    found: dict[str, Asked] = {one.key: one for one in asks.asked_codes(asking)}
    entered = Counter[str]()
    for _, asked, number in entries_by_centre(actor, asking, asking.series):
        entered[asked.key] += number
    rows = Estimate.objects.visible_to(actor).filter(series=asking.series).order_by()
    summed = rows.values_list("option_id", "component_id").annotate(
        centres=Count("id"), answered=Count("id", filter=Q(changed_at__isnull=False)), before=Sum("last_year"),
        number=Sum("number"),
    )  # fmt: skip
    sums = {
        f"{OPTION}{option}" if option else f"{COMPONENT}{component}": numbers
        for option, component, *numbers in summed
    }
    percent = asking.profile.estimate_change_percent
    lines = []
    for key, asked in found.items():
        count, answered, before, number = sums.get(key, (0, 0, 0, 0))
        if count or entered[key]:
            far = is_far(number, before, percent=percent)
            lines.append(CodeSum(asked, count, answered, before, number, entered[key], far))
    return lines


def totals_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Sums by code with their filter, and how many centres have answered."""
    every = asks.asking_for_estimates()
    asking = asks.chosen(every, query)
    code, family = " ".join(query.get("code", "").split())[:40], query.get("family", "")
    lines = totals(actor, asking) if asking else []
    families = list(dict.fromkeys((line.asked.family, line.asked.family_name) for line in lines))
    kept = [line for line in lines if _fits(line, code, family, query.get("show", ""))]
    page, pages = nearest(len(kept), query.get("page", ""), each=EACH)
    series = asking.code if asking else ""
    show = query.get("show", "") if query.get("show", "") == "far" else ""
    asked = query_of({"series": series, "code": code, "family": family, "show": show})
    return {
        "list": Listed(kept[(page - 1) * EACH : page * EACH], len(kept), page, pages, asked), "lines": kept,
        "asking": asking, "choices": asks.choices_of(every), "series": series, "code": code, "family": family,
        "families": [("", "All families"), *families], "show": show, "at": clock.now(),
        "sums": (sum(line.last_year for line in kept), sum(line.number for line in kept),
                 sum(line.entered for line in kept)),
        "answered": answers(actor, asking) if asking else (0, 0), "window": asking.window() if asking else None,
    }  # fmt: skip


def _fits(line: CodeSum, code: str, family: str, show: str) -> bool:
    by_code = not code or code_key(line.asked.code).startswith(code_key(code))
    return by_code and (not family or line.asked.family == family) and (show != "far" or line.far)


def answers(actor: Actor, asking: Asking) -> tuple[int, int]:
    """How many centres have answered, and how many were asked."""
    counted = _returns(actor, asking).aggregate(
        answered=Count("id", filter=Q(answered_at__isnull=False)), asked=Count("id")
    )
    return counted["answered"], counted["asked"]


TOTAL_HEADINGS = ["Code", "Entry code", "Title", "Option", "Centres", "Answered", "Last year's entries", "Estimate",
                  "Entries now"]  # fmt: skip


def total_rows(page: Mapping[str, Any]) -> list[list[Any]]:
    """The same sums as the page, all of them, for a file."""
    return [
        [line.asked.code, line.asked.entry_code, line.asked.title, line.asked.label, line.centres, line.answered,
         line.last_year, line.number, line.entered]
        for line in page["lines"]
    ]  # fmt: skip


# ---------------------------------------------------------------- centre by centre


@dataclass(frozen=True)
class CentreLine:
    """What one centre has said."""

    number: str
    name: str
    state: State
    lines: int
    waiting: int
    last_year: int
    estimate: int
    head: Return


def centres_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The centres that were asked, with what they said; one page, the same few statements however many."""
    every = asks.asking_for_estimates()
    asking = asks.chosen(every, query)
    state = query.get("state", "waiting")
    state = state if state in STATES else ""
    number = "".join(query.get("centre", "").replace("\x00", "").split())[:5]
    series = asking.code if asking else ""
    asked = {"series": series, "centre": number, "state": state or "all"}
    found = _matching(actor, asking, state, number) if asking else Return.objects.visible_to(actor).none()
    page = listed(found, asked, query.get("page", ""), each=EACH)
    return {
        "list": page, "lines": _centre_lines(actor, page.rows), "asking": asking, "series": series, "centre": number,
        "choices": asks.choices_of(every), "state": state or "all", "at": clock.now(),
        "states": [("all", "All"), *STATES.items()], "window": asking.window() if asking else None,
    }  # fmt: skip


def _matching(actor: Actor, asking: Asking, state: str, number: str) -> QuerySet[Return]:
    found = _returns(actor, asking)
    if number:
        found = found.filter(centre_id__in=centres.centre_ids([number]).values())
    wanted = {
        "waiting": Q(answered_at=None), "answered": Q(answered_at__isnull=False), "nil": Q(nil=True),
        "extended": Q(extended_until__isnull=False), "": Q(),
    }  # fmt: skip
    return found.filter(wanted[state]).order_by("centre_id")


def _centre_lines(actor: Actor, heads: list[Return]) -> list[CentreLine]:
    names = centres.names_of(head.centre_id for head in heads)
    rows = Estimate.objects.visible_to(actor).filter(head__in=heads).order_by()
    summed = rows.values_list("head_id").annotate(
        lines=Count("id"),
        waiting=Count("id", filter=Q(changed_at=None)),
        before=Sum("last_year"),
        number=Sum("number"),
    )
    sums = defaultdict(lambda: (0, 0, 0, 0), {head: tuple(numbers) for head, *numbers in summed})
    return [_centre_line(head, names.get(head.centre_id, ("", "")), sums[head.pk]) for head in heads]


def _centre_line(head: Return, name: tuple[str, str], sums: Sequence[int]) -> CentreLine:
    lines, waiting, last_year, estimate = sums
    return CentreLine(*name, _state(head), lines, waiting, last_year, estimate, head)


def _state(head: Return) -> State:
    return NIL_RETURN if head.nil else ANSWERED if head.answered_at else WAITING


CENTRE_HEADINGS = ["Centre", "Name", "State", "Codes", "Not answered", "Last year's entries", "Estimate", "Answered",
                   "By", "Longer until"]  # fmt: skip


def centre_rows(actor: Actor, query: Mapping[str, str]) -> list[list[Any]]:
    """The same list as a file, all of it."""
    page = centres_page(actor, query)
    if page["asking"] is None:
        return []
    state = "" if page["state"] == "all" else page["state"]
    heads = list(_matching(actor, page["asking"], state, page["centre"]))
    return [
        [line.number, line.name, line.state.word, line.lines, line.waiting, line.last_year, line.estimate,
         line.head.answered_at or "", line.head.answered_by, line.head.extended_until or ""]
        for line in _centre_lines(actor, heads)
    ]  # fmt: skip


def centre_page(actor: Actor, series: str, number: str) -> dict[str, Any]:
    """One centre's estimates for staff; `Http404` where there is no such centre."""
    asking, centre = asks.asking_at(series), centres.centre_by_number(number)
    head, lines = return_of(actor, asking, centre.pk), lines_of(actor, asking, centre.pk)
    return {
        "asking": asking, "centre_number": centre.number, "centre_name": centre.name, "head": head, "lines": lines,
        "totals": Totals.of(lines), "state": _state(head) if head else WAITING,
        "window": asking.window(head.extended_until if head else None), "at": clock.now(),
    }  # fmt: skip
