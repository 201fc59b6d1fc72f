"""Files of messages: kept, attached to what they were sent with, let go."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from interchange.core import clock, uploads, watching
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.uploads import MESSAGE, Checked
from interchange.support.models import Attachment, Post

ONE_HOUR, MOST_AN_HOUR = timedelta(hours=1), 200


def put_files(files: Sequence[Checked], *, centre_id: int, by: Actor) -> list[Attachment]:
    """Keep files that somebody has uploaded and not sent yet. Where one cannot be kept, none is.

    Refused beyond two hundred an hour from one person: nobody fills the disk (ASVS 2.4.1).
    """
    assert by.person_id is not None  # noqa: S101  (only people upload)
    own = Attachment.unscoped.filter(uploaded_by_id=by.person_id, uploaded_at__gt=clock.now() - ONE_HOUR)
    if own.count() + len(files) > MOST_AN_HOUR:
        watching.warn("files uploaded too often")
        raise Refused(
            "too-many-files", f"At most {MOST_AN_HOUR} files in an hour. Send these a little later."
        )
    stored: list[str] = []
    try:
        with transaction.atomic():
            stored.extend(uploads.keep(file, MESSAGE) for file in files)
            return Attachment.unscoped.bulk_create(
                Attachment(
                    centre_id=centre_id, uploaded_by_id=by.person_id, uploaded_at=clock.now(), name=file.name,
                    kind=file.kind, size=file.size, digest=file.digest, stored=name, scanned=file.scanned,
                )
                for file, name in zip(files, stored, strict=True)
            )  # fmt: skip
    except BaseException:
        for name in stored:
            uploads.discard(name)
        raise


def attach(post: Post, kept: Iterable[UUID], *, by: Actor) -> int:
    """Send with a post what its author uploaded for it; how many. What is not theirs, or was sent, is passed over."""
    own = Attachment.unscoped.filter(
        centre_id=post.centre_id, pk__in=list(kept), uploaded_by_id=post.author_id, post=None
    )
    return own.update(post=post)


def let_go(attachments: Iterable[Attachment]) -> int:
    """Delete rows, and their files when the transaction has committed; how many."""
    gone = list(attachments)
    names = [one.stored for one in gone]
    Attachment.unscoped.filter(pk__in=[one.pk for one in gone]).delete()
    transaction.on_commit(lambda: _discard(names))
    return len(gone)


def _discard(names: Iterable[str]) -> None:
    for name in names:
        uploads.discard(name)
