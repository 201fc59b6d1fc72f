"""Notices as text: what a template makes of its words, and the mail that carries it."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from interchange.core import clock
from interchange.notifications.rules import LONGEST_TITLE, Kind, one_line

MACHINE_MADE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that no absence note is sent in answer (RFC 3834)."""


def worded(kind: Kind, words: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text of a notice; whatever was typed by somebody is one line of it and no more."""
    plain = {name: _plain(word) for name, word in words.items()}
    title, _, body = texts().get_template(kind.template).render(**plain).partition("\n")
    return one_line(title, longest=LONGEST_TITLE), body.strip()


def _plain(word: Any) -> Any:
    if isinstance(word, datetime):
        return clock.time_in_words(word)
    if isinstance(word, date):
        return clock.day_in_words(word)
    if isinstance(word, list | tuple):
        return [_plain(one) for one in word]
    return one_line(str(word)) if isinstance(word, str) else word


def mail(template: str, subject: str, *, to: str, name: str, key: str, **parts: Any) -> EmailMessage:
    """A mail of ours. Sent twice it carries the same Message-ID, so that the reader's programs may show it once."""
    text = texts().get_template(template).render(
        site=settings.SITE_ADDRESS, awarding_body=settings.AWARDING_BODY, contact=settings.AWARDING_BODY_CONTACT,
        name=one_line(name), **parts,
    )  # fmt: skip
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    headers = {**MACHINE_MADE, "Message-ID": f"<{key}@{host}>"}
    return EmailMessage(one_line(subject), text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)


@cache
def texts() -> Environment:
    """Templates of plain text, in which nothing is escaped."""
    folders = [str(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    return Environment(
        loader=FileSystemLoader(folders), autoescape=False, undefined=StrictUndefined,  # noqa: S701
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
