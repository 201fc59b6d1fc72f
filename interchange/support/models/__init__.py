"""What is kept of messages, security cases, the status of the service, and guides."""

from interchange.support.models.cases import CaseNote, SecurityCase
from interchange.support.models.guides import Guide
from interchange.support.models.status import ServiceNotice, ServiceUpdate
from interchange.support.models.threads import Attachment, Post, Thread

__all__ = [
    "Attachment",
    "CaseNote",
    "Guide",
    "Post",
    "SecurityCase",
    "ServiceNotice",
    "ServiceUpdate",
    "Thread",
]
