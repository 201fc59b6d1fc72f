"""What pages read of the catalogue."""

from interchange.catalogue.queries.codes import (
    component_by_slug,
    components,
    components_marked_by_centres,
    components_matching,
    components_named,
    entry_codes_of,
    entry_codes_spelt,
    families,
    grade_sets,
    key_dates,
    menu_families,
    options_for_entry,
    vocational_qualifications,
)
from interchange.catalogue.queries.terms import (
    Pair,
    disallowed_pairs,
    profile_of,
    sittings,
    tariffs,
    terminal_rules,
)
from interchange.catalogue.queries.windows import (
    latest_series,
    mark_window_at,
    mark_windows,
    series_by_code,
    series_list,
)

__all__ = [
    "Pair",
    "component_by_slug",
    "components",
    "components_marked_by_centres",
    "components_matching",
    "components_named",
    "disallowed_pairs",
    "entry_codes_of",
    "entry_codes_spelt",
    "families",
    "grade_sets",
    "key_dates",
    "latest_series",
    "mark_window_at",
    "mark_windows",
    "menu_families",
    "options_for_entry",
    "profile_of",
    "series_by_code",
    "series_list",
    "sittings",
    "tariffs",
    "terminal_rules",
    "vocational_qualifications",
]
