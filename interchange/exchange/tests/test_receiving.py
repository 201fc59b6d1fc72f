"""Files that centres send, on the real database: kept, acknowledged in four steps, merged, asked about, rejected."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Option
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy, uploads
from interchange.core.errors import Refused
from interchange.core.spreadsheets import write_ods, write_xlsx
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.formats import ENTRIES
from interchange.entries.models import Batch, Candidate, Entry, Rejection, Version
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.steps.taking import take
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.models import LayoutColumn
from interchange.exchange.rules import json_form, tables, xml_form
from interchange.exchange.rules.sets import KEEP, TAKE_AWAY
from interchange.exchange.rules.tree import ENTRIES_FORM
from interchange.exchange.services.receiving import (
    answer_differences,
    process_file,
    receive_file,
    send_files,
)
from interchange.exchange.steps import loading, receiving
from interchange.exchange.steps.answering import SET_ASIDE, waiting_files
from interchange.exchange.steps.staging import Stage
from interchange.exchange.tasks import process

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(centre) -> Any:
    """Two codes that can be entered in June 2027, and the columns of the booklet filled in."""
    complete_layouts()
    make_approval(centre)
    make_option(make_component("J277/03"), code="A")
    make_option(make_component("J351/01"), code="A")
    make_option(make_component("J351/02"), code="B")
    return make_series("2027-06")


def sent(ann, *files: tuple[bytes, str]) -> list[Any]:
    return send_files(files, by=ann)


def state_of(outcome: Any) -> tuple[Any, ...]:
    batch = outcome
    return (batch.state, *(batch.counts.get(name) for name in ("added", "changed", "withdrawn", "bad")))


def entered(centre) -> dict[str, set[str]]:
    with tenancy.for_centre(centre.pk):
        live = Entry.unscoped.filter(withdrawn_at=None).select_related("candidate", "option")
        found: dict[str, set[str]] = {}
        for entry in live:
            found.setdefault(entry.candidate.number, set()).add(f"{entry.entry_code}{entry.option.code}")
        return found


def said(outcome: Any) -> str:
    return " ".join(problem[2] for problem in outcome.problems)


def test_a_file_is_kept_acknowledged_in_four_steps_and_loaded(centre, ann, offered):
    content, name = a_file(a_record("0001", "J277A", "J351A"), a_record("0002", "J351B"))
    received = receive_file(content, name, by=ann)
    assert (received.state, received.size, received.route) == ("received", len(content), "edi")
    with uploads.opened(received.kept) as kept:
        assert kept.read() == content
    batch = process_file(received.pk, by=ann)
    assert state_of(batch) == ("loaded", 3, 0, 0, 0)
    assert (batch.letter, batch.sequence, batch.series_id, batch.counts["rows"]) == ("E", 1, offered.pk, 2)
    steps = [batch.received_at, batch.parsed_at, batch.validated_at, batch.loaded_at]
    assert steps == sorted(filter(None, steps))
    assert entered(centre) == {"0001": {"J277A", "J351A"}, "0002": {"J351B"}}
    with tenancy.for_centre(centre.pk):
        names = {record.name for record in EventRecord.unscoped.all()}
    assert {Event.FILE_RECEIVED.value, Event.FILE_LOADED.value, Event.ENTRIES_LOADED.value} <= names
    process(str(batch.pk), centre.pk)  # the worker comes too late, and changes nothing
    assert entered(centre) == {"0001": {"J277A", "J351A"}, "0002": {"J351B"}}


def test_amendments_add_amend_and_withdraw_by_whole_sets(centre, ann, offered):
    sent(
        ann, a_file(a_record("0001", "J277A", "J351A"), a_record("0002", "J351B"), a_record("0003", "J277A"))
    )
    amended = a_file(
        a_record("0001", "J277A", "J351B"), a_record("0002"), a_record("0004", "J277A"), name="A1000101.X01"
    )
    [batch] = sent(ann, amended)
    assert state_of(batch) == ("loaded", 1, 1, 1, 0)
    assert entered(centre) == {"0001": {"J277A", "J351B"}, "0003": {"J277A"}, "0004": {"J277A"}}


def test_the_same_file_again_changes_nothing_and_says_so(centre, ann, offered):
    file = a_file(a_record("0001", "J277A"))
    first, second = sent(ann, file, file)
    assert (first.state, second.state, second.counts["added"]) == ("loaded", "loaded", 0)
    assert "This is the very file E1000101.X01 that was loaded on" in second.warnings[0][2]


FAULTS: list[tuple[str, Any, str]] = [
    ("a browser has changed the name", lambda: (a_file(a_record("0001", "J277A"))[0], "E1000101 (1).X01"),
     "The name E1000101 (1).X01 was changed on the way: “(1)” was added. Name the file E1000101.X01"),
    ("a line that is too long", lambda: _changed(b"E5C", b"E5C" + b" " * 200), "The line has more than 193 columns."),
    ("mixed ends of lines, which is no fault", lambda: _changed(b"\r\n", b"\n", 2), ""),
    ("a mark at the beginning, which is no fault", lambda: _prefixed(b"\xef\xbb\xbf"), ""),
    ("a byte of Latin-1, which is read", lambda: _changed(b"FOX: ADA", b"FOX: AD\xc9"), ""),
    ("no trailer", lambda: _cut(-390), "The file ends where a detail record or the trailer of a centre should come"),
    ("counts that differ", lambda: _changed(b"E7100010000001", b"E7100010000007"),
     "The trailer says 7 records, and there are 1. Part of the file may be missing."),
    ("another centre in the header", lambda: _changed(b"E31000101", b"E32000201"), "The name of the file says 10001"),
    ("another centre inside", lambda: a_file(a_record("0001", "J277A", centre="20002")),
     "This record is of centre 20002, and the file of centre 10001."),
    ("another centre's file", lambda: a_file(a_record("0001", "J277A", centre="20002"), name="E2000201.X01"),
     "The file is of centre 20002. You send for centre 10001."),
    ("another awarding body", lambda: a_file(a_record("0001", "J277A"), name="E1000170.X01"),
     "The file is for awarding body 70. This one is 01."),
    ("a sequence that is not the name's", lambda: a_file(a_record("0001", "J277A"), sequence=2),
     "The sequence number is 002; the name of the file ends with 01."),
    ("a series that is not there", lambda: _changed(b"6A27", b"1A27", 4), "There is no series 2027-01."),
    ("another version", lambda: _changed(b"0114", b"0113"), "The file has version 13 of the formats."),
    ("base data", lambda: (b"S1", "S6A27_01.X01"), "Centres do not send it."),
]  # fmt: skip


def _changed(old: bytes, new: bytes, times: int = 1) -> tuple[bytes, str]:
    content, name = a_file(a_record("0001", "J277A"))
    assert old in content
    return content.replace(old, new, times), name


def _prefixed(mark: bytes) -> tuple[bytes, str]:
    content, name = a_file(a_record("0001", "J277A"))
    return mark + content, name


def _cut(at: int) -> tuple[bytes, str]:
    content, name = a_file(a_record("0001", "J277A"))
    return content[:at], name


def test_every_fault_of_a_file_is_one_clear_sentence(centre, ann, offered):
    for _, make, sentence in FAULTS:
        [batch] = sent(ann, make())
        assert batch.state == ("rejected" if sentence else "loaded"), said(batch)
        assert sentence in said(batch)
        assert not batch.problems or len(said(batch)) < 400
        with tenancy.for_centre(centre.pk):
            for model in (Rejection, Version, Entry, Candidate, Batch):
                model.unscoped.all().delete()


def test_a_sequence_is_not_repeated_and_a_gap_is_told(centre, ann, offered):
    sent(ann, a_file(a_record("0001", "J277A")))
    skipped = a_file(a_record("0001", "J351A"), name="A1000101.X03")
    repeated = a_file(a_record("0001"), name="A1000101.X03")
    again = a_file(a_record("0002", "J277A"), name="E1000101.X02")
    [third] = sent(ann, skipped)
    assert (third.state, third.warnings[0][2]) == (
        "loaded", "No file of amendments with sequence 001 to 002 was received. If it is lost, make it again.",
    )  # fmt: skip
    [same] = sent(ann, repeated)
    assert said(same) == "Sequence 003 has already been received. The next is 004."
    [second_set] = sent(ann, again)
    assert said(second_set).startswith("Entries for this series were loaded from E1000101.X01")
    assert {same.state, second_set.state} == {"rejected"}


def test_several_files_are_taken_in_the_order_of_their_sequence(centre, ann, offered):
    files = [
        a_file(a_record("0001", "J351A"), name="A1000101.X02"),
        a_file(a_record("0001", "J277A"), name="E1000101.X01"),
        a_file(a_record("0001"), name="A1000101.X01"),
    ]
    assert [batch.name for batch in sent(ann, *files)] == ["E1000101.X01", "A1000101.X01", "A1000101.X02"]
    assert entered(centre) == {"0001": {"J351A"}}


@pytest.fixture
def on_the_website(centre, ann, offered):
    """Candidate 0001 has J277A by a file; somebody has added J351A on the website."""
    sent(ann, a_file(a_record("0001", "J277A")))
    with tenancy.for_centre(centre.pk):
        candidate = Candidate.unscoped.get()
    option = make_option(make_component("J352/01"), code="B")
    make_entry(candidate, option, route="form")
    return a_file(a_record("0001", "J351A"), name="A1000101.X01")


def test_a_file_asks_before_it_takes_away_what_was_made_on_the_website(centre, ann, on_the_website):
    before = entered(centre)
    [batch] = sent(ann, on_the_website)
    assert (batch.state, batch.validated_at is not None, batch.loaded_at) == ("asking", True, None)
    on = f"{clock.today():%-d %B %Y}"
    wanted = f"This file does not contain 1 entry made on the website on {on}. Keep it, or withdraw it?"
    assert batch.asks["question"] == wanted
    assert [one["code"] for one in batch.asks["entries"]] == ["J352"]
    assert entered(centre) == before


@pytest.mark.parametrize(
    ("answer", "state", "expected"),
    [
        (KEEP, "loaded", {"J351A", "J352B"}),
        (TAKE_AWAY, "loaded", {"J351A"}),
        (SET_ASIDE, "rejected", {"J277A", "J352B"}),
    ],
)
def test_the_answer_keeps_withdraws_or_sets_the_file_aside(
    centre, ann, on_the_website, answer, state, expected
):
    [batch] = sent(ann, on_the_website)
    with pytest.raises(Refused, match="Choose whether"):
        answer_differences(batch.pk, "perhaps", by=ann)
    done = answer_differences(batch.pk, answer, by=ann)
    assert (done.state, done.answer) == (state, answer)
    assert entered(centre) == {"0001": expected}
    with pytest.raises(Refused, match="asks nothing any more"):
        answer_differences(batch.pk, KEEP, by=ann)


def test_what_was_added_since_the_question_is_asked_about_too(centre, ann, on_the_website):
    [batch] = sent(ann, on_the_website)
    with tenancy.for_centre(centre.pk):
        candidate = Candidate.unscoped.get()
    make_entry(candidate, make_option(make_component("J353/01"), code="A"), route="form")
    again = answer_differences(batch.pk, TAKE_AWAY, by=ann)
    assert again.asks is not None
    assert (again.state, [one["code"] for one in again.asks["entries"]]) == ("asking", ["J353"])
    assert entered(centre)["0001"] == {"J277A", "J352B", "J353A"}


def test_the_next_file_waits_for_the_answer(centre, ann, on_the_website):
    [asking] = sent(ann, on_the_website)
    [waiting] = sent(ann, a_file(a_record("0001", "J277A"), name="A1000101.X02"))
    assert (waiting.state, waiting.warnings[-1][2]) == (
        "received", "A1000101.X01 waits for an answer. This file is taken after it.",
    )  # fmt: skip
    answer_differences(asking.pk, KEEP, by=ann)
    with tenancy.reading(ann):
        assert waiting_files(ann, centre.pk) == [waiting.pk]
    done = process_file(waiting.pk, by=ann)
    assert (done.state, done.asks) == ("loaded", None)


def test_whom_a_whole_set_leaves_out_is_asked_about(centre, ann, offered):
    make_entry(
        make_candidate(centre, "0007", series=offered), Option.objects.get(entry_code="J277"), route="form"
    )
    [batch] = sent(ann, a_file(a_record("0001", "J351A")))
    assert (batch.state, [one["number"] for one in batch.asks["entries"]]) == ("asking", ["0007"])
    assert answer_differences(batch.pk, KEEP, by=ann).counts["added"] == 1


def test_single_bad_records_are_left_out_and_told_with_line_and_column(centre, ann, offered):
    bad = a_record("0002", "J277A", uci="1234")
    [batch] = sent(ann, a_file(a_record("0001", "J277A"), bad, a_record("0003", "XXXX")))
    assert state_of(batch) == ("loaded", 1, 0, 0, 2)
    assert [(line, column) for line, column, _ in batch.problems] == [(4, "uci"), (5, "entry_code")]
    [none] = sent(ann, a_file(a_record("0009", "XXXX"), name="A1000101.X01"))
    assert none.state == "rejected"


def test_a_file_that_needs_columns_not_filled_in_is_refused_with_that_sentence(centre, ann, offered):
    LayoutColumn.objects.all().delete()
    [batch] = sent(ann, a_file(a_record("0001", "J277A")))
    assert batch.state == "rejected"
    assert "the awarding body has not filled them in" in said(batch)


def people(*codes: str) -> tuple[dict[str, Any], dict[str, Any]]:
    head = {"kind": "entries", "centre": "10001", "awarding_body": "01", "series": "2027-06", "sequence": 1}
    return head, {"candidates": [{
        "number": "0001", "uci": make_uci("10001", 2027, "0001"), "surname": "Fóx", "forenames": "Ada",
        "date_of_birth": date(2011, 1, 2), "sex": "F", "status": "S", "codes": codes,
    }]}  # fmt: skip


def test_xml_and_json_come_to_the_same_as_the_common_format(centre, ann, offered):
    head, lists = people("J277A", "J351B")
    [batch] = sent(ann, (b"".join(xml_form.write(ENTRIES_FORM, head, lists)), "june.xml"))
    assert (batch.route, *state_of(batch)) == ("xml", "loaded", 2, 0, 0, 0)
    _, lists = people("J277A")
    amends = json_form.write(ENTRIES_FORM, head | {"kind": "amendments"}, lists)
    [batch] = sent(ann, (amends, "june.json"))
    assert (batch.state, batch.asks["entries"][0]["way"]) == ("asking", "an XML file")
    [broken] = sent(ann, (b'{"format": "x"}', "june.json"))
    assert (broken.state, "“format” should be" in said(broken)) == ("rejected", True)
    with tenancy.for_centre(centre.pk):
        assert Candidate.unscoped.get().surname == "Fóx"
    sent(ann, a_file(a_record("0001", "J277A", "J351B", name="FOX: ADA"), name="A1000101.X01"))
    with tenancy.for_centre(centre.pk):
        assert Candidate.unscoped.get().surname == "Fóx"


def row(number: str, code: str, option: str = "A", centre: str = "10001") -> list[str]:
    uci = make_uci(centre, 2027, number or "0001")
    return [
        centre,
        number,
        uci,
        "",
        "Fox",
        "Ada",
        "2011-01-02",
        "F",
        "S",
        "2027-06",
        code,
        option,
        "add",
        "",
        "",
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_good_rows_of_a_table_load_and_bad_ones_come_back_with_why(centre, ann, offered, kind):
    rows = [row("0001", "J277"), row("0002", "XXXX"), row("0003", "J351", centre="20002"), row("", "J277")]
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([ENTRIES.titles, *rows])
        content = out.getvalue().encode()
    else:
        content = (write_ods if kind == "ods" else write_xlsx)(ENTRIES.titles, rows)
    [batch] = sent(ann, (content, f"june.{kind}"))
    assert state_of(batch) == ("loaded", 1, 0, 0, 3)
    assert entered(centre) == {"0001": {"J277A"}}
    back = tables.bad_rows(batch.name, io.BytesIO(content), batch.size, batch.problems).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(back)))
    assert [line[1] for line in lines] == ["candidate_number", "0002", "0003", ""]
    assert "no such entry code" in lines[1][-1]
    assert "This row is of centre 20002" in lines[2][-1]
    mended = back.replace("XXXX", "J351")
    [again] = sent(ann, (mended.encode(), "again.csv"))
    assert again.counts["added"] == 1
    [same] = sent(ann, (content, f"june.{kind}"))
    assert (same.state, same.counts["unchanged"]) == ("loaded", 1)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "E1000101.X01", "empty"),
        (b"hello", "letter.docx", "no-kind"),
        (b"<" + b" " * 20_000_001, "a.xml", "too-large"),
    ],
)
def test_what_is_no_file_of_entries_at_all_is_not_taken(ann, offered, content, name, code):
    with pytest.raises(Refused) as refusal:
        receive_file(content, name, by=ann)
    assert refusal.value.code == code
    [outcome] = sent(ann, (content, name))
    assert isinstance(outcome, Refused)


def test_nobody_sends_more_than_so_many_in_an_hour(ann, offered, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_AN_HOUR", 1)
    sent(ann, a_file(a_record("0001", "J277A")))
    with pytest.raises(Refused, match="At most 1 files in an hour"):
        receive_file(b"{}", "a.json", by=ann)


def test_another_centre_s_file_is_not_there(ann, cal, elsewhere, offered):
    batch = receive_file(*a_file(a_record("0001", "J277A")), by=ann)
    for service in (
        lambda: process_file(batch.pk, by=cal),
        lambda: answer_differences(batch.pk, KEEP, by=cal),
    ):
        with pytest.raises(Http404):
            service()


def test_what_breaks_in_mid_load_leaves_nothing_half_done_and_is_taken_up_again(
    centre, ann, offered, monkeypatch
):
    monkeypatch.setattr(Stage.chunks, "__defaults__", (1,))
    taken = []

    def break_off(rows: Any, **how: Any) -> Any:
        taken.append(rows)
        if len(taken) == 2:
            raise ConnectionError("the server is gone")
        return take(rows, **how)

    people = [a_record(f"{number:04}", "J277A") for number in range(1, 4)]
    batch = receive_file(*a_file(*people), by=ann)
    with monkeypatch.context() as broken:
        broken.setattr(loading, "take", break_off)
        with pytest.raises(ConnectionError):
            process_file(batch.pk, by=ann)
    assert entered(centre) == {}
    process(str(batch.pk), centre.pk)
    with tenancy.for_centre(centre.pk):
        done = Batch.unscoped.get()
    assert (state_of(done), done.by) == (("loaded", 3, 0, 0, 0), "Ann Lee")
    assert len(entered(centre)) == 3
