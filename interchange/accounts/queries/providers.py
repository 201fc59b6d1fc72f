"""Which provider of identities there is, and to whom it is linked."""

from uuid import UUID

from django.conf import settings

from interchange.accounts.models import Identity


def name() -> str:
    """What people call the awarding body's provider; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.OIDC_ISSUER else ""


def linked_at(person_id: UUID | None) -> Identity | None:
    """The link between this person and the provider, if there is one."""
    return Identity.objects.filter(person=person_id, issuer=settings.OIDC_ISSUER, ended_at=None).first()
