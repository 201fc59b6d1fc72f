"""What people do on the pages, in their words; everything is found by role and accessible name, as a robot finds it."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import mail
from django.http import HttpRequest
from playwright.sync_api import FilePayload, Locator, Page, expect

from interchange.accounts.access import begin_session
from interchange.accounts.factories import PASSWORD, code_for
from interchange.accounts.models import Membership
from interchange.accounts.rules.factors import code_of, step_at
from interchange.assessment.factories import ASheet
from interchange.assessment.queries.outcomes import How
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.submitting import receive_submission
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.services import send_due

MOST_TABS = 120
MOST_CHOICES = 20
ONE_WEEK = timedelta(7)
"""After that nothing waits for the end of the quiet hours."""
ROLES: Mapping[str, Any] = {"Mark": "textbox", "Grade": "combobox", "Reason for 0": "combobox"}
SKIPS = """each => each.closest("main") && document.activeElement.matches(".govuk-skip-link")"""
AHEAD = """wanted => {
  const now = document.activeElement;
  if (now === wanted || now.type === "radio" && now.name === wanted.name) return 0;
  if (now === document.body) return 1;
  const before = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const reached = "a[href], button, input:not([type=radio]), select, textarea, summary";
  const stops = each => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true });
  const between = [...document.querySelectorAll(`:is(${reached}):not(:disabled, [inert] *)`)];
  return 1 + between.filter(each => before(now, each) && before(each, wanted) && stops(each)).length;
}"""
"""How often Tab is pressed before the page is asked again where the focus is: never too often. Of choices that exclude
each other Tab reaches one."""
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""

# ---------------------------------------------------------------- coming in


def session_cookie(who: Membership, server: str) -> Any:
    """The cookie of somebody who has signed in, without the form."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    begin_session(request, who)
    request.session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": request.session.session_key or "", "url": server}


def end_session(page: Page) -> None:
    """What half an hour away from the desk does: the browser keeps its cookie, and the site knows it no more."""
    [kept] = [one for one in page.context.cookies() if one.get("name") == settings.SESSION_COOKIE_NAME]
    import_module(settings.SESSION_ENGINE).SessionStore(kept.get("value")).flush()


def sign_in(within: Page | Locator, who: Membership) -> None:
    """Give the three parts, and then the code, each sent with Enter."""
    give_parts(within, who)
    code = within.get_by_label("Code", exact=True)
    code.fill(code_for(who.person_id))
    code.press("Enter")


def give_parts(within: Page | Locator, who: Membership) -> None:
    """Login ID, username and password, sent with Enter."""
    within.get_by_label("Login ID", exact=True).fill(who.person.login_id)
    within.get_by_label("Username", exact=True).fill(who.person.username)
    password = within.get_by_label("Password", exact=True)
    password.fill(PASSWORD)
    password.press("Enter")


def menu(page: Page) -> Locator:
    """The part of the menu that leads by task."""
    return page.get_by_role("navigation", name="Main menu").get_by_role("region", name="By task")


def go(page: Page, *way: str) -> None:
    """Through the menu and on, by the names of links."""
    first, *further = way
    menu(page).get_by_role("link", name=first, exact=True).click()
    for name in further:
        page.get_by_role("link", name=name, exact=True).click()


# ---------------------------------------------------------------- by keyboard alone


def tab_to(page: Page, widget: Locator) -> None:
    """Press Tab until the control has the focus; on a page just opened past the menu, by the link that skips it."""
    wanted = widget.element_handle()
    for tabs in range(MOST_TABS):
        ahead = page.evaluate(AHEAD, wanted)
        if not ahead:
            return
        for _ in range(ahead):
            page.keyboard.press("Tab")
        if not tabs and page.evaluate(SKIPS, wanted):
            page.keyboard.press("Enter")
    raise AssertionError(f"Tab does not reach {widget}.")


def follow(page: Page, link: Locator) -> None:
    """Go to a link or a button by Tab and press Enter."""
    tab_to(page, link)
    page.keyboard.press("Enter")


def type_into(page: Page | Locator, label: str, words: str) -> None:
    """Reach a field by Tab and type; what stood there is selected by Tab, and goes."""
    field = page.get_by_label(label, exact=True)
    tab_to(field.page, field)
    field.page.keyboard.press("Control+a")
    field.page.keyboard.type(words) if words else field.page.keyboard.press("Delete")


def type_parts(page: Page, who: Membership) -> None:
    """Login ID, username and password, sent with Enter."""
    type_into(page, "Login ID", who.person.login_id)
    type_into(page, "Username", who.person.username)
    type_into(page, "Password", PASSWORD)
    page.keyboard.press("Enter")


def open_by(page: Page, widget: Locator) -> None:
    """Go to a link or a button by Tab, press Enter, and wait for the page that it opens."""
    tab_to(page, widget)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """A button of the page, by keyboard."""
    open_by(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))


def go_to(page: Page, name: str | re.Pattern[str]) -> None:
    """A link of the page, by keyboard."""
    open_by(page, page.get_by_role("main").get_by_role("link", name=name, exact=True))


def by_menu(page: Page, name: str) -> None:
    """A line of the menu, by keyboard."""
    open_by(page, menu(page).get_by_role("link", name=name, exact=True))


def tick(page: Page, label: str | re.Pattern[str]) -> None:
    """Go to a box by Tab and press the space bar."""
    tab_to(page, page.get_by_role("checkbox", name=label, exact=True))
    page.keyboard.press("Space")


