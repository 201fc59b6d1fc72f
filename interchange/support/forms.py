"""What the pages of support send, read strictly: all that is wrong at once, and everything typed stays (B2)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, QueryDict

from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.forms import Errors
from interchange.core.grid.kinds import Day
from interchange.core.uploads import GUIDE, MESSAGE, Checked, Received, read_files
from interchange.support.queries import audiences
from interchange.support.rules import cases, status, threads
from interchange.support.rules.audiences import Audience
from interchange.support.rules.words import checked, one_line, page_of
from interchange.support.services.cases import LONGEST_CONTACT, Report
from interchange.support.services.guides import LONGEST_SUMMARY, LONGEST_TITLE, LONGEST_VERSION, NewGuide
from interchange.support.services.messages import NewMessage
from interchange.support.services.status import NewNotice

T = TypeVar("T")
MOST_KEYS = 500


@dataclass
class Form:
    """What was typed, and what is wrong with it, by field."""

    values: dict[str, str]
    errors: Errors = field(default_factory=Errors)
    ticked: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, name: str, text: str) -> None:
        """Note what is wrong with a field; the first thing counts."""
        self.errors.setdefault(name, text)

    def sent(self, do: Callable[[], object], *, at: str) -> bool:
        """Whether it was done; where it is refused, that stands beside the field `at`, and nothing typed is lost."""
        try:
            do()
        except Refused as refusal:
            self.wrong(at, refusal.message)
        return not self.errors

    def read(self, reading: Callable[[], T], otherwise: T) -> T:
        """What `reading` gives; where it is refused, the refusal stands beside the field of its code."""
        try:
            return reading()
        except Refused as refusal:
            self.wrong(refusal.code, refusal.message)
            return otherwise

    def words(self, name: str, what: str, longest: int, *, needed: bool = True, lines: bool = False) -> str:
        """A field of words."""
        tidy = checked if lines else one_line
        typed = self.values[name]
        return self.read(lambda: tidy(typed, field=name, what=what, longest=longest, needed=needed), typed)


def typed(sent: QueryDict, *names: str) -> dict[str, str]:
    """The fields of a form as they were sent, without space around them."""
    return {name: sent.get(name, "").strip() for name in names}


def keys(sent: Collection[str]) -> list[UUID]:
    """Those of the texts that are keys of rows; nothing else can name one."""
    found = []
    for text in list(sent)[:MOST_KEYS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


# ---------------------------------------------------------------- messages

MESSAGE_FIELDS = ("category", "subject", "text", "page", "about")


def empty_message(sent: QueryDict) -> Form:
    """Nothing typed yet; what the page that led here knows is filled in (E3)."""
    page = page_of(sent.get("page", ""))
    about = " ".join(sent.get("about", "").replace("\x00", "").split())[: threads.LONGEST_ABOUT]
    values = dict.fromkeys(MESSAGE_FIELDS, "")
    about = about or threads.about_of(page)
    return Form(values | {"page": page, "about": about, "category": threads.category_of(page).value})


def read_message(sent: QueryDict) -> tuple[Form, NewMessage]:
    """A message with its subject, text, category, and what it is about."""
    form = Form(typed(sent, *MESSAGE_FIELDS))
    category = form.values["category"]
    if category not in {one.value for one in threads.Category}:
        form.wrong("category", "Choose what your message is about.")
        category = threads.Category.OTHER.value
    return form, NewMessage(
        threads.Category.of(category), form.words("subject", "a subject", threads.LONGEST_SUBJECT),
        form.words("text", "your message", threads.LONGEST_TEXT, lines=True), page_of(form.values["page"]),
        form.words("about", "a reference", threads.LONGEST_ABOUT, needed=False),
    )  # fmt: skip


def read_text(
    sent: QueryDict, what: str = "your message", longest: int = threads.LONGEST_TEXT
) -> tuple[Form, str]:
    """A form with one text."""
    form = Form(typed(sent, "text"))
    return form, form.words("text", what, longest, lines=True)


def files_of(request: HttpRequest, *, already: int) -> Received:
    """The files of a message, each checked."""
    return read_files(request.FILES.getlist("files"), MESSAGE, already=already)


# ---------------------------------------------------------------- something suspicious

REPORT_FIELDS = ("what", "page", "contact")


def empty_report(sent: QueryDict) -> Form:
    """Nothing typed yet but the page that somebody came from."""
    return Form(dict.fromkeys(REPORT_FIELDS, "") | {"page": page_of(sent.get("page", ""))})


def read_report(sent: QueryDict) -> tuple[Form, Report]:
    """What somebody saw."""
    form = Form(typed(sent, *REPORT_FIELDS))
    return form, Report(
        form.words("what", "what you saw", cases.LONGEST_REPORT, lines=True),
        page_of(form.values["page"]), form.words("contact", "an address", LONGEST_CONTACT, needed=False),
    )  # fmt: skip


# ---------------------------------------------------------------- the status of the service

NOTICE_FIELDS = ("kind", "title", "text", "from_on", "from_at", "until_on", "until_at", "everybody")


def empty_notice() -> Form:
    """Nothing typed yet."""
    return Form(dict.fromkeys(NOTICE_FIELDS, "") | {"kind": status.Kind.PROBLEM.value}, ticked={"parts": []})


def read_notice(sent: QueryDict) -> tuple[Form, NewNotice]:
    """A problem or planned work, with London times; a problem begins now where nothing is said."""
    form = Form(typed(sent, *NOTICE_FIELDS), ticked={"parts": sent.getlist("parts")})
    kind = form.values["kind"]
    if kind not in {one.value for one in status.Kind}:
        form.wrong("kind", "Choose what it is.")
        kind = status.Kind.PROBLEM.value
    title = form.words("title", "a title", status.LONGEST_TITLE)
    text = form.words("text", "what to tell", status.LONGEST_UPDATE, lines=True)
    if not form.ticked["parts"]:
        form.wrong("parts", "Choose at least one part of the service.")
    from_at = _moment(form, "from") or clock.now()
    until_at = _moment(form, "until")
    if kind == status.Kind.WORK.value and until_at is None and "until_on" not in form.errors:
        form.wrong("until_on", "Enter when the work will be over.")
    if until_at is not None and until_at <= from_at:
        form.wrong("until_on", "The end is before the beginning. Enter a later time.")
    return form, NewNotice(
        status.Kind.of(kind), title, text, form.ticked["parts"], from_at, until_at,
        tells_everybody=form.values["everybody"] == "yes",
    )  # fmt: skip


def _moment(form: Form, which: str) -> datetime | None:
    """A day and a time of day in London; none where neither is typed."""
    day, wall = form.values[f"{which}_on"], form.values[f"{which}_at"]
    if not day and not wall:
        return None
    try:
        on = Day().read(day)
    except ValueError as reason:
        form.wrong(f"{which}_on", str(reason) if day else "Enter the day.")
        return None
    try:
        return clock.at_time(on, datetime.strptime(wall.replace(".", ":") or "00:00", "%H:%M").time())  # noqa: DTZ007
    except ValueError:
        form.wrong(f"{which}_at", "Enter the time of day as 14:30.")
        return None


# ---------------------------------------------------------------- guides

GUIDE_FIELDS = ("title", "summary", "version", "audience", "centre")
AUDIENCE_LISTS = ("roles", "scopes", "kinds")


def empty_guide() -> Form:
    """Nothing typed yet."""
    values = dict.fromkeys(GUIDE_FIELDS, "") | {"audience": Audience.ALL.value}
    return Form(values, ticked={name: [] for name in AUDIENCE_LISTS})


def read_guide(request: HttpRequest) -> tuple[Form, NewGuide, Checked | None]:
    """A guide and its file."""
    sent = request.POST
    form = Form(typed(sent, *GUIDE_FIELDS), ticked={name: sent.getlist(name) for name in AUDIENCE_LISTS})
    title = form.words("title", "a title", LONGEST_TITLE)
    summary = form.words("summary", "", LONGEST_SUMMARY, needed=False)
    version = form.words("version", "a version, such as 2027 or 1.2", LONGEST_VERSION)
    received = read_files(request.FILES.getlist("file")[:1], GUIDE)
    for problem in received.problems:
        form.wrong("file", f"{problem.name}: {problem.message}")
    if not received.accepted:
        form.wrong("file", "Choose the file of the guide.")
    chosen = form.values["audience"]
    audience, values = form.read(
        lambda: audiences.read_audience(chosen, form.ticked, form.values["centre"]), (chosen, list[str]())
    )
    new = NewGuide(title, version, summary, audience, values)
    return form, new, received.accepted[0] if received.accepted else None
