"""What the site's own forms send, read strictly."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from interchange.core import clock
from interchange.core.grid.kinds import Day

LONGEST_TITLE = 200
LONGEST_BODY = 5_000


@dataclass
class NewsForm:
    """A piece of news as typed, and as read; `errors` by field."""

    values: dict[str, str]
    errors: dict[str, dict[str, str]]
    from_at: datetime | None = None
    until_at: datetime | None = None


def empty_news() -> NewsForm:
    """Nothing typed yet."""
    return NewsForm({"title": "", "body": "", "from_on": "", "until_on": ""}, {})


def read_news(sent: QueryDict) -> NewsForm:
    """A title, a text, and the days between which it is shown: from now on, and for good, where they are left out."""
    form = NewsForm({name: sent.get(name, "").strip() for name in empty_news().values}, {})
    _length(form, "title", LONGEST_TITLE, "a title")
    _length(form, "body", LONGEST_BODY, "the text")
    from_on, until_on = _day(form, "from_on"), _day(form, "until_on")
    form.from_at = clock.start_of_day(from_on) if from_on and from_on > clock.today() else clock.now()
    form.until_at = clock.end_of_day(until_on) if until_on else None
    if form.until_at and form.until_at <= form.from_at:
        _wrong(form, "until_on", "The last day is before the first. Enter a later day, or leave it empty.")
    return form


def _length(form: NewsForm, name: str, longest: int, what: str) -> None:
    length = len(form.values[name])
    if not length:
        _wrong(form, name, f"Enter {what}.")
    elif length > longest:
        _wrong(form, name, f"This has {length:,} characters. Use at most {longest:,}.")


def _day(form: NewsForm, name: str) -> date | None:
    try:
        return Day().read(form.values[name]) if form.values[name] else None
    except ValueError as reason:
        _wrong(form, name, str(reason))
        return None


def _wrong(form: NewsForm, name: str, text: str) -> None:
    form.errors[name] = {"text": text, "href": f"#{name}"}
