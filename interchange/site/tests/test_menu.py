"""The menu shows what the roles open and nothing else, by task and by qualification (B2, A2)."""

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_qualification
from interchange.site.menu import TASKS, menu_for, shortcuts

pytestmark = pytest.mark.django_db(transaction=True)

OWN = ["Notices", "What you are told", "Calendar of deadlines", "Sign-in and security", "Change your e-mail address",
       "What happened to your account", "What is held on you", "Lock your account"]  # fmt: skip
HELP = ["Contact us", "Your messages", "Guides to download", "Help and guides", "Service status"]
LOOK_UPS = ["Entry codes", "Base data for your system", "Key dates", "Grade boundaries", "Raw marks to uniform marks",
            "Timetable", "Clash check"]  # fmt: skip
OWN_LOOK_UPS = [*LOOK_UPS[:-1], "Our timetable", "Clash check", "Candidates who clash"]
ENTRIES = ["View entries", "Statements and reports", "Estimated entries", "Forecast grades",
           "Transfers and other sites"]  # fmt: skip
FILES = ["Files you have sent", "What we hold, as a file"]
BY_TASK = {
    Role.CAG: ["Make entries", *ENTRIES, "Invoices", "Send a file", *FILES, "Enter coursework marks",
               "Enter and submit coursework marks", "View submitted coursework marks",
               "Requests for more time and changes", *OWN_LOOK_UPS, "History", "Your centre", "Manage centre users",
               "Who sees which marks", "Keys for your systems", "Webhooks", "Change your password", *OWN, *HELP],
    Role.ACM: ["Enter coursework marks", "View submitted coursework marks", *LOOK_UPS, "Change your password", *OWN,
               *HELP],
    Role.ERO: [*ENTRIES, *FILES, *OWN_LOOK_UPS, "Change your password", *OWN, *HELP],
    Role.HEAD: [*LOOK_UPS, "History", "Your centre", "Change your password", *OWN, *HELP],
}  # fmt: skip


def lines(menu, section):
    return [link.label for group in menu.get(section, []) for link in group.links]


@pytest.mark.parametrize("role", BY_TASK)
def test_by_task_is_what_the_role_opens(centre, role):
    actor = make_actor("Ann Lee", role, centre=centre)
    assert lines(menu_for(actor, "/welcome/"), "By task") == BY_TASK[role]
    assert [item.label for item in shortcuts(actor)] == BY_TASK[role]


def test_no_group_of_entries_is_longer_than_can_be_taken_in():
    of_entries = ("entries", "exchange", "estimates", "transfers", "invoicing", "vocational", "catalogue")
    groups = [items for items in TASKS.values() if any(item.route.startswith(of_entries) for item in items)]
    assert max(map(len, groups)) <= 7


def test_both_ways_lead_to_the_same_page(ann, signed_in):
    make_qualification("J277", family="GCSE")
    menu = menu_for(ann, "/coursework/enter/", "gcse")
    (gcse,) = menu["By qualification"]
    (marks,) = [link for link in gcse.links if link.label == "Enter coursework marks"]
    assert marks.address == "/coursework/enter/?family=gcse"
    assert [link for link in gcse.links if link.current] == [marks]
    assert not any(link.current for group in menu["By task"] for link in group.links)


def test_staff_have_no_qualification_menu(olu):
    make_qualification("J277", family="GCSE")
    assert "By qualification" not in menu_for(olu, "/welcome/")
