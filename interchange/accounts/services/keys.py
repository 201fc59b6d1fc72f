"""Keys for a centre's own systems: made, shown once, used, revoked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from interchange.accounts.access import state_change
from interchange.accounts.middleware import actor_of, is_usable
from interchange.accounts.models import ApiKey
from interchange.accounts.roles import Capability
from interchange.accounts.rules import keys as rules
from interchange.accounts.steps import hash_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.typed import a_day

NOTED_AGAIN_AFTER = timedelta(minutes=1)


@state_change(needs=Capability.KEYS_MANAGE)
def make_key(name: str, may: Sequence[str], until: str, *, by: Actor) -> str:
    """A new key, as it is shown once; `until` is the last day as typed.

    Refused without a name, a last day, or something its maker may do: with all of these at once (B2).
    """
    form = Together()
    called = form.read(lambda: _name(name))
    form.read(lambda: _may(may, by))
    last = form.read(lambda: _last_day(until))
    form.end()
    if (
        ApiKey.objects.filter(membership__centre_id=by.centre_id or 0, ended_at=None).count()
        >= rules.MOST_KEYS
    ):
        raise Refused(
            "key-many", f"The centre has {rules.MOST_KEYS} keys. Revoke one that is no longer used."
        )
    token = rules.new_token()
    key = ApiKey.objects.create(
        membership_id=str(by.membership_id), name=called, prefix=token.prefix, token_hash=hash_of(token.secret),
        capabilities=[code for code in rules.FOR_PROGRAMS if code in may], made_at=clock.now(),
        expires_at=clock.end_of_day(last),
    )  # fmt: skip
    audit.record(Event.API_KEY_MADE, subject=f"key:{key.pk}", data={"name": called, "may": key.capabilities})
    return str(token)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > rules.LONGEST_NAME or not name.isprintable():
        ask = f"Name the system that will use the key, in at most {rules.LONGEST_NAME} characters."
        raise Refused("key-name", ask)
    return name


def _may(may: Sequence[str], by: Actor) -> None:
    if not may or set(may) - (set(rules.FOR_PROGRAMS) & by.capabilities):
        raise Refused("key-may", "Choose what the key may do, from what you may do yourself.")


def _last_day(typed: str) -> date:
    until = a_day(typed, code="key-until")
    wrong = rules.why_not_until(until, today=clock.today())
    if wrong or until is None:
        raise Refused("key-until", wrong)
    return until


@state_change(needs=Capability.KEYS_MANAGE)
def revoke_key(key_id: UUID, *, by: Actor) -> ApiKey:
    """End a key of the centre at once; 404 where it has none such."""
    key = (
        ApiKey.objects.select_for_update().filter(pk=key_id, membership__centre_id=by.centre_id or 0).first()
    )
    if key is None:
        raise Http404
    if key.ended_at is not None:
        audit.nothing_changed()
        return key
    key.ended_at = clock.now()
    key.save(update_fields=["ended_at"])
    audit.record(Event.API_KEY_REVOKED, subject=f"key:{key.pk}", data={"name": key.name})
    return key


def actor_with_key(text: str, request: HttpRequest) -> Actor | None:
    """Who asks with this key: its maker at that centre, with no more than the key and the maker's roles both give.

    None where it never was, has expired or been revoked, or its maker could not sign in now (4.4).
    """
    token, now = rules.read_token(text), clock.now()
    if token is None:
        return None
    found = ApiKey.objects.select_related("membership__person", "membership__centre").filter(
        prefix=token.prefix
    )
    key = found.first()
    known = key.token_hash if key is not None else hash_of("no key")
    if not constant_time_compare(known, hash_of(token.secret)) or key is None:
        return None
    if key.ended_at is not None or key.expires_at <= now or not is_usable(key.membership, at=now):
        return None
    if key.last_used_at is None or now - key.last_used_at > NOTED_AGAIN_AFTER:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    maker = actor_of(key.membership, request)
    may = maker.capabilities & {*key.capabilities, Capability.WELCOME.value}
    return replace(maker, capabilities=may, key_id=key.pk, name=f"{maker.name} (key “{key.name}”)")


def record_read(what: str, *, where: str, by: Actor) -> None:
    """Candidates' data goes out to a program (section 7, disclosure)."""
    with tenancy.writing(by), audit.trail(by):
        audit.record(Event.API_READ, subject=f"key:{by.key_id}", data={"what": what, "where": where[:200]})
