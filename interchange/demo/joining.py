"""Centres on their way in and out: one at every stage, made through the real services (1.1 to 1.16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps

from interchange.accounts.services.passwords import set_password
from interchange.centres.queries import centre_ids
from interchange.centres.rules import states
from interchange.centres.services import (
    administrators,
    agreements,
    applying,
    approvals,
    centres,
    daily,
    heads,
)
from interchange.centres.steps.doors import Visitor
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import unseal
from interchange.demo.agreement import TEXT, TITLE
from interchange.demo.cast import ALDHELM, BAR, PASSWORD, QUARRY

if TYPE_CHECKING:
    from interchange.centres.models import Nomination

OPERATOR = Actor.system("demo")
VERSION, IN_FORCE_FROM = "2020-1", date(2020, 1, 1)
JUST_NOW = timedelta(seconds=20)
FROM = Visitor("192.0.2.44", "Firefox on Windows", "demo")


@dataclass(frozen=True)
class Newcomer:
    """A place that applied so many days ago, and how far it has come."""

    number: str
    name: str
    kind: str
    town: str
    domain: str
    writer: str
    head: str
    days: int
    until: str
    vocational: str = ""

    @property
    def writer_email(self) -> str:
        """The contact's own address at the place."""
        return _address(self.writer, self.domain)

    @property
    def head_email(self) -> str:
        """As the awarding body found it in the register."""
        return _address(self.head, self.domain)


def _address(name: str, domain: str) -> str:
    first, _, last = name.lower().partition(" ")
    return f"{first[0]}.{last.replace(' ', '')}@{domain}"


NEWCOMERS = (
    Newcomer("31415", "Fernhill Academy", "school", "Fernhill", "fernhill.example", "Dara Quill", "Ines Marsh", 2,
             states.APPLIED),
    Newcomer("31623", "Tide & Timber Boatyard School", "training", "Saltwick", "tidetimber.example", "Rory Keel",
             "Shona Mast", 6, states.APPLIED, "60100107 Certificate in Digital Skills\n60386541 Boatbuilding"),
    Newcomer("", "Uncle Bob's Revision Club", "other", "Blackford", "revision.example", "Robert Bold", "Robert Bold",
             24, states.REFUSED),
    Newcomer("41421", "Kestrel Sixth Form", "college", "Highcliff", "kestrel.example", "Moira Swift", "Alan Perch",
             4, states.APPROVED),
    Newcomer("42360", "Marsh Lane School", "school", "Reedham", "marshlane.example", "Grace Heron", "Peter Reed", 9,
             states.AGREEMENT_SENT),
    Newcomer("44721", "Thornbury Training", "training", "Thornbury", "thornbury.example", "Luca Briar", "Maud Hawes",
             11, states.AGREEMENT_RETURNED, "60100107 Certificate in Digital Skills"),
    Newcomer("46115", "Brook House School", "school", "Millbrook", "brookhouse.example", "Ada Weir", "Hugh Sluice",
             14, states.HOC_CONFIRMED),
    Newcomer("49193", "Harbour View College", "college", "Saltwick", "harbourview.example", "Tara Buoy", "Neil Quay",
             60, states.SECURITY_HOLD),
    Newcomer("52177", "Ysgol Glan yr Afon", "school", "Pontnewydd", "glanyrafon.example", "Carys Nant",
             "Emrys Dyffryn", 45, "nobody"),
    Newcomer("55902", "Old Mill Evening Institute", "other", "Millbrook", "oldmill.example", "Walter Race",
             "Olive Hopper", 600, states.LAPSING),
    Newcomer("57721", "Queen's Gate Tutors", "other", "Kingsport", "queensgate.example", "Edwin Lock", "Flora Arch",
             800, states.LAPSED),
)  # fmt: skip
STAGES = (
    states.APPLIED,
    states.APPROVED,
    states.AGREEMENT_SENT,
    states.AGREEMENT_RETURNED,
    states.HOC_CONFIRMED,
    states.LIVE,
)


def publish_text(actors: Mapping[str, Actor]) -> None:
    """The text of the Agreement, if there is none yet."""
    if not apps.get_model("centres", "AgreementVersion").objects.exists():
        agreements.publish_agreement(VERSION, TITLE, TEXT, from_on=IN_FORCE_FROM, by=actors["april"])


