"""The pages' template environment: what every template may use."""

from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, StrictUndefined, Undefined
from jinja2.utils import missing

from interchange.core import clock
from interchange.site import menu


class Unknown(Undefined):
    """A name that nobody gave a template fails; a part that a macro's parameters leave out is empty."""

    def __new__(cls, hint: Any = None, obj: Any = missing, *rest: Any, **options: Any) -> Any:
        kind = StrictUndefined if obj is missing else ChainableUndefined
        return kind(hint, obj, *rest, **options)


def environment(**options: Any) -> Environment:
    """Our templates, the govuk-frontend macros, and a few functions and filters."""
    own = options.pop("loader")
    macros = PackageLoader("govuk_frontend_jinja")
    options["undefined"] = Unknown
    env = Environment(loader=ChoiceLoader([own, macros]), trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701
    env.globals.update(static=staticfiles_storage.url, url=_url, menu=menu.menu_for, now=clock.now)
    env.filters.update(uk_time=uk_time, uk_day=uk_day, uk_clock=uk_clock, count=count)
    return env


def _url(name: str, *args: Any, **options: Any) -> str:
    return reverse(name, args=args, kwargs=options)


def uk_time(moment: datetime) -> str:
    """An instant as people write it: 15 May 2027, 11:59pm (E2)."""
    return f"{uk_day(clock.london(moment))}, {uk_clock(moment)}"


def uk_clock(moment: datetime) -> str:
    """The time of day in London: 2:03pm."""
    local = clock.london(moment)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def uk_day(on: date | datetime) -> str:
    """A calendar day: 15 May 2027."""
    return f"{on.day} {on:%B %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 candidate, 2 candidates, 1,000 candidates."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
