"""Messages between a centre and the awarding body (B4), page by page."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind
from interchange.support.factories import make_matter
from interchange.support.models import Attachment, Post, Thread
from interchange.support.queries import threads
from interchange.support.services import answering, messages

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"category": "marks", "subject": "A mark of 0", "text": "First.\r\n\r\nSecond.", "about": "H446/03",
         "page": "/welcome/", "do": "send"}  # fmt: skip


def told(actor, kind):
    return Notice.objects.filter(person_id=actor.person_id, kind=kind.value).count()


def seen_by(actor):
    with tenancy.reading(actor):
        return {one.subject for one in threads.of(actor)}


def page_of(signed_in, actor, where, status=200):
    answer = signed_in(actor).get(where)
    assert answer.status_code == status, where
    return answer.content.decode()


# ---------------------------------------------------------------- the centre's side


def test_a_message_carries_the_centre_by_itself_and_those_who_answer_are_told(ben, sue, signed_in):
    answer = signed_in(ben).post("/messages/new/", TYPED)
    page = page_of(signed_in, ben, answer["Location"])
    assert "First." in page
    assert "H446/03" in page
    assert told(sue, Kind.MESSAGE_RECEIVED) == 1
    desk = page_of(signed_in, sue, "/desk/messages/")
    assert "10001" in desk
    assert "A mark of 0" in desk
    with tenancy.reading(ben):
        assert [event.name for event in events_of(ben)][:1] == [Event.CASE_OPENED.value]


def test_get_help_fills_in_page_and_assessment(ben, signed_in):
    page = page_of(signed_in, ben, "/contact/?page=/coursework/2027-06/h446-03/")
    assert 'value="/coursework/2027-06/h446-03/"' in page
    assert 'value="H446-03, series 2027-06"' in page
    assert '<option value="marks" selected>' in page


def test_who_is_not_signed_in_reads_how_to_reach_us(client, settings):
    page = client.get("/contact/").content.decode()
    assert settings.AWARDING_BODY_TELEPHONE in page
    assert settings.AWARDING_BODY_HOURS in page
    assert "<textarea" not in page


@pytest.mark.parametrize("left_out", ["subject", "text"])
def test_what_is_missing_is_said_and_the_files_are_kept(ben, signed_in, left_out):
    file = SimpleUploadedFile("list.txt", b"0001")
    browser = signed_in(ben)
    answer = browser.post("/messages/new/", TYPED | {left_out: " ", "files": [file]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "list.txt" in page
    (kept,) = re.findall(r'name="kept" value="([^"]+)" checked', page)
    sent = browser.post("/messages/new/", TYPED | {"kept": [kept]})
    assert "list.txt" in browser.get(sent["Location"]).content.decode()


def test_of_fifty_files_one_is_bad_and_49_are_kept(ben, signed_in):
    files = [SimpleUploadedFile(f"{number}.txt", b"good") for number in range(49)]
    files.insert(30, SimpleUploadedFile("drawing.svg", b"<svg/>"))
    browser = signed_in(ben)
    answer = browser.post("/messages/new/", TYPED | {"files": files})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "drawing.svg" in page
    kept = re.findall(r'name="kept" value="([^"]+)" checked', page)
    assert len(kept) == 49
    assert not seen_by(ben)
    sent = browser.post("/messages/new/", TYPED | {"kept": kept[1:]})
    assert browser.get(sent["Location"]).content.decode().count("/messages/files/") == 48


def test_uploading_is_not_sending(ben, signed_in):
    file = SimpleUploadedFile("list.txt", b"0001")
    answer = signed_in(ben).post("/messages/new/", {"do": "upload", "subject": "", "files": [file]})
    assert answer.status_code == 200
    assert "not sent yet" in answer.content.decode()
    assert not seen_by(ben)


def test_nobody_fills_the_disk(ben, signed_in, monkeypatch, caplog):
    monkeypatch.setattr("interchange.support.steps.files.MOST_AN_HOUR", 1)
    browser = signed_in(ben)
    for number in (1, 2):
        file = SimpleUploadedFile(f"list{number}.txt", b"0001")
        words = {"subject": "Lists", "text": "Here they are.", "category": "other", "files": [file]}
        answer = browser.post("/messages/new/", words | {"do": "upload"})
    assert answer.status_code == 422
    assert "At most 1 files in an hour" in answer.content.decode()
    assert "Here they are." in answer.content.decode()
    assert "Held back: files uploaded too often" in caplog.messages


def test_a_person_sees_their_own_and_an_administrator_all_of_the_centre(ann, ben, sam, cal, sue, signed_in):
    make_matter(ben, subject="Ben's")
    make_matter(sam, subject="Sam's")
    make_matter(cal, subject="Cal's")
    assert [seen_by(one) for one in (ben, sam, ann, cal)] == [
        {"Ben's"}, {"Sam's"}, {"Ben's", "Sam's"}, {"Cal's"}
    ]  # fmt: skip
    assert seen_by(sue) == {"Ben's", "Sam's", "Cal's"}
    assert "Sam&#39;s" in page_of(signed_in, ann, "/messages/")
    assert "Ben&#39;s" not in page_of(signed_in, ann, "/messages/?whose=mine")


def test_another_s_message_and_its_files_are_not_there(ben, sam, cal, signed_in):
    matter = make_matter(ben)
    for other in (sam, cal):
        page_of(signed_in, other, f"/messages/{matter.thread.pk}/", 404)
        page_of(signed_in, other, f"/messages/files/{matter.attachment.pk}/", 404)
        with pytest.raises(Http404):
            messages.add_to_message(matter.thread.pk, "Mine now", by=other)


def test_a_file_is_given_out_to_be_saved_and_that_is_in_the_trail(ben, signed_in):
    matter = make_matter(ben)
    answer = signed_in(ben).get(f"/messages/files/{matter.attachment.pk}/")
    assert answer.content == b"Candidate 0001\n"
    assert answer["Content-Disposition"] == 'attachment; filename="list.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with tenancy.reading(ben):
        assert events_of(ben, name=Event.ATTACHMENT_DOWNLOADED.value).count() == 1


def test_nobody_sends_another_s_file_or_one_file_twice(ben, sam):
    matter = make_matter(ben)
    for who in (ben, sam):
        new = make_matter(who, subject="Another", file=False)
        messages.add_to_message(new.thread.pk, "With a file", [matter.attachment.pk], by=who)
    with tenancy.reading(ben):
        assert Attachment.objects.visible_to(ben).get().post.thread_id == matter.thread.pk


def test_a_reply_brings_it_back_and_a_closed_one_is_opened_again(ben, sue, signed_in):
    thread = make_matter(ben).thread
    answering.answer(thread.pk, "Send the list.", asks=True, by=sue)
    browser, where = signed_in(ben), f"/messages/{thread.pk}/"
    assert "Waiting for the centre" in browser.get(where).content.decode()
    browser.post(where, {"text": "Here it is."})
    assert state_of(ben) == "open"
    browser.post(f"{where}close/")
    assert state_of(ben) == "closed"
    browser.post(where, {"text": "One more thing."})
    assert state_of(ben) == "open"
    page = browser.get(where).content.decode()
    assert page.index("Send the list.") < page.index("Here it is.") < page.index("One more thing.")


def state_of(actor):
    with tenancy.reading(actor):
        return threads.of(actor).get().state


# ---------------------------------------------------------------- the awarding body's side


def test_an_answer_reaches_whoever_wrote_and_gives_the_message_to_who_answered(ben, ann, sue, signed_in):
    thread = make_matter(ben).thread
    signed_in(sue).post(f"/desk/messages/{thread.pk}/", {"text": "They are here.", "do": "answer"})
    assert (told(ben, Kind.MESSAGE_ANSWERED), told(ann, Kind.MESSAGE_ANSWERED)) == (1, 0)
    page = page_of(signed_in, ben, f"/messages/{thread.pk}/")
    assert "They are here." in page
    assert "Answered" in page
    assert "Sue Porter" in page_of(signed_in, sue, "/desk/messages/?whose=mine")


def test_a_note_and_its_file_are_for_the_awarding_body_alone(ben, ann, sue, signed_in):
    thread = make_matter(ben).thread
    file = SimpleUploadedFile("internal.txt", b"careful")
    desk = signed_in(sue)
    desk.post(
        f"/desk/messages/{thread.pk}/", {"text": "Careful with this one.", "do": "note", "files": [file]}
    )
    assert "Careful with this one." in desk.get(f"/desk/messages/{thread.pk}/").content.decode()
    with tenancy.reading(sue):
        kept = Attachment.objects.visible_to(sue).get(name="internal.txt")
    assert desk.get(f"/desk/messages/files/{kept.pk}/").content == b"careful"
    for reader in (ben, ann):
        page = page_of(signed_in, reader, f"/messages/{thread.pk}/")
        assert "Careful" not in page
        assert "internal.txt" not in page
        page_of(signed_in, reader, f"/messages/files/{kept.pk}/", 404)
        assert "A mark" not in page_of(signed_in, reader, "/messages/?q=Careful")
        with tenancy.reading(reader):
            assert not events_of(reader, name=Event.CASE_NOTED.value)
    assert (told(ben, Kind.MESSAGE_ANSWERED), state_of(ben)) == (0, "new")


def test_a_message_is_given_to_somebody_who_answers_and_to_nobody_else(ben, sue, leo, seb):
    thread = make_matter(ben).thread
    answering.assign(thread.pk, leo.person_id, by=sue)
    assert (told(leo, Kind.MESSAGE_ASSIGNED), state_of(ben)) == (1, "open")
    for stranger in (seb, ben):
        with pytest.raises(Refused):
            answering.assign(thread.pk, stranger.person_id, by=sue)
    messages.add_to_message(thread.pk, "And another thing", by=ben)
    assert (told(leo, Kind.MESSAGE_RECEIVED), told(sue, Kind.MESSAGE_RECEIVED)) == (2, 1)
    answering.assign(thread.pk, None, by=leo)
    with tenancy.reading(sue):
        assert threads.of(sue).get().assigned_to == ""


def test_closing_tells_the_centre_and_a_closed_one_is_not_answered(ben, sue, signed_in):
    thread = make_matter(ben).thread
    signed_in(sue).post(f"/desk/messages/{thread.pk}/move/", {"do": "close"})
    assert told(ben, Kind.MESSAGE_CLOSED) == 1
    assert "A mark" not in page_of(signed_in, sue, "/desk/messages/")
    with pytest.raises(Refused):
        answering.answer(thread.pk, "Too late", by=sue)
    answering.reopen_thread(thread.pk, by=sue)
    assert state_of(ben) == "open"


def test_many_are_taken_at_once_each_as_if_by_itself(ben, cal, sue, signed_in):
    mine = [make_matter(who, subject=f"{number}", file=False).thread for number, who in enumerate([ben, cal])]
    desk = signed_in(sue)
    answer = desk.post("/desk/messages/act/", {"do": "take", "chosen": [str(one.pk) for one in mine]})
    assert answer.content.decode().count("Yours to answer.") == 2
    answering.close_thread(mine[0].pk, by=sue)
    answer = desk.post("/desk/messages/act/", {"do": "close", "every": "1", "state": ""})
    assert "This cannot be done while the state is" in answer.content.decode()
    with tenancy.reading(sue):
        assert set(threads.of(sue).values_list("state", flat=True)) == {"closed"}
    nothing = desk.post("/desk/messages/act/", {"do": "close"})
    assert nothing.status_code == 422
    assert "Choose at least one message." in nothing.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Ben's", "Cal's"}), ("?centre=10001", {"Ben's"}), ("?centre=99999", set()), ("?q=ben", {"Ben's"}),
        ("?q=somewhere", {"Cal's"}), ("?category=entries", set()), ("?state=closed", {"Done"}),
        ("?state=nonsense&category=x&page=99", {"Ben's", "Cal's", "Done"}), ("?whose=nobody", {"Ben's", "Cal's"}),
        ("?whose=mine", set()),
    ],
)  # fmt: skip
def test_the_queue_is_filtered_by_its_address(ben, cal, sue, query, found):
    make_matter(ben, subject="Ben's", file=False)
    make_matter(cal, subject="Cal's", text="It is somewhere", file=False)
    answering.close_thread(make_matter(cal, subject="Done", file=False).thread.pk, by=sue)
    asked = dict(part.split("=") for part in query.strip("?").split("&") if part)
    with tenancy.reading(sue):
        assert {one.subject for one in threads.desk_page(sue, asked)["lines"]} == found


def test_lists_and_threads_take_as_many_statements_however_long_they_are(ben, sue, signed_in):
    thread = make_matter(ben).thread

    def statements(actor, where):
        browser = signed_in(actor)
        browser.get(where)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(where).status_code == 200
        return len(captured)

    pages = [(ben, "/messages/"), (ben, f"/messages/{thread.pk}/"), (sue, "/desk/messages/"),
             (sue, f"/desk/messages/{thread.pk}/")]  # fmt: skip
    few = [statements(*page) for page in pages]
    for number in range(4):
        make_matter(ben, subject=f"{number}")
        messages.add_to_message(thread.pk, "More", by=ben)
    assert [statements(*page) for page in pages] == few


def test_the_queue_is_exported_with_its_filter_and_no_formula(ben, sue, signed_in):
    make_matter(ben, subject="=1+1", file=False)
    desk = signed_in(sue)
    text = desk.get("/desk/messages/export.csv?centre=10001").content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "centre 10001" in text
    sheet = load_workbook(io.BytesIO(desk.get("/desk/messages/export.xlsx").content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["Reference", "Centre"]
    with tenancy.reading(sue):
        assert events_of(sue, name=Event.CASES_EXPORTED.value).count() == 2


def test_the_empty_lists_say_what_will_be_there(ben, sue, signed_in):
    assert "What you write to us" in page_of(signed_in, ben, "/messages/")
    assert "What centres write appears here" in page_of(signed_in, sue, "/desk/messages/")


@pytest.mark.parametrize("role", [Role.APPROVALS, Role.SECURITY, Role.MODERATOR])
def test_other_staff_do_not_answer(ben, role):
    thread = make_matter(ben).thread
    with pytest.raises(NotAllowed):
        answering.answer(thread.pk, "Words", by=make_actor("Other Person", role))


def test_what_cannot_be_kept_is_not_half_kept(ben, monkeypatch):
    monkeypatch.setattr(Attachment.unscoped, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_matter(ben)
    with tenancy.reading(ben):
        assert not Attachment.objects.visible_to(ben).exists()
        assert not Post.objects.visible_to(ben).exists()


def test_who_waits_longest_stands_first_and_is_marked(ben, cal, sue, signed_in):
    with clock.pretend(clock.now().replace(year=clock.now().year - 1)):
        make_matter(cal, subject="The older one", file=False)
    make_matter(ben, subject="The newer one", file=False)
    page = page_of(signed_in, sue, "/desk/messages/")
    assert page.index("The older one") < page.index("The newer one")
    assert page.count("over 2 days") == 1
    assert Thread._meta.get_field("state").default == "new"
