"""The Agreement: its text, sending it, and its return with a nomination (1.4 to 1.9, 1.12)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries.administrators import ROLE_OF, administrators
from interchange.accounts.roles import Capability
from interchange.accounts.steps.administrators import dismiss
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import Agreement, AgreementVersion, Centre, Link, Nomination
from interchange.centres.rules import addresses, links, names, states
from interchange.centres.rules.nominations import Nominee, read_nominee
from interchange.centres.steps import links as link_steps
from interchange.centres.steps import nominating, rows
from interchange.centres.steps.doors import Visitor, acting
from interchange.centres.steps.telling import head_of, tell_centre
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

if TYPE_CHECKING:
    from interchange.accounts.models import Membership

LONGEST_TEXT = 60_000


@state_change(needs=Capability.CENTRES_APPROVE)
def publish_agreement(
    code: str, title: str, text: str, *, from_on: date | None, by: Actor
) -> AgreementVersion:
    """A new text of the Agreement, in force from a day on; refused where the version's name is taken."""
    form = Together()
    code = form.read(partial(_new_code, code))
    title = form.read(partial(names.line_of_text, title, "the title", longest=200, code="title"))
    on = form.read(lambda: _day(from_on))
    text = form.read(partial(names.text, text, "the text", longest=LONGEST_TEXT, code="text"))
    form.end()
    one = AgreementVersion.objects.create(
        code=code, title=title, text=text, text_hash=hashlib.sha256(text.encode()).hexdigest(), from_on=on,
        published_by=by.name, published_at=clock.now(),
    )  # fmt: skip
    audit.record(
        Event.AGREEMENT_PUBLISHED, subject=f"agreement-text:{code}",
        data={"title": title, "from_on": str(on), "hash": one.text_hash},
    )  # fmt: skip
    return one


def _new_code(typed: str) -> str:
    code = names.line_of_text(typed, "the name of the version, such as 2027-1", longest=20, code="code")
    if AgreementVersion.objects.filter(code=code).exists():
        raise Refused("code", f"There is a version {code} already. A published text is never changed.")
    return code


def _day(from_on: date | None) -> date:
    if from_on is None:
        raise Refused("from_on", "Choose the day.")
    return from_on


@state_change(needs=Capability.CENTRES_APPROVE)
def send_agreement(number: str, *, to: str, by: Actor) -> Agreement:
    """Send the Agreement to a centre that joins, or send it again; an earlier one that is open ends with that.

    Refused while there is no head of centre on record, who will have to confirm.
    """
    centre = rows.held_by_number(number)
    rows.move(centre, "send the agreement")
    return _send(centre, Agreement.Occasion.JOINING, addresses.address(to, code="to"), by=by)


@state_change(needs=Capability.ADMINISTRATORS_START)
def start_change(number: str, *, by: Actor) -> Agreement:
    """Where no administrator is left who could do it: send the Agreement to the head, at the address held (1.12, 1.16).

    Whoever starts it may not appoint (3.3).
    """
    centre = rows.held_by_number(number)
    if centre.state not in states.ADMITTING:
        raise Refused("not-now", "Administrators change at centres that are open.")
    head = head_of(centre.pk)
    return _send(centre, Agreement.Occasion.CHANGE, head.email if head else "", by=by)


def _send(centre: Centre, occasion: Agreement.Occasion, to: str, *, by: Actor) -> Agreement:
    if head_of(centre.pk) is None:
        raise Refused(
            "no-head", "Enter the head of centre first: the confirmation goes to the address held here."
        )
    _replace_open_ones(centre, occasion, by=by)
    version = nominating.current_version()
    one = Agreement(
        centre_id=centre.pk, version=version, text_hash=version.text_hash, occasion=occasion, sent_at=clock.now(),
        sent_by=by.name, sent_by_id=by.person_id, sent_to=to,
    )  # fmt: skip
    one.save(force_insert=True)
    token = link_steps.make_link(
        Link.Purpose.AGREEMENT, one.pk, address=to, lasts=links.AGREEMENT_LASTS, centre_id=centre.pk
    )
    words = {
        "number": centre.number, "centre": centre.name, "joining": occasion == Agreement.Occasion.JOINING,
        "until": clock.now() + links.AGREEMENT_LASTS,
    }  # fmt: skip
    notices.write_to(
        to, Kind.AGREEMENT_SENT, words=words, secret_link=reverse("centres:agreement-by-link", args=[token])
    )
    audit.record(
        Event.AGREEMENT_SENT, subject=f"agreement:{one.pk}", centre_id=centre.pk,
        data={"number": centre.number, "version": version.code, "hash": version.text_hash, "to": to},
    )  # fmt: skip
    return one


def _replace_open_ones(centre: Centre, occasion: Agreement.Occasion, *, by: Actor) -> None:
    why = "Another agreement was sent."
    opened = Agreement.objects.visible_to(by).filter(
        centre_id=centre.pk, occasion=occasion, state__in=(states.SENT, states.RETURNED)
    )
    for one in opened:
        nominating.end_agreement(one, "withdraw", why)
        for nomination in Nomination.objects.visible_to(by).filter(
            agreement=one, state__in=states.OPEN_NOMINATIONS
        ):
            nominating.end_nomination(nomination, "withdraw", why)


# ---------------------------------------------------------------- its return


