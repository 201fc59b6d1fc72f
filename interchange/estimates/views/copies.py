"""The answer that both sides give: a copy of submitted forecast grades as a file."""

from collections.abc import Mapping

from django.http import HttpResponse

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.downloads import list_answer
from interchange.estimates.queries.submitted import COPY_HEADINGS, Copy


def copy_answer(copy: Copy, kind: str, about: Mapping[str, str], *, by: Actor) -> HttpResponse:
    """One version with whose it is, what it is of, and who sent it when."""
    sent, code = copy.sent, copy.entry_code
    told = {
        **about, "Award": f"{code} {sent.title}".strip(), "Series": copy.asking.name, "Version": str(sent.version),
        "Submitted": f"{sent.sent_by}, {clock.time_in_words(sent.sent_at)} UK time",
    }  # fmt: skip
    name = f"forecast-grades-{copy.asking.code}-{code.lower()}-version-{sent.version}.{kind}"
    return list_answer(name, COPY_HEADINGS, copy.rows, by=by, about=told)
