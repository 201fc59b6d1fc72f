"""A browser without script: reads a page's forms as HTML has them, and sends what a browser would send."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

FORM = "application/x-www-form-urlencoded"


class Page(HTMLParser):
    """One page: its text, its links, and the fields of one form in order."""

    def __init__(self, response: Any, form: str = "sheet") -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.fields: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.pieces: list[str] = []
        self.select = ""
        self.choices: list[tuple[str | None, bool]] = []
        self.response = response
        self.html = response.content.decode()
        self.feed(self.html)
        self.close()

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return " ".join(" ".join(self.pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = dict(attrs)
        if tag == "a":
            self.links.append(has.get("href") or "")
        if tag == "form":
            self.inside = has.get("id", "") == self.wanted
        if self.inside and "disabled" not in has:
            self._control(tag, has)

    def _control(self, tag: str, has: dict[str, Any]) -> None:
        if tag == "input" and has.get("type") in ("checkbox", "radio"):
            self.fields += [(has["name"], has.get("value") or "on")] if "checked" in has else []
        elif tag == "input" and "name" in has:
            self.fields.append((has["name"], has.get("value") or ""))
        elif tag == "select":
            self.select, self.choices = has["name"], []
        elif tag == "option" and self.select:
            self.choices.append((has.get("value"), "selected" in has))
        if tag == "textarea":
            self.fields.append((has["name"], ""))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self.select and self.choices and self.choices[-1][0] is None:
            self.choices[-1] = (data.strip(), self.choices[-1][1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            chosen = [value for value, selected in self.choices if selected] or [self.choices[0][0]]
            self.fields.append((self.select, chosen[0] or ""))
            self.select = ""
        elif tag == "form":
            self.inside = False

    # --- a person at work

    def type(self, **values: str | None) -> "Page":
        """Put these values in; None takes a field out, which is what unticking a box does."""
        for name, value in values.items():
            places = [place for place, (field, _) in enumerate(self.fields) if field == name]
            if value is None:
                self.fields = [pair for pair in self.fields if pair[0] != name]
            elif places:
                self.fields[places[0]] = (name, value)
            else:
                self.fields.insert(-1, (name, value))
        return self

    def body(self, do: str = "save") -> str:
        """What is sent when a button is pressed."""
        return urlencode([*self.fields, ("do", do)])


def opened(browser: Client, url: str, form: str = "sheet") -> Page:
    """A page as a browser opens it."""
    return Page(browser.get(url), form)


def send(browser: Client, url: str, body: str, **headers: Any) -> Page:
    """A form sent, without following where it leads."""
    return Page(browser.post(url, body, content_type=FORM, **headers))


def saved(browser: Client, url: str, page: Page, do: str = "save") -> Page:
    """A sheet's form sent as it stands."""
    return send(browser, url, page.body(do))


def numbers(page: Page) -> Iterator[str]:
    """The candidate numbers that a sheet's form has a mark for."""
    return (name[1:] for name, _ in page.fields if name[0] in "mg" and name[1:].isdigit())


def found(pattern: str, text: str) -> str:
    """The part of a text that fits, which has to be there: its first group, or all of it."""
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match[1] if match.groups() else match[0]


def ask(browser: Client, url: str, **parts: str) -> Page:
    """The page after a request for a change or for more time, sent with a key as its page would have it."""
    return Page(browser.post(url, {"key": str(uuid4()), **parts}))
