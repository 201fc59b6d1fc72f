"""What an application asks, a page at a time (B1), and what each answer has to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from interchange.centres.rules import addresses, names
from interchange.core.errors import Refused
from interchange.core.grid.noise import compacted, tidied

KINDS = {
    "school": "School",
    "college": "College",
    "training": "Training provider",
    "other": "Another place of learning",
}
MOST_QUALIFICATIONS = 40
LONGEST_QUALIFICATION = 150


@dataclass(frozen=True)
class Step:
    """One page of the application."""

    name: str
    title: str
    fields: tuple[str, ...]


STEPS = (
    Step("place", "About the place", ("name", "kind", "number")),
    Step("where", "Where it is", ("street", "town", "postcode", "website")),
    Step("head", "Its head", ("head_name",)),
    Step("contact", "How we reach you", ("contact_job", "contact_phone")),
    Step("offer", "What you want to offer", ("wants_gq", "wants_vq")),
)
CHECK = "check"
BY_NAME = {step.name: step for step in STEPS}


def after(name: str) -> str:
    """The page that follows; the check page after the last."""
    order = [*BY_NAME, CHECK]
    return order[order.index(name) + 1]


@dataclass
class Answers:
    """What a page was sent: what can be kept, and by field what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read(name: str, typed: Mapping[str, str]) -> Answers:
    """The answers of one page, each read by its rule; a page is kept only when all of them are right."""
    found = Answers()
    for one in BY_NAME[name].fields:
        written = typed.get(one, "")
        try:
            found.values[one] = READERS[one](written)
        except Refused as refusal:
            found.values[one], found.errors[one] = written, refusal.message
    if name == "offer" and not found.errors and not (found.values["wants_gq"] or found.values["wants_vq"]):
        found.errors["wants_gq"] = (
            "Choose general qualifications, or name at least one vocational qualification."
        )
    return found


def missing(done: Mapping[str, object]) -> list[Step]:
    """The pages that have not been answered."""
    return [step for step in STEPS if step.name not in done]


def qualifications(text: str, *, code: str = "wants_vq") -> list[tuple[str, str]]:
    """Number and title of each vocational qualification, one a line; refused where a line has no number."""
    lines = [tidied(line) for line in text.splitlines()]
    found = [_qualification(line, code) for line in lines if line]
    if len(found) > MOST_QUALIFICATIONS:
        raise Refused(code, f"Name at most {MOST_QUALIFICATIONS} qualifications.")
    return list(dict(found).items())


def _qualification(line: str, code: str) -> tuple[str, str]:
    number, _, title = line.partition(" ")
    number = qualification_number(
        number,
        "Begin each line with the number of the qualification, such as 601/0010/7, then its title.",
        code=code,
    )
    if len(title) > LONGEST_QUALIFICATION:
        raise Refused(code, f"The title of {number} is too long. Shorten it.")
    return number, title.lstrip("-,; ")


def qualification_number(typed: str, what_to_do: str, *, code: str) -> str:
    """The number of a qualification without its strokes, as 60100107; refused where it is none."""
    number = compacted(typed).replace("/", "").upper()
    if not (
        number.isascii() and number.isalnum() and any(map(str.isdigit, number)) and 2 < len(number) <= 20
    ):
        raise Refused(code, what_to_do)
    return number


def _kind(typed: str) -> str:
    if typed not in KINDS:
        raise Refused("kind", "Choose what kind of place it is.")
    return typed


def _number(typed: str) -> str:
    return names.centre_number(typed) if typed.strip() else ""


def _vocational(typed: str) -> str:
    text = names.text(typed, "the qualifications", longest=8_000, code="wants_vq", may_be_empty=True)
    return "\n".join(f"{number} {title}".strip() for number, title in qualifications(text))


def _line(name: str, what: str, longest: int, *, may_be_empty: bool = False) -> names.Reader:
    return lambda typed: names.line_of_text(
        typed, what, longest=longest, code=name, may_be_empty=may_be_empty
    )


READERS: dict[str, names.Reader] = {
    "name": names.centre_name,
    "kind": _kind,
    "number": _number,
    "street": _line("street", "the street", 200),
    "town": _line("town", "the town", 100),
    "postcode": lambda typed: _line("postcode", "the postcode", 10)(typed).upper(),
    "website": _line("website", "the website", 200, may_be_empty=True),
    "head_name": _line("head_name", "the name of the head", 200),
    "contact_job": _line("contact_job", "what you do there", 120),
    "contact_phone": names.telephone,
    "wants_gq": lambda typed: "yes" if typed else "",
    "wants_vq": _vocational,
    "contact_name": _line("contact_name", "your name", 120),
    "contact_email": lambda typed: addresses.address(typed, code="contact_email"),
}
