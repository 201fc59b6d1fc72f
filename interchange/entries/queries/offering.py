"""What can be entered, and what holds in the series asked about, as a merge wants it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from interchange.catalogue import queries as catalogue
from interchange.catalogue.queries.look_timetable import papers
from interchange.catalogue.rules.profile import band_at
from interchange.core import clock
from interchange.entries.rules.awards import Unit, needed_and_choices, percents
from interchange.entries.rules.holdings import Award, Offer, OfferedOption, Pair, Terminal, Terms

if TYPE_CHECKING:
    from interchange.catalogue.models import Series


def offer_for(codes: Collection[str], *, series: Collection[str]) -> Offer:
    """What can be entered under these codes, every series, and what holds now in those named."""
    options: dict[str, list[OfferedOption]] = {}
    awards: dict[int, Award] = {}
    for option in catalogue.options_for_entry(codes=set(codes)).select_related("qualification__family"):
        offered = OfferedOption(
            option.pk, option.entry_code, option.code, option.route, option.tier, option.carried_forward,
            option.qualification_id, option.unit_code, option.certification,
        )  # fmt: skip
        options.setdefault(option.entry_code, []).append(offered)
        found = option.qualification
        awards[found.pk] = Award(
            found.pk, found.entry_code, found.title, found.subject, found.family.code if found.family else "",
            found.number, found.grading_model != "ums",
        )  # fmt: skip
    every = list(catalogue.series_list())
    asked = [one for one in every if one.code in series]
    components = _components(codes) if asked else {}
    return Offer(
        options, {one.code: one.is_open for one in every}, {one.code: one.pk for one in every},
        {one.code: _terms(one, codes, components) for one in asked}, _with_units(awards, options),
    )  # fmt: skip


def widened(offer: Offer, codes: Collection[str], *, series: Collection[str]) -> Offer:
    """The same with what stands entered besides, so that all that a candidate holds can be looked at together."""
    missing = {code for code in codes if code not in offer.options}
    if not missing:
        return offer
    more = offer_for(missing, series=series)
    terms = {
        code: replace(
            more.terms[code], at=held.at, band=held.band, fees={**more.terms[code].fees, **held.fees},
            papers={**more.terms[code].papers, **held.papers},
        )
        for code, held in offer.terms.items()
        if code in more.terms
    }  # fmt: skip
    return replace(
        offer, options={**more.options, **offer.options}, awards={**more.awards, **offer.awards},
        terms={**offer.terms, **terms},
    )  # fmt: skip


def _components(codes: Collection[str]) -> dict[int, list[int]]:
    """The components of each option of these codes."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = catalogue.options_for_entry(codes=set(codes)).order_by("pk").values_list("pk", "components")
    for option, component in rows:
        if component is not None:
            found[option].append(component)
    return found


def _terms(series: "Series", codes: Collection[str], components: dict[int, list[int]]) -> Terms:
    """What holds in a series at this moment."""
    profile, at = catalogue.profile_of(series), clock.now()
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in catalogue.disallowed_pairs(series.pk):
        pairs[pair.first].append(Pair(pair.second, pair.refused, pair.why))
        pairs[pair.second].append(Pair(pair.first, pair.refused, pair.why))
    timed = papers(series.pk, components={each for group in components.values() for each in group})
    sat = {option: [timed[each] for each in group if each in timed] for option, group in components.items()}
    return Terms(
        series.name, profile, at, band_at(profile, at), catalogue.tariffs(series.pk, codes=codes), dict(pairs),
        {option: group for option, group in sat.items() if group},
    )  # fmt: skip


def _with_units(awards: dict[int, Award], options: dict[str, list[OfferedOption]]) -> dict[int, Award]:
    """The awards with their units and terminal rules, where one of these options is a unit or asks for an award."""
    asked = {
        option.award_id
        for group in options.values()
        for option in group
        if option.unit or option.certification
    }
    if not asked:
        return awards
    units: defaultdict[int, list[Unit]] = defaultdict(list)
    rows = catalogue.components().filter(qualification__in=asked).order_by("pk")
    for award, unit, mandatory, percent in rows.values_list(
        "qualification_id", "unit_code", "mandatory", "weight_percent"
    ):
        units[award].append(Unit(unit, mandatory, None if percent is None else float(percent)))
    terminal: defaultdict[int, list[Terminal]] = defaultdict(list)
    for rule in catalogue.terminal_rules(codes={awards[key].code for key in asked}):
        terminal[rule.qualification_id].append(Terminal(rule.unit_code, rule.percent, rule.from_year))
    for key in asked:
        needed, choices = needed_and_choices(units[key])
        awards[key] = replace(
            awards[key], needed=needed, choices=choices, percents=percents(units[key]),
            terminal=tuple(terminal[key]),
        )  # fmt: skip
    return awards
