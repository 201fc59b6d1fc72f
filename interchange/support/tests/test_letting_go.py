"""What is let go of, what is held, and the copy of what is held on one person (8, 9)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from interchange.core import clock, tenancy
from interchange.core.letting_go import Held
from interchange.support.factories import a_file, make_matter
from interchange.support.models import Attachment, SecurityCase
from interchange.support.queries import about_person, threads
from interchange.support.retention import WORK
from interchange.support.services import answering, messages
from interchange.support.services.cases import Report, decide_clock, move_case, note_case, report_suspicion

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=3 * 366)
NIGHT = {work.record: work for work in WORK}


def let_go(record, held=Held()):  # noqa: B008
    with tenancy.for_staff():
        due = NIGHT[record].due(held)
        assert NIGHT[record].let_go(held) == due
    return due


def test_messages_closed_three_years_ago_go_with_their_files(ben, sue):
    old, live = make_matter(ben, subject="Old"), make_matter(ben, subject="Live")
    answering.close_thread(old.thread.pk, by=sue)
    assert let_go("cases") == 0
    with clock.pretend(clock.now() + LATER):
        assert let_go("cases", Held(subjects=frozenset({f"thread:{old.thread.pk}"}))) == 0
        assert let_go("cases", Held(people=frozenset({ben.person_id}))) == 0
        assert let_go("cases") == 1
    assert not default_storage.exists(old.attachment.stored)
    assert default_storage.exists(live.attachment.stored)
    with tenancy.reading(ben):
        assert [one.subject for one in threads.of(ben)] == ["Live"]


def test_security_cases_closed_three_years_ago_go_with_their_log(ben, seb):
    case = report_suspicion(Report("A mail"), by=ben)
    note_case(case.pk, "Seen", by=seb)
    for which in ("ico", "ofqual"):
        decide_clock(case.pk, which, "not needed", why="Nothing", by=seb)
    move_case(case.pk, "close", why="Done", by=seb)
    with clock.pretend(clock.now() + LATER):
        assert let_go("cases", Held(subjects=frozenset({f"case:{case.pk}"}))) == 0
        assert let_go("cases") == 1
    assert not SecurityCase.objects.exists()


def test_a_file_that_was_never_sent_goes_after_a_day(ben):
    messages.keep_files([a_file()], by=ben)
    matter = make_matter(ben)
    assert let_go("uploads") == 0
    with clock.pretend(clock.now() + timedelta(hours=25)):
        assert let_go("uploads") == 1
    with tenancy.reading(ben):
        assert [one.pk for one in Attachment.objects.visible_to(ben)] == [matter.attachment.pk]


def test_a_copy_for_a_person_holds_what_they_wrote_and_nothing_of_others(ben, cal, sue):
    matter = make_matter(ben, subject="Mine", text="My words")
    make_matter(cal, subject="Theirs", text="Their words")
    answering.answer(matter.thread.pk, "Our words", by=sue)
    report_suspicion(Report("A mail"), by=ben)
    with tenancy.for_staff():
        found = about_person(ben.person_id)
    assert {name: len(rows) for name, rows in found.items()} == {
        "Messages to the awarding body": 1, "What was written in messages": 1, "Files of messages": 1,
        "Security reports": 1, "Lines written in logs of security cases": 0,
    }  # fmt: skip
    assert "Their" not in str(found)
    assert "My words" in str(found)
