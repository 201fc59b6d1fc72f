"""What a series asks for: which series, and of it every code under which a number may be given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404

from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.codes import code_key
from interchange.catalogue.rules.profile import Profile
from interchange.estimates.rules.estimates import Window
from interchange.estimates.rules.forecasts import Deadline, grades_of

if TYPE_CHECKING:
    from datetime import date

    from interchange.catalogue.models import Component, Option, Qualification, Series

OPTION, COMPONENT = "o", "c"


@dataclass(frozen=True)
class Asking:
    """A series with its profile, and what it asks for."""

    series: "Series"
    profile: Profile

    @property
    def code(self) -> str:
        return self.series.code

    @property
    def name(self) -> str:
        return self.series.name

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self.profile.estimated_entry_codes)

    @cached_property
    def _by_component(self) -> frozenset[str]:
        return frozenset(self.profile.estimates_by_component)

    def window(self, extended_until: "date | None" = None) -> Window:
        """When estimates may be given."""
        return Window.of(self.profile, extended_until=extended_until)

    def before(self) -> "Series | None":
        """The series of the same month a year before; none where it is not known."""
        return catalogue.series_list().filter(year=self.series.year - 1, month=self.series.month).first()

    @property
    def deadline(self) -> Deadline:
        """Until when forecast grades may be given."""
        return Deadline.of(self.profile)

    def asks_for(self, entry_code: str) -> bool:
        """Whether an estimate is asked under this entry code (R-EST-2)."""
        return self.profile.estimated_entries and (not self._codes or entry_code in self._codes)

    def by_component(self, entry_code: str) -> bool:
        """Whether it is asked component by component."""
        return entry_code in self._by_component


def asking_of(series: "Series") -> Asking:
    """A series with its profile."""
    return Asking(series, catalogue.profile_of(series))


def asking_at(series_code: str) -> Asking:
    """The series of an address; `Http404` where there is none."""
    return asking_of(catalogue.series_by_code(series_code))


def askings() -> list[Asking]:
    """Every series, the newest first."""
    return [asking_of(series) for series in catalogue.series_list()]


def asking_for_estimates() -> list[Asking]:
    """The series that ask for estimated entries, the newest first."""
    return [one for one in askings() if one.profile.estimated_entries]


def asking_for_forecasts() -> list[Asking]:
    """The series that ask for forecast grades, the newest first."""
    return [one for one in askings() if one.profile.forecast_grades]


def chosen(every: Iterable[Asking], query: Mapping[str, str]) -> Asking | None:
    """The series that an address names, or else the newest open one of these; none where there is none at all."""
    found = list(every)
    named = next((one for one in found if one.code == query.get("series", "")), None)
    return named or next((one for one in found if one.series.is_open), found[0] if found else None)


def choices_of(every: Iterable[Asking]) -> list[tuple[str, str]]:
    """The series as a drop-down offers them."""
    return [(one.code, one.name) for one in every]


# ---------------------------------------------------------------- the codes


@dataclass(frozen=True)
class Asked:
    """One thing under which a number may be given: an option of an entry code, or a component."""

    kind: str
    id: int
    code: str
    entry_code: str
    title: str
    label: str
    family: str
    family_name: str
    order: tuple[int, str, str]

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.kind}{self.id}"


def asked_codes(asking: Asking) -> list[Asked]:
    """Everything under which the series asks for a number, in the order of the catalogue; two statements."""
    found: dict[str, Asked] = {}
    for option in _options():
        if option.certification or not asking.asks_for(option.entry_code):
            continue
        if not asking.by_component(option.entry_code):
            one = of_option(option)
            found[one.key] = one
    if asking.profile.estimates_by_component:
        wanted = [code for code in asking.profile.estimates_by_component if asking.asks_for(code)]
        for component in catalogue.components().filter(options__entry_code__in=wanted).distinct():
            if component.route != component.CARRIED_FORWARD:
                one = of_component(component)
                found[one.key] = one
    return sorted(found.values(), key=lambda one: one.order)


def _options() -> "Iterable[Option]":
    return catalogue.options_for_entry().select_related("qualification__family")


def of_option(option: "Option") -> Asked:
    """An option as a thing to be estimated."""
    code = f"{option.entry_code}{option.code}"
    label = " ".join(dict.fromkeys(word for word in (option.label, option.tier) if word))
    return _asked(OPTION, option.pk, code, option.entry_code, "", label, option.qualification)


def of_component(component: "Component") -> Asked:
    """A component as a thing to be estimated."""
    of = component.qualification
    return _asked(
        COMPONENT, component.pk, component.code, component.entry_code, component.title, component.tier, of
    )


def _asked(
    kind: str, key: int, code: str, entry_code: str, title: str, label: str, of: "Qualification"
) -> Asked:
    name = ": ".join(word for word in (of.title, title) if word)
    family = of.family
    place = (family.position if family else 0, of.title, code)
    return Asked(
        kind, key, code, entry_code, name, label, family.code if family else "", family.name if family else "", place
    )  # fmt: skip


def by_typed_code(asked: Iterable[Asked]) -> dict[str, Asked]:
    """Each by what the ways of spelling its code have in common; where an entry code has one option, by that alone."""
    every = list(asked)
    by_entry: dict[str, list[Asked]] = {}
    for one in every:
        by_entry.setdefault(code_key(one.entry_code), []).append(one)
    alone = {key: ones[0] for key, ones in by_entry.items() if len(ones) == 1}
    return alone | {code_key(one.code): one for one in every}


def find(code: str, by_code: Mapping[str, Asked], asking: Asking) -> tuple[Asked | None, str]:
    """What a typed code means among what the series asks for, or why it means nothing."""
    typed = " ".join(code.split())[:40]
    key = code_key(typed)
    if found := by_code.get(key):
        return found, ""
    options = sorted({one.code for one in by_code.values() if key and code_key(one.entry_code) == key})
    if options:
        return None, f"{typed} has several options. Type one of {', '.join(options)}."
    return (
        None,
        f"No estimated entry is asked for “{typed}” in {asking.name}. Look at Every code for what is.",
    )


# ---------------------------------------------------------------- the awards


@dataclass(frozen=True)
class Award:
    """Something for which a series asks for forecast grades."""

    entry_code: str
    title: str
    family: str
    grades: tuple[str, ...]
    by_tier: Mapping[str, tuple[str, ...]]
    """The grades of a tier, where the catalogue has them: a forecast is at the level of the entry (R-EG-3)."""

    def grades_for(self, tier: str) -> tuple[str, ...]:
        """What may be given to a candidate who is entered for this tier."""
        return self.by_tier.get(tier, self.grades)


def awards_of(asking: Asking, *, family: str = "") -> list[Award]:
    """What the series asks forecast grades for (R-EG-1), in the order of the catalogue; three statements."""
    wanted = set(asking.profile.forecast_grades)
    if not wanted:
        return []
    sets = {one.code: [grade.name for grade in one.grades.all()] for one in catalogue.grade_sets()}
    found: dict[str, Award] = {}
    options = catalogue.options_for_entry(codes=wanted).select_related(
        "qualification__family", "qualification__grade_set"
    )
    for option in options.order_by("qualification__family__position", "qualification__title", "entry_code"):
        of = option.qualification
        code = of.grade_set.code if of.grade_set else ""
        if option.entry_code not in found:
            tiers = {tier: sets[f"{code}-{tier}"] for tier in of.tiers if f"{code}-{tier}" in sets}
            found[option.entry_code] = Award(
                option.entry_code, of.title, of.family.code if of.family else "", grades_of(sets.get(code, ())),
                {tier: grades_of(names) for tier, names in tiers.items()},
            )  # fmt: skip
    return [one for one in found.values() if not family or one.family == family]


def award_at(asking: Asking, entry_code: str) -> Award:
    """The award of an address; `Http404` where the series does not ask for its forecast grades."""
    found = next((one for one in awards_of(asking) if one.entry_code == entry_code), None)
    if found is None:
        raise Http404
    return found