@dataclass(frozen=True)
class Return:
    """A completed Agreement as typed: who returns it, whom they nominate, and who has left."""

    typed: Mapping[str, str]
    scopes: Collection[str] = field(default_factory=tuple)
    accepted: bool = False
    shown: str = ""
    """The hash of the text that was shown."""
    myself: bool = False
    """Whether who returns it nominates themselves, and so agrees here and now (1.8)."""
    leaver: UUID | None = None
    unread: Sequence[Refused] = ()
    """What of it could not be read: refused with whatever else is wrong."""

    @property
    def capacity(self) -> str:
        """In what capacity it is returned (1.6)."""
        return names.line_of_text(
            self.typed.get("capacity", ""), "what you do at the centre", longest=120, code="capacity"
        )


def return_agreement(token: str, sent: Return, *, visitor: Visitor) -> Nomination:
    """The Agreement comes back by its link: the exact text accepted, an administrator named, the leaver closed at once.

    Refused where the link is used or over, the text is not accepted, or a rule on nominees says no; nothing is kept.
    """
    link, form = link_steps.open_link(token, Link.Purpose.AGREEMENT), Together()
    typed = sent.typed.get("name", "")
    name = form.read(lambda: names.line_of_text(typed, "your name", longest=120, code="name"))
    with acting(name or "Somebody with the link", visitor, centre_id=link.centre_id) as by:
        centre, agreement = rows.held_with(
            Agreement.objects.visible_to(by).select_related("version"), link.subject_id
        )
        link_steps.use_link(link)
        one = _complete(centre, agreement, sent, form, by=by, name=name)
        if agreement.occasion == Agreement.Occasion.JOINING:
            rows.move(centre, "return the agreement")
    return one


@state_change(needs=Capability.ADMINISTRATORS_NOMINATE)
def change_administrator(sent: Return, *, by: Actor) -> Nomination:
    """A new Agreement from inside the portal, naming a successor or one more, and perhaps who has left (1.12, 1.16).

    Who has left is closed at once; the successor starts only when the head of centre has confirmed.
    """
    centre = rows.held(by.chain)
    version = nominating.current_version()
    agreement = Agreement(
        centre_id=centre.pk, version=version, text_hash=version.text_hash, occasion=Agreement.Occasion.CHANGE,
        sent_at=clock.now(), sent_by=by.name,
    )  # fmt: skip
    agreement.save(force_insert=True)
    return _complete(centre, agreement, sent, Together(), by=by, name=by.name)


def _complete(
    centre: Centre, agreement: Agreement, sent: Return, form: Together, *, by: Actor, name: str
) -> Nomination:
    """Everything that happens when an Agreement comes back; refused with all that is wrong, and what `form` holds."""
    capacity, leaving, nominee = _read(centre, agreement, sent, form)
    if leaving is not None and leaving.person.email.casefold() == nominee.email:
        raise Refused("leaver", "Who has left cannot be the successor. Name another person.")
    agreement.state = states.AGREEMENT.after("return", agreement.state)
    agreement.returned_at, agreement.returned_by, agreement.returned_capacity = clock.now(), name, capacity
    agreement.returned_from, agreement.successor = by.address, nominee.name
    if leaving is not None:
        agreement.leaver, agreement.leaver_id = str(leaving.person), leaving.pk
    agreement.save()
    facts = {"version": agreement.version.code, "hash": agreement.text_hash, "capacity": capacity}
    audit.record(Event.AGREEMENT_RETURNED, subject=f"agreement:{agreement.pk}", data=facts)
    one = nominating.nominate(
        centre, agreement, nominee, by=name, by_id=by.person_id, agreed=sent.myself, agreed_from=by.address
    )
    audit.record(
        Event.ADMINISTRATOR_NOMINATED, subject=f"nomination:{one.pk}",
        data={"name": nominee.name, "scopes": list(nominee.scopes), "agreement": str(agreement.pk)},
    )  # fmt: skip
    if leaving is not None:
        _let_go(centre, agreement, leaving, by=by)
    return one


def _read(
    centre: Centre, agreement: Agreement, sent: Return, form: Together
) -> "tuple[str, Membership | None, Nominee]":
    for one in sent.unread:
        form.note(one)
    capacity = form.read(lambda: sent.capacity)
    form.read(lambda: nominating.check_text(agreement.text_hash, sent.shown, accepted=sent.accepted))
    leaving = form.read(lambda: _leaver(centre, sent.leaver))
    held = nominating.held_of(centre)
    if leaving is not None:
        held = nominating.without(
            held, frozenset(scope for scope, role in ROLE_OF.items() if role in leaving.roles)
        )
    nominee = form.read(lambda: read_nominee(sent.typed, sent.scopes, held))
    form.end()
    return capacity, leaving, nominee


def _leaver(centre: Centre, membership_id: UUID | None) -> "Membership | None":
    if membership_id is None:
        return None
    found = administrators(centre.pk).filter(pk=membership_id).first()
    if found is None:
        raise Refused("leaver", "This person is no administrator of the centre. Choose again.")
    return found


def _let_go(centre: Centre, agreement: Agreement, leaving: "Membership", *, by: Actor) -> None:
    """At once, not at the end of the paperwork (1.12)."""
    words = {"leaver": agreement.leaver, "by": by.name, "successor": agreement.successor}
    dismiss(leaving, "left as administrator")
    tell_centre(centre, Kind.ADMINISTRATOR_LEFT, words, besides=leaving.person.email)
    audit.record(
        Event.ADMINISTRATOR_LEFT, subject=f"person:{leaving.person_id}", data={"agreement": str(agreement.pk)}
    )
