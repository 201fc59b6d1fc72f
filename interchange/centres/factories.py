"""Centres for tests, and their paperwork."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import randrange
from typing import Any

from interchange.centres.models import (
    Agreement,
    AgreementVersion,
    Centre,
    CentreApproval,
    HeadChange,
    Link,
    Nomination,
    Waiver,
)
from interchange.centres.rules import states
from interchange.centres.rules.administrators import GQ
from interchange.centres.services.agreements import (
    Return,
    change_administrator,
    publish_agreement,
    start_change,
)
from interchange.centres.services.applying import save_step, start_application
from interchange.centres.services.approvals import grant_approval
from interchange.centres.services.heads import ask_head_change, enter_head, waive_rule
from interchange.centres.steps.doors import Visitor
from interchange.centres.steps.links import make_link
from interchange.core import tenancy
from interchange.core.actor import Actor

NAMES = ("Long Road College", "Hillside School", "St Anne's School", "Park Academy", "Riverside College")


def make_centre(number: str = "", name: str = "", **values: Any) -> Centre:
    """A centre; without a number the next free one from 10001 on, each with its own name."""
    made = Centre.objects.count()
    number = number or f"{10001 + made}"
    named = {"name": name or NAMES[made % len(NAMES)], "login_id": number}
    values.setdefault("admits", values.get("state", states.LIVE) in states.ADMITTING)
    return Centre.objects.create(number=number, **named | values)


def make_approval(centre: Centre, *, scope: str = GQ, number: str = "") -> CentreApproval:
    """The centre is approved for general qualifications, or for one vocational one."""
    with tenancy.for_centre(centre.pk):
        return CentreApproval.unscoped.create(
            centre_id=centre.pk, scope=scope, qualification_number=number, granted_by="Interchange",
            granted_on=date(2026, 9, 1),
        )  # fmt: skip


@dataclass(frozen=True)
class Paperwork:
    """What stands between a centre and the awarding body: something of each kind, and the tokens of its links."""

    approval: CentreApproval
    agreement: Agreement
    nomination: Nomination
    head_change: HeadChange
    waiver: Waiver
    tokens: dict[str, str]


def publish_text(officer: Actor, *, title: str = "Agreement", code: str = "1") -> AgreementVersion:
    """A text of the Agreement that is in force."""
    return publish_agreement(
        code, title, f"# {title}\n\nFirst.\n\nSecond.", from_on=date(2020, 1, 1), by=officer
    )


def enter_a_head(number: str, officer: Actor, *, name: str = "Hana Novák", email: str = "") -> None:
    """The head of centre as the awarding body found them."""
    enter_head(
        number,
        name,
        email or f"h.novak@c{number}.example",
        "01632 960 100",
        source="National register",
        by=officer,
    )


def make_paperwork(number: str, by: Actor, officer: Actor, *, name: str = "Nina Olsen") -> Paperwork:
    """Something of each kind at a centre, by the services that pages call; a text of the Agreement must be there."""
    enter_a_head(number, officer, name=name)
    approval = grant_approval(number, "GQ", by=officer)
    waiver = waive_rule(number, "1.9", about=f"office@c{number}.example", reason=name, by=officer)
    sent = start_change(number, by=officer)
    typed = {"first_name": name, "last_name": name, "email": f"n.olsen@c{number}.example", "capacity": name}
    nomination = change_administrator(Return(typed, ["GQ"], accepted=True, shown=sent.text_hash), by=by)
    change = ask_head_change(name, f"new.head@c{number}.example", "01632 960 101", why=name, by=by)
    return Paperwork(approval, sent, nomination, change, waiver, _tokens(sent, nomination, number))


def _tokens(sent: Agreement, nomination: Nomination, number: str) -> dict[str, str]:
    """New links, whose tokens a test may know."""
    about = [
        (Link.Purpose.AGREEMENT, sent.pk, ""),
        (Link.Purpose.HEAD, nomination.pk, f"h.novak@c{number}.example"),
        (Link.Purpose.NOMINEE, nomination.pk, nomination.email),
    ]
    return {
        purpose.value: make_link(
            purpose, key, address=address, lasts=timedelta(1), centre_id=nomination.centre_id
        )
        for purpose, key, address in about
    }


ANSWERS = {
    "place": {"name": "New School", "kind": "school", "number": "33333"},
    "where": {"street": "1 Long Lane", "town": "Newtown", "postcode": "NT1 1NT"},
    "head": {"head_name": "Hera Newton"},
    "contact": {"contact_job": "Exams officer", "contact_phone": "01632 960 002"},
    "offer": {"wants_gq": "yes", "wants_vq": "601/0010/7 Digital Skills"},
}


def begin_application(who: str = "Agnes Newby", email: str = "a.newby@new.example", **answers: str) -> str:
    """The token of an application with every page answered, and not sent yet."""
    visitor = Visitor(f"2001:db8::{randrange(1, 0xFFFF):x}")  # noqa: S311  (so that many tests are not one visitor)
    token = start_application(who, email, visitor=visitor)
    for step, typed in ANSWERS.items():
        found = save_step(token, step, typed | answers, visitor=visitor)
        assert not found.errors, found.errors  # noqa: S101  (a factory is for tests)
    return token
