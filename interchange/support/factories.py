"""Messages, cases, posts on the status page and guides for tests."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.uploads import GUIDE, MESSAGE, Checked, check
from interchange.support.models import Attachment, Guide, SecurityCase, ServiceNotice, Thread
from interchange.support.rules.status import Kind
from interchange.support.rules.threads import Category
from interchange.support.services.cases import Report, report_suspicion
from interchange.support.services.guides import NewGuide, publish_guide
from interchange.support.services.messages import NewMessage, keep_files, write_message
from interchange.support.services.status import NewNotice, post_notice

A_PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog >>
endobj
xref
0 1
trailer
<< /Root 1 0 R >>
startxref
45
%%EOF
"""


@dataclass(frozen=True)
class Matter:
    """A message with a file."""

    thread: Thread
    attachment: Attachment


@dataclass(frozen=True)
class National:
    """What of support is nobody's own: a case, a post on the status page, a guide."""

    case: SecurityCase
    status: ServiceNotice
    guide: Guide


def sent_file(name: str = "list.txt", data: bytes = b"Candidate 0001\n") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, data)


def a_file(name: str = "list.txt", data: bytes = b"Candidate 0001\n") -> Checked:
    """A file that was looked into."""
    return check(sent_file(name, data), MESSAGE)


def make_matter(
    by: Actor, *, subject: str = "Marks for 0001", text: str = "Where are they?", file: bool = True
) -> Matter:
    """A message of this person to the awarding body."""
    kept = keep_files([a_file()], by=by) if file else []
    new = NewMessage(Category.MARKS, subject, text, page="/welcome/", about=subject)
    thread = write_message(new, [one.pk for one in kept], by=by)
    with tenancy.reading(by):
        return Matter(thread, Attachment.objects.visible_to(by).latest("pk") if kept else Attachment())


def make_national(by: Actor, *, words: str = "Something") -> National:
    """One of each, by somebody who may do all of it."""
    status = post_notice(
        NewNotice(Kind.WORK, words, words, ["marks"], clock.now() + timedelta(2), clock.now() + timedelta(3)),
        by=by,
    )
    guide = publish_guide(NewGuide(words, "1", words), check(sent_file("guide.pdf", A_PDF), GUIDE), by=by)
    return National(report_suspicion(Report(words, "/welcome/", words), by=by), status, guide)
