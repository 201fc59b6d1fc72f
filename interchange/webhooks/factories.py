"""Webhooks for tests."""

from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import CHOICES
from interchange.webhooks.services.hooks import add_hook


def make_hook(
    by: Actor, *, name: str = "Registers", where: str = "https://mis.school.example/told"
) -> tuple[Hook, str]:
    """A webhook that is told of everything, with one message that was taken; and its secret."""
    hook, secret = add_hook(name, where, [one.value for one in CHOICES], by=by)
    with tenancy.for_centre(hook.centre_id):
        Delivery.unscoped.create(
            centre_id=hook.centre_id, hook=hook, message="test", body='{"type": "test"}', tries=1, taken_at=clock.now(),
            attempts=[[clock.now().isoformat(), 200, ""]],
        )  # fmt: skip
    return hook, secret
