"""Lists as files."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.spreadsheets import write_csv, write_xlsx
from interchange.core.uploads.uses import MIME_TYPES


def file_answer(
    headings: Sequence[str], rows: list[list[Any]], about: dict[str, str], name: str, *, by: Actor
) -> HttpResponse:
    """A list as CSV or XLSX, by the ending of the name, with the filter, the time and the person on it (D9)."""
    told = about | {"Time": f"{clock.time_in_words(clock.now())} UK time", "Person": by.name}
    kind = name.rpartition(".")[2]
    body = write_csv(headings, rows, told) if kind == "csv" else write_xlsx(headings, rows, told)
    answer = HttpResponse(body, content_type=MIME_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
