"""What the forms of holds and of subject access send, read strictly."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict

from interchange.core.grid.kinds import Day

LONGEST_TEXT, LONGEST_NAME = 2_000, 200


@dataclass
class Form:
    """What was typed, and what of it cannot be meant: a sentence by field."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    review_on: date | None = None
    born_on: date | None = None

    @property
    def summary(self) -> list[dict[str, str]]:
        """The errors as the head of a page lists them."""
        return [{"text": text, "href": f"#{name}"} for name, text in self.errors.items()]


def empty_hold(asked: QueryDict | None = None) -> Form:
    """Nothing typed yet but what the page that led here names: the kind of thing, and which."""
    named = {name: asked.get(name, "")[:LONGEST_NAME] for name in ("kind", "key")} if asked else {}
    return Form({"kind": "person", "key": "", "owner": "", "reason": "", "review_on": ""} | named)


def read_hold(sent: QueryDict) -> Form:
    """What to hold, its owner, the reason and the review date."""
    form = Form({name: sent.get(name, "").strip() for name in empty_hold().values})
    _text(form, "key", LONGEST_NAME, "what to hold")
    _text(form, "owner", LONGEST_NAME, "who owns the hold")
    _text(form, "reason", LONGEST_TEXT, "a reason")
    _day(form)
    return form


def read_review(sent: QueryDict) -> Form:
    """The next review date, and why the hold is still needed."""
    form = Form({name: sent.get(name, "").strip() for name in ("review_on", "reason")})
    _text(form, "reason", LONGEST_TEXT, "a reason")
    _day(form)
    return form


def read_reason(sent: QueryDict) -> Form:
    """A reason."""
    form = Form({"reason": sent.get("reason", "").strip()})
    _text(form, "reason", LONGEST_TEXT, "a reason")
    return form


WHO = ("uci", "uln", "surname", "born_on")


def read_who(asked: QueryDict) -> Form:
    """Whom somebody looks for: a UCI, a ULN, or a surname with a day of birth; nothing asked for is no error."""
    form = Form({name: asked.get(name, "").strip()[:LONGEST_NAME] for name in WHO})
    surname, born_on = form.values["surname"], form.values["born_on"]
    if born_on:
        try:
            form.born_on = Day().read(born_on)
        except ValueError as reason:
            form.errors["born_on"] = str(reason)
    if surname and not born_on:
        form.errors["born_on"] = "Enter the day of birth too: a surname alone is many people."
    if born_on and not surname:
        form.errors["surname"] = "Enter the surname too."
    return form


def who_of(form: Form) -> dict[str, Any]:
    """The same as the search takes it."""
    values = form.values
    return {
        "uci": values["uci"].upper(),
        "uln": values["uln"],
        "surname": values["surname"],
        "born_on": form.born_on,
    }


def read_chosen(sent: QueryDict) -> tuple[Form, list[UUID], list[UUID]]:
    """The reason, and the lines that were ticked: candidates and learners; what was never on the page is `Http404`."""
    form = read_reason(sent)
    chosen: dict[str, list[UUID]] = {"c": [], "l": []}
    for one in dict.fromkeys(sent.getlist("who")):
        try:
            chosen[one[:1]].append(UUID(one[1:]))
        except (KeyError, ValueError):
            raise Http404 from None
    if not chosen["c"] and not chosen["l"]:
        form.errors["who"] = "Tick every line that is this person."
    return form, chosen["c"], chosen["l"]


def read_ending(sent: QueryDict) -> Form:
    """Why a hold ends."""
    form = Form({"ending": sent.get("reason", "").strip()})
    _text(form, "ending", LONGEST_TEXT, "why it ends")
    return form


def _text(form: Form, name: str, longest: int, what: str) -> None:
    length = len(form.values[name])
    if not length:
        form.errors[name] = f"Enter {what}."
    elif length > longest:
        form.errors[name] = f"This has {length:,} characters. Use at most {longest:,}."


def _day(form: Form) -> None:
    try:
        form.review_on = Day().read(form.values["review_on"]) if form.values["review_on"] else None
    except ValueError as reason:
        form.errors["review_on"] = str(reason)
    else:
        if form.review_on is None:
            form.errors["review_on"] = "Enter the day on which the hold is reviewed."