def know_heads(actors: Mapping[str, Actor]) -> None:
    """The heads of the demo's first centres, and what two of them are approved for besides GQ."""
    known = centre_ids([BAR, QUARRY, ALDHELM])
    with tenancy.reading(OPERATOR):
        held = {one.centre_id for one in _heads().objects.visible_to(OPERATOR)}
    for number, name, email, phone in (
        (BAR, "Hana Novák", f"hana@{BAR}.example", "01632 960 310"),
        (QUARRY, "Gus Hartley", f"gus@{QUARRY}.example", "01632 960 320"),
        (ALDHELM, "Ida Whitfield", f"ida@{ALDHELM}.example", "01632 960 330"),
    ):
        if known[number] in held:
            continue
        heads.enter_head(number, name, email, phone, source="The national register", by=actors["april"])
        if number != ALDHELM:
            approvals.grant_approval(
                number,
                "VQ",
                qualification="601/0010/7",
                title="Certificate in Digital Skills",
                by=actors["april"],
            )


def _heads() -> Any:
    return apps.get_model("centres", "HeadOfCentre")


def play(actors: Mapping[str, Actor], *, now: datetime) -> None:
    """Every newcomer that is not there yet, in the order in which things happened; then what Bar School asked for."""
    there = centre_ids(one.number for one in NEWCOMERS)
    written = set(apps.get_model("centres", "Application").objects.values_list("name", flat=True))
    for one in sorted(NEWCOMERS, key=lambda one: -one.days):
        if one.number not in there and one.name not in written:
            _join(one, actors, now=now)
    with clock.pretend(now - JUST_NOW):
        _second_administrator(actors)


def _join(one: Newcomer, actors: Mapping[str, Actor], *, now: datetime) -> None:
    """Its way so far: a day or so between one stage and the next."""
    began = now - timedelta(one.days)
    with clock.pretend(began):
        application = applying.send_application(_fill_in(one), visitor=FROM)
    if one.until == states.REFUSED:
        with clock.pretend(began + timedelta(3)):
            applying.refuse_application(
                application.pk, reason="A club that teaches for the exams of other centres is no centre.",
                by=actors["april"],
            )  # fmt: skip
        return
    last = STAGES.index(one.until) if one.until in STAGES else len(STAGES) - 1
    steps = (_approve, _send, _return, _confirm, _appoint)
    for days, step in enumerate(steps[:last], start=1):
        with clock.pretend(began + timedelta(days)):
            step(one, application.pk, actors)
    _afterwards(one, actors, now=now)


def _fill_in(one: Newcomer) -> str:
    token = applying.start_application(one.writer, one.writer_email, visitor=FROM)
    for step, typed in {
        "place": {"name": one.name, "kind": one.kind, "number": one.number},
        "where": {"street": "1 School Lane", "town": one.town, "postcode": "ZZ1 1ZZ"},
        "head": {"head_name": one.head},
        "contact": {"contact_job": "Exams officer", "contact_phone": "01632 960 400"},
        "offer": {"wants_gq": "" if one.vocational else "yes", "wants_vq": one.vocational},
    }.items():
        applying.save_step(token, step, typed, visitor=FROM)
    return token


def _approve(one: Newcomer, application_id: UUID, actors: Mapping[str, Actor]) -> None:
    decision = applying.Decision(
        one.number, one.head, one.head_email, "01632 960 401", "The national register, checked by telephone",
        gq=not one.vocational, qualifications=one.vocational,
    )  # fmt: skip
    applying.approve_application(application_id, decision, by=actors["april"])


def _send(one: Newcomer, application_id: UUID, actors: Mapping[str, Actor]) -> None:
    agreements.send_agreement(one.number, to=one.writer_email, by=actors["april"])


def _return(one: Newcomer, application_id: UUID, actors: Mapping[str, Actor]) -> None:
    first, _, last = one.writer.partition(" ")
    sent = agreements.Return(
        {"name": one.writer, "capacity": "Exams officer", "first_name": first, "last_name": last,
         "email": one.writer_email},
        scopes=["VQ" if one.vocational else "GQ"], accepted=True, myself=True, shown=_text_hash(),
    )  # fmt: skip
    agreements.return_agreement(_token_for(one.writer_email, "agreement-sent"), sent, visitor=FROM)


