"""What goes with the beginning of a session: earlier ones that ran out, the browser, and signs of sharing."""

from datetime import timedelta

from interchange.accounts.models import KnownBrowser, Person, SharingFlag, SignedIn
from interchange.accounts.queries.sessions import IDLE_END
from interchange.accounts.queries.sharing import signs_seen
from interchange.accounts.rules.factors import hash_of
from interchange.accounts.rules.sharing import WITHIN, Use, signs_of_sharing
from interchange.accounts.rules.stages import REMEMBERED_FOR
from interchange.accounts.steps.telling import where
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

SUSPECTED_AGAIN_AFTER = timedelta(days=1)


def end_stale_sessions(person: Person) -> None:
    """Sessions that were left without signing out: they have run out, and the trail says so."""
    open_ones = SignedIn.objects.filter(person=person, ended_at=None)
    for why, found in {
        "longest time": open_ones.filter(until__lte=clock.real()),
        "not used": open_ones.filter(until__gt=clock.real(), seen_at__lt=clock.now() - IDLE_END),
    }.items():
        for _ in range(found.update(ended_at=clock.now(), ended_why=why)):
            audit.record(Event.SESSION_EXPIRED, data={"why": why})


def know_browser(person: Person, token: str, *, remember: bool, confirmed: bool, by: Actor) -> None:
    """The browser is known from now on (5.3.8), and remembered for seven days where that was asked (5.3.5).

    The owner is told of a new one, except of the first of all and where a mail has told of it already.
    """
    now, token_hash = clock.now(), hash_of(token)
    before = KnownBrowser.objects.filter(person=person)
    is_first = not before.exists()
    is_known = before.filter(token_hash=token_hash, ended_at=None).exists()
    seen = {"browser": by.browser, "last_seen_at": now, "ended_at": None}
    seen |= {"remembered_until": now + REMEMBERED_FOR} if remember else {}
    KnownBrowser.objects.update_or_create(
        person=person, token_hash=token_hash, defaults=seen, create_defaults=seen | {"first_seen_at": now}
    )
    if remember:
        audit.record(Event.BROWSER_REMEMBERED, data={"browser": by.browser})
    if not (is_known or is_first or confirmed):
        audit.record(Event.BROWSER_CHALLENGED)
        notices.tell([person.pk], Kind.NEW_BROWSER, words=where(by), link="/account/security/")


def suspect_sharing(person: Person, *, open_now: int, by: Actor) -> None:
    """Flag an account that looks shared, once a day: in the trail, for the desk and for the user's page (4.11)."""
    now = clock.now()
    recent = SignedIn.objects.filter(person=person, seen_at__gte=now - WITHIN)
    seen = recent.values_list("seen_at", "browser", "country")
    uses = [Use(at, browser.partition(" on ")[2], country) for at, browser, country in seen]
    signs = signs_of_sharing(uses, at=now, open_sessions=open_now)
    codes = [sign.value for sign in signs]
    if signs and codes not in signs_seen(person.pk, since=now - SUSPECTED_AGAIN_AFTER):
        SharingFlag.objects.create(membership_id=str(by.membership_id), at=now, signs=codes)
        about = {"signs": [sign.label for sign in signs]}
        audit.record(Event.SHARING_SUSPECTED, subject=f"person:{person.pk}", data=about)
