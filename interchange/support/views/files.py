"""Files on their way in and out: uploaded before the words are sent, kept if the words have to be mended (B10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse

from interchange.accounts.access import ActorRequest
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.uploads import Checked, Problem, download
from interchange.support import forms
from interchange.support.models import Attachment
from interchange.support.queries import threads
from interchange.support.queries.threads import File


@dataclass
class Uploads:
    """What has been uploaded for words that are not sent yet, what was left out and why."""

    kept: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    only: bool = False
    """Whether “Upload” was pressed, and nothing is to be sent yet."""
    new: int = 0
    """How many came with this request."""

    @property
    def keys(self) -> list[UUID]:
        """To send with the words."""
        return [one.id for one in self.kept]


def take_files(request: ActorRequest, keep: Callable[[Sequence[Checked]], list[Attachment]]) -> Uploads:
    """The files that came with a form, kept, with those that came before and are still ticked."""
    before = forms.keys(request.POST.getlist("kept"))
    received = forms.files_of(request, already=len(before))
    new: list[Attachment] = []
    try:
        new = keep(received.accepted) if received.accepted else []
    except Refused as refusal:
        received.problems += [Problem(one.name, refusal.code, refusal.message) for one in received.accepted]
    with tenancy.reading(request.actor):
        kept = threads.not_sent(request.actor, [*before, *(one.pk for one in new)])
    return Uploads(kept, received.problems, request.POST.get("do") == "upload", len(new))


def give(file: Attachment) -> HttpResponse:
    """An attachment, to be saved."""
    return download(file.stored, name=file.name, kind=file.kind)
