"""The number by which entries that were sent together are spoken of."""

from uuid import UUID

from interchange.core.identifiers import base32

BITS = (1 << 40) - 1


def receipt_number(centre_number: str, batch_id: UUID) -> str:
    """The centre's number, then eight characters that follow from the batch: the same every time it is shown."""
    code = base32(batch_id.int & BITS, 8)
    return f"{centre_number}-{code[:4]}-{code[4:]}"
