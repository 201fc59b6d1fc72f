"""A new password by a link that is mailed (5.1.11)."""

from datetime import timedelta

from django.urls import reverse

from interchange.accounts.models import Membership, OneUseLink, Person
from interchange.accounts.steps.ending import end_sessions
from interchange.accounts.steps.links import make_link
from interchange.core import clock
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

RESET_LASTS = timedelta(minutes=30)


def require_reset(person: Person, *, by_name: str) -> None:
    """From now on a new password has to be set, by a link which is sent or after the next sign-in; every session ends
    (section 4; 5.1.11). Nobody but the person sees or sets it. The event is the caller's."""
    person.reset_required_at = clock.now()
    person.save(update_fields=["reset_required_at"])
    end_sessions([person], "password reset")
    send_reset_link(person, by_name=by_name)


def send_reset_link(person: Person, *, by_name: str = "", browser: str = "") -> None:
    """Mail a link to set a new password: 30 minutes, once, and in one browser only where it was asked for there.

    `browser` is the hash of that browser's token; `by_name` is the administrator who asked, where it was one. Links
    sent before end.
    """
    token = make_link(OneUseLink.Purpose.RESET, lasts=RESET_LASTS, person=person, browser=browser)
    words = {
        "login_id": person.login_id, "username": person.username, "by": by_name, "own_browser": bool(browser),
        "until": clock.now() + RESET_LASTS,
    }  # fmt: skip
    link = reverse("accounts:reset-password", args=[token])
    centre_id = Membership.objects.usable().filter(person=person).values_list("centre_id", flat=True).first()
    notices.tell([person.pk], Kind.PASSWORD_LINK, words=words, secret_link=link, centre_id=centre_id)
