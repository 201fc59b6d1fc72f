"""What the site's own forms send, read strictly."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import QueryDict

from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.forms import Errors
from interchange.core.grid.kinds import Day
from interchange.site.services import LONGEST_REMINDER
from interchange.support.queries.audiences import read_audience
from interchange.support.rules.audiences import Audience
from interchange.support.rules.words import is_page

AUDIENCE_LISTS = ("roles", "scopes", "kinds")
LONGEST_TITLE = 200
LONGEST_BODY = 5_000
LONGEST_LINK = 300


@dataclass
class NewsForm:
    """A piece of news or a reminder as typed, and as read; `errors` by field."""

    values: dict[str, str]
    errors: Errors = field(default_factory=Errors)
    ticked: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in AUDIENCE_LISTS})
    audience: str = Audience.ALL.value
    audience_values: list[str] = field(default_factory=list)
    on: date | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None


def empty_news() -> NewsForm:
    """Nothing typed yet."""
    blank = dict.fromkeys(["title", "body", "from_on", "until_on", "centre"], "")
    return NewsForm(blank | {"audience": Audience.ALL.value})


def read_news(sent: QueryDict) -> NewsForm:
    """A title, a text, and the days between which it is shown: from now on, and for good, where they are left out."""
    form = _sent(sent, empty_news())
    _length(form, "title", LONGEST_TITLE, "a title")
    _length(form, "body", LONGEST_BODY, "the text")
    from_on, until_on = _day(form, "from_on"), _day(form, "until_on")
    form.from_at = clock.start_of_day(from_on) if from_on and from_on > clock.today() else clock.now()
    form.until_at = clock.end_of_day(until_on) if until_on else None
    if form.until_at and form.until_at <= form.from_at:
        _wrong(form, "until_on", "The last day is before the first. Enter a later day, or leave it empty.")
    return form


def empty_reminder() -> NewsForm:
    """Nothing typed yet."""
    return NewsForm(dict.fromkeys(["text", "on", "link", "centre"], "") | {"audience": Audience.ALL.value})


def read_reminder(sent: QueryDict) -> NewsForm:
    """A line, its day, and a page of this site that it leads to."""
    form = _sent(sent, empty_reminder())
    _length(form, "text", LONGEST_REMINDER, "what to remind of")
    form.on = _day(form, "on")
    if form.on is None and "on" not in form.errors:
        _wrong(form, "on", "Enter the day.")
    elif form.on is not None and form.on < clock.today():
        _wrong(form, "on", "This day has passed. Enter today or a later day.")
    link = form.values["link"]
    if link and (not is_page(link) or len(link) > LONGEST_LINK):
        _wrong(form, "link", "Enter a page of this site, such as /coursework/enter/.")
    return form


def _sent(sent: QueryDict, empty: NewsForm) -> NewsForm:
    form = NewsForm({name: sent.get(name, "").strip() for name in empty.values})
    form.ticked = {name: sent.getlist(name) for name in AUDIENCE_LISTS}
    audience = form.values["audience"] = form.values["audience"] or Audience.ALL.value
    try:
        form.audience, form.audience_values = read_audience(audience, form.ticked, form.values["centre"])
    except Refused as refusal:
        _wrong(form, refusal.code, refusal.message)
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
    form.errors[name] = text
