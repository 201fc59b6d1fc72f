"""What invoicing notes of changes of entries; nothing else of a version is ever changed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from interchange.core.arrays import columns
from interchange.entries.models import Version
from interchange.entries.rules.fees import Fee

FILL_IN = """
    UPDATE entries_version SET pence = given.pence, told = given.told
    FROM unnest(%s::uuid[], %s::int[], %s::text[]) AS given (id, pence, told)
    WHERE entries_version.centre_id = %s AND entries_version.id = given.id AND entries_version.pence IS NULL
      AND entries_version.invoiced IS NULL
"""


def fill_in_fees(known: Sequence[tuple[UUID, Fee]], *, centre_id: int) -> None:
    """Note the fees, now known, of changes that had none."""
    if known:
        rows = [(version, fee.pence, fee.told) for version, fee in known]
        with connection.cursor() as cursor:
            cursor.execute(FILL_IN, [*columns(rows), centre_id])


def note_invoiced(ids: Iterable[UUID], invoice_id: UUID, *, centre_id: int) -> None:
    """Note that an invoice has taken these changes into account, also those that cost nothing."""
    Version.unscoped.filter(centre_id=centre_id, pk__in=list(ids), invoiced=None).update(invoiced=invoice_id)
