"""Shutting an account until its owner has set a new password (section 9, "lock my account now")."""

from uuid import UUID

from interchange.accounts.models import Person
from interchange.accounts.steps.ending import end_everything_of
from interchange.core import clock


def lock(person_id: UUID, why: str) -> None:
    """End at once everything by which somebody is signed in, everywhere, and ask for a new password by a link (5.1.11).

    The event, and telling the person, are the caller's.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    end_everything_of(person, why)
    person.reset_required_at = clock.now()
    person.save(update_fields=["reset_required_at"])
