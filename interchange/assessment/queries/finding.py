"""Finding a sheet: by series and assessment code, or from drop-downs of series and qualification."""

from collections.abc import Mapping
from typing import Any

from interchange.assessment.queries.lists import SheetLine, sheets_of_centre
from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor


def chosen_series(query: Mapping[str, str]) -> tuple[list[Any], Any]:
    """Every series, and the one an address names, or else the newest open one."""
    every = list(catalogue.series_list())
    wanted = query.get("series", "")
    chosen = next((series for series in every if series.code == wanted), None)
    return every, chosen or next((series for series in every if series.is_open), every[0] if every else None)


def search(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """What Enter coursework marks shows: the sheets a code may mean, `only` where there is just one."""
    every, series = chosen_series(query)
    code = query.get("code", "").strip()[:60]
    lines = sheets_of_centre(actor, series, family=query.get("family", "")) if series else []
    found = _matching(lines, code) if code else lines
    only = (series.code, found[0].slug) if code and len(found) == 1 else None
    error = "" if found or not code else _why_none(code, series)
    return {
        "choices": [(one.code, one.name) for one in every], "series": series.code if series else "", "code": code,
        "lines": found or (lines if error else []), "only": only, "error": error, "family": query.get("family", ""),
        "series_name": series.name if series else "", "qualification": "", "qualifications": [],
    }  # fmt: skip


def _matching(lines: list[SheetLine], code: str) -> list[SheetLine]:
    slugs = {component.slug for component in catalogue.components_matching(code)}
    return [line for line in lines if line.slug in slugs]


def _why_none(code: str, series: Any) -> str:
    known = next(iter(catalogue.components_matching(code)), None)
    if known is None:
        return f"There is no assessment {code}. Check the code; it looks like J277/03."
    if known.kind in ("exam", "nea_external"):
        return f"{known.code} is not marked by centres, so there are no marks to enter."
    return f"Your centre has no candidates entered for {known.code} in {series.name}."


def by_qualification(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """A centre's sheets by series and qualification, with what the drop-downs offer."""
    every, series = chosen_series(query)
    family = query.get("family", "")
    lines = sheets_of_centre(actor, series, family=family) if series else []
    names = sorted({line.qualification for line in lines})
    wanted = query.get("qualification", "")
    kept = [line for line in lines if line.qualification == wanted] if wanted in names else lines
    return {
        "choices": [(one.code, one.name) for one in every], "series": series.code if series else "",
        "series_name": series.name if series else "",
        "qualifications": [("", "All qualifications"), *((n, n) for n in names)],
        "qualification": wanted, "lines": kept, "family": family,
    }  # fmt: skip