def _confirm(one: Newcomer, application_id: UUID, actors: Mapping[str, Actor]) -> None:
    token = _token_for(one.head_email, "head-asked")
    administrators.confirm_by_link(token, verb="confirm", reason="", is_head=True, visitor=FROM)


def _appoint(one: Newcomer, application_id: UUID, actors: Mapping[str, Actor]) -> None:
    appointed = administrators.appoint_administrator(_nomination_at(one.number).pk, by=actors["leo"])
    memberships = apps.get_model("accounts", "Membership").objects
    person = memberships.select_related("person").get(pk=str(appointed.membership_id)).person
    set_password(person, PASSWORD)
    memberships.filter(person=person).update(activated_at=clock.now())


def _afterwards(one: Newcomer, actors: Mapping[str, Actor], *, now: datetime) -> None:
    """What befell those that were open for a while."""
    if one.until == states.SECURITY_HOLD:
        with clock.pretend(now - timedelta(1)):
            centres.hold_centre(
                one.number, reason="The college has told us that its mail was broken into.", by=actors["seb"]
            )
    elif one.until == "nobody":
        with clock.pretend(now - timedelta(12)):
            _leave(one, actors)
    elif one.until in (states.LAPSING, states.LAPSED):
        with tenancy.reading(OPERATOR):
            kept = apps.get_model("centres", "CentreApproval").objects.visible_to(OPERATOR)
            keys = list(
                kept.filter(centre_id=centre_ids([one.number])[one.number]).values_list("pk", flat=True)
            )
        for days in (30 * 18 + 12, 30 * 21 + 14, 30 * 23 + 16, 735):
            at = now - timedelta(one.days) + timedelta(days)
            if at < now:
                with clock.pretend(at):
                    daily.let_time_pass(keys[0], on=clock.today(), by=OPERATOR)


def _leave(one: Newcomer, actors: Mapping[str, Actor]) -> None:
    """The only administrator has left; the head was sent the Agreement and named a successor, who waits."""
    agreements.start_change(one.number, by=actors["sue"])
    memberships = apps.get_model("accounts", "Membership").objects
    leaver = memberships.get(centre__number=one.number, ended_at=None)
    sent = agreements.Return(
        {"name": one.head, "capacity": "Headteacher", "first_name": "Gwen", "last_name": "Afonydd",
         "email": _address("Gwen Afonydd", one.domain)},
        scopes=["GQ"], accepted=True, shown=_text_hash(), leaver=leaver.pk,
    )  # fmt: skip
    agreements.return_agreement(_token_for(one.head_email, "agreement-sent"), sent, visitor=FROM)


def _second_administrator(actors: Mapping[str, Actor]) -> None:
    """Bar School has one administrator for GQ, who names a second; the head of centre has not answered yet."""
    ann = actors["ann"]
    with tenancy.reading(ann):
        if apps.get_model("centres", "Nomination").objects.visible_to(ann).exists():
            return
    sent = agreements.Return(
        {"capacity": "Exams officer", "first_name": "Sam", "last_name": "Okafor", "email": f"sam@{BAR}.example"},
        scopes=["GQ"], accepted=True, shown=_text_hash(),
    )  # fmt: skip
    agreements.change_administrator(sent, by=ann)


def _text_hash() -> str:
    return str(apps.get_model("centres", "AgreementVersion").objects.get(code=VERSION).text_hash)


def _token_for(email: str, kind: str) -> str:
    """The token of the link in the last mail of this kind to this address."""
    last = (
        apps.get_model("notifications", "Notice").objects.filter(address=email, kind=kind).latest("made_at")
    )
    return unseal(last.sealed_secret).rstrip("/").rpartition("/")[2]


def _nomination_at(number: str) -> "Nomination":
    with tenancy.reading(OPERATOR):
        found = apps.get_model("centres", "Nomination").objects.visible_to(OPERATOR)
        return found.filter(centre_id=centre_ids([number])[number]).latest("nominated_at")
