"""What the forms of holds and of subject access send, read strictly."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from interchange.core.grid.kinds import Day

LONGEST_TEXT, LONGEST_NAME = 2_000, 200


@dataclass
class Form:
    """What was typed, and what of it cannot be meant: a sentence by field."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    review_on: date | None = None

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
