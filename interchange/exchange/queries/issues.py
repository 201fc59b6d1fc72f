"""Issues of base data: what was given out under which number, and what has changed since."""

import io
import zipfile
from typing import Any, NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404

from interchange.catalogue import queries as catalogue
from interchange.core import uploads
from interchange.exchange.models import BaseDataIssue
from interchange.exchange.queries.basedata import Held, base_data, bundle
from interchange.exchange.queries.formats import record_of
from interchange.exchange.reading_sets import read_set
from interchange.exchange.rules.basedata import ORDER, Changes, Set, changes_of
from interchange.exchange.rules.names import HOLDS

MOST = 99
"""A file's name has two digits for the issue."""


class Line(NamedTuple):
    """A series with its issues, the last first."""

    series: Any
    issues: list[BaseDataIssue]

    @property
    def last(self) -> BaseDataIssue | None:
        """The one that centres fetch."""
        return self.issues[0] if self.issues else None


def issues_page() -> dict[str, Any]:
    """Every series with its issues; two statements."""
    lines = {one.pk: Line(one, []) for one in catalogue.series_list()}
    for issue in BaseDataIssue.objects.all():
        lines[issue.series_id].issues.append(issue)
    return {"lines": list(lines.values())}


def last_numbers() -> dict[int, int]:
    """The number of the last issue of each series that has one, by the key of the series; one statement."""
    return dict(BaseDataIssue.objects.order_by("number").values_list("series_id", "number"))


def last_issue(series: Any) -> BaseDataIssue | None:
    """The issue that centres fetch; none where nothing was issued yet."""
    return BaseDataIssue.objects.filter(series=series.pk).first()


def issued_file(series_code: str, number: int | None = None) -> tuple[str, Any]:
    """Name and content of an issue, by default the last; before the first one as the catalogue stands now."""
    series = catalogue.series_by_code(series_code)
    found = BaseDataIssue.objects.filter(series=series.pk)
    if number is not None:
        issue: BaseDataIssue | None = get_object_or_404(found, number=number)
    else:
        issue = found.first()
    if issue is None:
        name, content = bundle(series, base_data(series), 1)
        return name, io.BytesIO(content)
    try:
        return issue.name, uploads.opened(issue.kept)
    except FileNotFoundError:
        raise Http404 from None


class Kind(NamedTuple):
    """One kind of record on the page of an issue."""

    holds: str
    number: int
    changes: Changes


def issue_page(series_code: str) -> dict[str, Any]:
    """What would be issued for a series now, and how it differs from what was issued last."""
    series = catalogue.series_by_code(series_code)
    last, held = last_issue(series), base_data(series)
    changed = changes_since(last, held)
    kinds = [
        Kind(
            HOLDS[letter].capitalize(),
            len(held.sets.get(letter, ())),
            changed.get(letter, Changes([], [], [])),
        )
        for letter in ORDER
    ]
    return {
        "series": series, "last": last, "next": last.number + 1 if last else 1, "kinds": kinds, "held": held,
        "differs": last is None or bool(changed),
    }  # fmt: skip


def changes_since(last: BaseDataIssue | None, held: Held) -> dict[Any, Changes]:
    """What is other than in the last issue, by kind of record."""
    return changes_of(_records_of(last) if last else {}, held.sets)


def _records_of(issue: BaseDataIssue) -> Set:
    """The records of an issue as its bundle has them."""
    with uploads.opened(issue.kept) as kept, zipfile.ZipFile(kept) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".json"))
        return read_set([(name, archive.read(name))], record_of).records
