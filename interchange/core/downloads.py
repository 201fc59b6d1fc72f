"""Answers that are files: lists as CSV, XLSX or ODS, with the filter, the time and the person on them (D9)."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import Http404, HttpResponse

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.spreadsheets import Value, write_csv, write_ods, write_xlsx
from interchange.core.uploads.uses import MIME_TYPES

Rows = Iterable[Sequence[Value]]
NO_FACTS: Mapping[str, str] = {}
TYPES = {
    **MIME_TYPES,
    "zip": "application/zip",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ics": "text/calendar; charset=utf-8",
}
"""What goes out: what may come in, and what we pack."""


class ListKind:
    """The kinds of file that a list is given as, for addresses."""

    regex = "csv|xlsx|ods"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def file_answer(data: bytes, name: str) -> HttpResponse:
    """A file to save, of the kind that its name ends with; the name is ours, never what somebody typed."""
    answer = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def list_answer(
    name: str, headings: Sequence[str], rows: Rows, *, by: Actor, about: Mapping[str, str] = NO_FACTS
) -> HttpResponse:  # fmt: skip
    """A list as CSV, XLSX or ODS, by the ending of the name; 404 for any other."""
    return file_answer(list_file(name, headings, rows, by=by, about=about), name)


def list_file(
    name: str, headings: Sequence[str], rows: Rows, *, by: Actor, about: Mapping[str, str] = NO_FACTS
) -> bytes:  # fmt: skip
    """The same before it is sent."""
    told = {**about, "Time": f"{clock.time_in_words(clock.now())} UK time", "Person": by.name}
    return _written(name, headings, rows, told)


def template_answer(name: str, headings: Sequence[str]) -> HttpResponse:
    """An empty list to fill in and send back; 404 where the name ends otherwise than CSV or XLSX do."""
    if name.endswith(".ods"):
        raise Http404
    return file_answer(_written(name, headings, [], NO_FACTS), name)


def _written(name: str, headings: Sequence[str], rows: Rows, about: Mapping[str, str]) -> bytes:
    title, _, kind = name.rpartition(".")
    if kind == "csv":
        return write_csv(headings, rows, about)
    if kind == "xlsx":
        return write_xlsx(headings, rows, about, title=title)
    if kind == "ods":
        return write_ods(headings, rows, about, title=title)
    raise Http404
