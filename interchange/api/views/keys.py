"""What a key is."""

from django.conf import settings

from interchange.accounts.queries.keys import key_of
from interchange.accounts.roles import Capability
from interchange.api.doors import KeyRequest, needs
from interchange.api.schemas.keys import CentreNamed, Whoami
from interchange.api.views.program import REFUSALS, api

C = Capability


@api.get("/whoami", response={200: Whoami, **REFUSALS}, url_name="whoami", tags=["Keys"])
@needs(C.WELCOME)
def whoami(request: KeyRequest) -> Whoami:
    """Whose key this is, for which centre, and what it may do."""
    actor, key = request.actor, key_of(request.actor)
    return Whoami(
        awarding_body=settings.AWARDING_BODY, centre=CentreNamed(number=actor.centre_number, name=actor.centre_name),
        key=key.name, prefix=key.prefix, made_by=actor.username, may=sorted(actor.capabilities),
        expires_at=key.expires_at,
    )  # fmt: skip
