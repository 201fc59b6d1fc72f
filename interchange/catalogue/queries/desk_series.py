"""The series and their profiles, as the awarding body's pages show them (section 13)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from interchange.catalogue.kinds import Cells
from interchange.catalogue.models import Revision, Series
from interchange.catalogue.queries.desk import PROFILE, WAITING
from interchange.catalogue.rules.profile import Profile, settings
from interchange.catalogue.rules.settings import Flag

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEW_LINE = "\n"


def profile_cells(series: Series) -> Cells:
    """Every setting of a series as it holds, as a form shows it, and which series it is."""
    profile = Profile.of(series.code, series.profile)
    return {"series": series.code} | {
        one.name: one.kind.shown(getattr(profile, one.name)) for one in settings()
    }


def series_page() -> list[dict[str, Any]]:
    """Every series with its days, its windows and its waiting changes; two statements."""
    waiting = _counted(Revision.objects.filter(WAITING, kind=PROFILE).values_list("row_id", flat=True))
    found = []
    for one in Series.objects.all():
        profile = Profile.of(one.code, one.profile)
        found.append({"series": one, "profile": profile, "waiting": waiting.get(one.pk, 0)})
    return found


def _counted(keys: "QuerySet[Any, Any]") -> dict[int, int]:
    counts: dict[int, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def profile_fields(series: Series, cells: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The form of a profile: each setting with its meaning, rule and default."""
    for setting in settings():
        usual = setting.kind.shown(setting.default(series.year, series.month))
        value = cells.get(setting.name, "")
        hint = f"{setting.kind.hint[:1].upper()}{setting.kind.hint[1:]}. "
        choices = [("yes", "Yes"), ("no", "No")] if isinstance(setting.kind, Flag) else []
        yield {
            "name": setting.name, "label": setting.meaning, "value": value, "choices": choices,
            "hint": f"{'' if choices else hint}Usual: {usual.replace(NEW_LINE, ', ') or 'none'}. Rule: {setting.rule}.",
            "long": "lines" in setting.kind.hint,
        }  # fmt: skip
