"""Which series a look-up is about, and what every look-up asks in the same way."""

from collections.abc import Mapping

from interchange.catalogue.models import Series
from interchange.catalogue.queries.codes import menu_families
from interchange.catalogue.queries.windows import latest_series, series_by_code, series_list


def chosen_series(query: Mapping[str, str]) -> Series | None:
    """The series that an address names, else the newest open one, else the newest; `Http404` for an unknown one."""
    code = query.get("series", "")
    return series_by_code(code) if code else latest_series() or series_list().first()


def choices(series: Series | None) -> dict[str, object]:
    """What the filter of a look-up offers: every series, and every family."""
    return {
        "series": series,
        "all_series": [(one.code, one.name) for one in series_list()],
        "families": [("", "All families"), *((one.code, one.name) for one in menu_families())],
    }


def words_of(query: Mapping[str, str], name: str = "q") -> str:
    """What was typed into a filter, without what the database cannot hold, and of a length that means something."""
    return " ".join(query.get(name, "").replace("\x00", "").split())[:100]