def choose(page: Page | Locator, label: str | re.Pattern[str]) -> None:
    """Tab reaches one of the choices, and the arrows go on from there."""
    wanted = page.get_by_role("radio", name=label, exact=True)
    tabs = wanted.page
    tab_to(tabs, tabs.locator(f"[name='{wanted.get_attribute('name')}']").first)
    for _ in range(MOST_CHOICES):
        if wanted.evaluate("each => each === document.activeElement"):
            return tabs.keyboard.press("Space")
        tabs.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows do not reach {wanted}.")


def select(page: Page, label: str, words: str) -> None:
    """Reach a list by Tab and type the beginning of a line of it."""
    chosen = page.get_by_role("combobox", name=label, exact=True)
    tab_to(page, chosen)
    page.keyboard.type(words)
    expect(chosen.locator("option:checked")).to_have_text(re.compile(re.escape(words)))


def at(page: Page, heading: str | re.Pattern[str]) -> None:
    """The page with this heading is open."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def says(page: Page, words: str) -> None:
    """What the page says of what was just done."""
    expect(page.get_by_role("main")).to_contain_text(words)


def a_file(name: str, data: bytes) -> FilePayload:
    """A file as somebody chooses it; the browser goes by its name."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


# ---------------------------------------------------------------- the mail, and the app on the telephone


def mails_to(address: str) -> list[str]:
    """What the worker has sent there."""
    send_due(at=clock.now() + ONE_WEEK)
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [address]]


def link_in_mail_to(address: str) -> str:
    """The last link sent there that works once, without the site's address, which the browser has already."""
    found: list[str] = re.findall(
        rf"{re.escape(settings.SITE_ADDRESS)}(/\S+)\s+This link is for you alone",
        "\n".join(mails_to(address)),
    )
    return found[-1]


def code_of_app(key: str, *, steps: int = 0) -> str:
    """What an app shows that was set up with this key; a code is taken once, the next is that of the next step."""
    return code_of(key.replace(" ", ""), step_at(clock.real()) + steps)


# ---------------------------------------------------------------- the mark sheet


def ready(page: Page) -> None:
    """Where marks can be typed, the script has made the table a grid."""
    if page.evaluate("document.querySelector('[data-behaviour=mark-sheet]') !== null"):
        page.locator("[role=grid]").wait_for()


def control(page: Page, column: str, number: str) -> Locator:
    """The Mark, Grade, Absent or Checked of a candidate: each is named by its column, number and name."""
    return page.get_by_role(ROLES.get(column, "checkbox"), name=re.compile(rf"^{column} {number} "))


def row(page: Page, number: str) -> Locator:
    """The row of a candidate."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=number, exact=True))


def marks_shown(page: Page) -> dict[str, str]:
    """What stands in the mark fields of the page, by candidate."""
    fields = page.get_by_role("textbox", name=re.compile(r"^Mark \d{4} "))
    pairs = fields.evaluate_all(
        "all => all.map(each => [each.getAttribute('aria-label').slice(5, 9), each.value])"
    )
    return dict(pairs)


def all_saved(page: Page) -> None:
    """The page says that everything has been saved."""
    said = page.locator("[role=status]").filter(has_text=re.compile(r"All changes saved|rows? saved"))
    expect(said.first).to_be_visible()


def save(page: Page) -> None:
    """Press Save, and see that it is done."""
    press_save(page)
    all_saved(page)


def press_save(page: Page) -> None:
    """Press the Save that is at the bottom right."""
    page.get_by_role("button", name="Save", exact=True).click()


def leave(page: Page, number: str, column: str = "Mark") -> None:
    """Leave a cell, as Enter does; without scripts there is nothing to do before Save."""
    control(page, column, number).blur()


def more(page: Page, choice: str) -> None:
    """More > a choice, at the top right of a sheet."""
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name=choice).click()


def paste(page: Page, text: str) -> None:
    """Ctrl+V of text that was copied in a spreadsheet, into the cell that has the focus."""
    page.evaluate(PASTE, text)


# ---------------------------------------------------------------- tables


def table(page: Page | Locator, name: str) -> list[list[str]]:
    """The words of a table's body, row by row; found by its caption."""
    found = page.get_by_role("table", name=name, exact=True)
    expect(found).to_be_visible()
    rows: list[list[str]] = found.evaluate(
        "each => [...each.tBodies].flatMap(body => [...body.rows])"
        ".map(row => [...row.cells].map(cell => cell.innerText.trim().replace(/\\s+/gu, ' ')))"
    )
    return rows


def columns(rows: Sequence[Sequence[str]], *places: int) -> list[tuple[str, ...]]:
    """Some columns of a table."""
    return [tuple(cells[place] for place in places) for cells in rows]


# ---------------------------------------------------------------- what happens behind the pages


def entered_before(sheet: ASheet, by: Actor, marks: Mapping[str, str]) -> None:
    """Marks that were entered and checked before the journey begins; an empty one takes away what was there."""
    versions = {one.number: one.version for one in sheet.rows(by)}
    typed = [Typed(number, versions[number], mark, checked=bool(mark)) for number, mark in marks.items()]
    save_marks(sheet.address, typed, how=How.TYPING, by=by)


def receive(submission_id: Any, centre_id: int) -> None:
    """What the worker does with a submission, seconds after it was sent."""
    receive_submission(submission_id, by=Actor.system("Interchange", centre_id=centre_id))
