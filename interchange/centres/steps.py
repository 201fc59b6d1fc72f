"""What services do to a centre inside their own transaction."""

from interchange.centres.models import Centre


def hold(centre_id: int) -> None:
    """Let no other service that holds this centre go on before this transaction ends."""
    Centre.objects.select_for_update(no_key=True).only("id").get(pk=centre_id)
