"""An exams officer makes entries by keyboard: copies, pastes, mends, submits, amends late and withdraws."""

import re

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.factories import make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Component, Series, Tariff
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.entries.factories import make_cohort
from interchange.entries.models import Candidate, Entry
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import by_menu, follow, go_to, paste, press, says, select, tab_to, tick

pytestmark = pytest.mark.usefixtures("by_keyboard")

EARLIER, SERIES, CODE = "2026-03", "2027-03", "K301"
COPIED, PASTED = 40, 260


@pytest.fixture
def march(server: str) -> Series:
    """March 2027, with a fee."""
    component = make_component(f"{CODE}/03", title="Project")
    for code in ("A", "B"):
        make_option(component, code=code, route="upload")
    days = {"entries_open": "2026-01-05", "entry_deadline": "2027-01-21", "very_late": "2027-02-21"}
    series = make_series(SERIES, profile=days)
    Tariff.objects.create(series=series, entry_code=CODE, pence=4_500)
    return series


def test_three_hundred_are_entered_submitted_amended_late_and_withdrawn(
    college: College, open_as: OpenAs, march: Series
):
    make_approval(college.centre)
    component = Component.objects.get(assessment_code=f"{CODE}/03")
    make_cohort(college.centre, component, COPIED, series=make_series(EARLIER, is_open=False))
    page = open_as(an_officer(college), "/notices/")
    opens_the_grid(page)
    copies_last_year_s(page)
    pastes_new_candidates(page)
    mends_and_submits(page, college)
    changes_after_the_deadline(page, march)
    assert standing(college) == {"A": COPIED + PASTED - 2, "B": 1}


def an_officer(college: College) -> Membership:
    return make_membership("Eve Marsh", Role.EFA, centre=college.centre)


def opens_the_grid(page: Page) -> None:
    by_menu(page, "Make entries")
    select(page, "Series", "March 2027")
    tab_to(page, page.get_by_label("Type entry codes"))
    page.keyboard.type(CODE.lower())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name=re.compile(CODE))).to_be_visible()


def copies_last_year_s(page: Page) -> None:
    go_to(page, "Copy candidates")
    tab_to(page, page.locator("[name=who]").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label(f"All {COPIED} candidates")).to_be_checked()
    tick(page, re.compile("With their codes"))
    press(page, "Copy")
    says(page, f"{COPIED} candidates copied.")


def pastes_new_candidates(page: Page) -> None:
    """The block is laid from the first cell of the first empty row; the rows that lack are added."""
    first = page.locator("tr.is-new").nth(COPIED).locator("th input")
    tab_to(page, page.locator("#grid [tabindex='0']"))
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    paste(page, "\r\n".join(line(number) for number in range(PASTED)))
    dialog = page.get_by_role("dialog", name="Check what was pasted")
    expect(dialog).to_contain_text(f"{PASTED} rows will change")
    follow(page, dialog.get_by_role("button", name=f"Accept {PASTED} changes"))
    expect(page.locator("#sheet-status")).to_contain_text("All changes saved")
    page.keyboard.press("Escape")  # and then Tab leads out of the grid
    follow(page, page.get_by_role("button", name="Make UCIs"))
    expect(page.locator("#sheet-said")).to_contain_text(f"{PASTED} UCIs made")


def line(number: int) -> str:
    """A candidate as a spreadsheet has it; the first has an option that is none."""
    option = "Q" if number == 0 else "A"
    return "\t".join([str(1001 + number), f"Vane{number}", "Iris", "", "1/9/2010", "F", "S", "", option])


def mends_and_submits(page: Page, college: College) -> None:
    press(page, "Review and submit")
    says(page, f"{CODE} has no option “Q”. Its options are A or B.")
    with page.expect_navigation():
        follow(page, page.get_by_role("link", name=re.compile("1001 Vane0")))
    expect(page.get_by_label(re.compile(f"^{CODE} 1001 "))).to_be_focused()
    page.keyboard.type("A")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-status")).to_contain_text("All changes saved")
    page.keyboard.press("Escape")
    press(page, "Review and submit")
    says(page, f"It will add £{(COPIED + PASTED) * 45:,}.00 to your invoice.")
    tick(page, re.compile(r"All \d+ warnings|no ULN"))
    press(page, f"Submit {COPIED + PASTED} entries")
    says(page, "Receipt number")
    assert standing(college) == {"A": COPIED + PASTED}


def type_under(page: Page, number: str, option: str) -> None:
    """Find the candidate, go to the cell under the code and type."""
    tab_to(page, page.get_by_label("Find"))
    page.keyboard.press("Control+a")
    page.keyboard.type(number)
    expect(page.locator("#grid tbody tr:visible")).to_have_count(1)
    expect(page.get_by_label(re.compile(f"^{CODE} {number} "))).to_be_visible()
    tab_to(page, page.locator("#grid [tabindex='0']"))
    page.keyboard.press("End")
    if option:
        page.keyboard.type(option)
    else:
        page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-status")).to_contain_text("All changes saved")
    page.keyboard.press("Escape")


def changes_after_the_deadline(page: Page, march: Series) -> None:
    """Late, a change costs, and a withdrawal after the refund date gives nothing back: told before the button."""
    march.profile = {**march.profile, "entry_deadline": "2026-07-01", "very_late": "2027-02-21"}
    march.save(update_fields=["profile"])
    go_to(page, "Open the grid")
    type_under(page, "1002", "B")
    type_under(page, "1003", "")
    press(page, "Review and submit")
    says(page, "This change is after the deadline of 1 July 2026.")
    says(page, "Change A to B")
    says(page, "no refund")
    boxes = page.locator("[name=accept]").count()
    if boxes:
        tick(page, re.compile(r"All \d+ warnings") if boxes > 1 else re.compile(".*"))
    press(page, "Submit 2 entries")
    says(page, "Withdrawn")
    expect(page.get_by_role("row", name=re.compile("1002"))).to_contain_text("Changed A to B")


def standing(college: College) -> dict[str, int]:
    """How many stand entered by each option."""
    with tenancy.for_centre(college.centre.id):
        live = Entry.unscoped.filter(
            centre_id=college.centre.id, series__code=SERIES, withdrawn_at=None, candidate__in=Candidate.unscoped.all()
        )  # fmt: skip
        options = list(live.values_list("option__code", flat=True))
    return {option: options.count(option) for option in sorted(set(options))}
