"""The pages' template environment: what every template may use."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import resolve, reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, StrictUndefined, Undefined
from jinja2.utils import missing

from interchange.accounts.access import holds
from interchange.accounts.queries import providers as openid
from interchange.accounts.roles import Role
from interchange.assessment.queries import printing
from interchange.assessment.queries.submissions import shown_line
from interchange.centres.queries.own import administrators_prompt
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications import queries as notifications
from interchange.site import menu
from interchange.site.queries.milestones import milestones
from interchange.site.queries.windows import windows_open
from interchange.support.queries.status import banner
from interchange.support.rules.words import page_of


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
    env.globals.update(
        milestones=milestones, windows_open=windows_open, administrators_prompt=administrators_prompt,
        static=staticfiles_storage.url, url=_url,
        open_to=open_to,
        menu=menu.menu_for, now=clock.now, messages_for=get_messages,
        openid_name=openid.name, role_titles=role_titles, unread_notices=unread_notices,
        awarding_body=settings.AWARDING_BODY, contact=settings.AWARDING_BODY_CONTACT,
        contact_email=settings.AWARDING_BODY_EMAIL, contact_telephone=settings.AWARDING_BODY_TELEPHONE,
        contact_hours=settings.AWARDING_BODY_HOURS, service_banner=banner, page_of=page_of,
    )  # fmt: skip
    env.filters.update(
        submitted_value=shown_line, form_value=printing.shown, form_words=printing.in_words_of,
    )  # fmt: skip
    env.filters.update(
        uk_time=clock.time_in_words, uk_day=clock.day_in_words, uk_clock=clock.wall_time, count=count
    )
    return env


def _url(name: str, *args: Any, **options: Any) -> str:
    return reverse(name, args=args, kwargs=options) if args or options else menu.address_of(name)


def open_to(actor: Actor, name: str, query: str) -> str:
    """The address of a page that the actor's rights open; empty where they do not, and a breadcrumb is then no link."""
    address = menu.address_of(name)
    needs = resolve(address).func.needs  # type: ignore[attr-defined]  # every view says it
    return f"{address}?{query}" if needs is None or holds(actor, needs) else ""


def unread_notices(actor: Actor) -> int:
    """How many notices wait to be read; none of one's own while one looks through somebody's eyes."""
    return 0 if actor.acting else notifications.unread(actor)


def role_titles(actor: Actor) -> str:
    """What a person is here, by the names of the roles."""
    return ", ".join(role.label for role in Role if role.value in actor.roles) or "no role"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 candidate, 2 candidates, 1,000 candidates."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
