"""What the demo's people wrote to their awarding body, what they reported, and what it published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.spreadsheets import write_xlsx
from interchange.core.uploads import GUIDE, MESSAGE, Checked, Use, check
from interchange.demo import paper
from interchange.demo.cast import BAR
from interchange.demo.director import moment_of
from interchange.site.services import post_reminder
from interchange.support.queries.threads import of
from interchange.support.rules.status import Kind
from interchange.support.rules.threads import Category
from interchange.support.services import answering, cases, messages
from interchange.support.services.cases import Report
from interchange.support.services.guides import NewGuide, publish_guide
from interchange.support.services.messages import NewMessage
from interchange.support.services.status import NewNotice, end_notice, post_notice

READER = Actor.system("demo")
Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]


@dataclass
class Talk:
    """A message whose story is told step by step; `key` is known once it has been written."""

    by: str
    new: NewMessage
    file: tuple[str, bytes] | None = None
    steps: tuple[tuple[float, Callable[[UUID, Actors], object]], ...] = ()
    key: UUID = field(default_factory=lambda: UUID(int=0))

    def write(self, actors: Actors) -> None:
        """Somebody writes it."""
        by = actors[self.by]
        kept = messages.keep_files([_checked(*self.file, MESSAGE)], by=by) if self.file else []
        self.key = messages.write_message(self.new, [one.pk for one in kept], by=by).pk

    def go_on(self, step: Callable[[UUID, Actors], object], actors: Actors) -> None:
        """What happens to it next."""
        step(self.key, actors)


def answer(who: str, text: str, *, asks: bool = False) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: answering.answer(key, text, asks=asks, by=actors[who])


def note(who: str, text: str) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: answering.note(key, text, by=actors[who])


def give(who: str, to: str) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: answering.assign(key, actors[to].person_id, by=actors[who])


def reply(who: str, text: str) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: messages.add_to_message(key, text, by=actors[who])


def close(who: str) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: answering.close_thread(key, by=actors[who])


def go_on(who: str, text: str) -> Callable[[UUID, Actors], object]:
    return lambda key, actors: messages.reopen_message(key, text, by=actors[who])


LIST = write_xlsx(
    ["Candidate", "Entered for", "Should be"], [["0042", "J277/02", "J277/03"]], title="To mend"
)
LETTER = paper.page("Late arrival", "Candidate 0107 joined us on 2 November from another centre.")
HOWTO = paper.page(
    "Marks of a transferred candidate", "1. Leave the row as it is.", "2. Tell us the number and the earlier centre.",
    "3. We move the marks, and your sheet shows them on the next day.",
)  # fmt: skip


def talks() -> tuple[tuple[float, Talk], ...]:
    """One message in every state, the oldest first."""
    return (
        (16.3, Talk("nia", NewMessage(
            Category.USERS, "A teacher has left us", "How do we take the access away? The user is still in the list.",
            "/users/"), steps=(
                (15.2, answer("sue", "Choose the user under Manage centre users, then Remove. Access ends at once.")),
                (14.1, close("sue")),
            ))),
        (11.4, Talk("val", NewMessage(
            Category.CENTRE, "Approval for a new qualification",
            "We want to offer Cambridge Technicals from September. What do you need from us?"), steps=(
                (10.5, answer("leo", "The form is under Your centre. Send it by the end of the month.")),
                (9.5, close("leo")),
                (1.6, go_on("val", "The form does not name the new unit. Which one do we choose?")),
            ))),
        (7.5, Talk("ben", NewMessage(
            Category.MARKS, "Candidate from another centre", "Candidate 0107 came to us in November with marks of the "
            "other centre.\n\nDo we type them again?", "/coursework/enter/", "0107"), ("Letter.pdf", LETTER), steps=(
                (6.6, give("leo", "sue")),
                (5.4, answer("sue", "No. We have moved the marks: please look at your sheet tomorrow.")),
            ))),
        (4.6, Talk("cal", NewMessage(
            Category.ENTRIES, "Six candidates on the wrong code", "They were entered for J277/02 and take J277/03.",
            "/welcome/", "J277"), ("To mend.xlsx", LIST), steps=(
                (3.6, note("sue", "Enzo says this is possible until Friday if the head confirms.")),
                (3.5, answer("sue", "We can change it until Friday. Please send the candidates' numbers.", asks=True)),
            ))),
        (3.3, Talk("nadia", NewMessage(
            Category.DOCUMENTS, "Where is the form for feedback?", "I cannot find the centre feedback form."))),
        (1.5, Talk("sam", NewMessage(
            Category.MARKS, "The total on the iMS1", "The printed total is 40, the page shows 41.",
            "/coursework/submitted/", "J277/03"), steps=(
                (1.2, give("sue", "sue")),
                (1.1, note("sue", "Looks like the copy was printed before the last change. Asked Olu.")),
            ))),
        (0.4, Talk("ann", NewMessage(
            Category.MARKS, "Two days more for H446/03",
            "Our network was down on Monday. Is the request for more time the right way?", "/coursework/enter/",
            "H446/03"))),
    )  # fmt: skip


def scenes(actors: Actors, *, now: datetime) -> list[Act]:
    """Everything that happened between centres and the awarding body, each at its moment; nothing the second time."""
    with tenancy.reading(READER):
        if of(READER).exists():
            return []
    acts: list[Act] = []
    for days, talk in talks():
        acts.append((moment_of(days, now=now), partial(talk.write, actors)))
        acts += [(moment_of(later, now=now), partial(talk.go_on, step, actors)) for later, step in talk.steps]
    return [*acts, *_published(actors, now=now), *_suspicious(actors, now=now)]


def _suspicious(actors: Actors, *, now: datetime) -> list[Act]:
    mail = Report("A mail says that our password runs out today and asks us to type it on a page that is not yours. "
                  "Two colleagues have clicked on it.", "/sign-in/")  # fmt: skip
    call = Report(
        "Somebody rang as “your support” and asked for a code from my phone. I gave none.", "", "01632 960123"
    )
    kept: list[UUID] = []

    def seen() -> None:
        seb = actors["seb"]
        cases.judge_case(kept[0], "medium", by=seb)
        cases.move_case(
            kept[0], "investigate", why="Rang the exams officer; both have new passwords.", by=seb
        )
        cases.decide_clock(kept[0], "ico", "not needed", why="No personal data was reached: the trail shows no "
                           "sign-in from elsewhere.", by=seb)  # fmt: skip

    return [
        (moment_of(2.4, now=now), lambda: kept.append(cases.report_suspicion(mail, by=actors["joan"]).pk)),
        (moment_of(2.1, now=now), seen),
        (
            moment_of(0.3, now=now),
            lambda: cases.report_suspicion(call, by=Actor(name="", address="192.0.2.61")),
        ),
    ]


def _published(actors: Actors, *, now: datetime) -> list[Act]:
    leo, mattie = actors["leo"], actors["mattie"]
    solved: list[UUID] = []

    def trouble() -> None:
        new = NewNotice(Kind.PROBLEM, "Mails from us arrive late", "Notices take up to two hours. Nothing is lost.",
                        ["mail"], clock.now())  # fmt: skip
        solved.append(post_notice(new, by=leo).pk)

    def work() -> None:
        evening = clock.start_of_day(clock.london(now).date() + timedelta(3)) + timedelta(hours=19)
        text = "Interchange cannot be used while we move. Save and submit before."
        until = evening + timedelta(hours=2)
        post_notice(
            NewNotice(Kind.WORK, "New database servers", text, ["everything"], evening, until), by=leo
        )

    return [
        (moment_of(30.2, now=now), lambda: _publish(mattie, NewGuide(
            "Marks: from the first to the receipt", "2.0", "One page for teachers who enter marks once a year."),
            "marks.pdf", paper.page("From the first mark to the receipt", "Type, check, submit, keep the receipt."))),
        (moment_of(21.2, now=now), lambda: _publish(leo, NewGuide(
            "Marks of transferred candidates", "1.1", "What to do when somebody comes from another centre.", "roles",
            ["cag", "efa"]), "transferred.pdf", HOWTO)),
        (moment_of(20.1, now=now), lambda: _publish(leo, NewGuide(
            "Sheet for planning moderation", "2027", "A workbook to plan who marks what, and when.", "scopes", ["GQ"]),
            "planning.xlsx", LIST)),
        (moment_of(12.6, now=now), trouble),
        (moment_of(12.3, now=now), lambda: end_notice(solved[0], "Solved at 2pm. All mail has been sent.", by=leo)),
        (moment_of(2.2, now=now), work),
        (moment_of(1.9, now=now), lambda: _remind(actors)),
    ]  # fmt: skip


def _remind(actors: Actors) -> None:
    today, olu = clock.today(), actors["olu"]
    post_reminder("Check that every teacher has a second factor", today + timedelta(10), link="/users/",
                  audience="roles", values=["cag", "cav"], by=olu)  # fmt: skip
    post_reminder("Entries for June: tell us of late ones", today + timedelta(18), link="/messages/new/",
                  audience="scopes", values=["GQ"], by=olu)  # fmt: skip
    post_reminder(
        "Your moderator rings on this day", today + timedelta(5), audience="centre", values=[BAR], by=olu
    )


def _publish(by: Actor, new: NewGuide, name: str, data: bytes) -> None:
    publish_guide(new, _checked(name, data, GUIDE), by=by)


def _checked(name: str, data: bytes, use: Use) -> Checked:
    return check(SimpleUploadedFile(name, data), use)
