"""Qualifications, components and options, as pages look them up."""

from collections.abc import Collection

from django.core.cache import cache
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Upper
from django.shortcuts import get_object_or_404

from interchange.catalogue.models import (
    Component,
    ComponentQuerySet,
    Family,
    GradeSet,
    KeyDate,
    Option,
    Qualification,
    VocationalQualification,
)
from interchange.catalogue.rules.codes import code_key


def families() -> QuerySet[Family]:
    """The families that have a qualification, in the order of the menus."""
    return Family.objects.filter(Exists(Qualification.objects.filter(family=OuterRef("pk"))))


def components() -> ComponentQuerySet:
    """Every component with its qualification and family."""
    return Component.objects.select_related("qualification__family")


def components_marked_by_centres() -> ComponentQuerySet:
    """Those for which centres enter marks or grades."""
    return components().marked_by_centres()


def component_by_slug(slug: str) -> Component:
    """The component of an address, capitals or not; `Http404` where there is none."""
    return get_object_or_404(components(), slug__iexact=slug)


def components_matching(typed: str) -> ComponentQuerySet:
    """What a user may mean: by assessment code, else by the code of the entry or unit, else by words.

    Codes are compared without spaces, dashes and capitals; words are looked for in both titles.
    """
    key = code_key(typed)
    if not key:
        return components().none()
    keyed = components().annotate(
        own_key=key_of("assessment_code"),
        unit_key=key_of("unit_code"),
        entry_key=key_of("qualification__entry_code"),
    )
    by_code = keyed.filter(own_key=key)
    if not by_code.exists():
        by_code = keyed.filter(Q(unit_key=key) | Q(entry_key=key))
    return by_code if by_code.exists() else _by_words(typed)


def components_named(typed: str) -> set[int]:
    """The keys of what a typed code means, or of the component whose address it is."""
    by_address = Component.objects.filter(slug__iexact=typed.replace("\x00", ""))
    return {
        *components_matching(typed).values_list("pk", flat=True),
        *by_address.values_list("pk", flat=True),
    }


def key_of(*fields: str) -> Func:
    """What two spellings of the code in these columns have in common (`rules.code_key`)."""
    code = Concat(*fields) if len(fields) > 1 else F(fields[0])
    kept = Func(Upper(code), Value("[^A-Z0-9]"), Value(""), Value("g"), function="regexp_replace")
    kept.output_field = TextField()
    return kept


def _by_words(typed: str) -> ComponentQuerySet:
    found = components()
    for word in typed.replace("\x00", "").split()[:10]:
        found = found.filter(Q(title__icontains=word) | Q(qualification__title__icontains=word))
    return found


def options_for_entry(*, codes: set[str] | None = None) -> QuerySet[Option]:
    """What can be entered, of these entry codes or all; the single option only where none was printed."""
    printed = Option.objects.filter(
        qualification=OuterRef("qualification"), entry_code=OuterRef("entry_code")
    )
    offered = Option.objects.select_related("qualification").exclude(
        Q(code="") & Exists(printed.exclude(code=""))
    )
    return offered if codes is None else offered.filter(entry_code__in=codes)


def options_by_id(ids: set[int]) -> QuerySet[Option]:
    """These options with qualification and family, also those that are offered no more."""
    return Option.objects.filter(pk__in=ids).select_related("qualification__family")


def entry_codes_spelt(typed: set[str]) -> dict[str, str]:
    """Those of the typed entry codes that the catalogue spells otherwise, with its spelling."""
    wanted = {code.upper() for code in typed}
    known = Option.objects.annotate(key=Upper("entry_code")).filter(key__in=wanted).order_by("entry_code")
    codes = set(known.values_list("entry_code", flat=True))
    by_key = {code.upper(): code for code in codes}
    return {code: by_key[code.upper()] for code in typed - codes if code.upper() in by_key}


def option_codes(ids: Collection[int]) -> dict[int, str]:
    """The codes of options by their keys."""
    return dict(Option.objects.filter(pk__in=ids).values_list("id", "code"))


def grade_sets() -> QuerySet[GradeSet]:
    """The grade sets with their `grades`, best first."""
    return GradeSet.objects.prefetch_related("grades")


def key_dates(*, event: str = "") -> QuerySet[KeyDate]:
    """The printed dates, of one kind of event or all."""
    return KeyDate.objects.filter(event=event) if event else KeyDate.objects.all()


def vocational_qualifications() -> QuerySet[VocationalQualification]:
    """The vocational qualifications with their `units` and `rules`."""
    return VocationalQualification.objects.prefetch_related("units", "rules")


def menu_families() -> list[Family]:
    """The families for the menu of every page, read at most once a minute."""
    found = cache.get("menu-families")
    if found is None:
        found = list(families())
        cache.set("menu-families", found, timeout=60)
    return found  # type: ignore[no-any-return]


def entry_codes_of(component_id: int) -> QuerySet[Option, str]:
    """The entry codes by which a component is entered; for use inside another query."""
    return Option.objects.filter(components=component_id).values_list("entry_code", flat=True)
