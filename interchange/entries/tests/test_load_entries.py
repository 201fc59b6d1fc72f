"""`manage load_entries`: whole files on the real database."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_endorsement, make_option, make_series
from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.core import tenancy
from interchange.entries.importing import Report, load_file
from interchange.entries.models import Candidate, Entry
from interchange.entries.rules.identifiers import make_uci

pytestmark = pytest.mark.django_db

COLUMNS = (
    "centre_number", "candidate_number", "uci", "uln", "surname", "forenames", "date_of_birth", "sex", "status",
    "series", "entry_code", "option_code", "action", "previous_option",
)  # fmt: skip


def row(number: str = "0001", *, centre: str = "12345", **values: str) -> dict[str, str]:
    """A line that adds Ada Fox to J277, unless it says otherwise."""
    uci = make_uci(centre, 2027, number.zfill(4))
    return {
        "centre_number": centre, "candidate_number": number, "uci": uci, "uln": "", "surname": "Fox",
        "forenames": "Ada" if number == "0001" else f"Ada {number}",
        "date_of_birth": "2011-01-02", "sex": "F", "status": "S", "series": "2027-06", "entry_code": "J277",
        "option_code": "", "action": "add", "previous_option": "",
    } | values  # fmt: skip


def as_csv(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    columns = list(dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)]))
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(*rows: dict[str, str]) -> Report:
    return load_file(io.BytesIO(as_csv(*rows)), name="entries.csv")


def told(report: Report) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in report.problems]


@pytest.fixture(autouse=True)
def _centre_and_catalogue() -> None:
    make_centre("12345", "Long Road College")
    make_series("2027-06")
    make_option(make_component("J277/03"), code="1")
    spoken = [make_endorsement("J351/03", route="upload"), make_endorsement("J351/04", route="postal")]
    make_option(spoken[0], code="A")
    make_option(spoken[1], code="B")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[str, str, bool]]:
    """Run the command on a file: what it printed, what it complained of, whether it succeeded."""

    def run_on(data: bytes, *arguments: str) -> tuple[str, str, bool]:
        file = tmp_path / "entries.csv"
        file.write_bytes(data)
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("load_entries", str(file), *arguments, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), err.getvalue() + str(error), False
        return out.getvalue(), err.getvalue(), True

    return run_on


def entries(number: str = "12345") -> list[Entry]:
    centre = Centre.objects.get(number=number)
    with tenancy.for_centre(centre.pk):
        return list(
            Entry.unscoped.select_related("candidate", "option").order_by("candidate__number", "entry_code")
        )


# ---------------------------------------------------------------- what is stored


def test_a_line_becomes_a_candidate_and_an_entry() -> None:
    report = load(row(uln="1234567899", teaching_group="11X"))
    assert told(report) == []
    [entry] = entries()
    candidate = entry.candidate
    assert (entry.entry_code, entry.option.code, entry.teaching_group, entry.withdrawn_at) == (
        "J277",
        "1",
        "11X",
        None,
    )
    assert (candidate.number, candidate.name, candidate.uln) == ("0001", "Fox, Ada", "1234567899")


@pytest.mark.parametrize(
    "name", ["O’Neill", "Zoe\u0308", "محمد", "👩\u200d🎓 Łukasz", 'Ann "Nan"', "Smith, Jr", "=1+1"]
)
def test_a_name_is_kept_letter_by_letter(name: str) -> None:
    load(row(surname=f" {name} "))
    assert entries()[0].candidate.surname == name


def test_the_application_writes_under_row_level_security() -> None:
    """The rows are the centre's own in the database's eyes too: another centre's turn does not see them."""
    load(row())
    other = make_centre("54321")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("interchange_app",)
    with tenancy.for_centre(other.pk):
        assert Entry.unscoped.count() == 0
        assert Candidate.unscoped.count() == 0


def test_the_same_file_twice_is_unchanged_and_leaves_no_event(
    run: Callable[..., tuple[str, str, bool]],
) -> None:
    data = as_csv(row("0001"), row("0002"), row("0001", entry_code="J351", option_code="A"))
    assert run(data) == ("12345: 3 added, 0 changed, 0 withdrawn, 0 unchanged, 0 bad\n", "", True)
    assert run(data) == ("12345: 0 added, 0 changed, 0 withdrawn, 3 unchanged, 0 bad\n", "", True)
    with tenancy.for_staff():
        assert EventRecord.unscoped.filter(name=Event.ENTRIES_LOADED.value).count() == 1


def test_each_centre_has_its_own_event_with_the_counts() -> None:
    other = make_centre("54321")
    load(row("0001"), row("0002"), row("0001", centre="54321"), row("0003", sex="?"))
    with tenancy.for_staff():
        events = EventRecord.unscoped.filter(name=Event.ENTRIES_LOADED.value)
        counts = {event.centre_id: (event.data["file"], event.data["added"]) for event in events}
    mine = Centre.objects.get(number="12345")
    assert counts == {mine.pk: ("entries.csv", 2), other.pk: ("entries.csv", 1)}


def test_amendments_and_withdrawals_are_written_and_told_in_the_trail() -> None:
    load(row(entry_code="J351", option_code="A"), row())
    report = load(
        row(entry_code="J351", option_code="B", action="amend", previous_option="A"), row(action="withdraw")
    )
    assert [(each.added, each.changed, each.withdrawn) for each in report.outcomes] == [(0, 1, 1)]
    withdrawn, amended = entries()
    assert withdrawn.withdrawn_at is not None
    assert amended.option.code == "B"
    with tenancy.for_staff():
        event = EventRecord.unscoped.filter(name=Event.ENTRIES_LOADED.value).order_by("link_number").last()
    assert event is not None
    assert (event.data["changes"], event.data["withdrawals"]) == (["0001 J351 option A to B"], ["0001 J277"])


def test_a_withdrawal_needs_only_what_identifies_the_entry() -> None:
    load(row())
    report = load(
        row(action="withdraw", uci="", surname="", forenames="", date_of_birth="", sex="", status="")
    )
    assert told(report) == []
    assert entries()[0].withdrawn_at is not None


def test_new_details_of_a_candidate_are_written() -> None:
    load(row())
    load(row(surname="Fox-Jones"))
    [entry] = entries()
    assert entry.candidate.surname == "Fox-Jones"


# ---------------------------------------------------------------- what is wrong


def test_bad_rows_are_told_with_line_and_column_and_the_good_ones_are_loaded(
    run: Callable[..., tuple[str, str, bool]],
) -> None:
    _, err, succeeded = run(
        as_csv(row("0001"), row("0002", sex="X"), row("0003", uci="123450270003A"), row("0004"))
    )
    assert not succeeded
    assert err.splitlines() == [
        "line 3, column sex: “X” is not one of the choices. Enter M or F.",
        "line 4, column uci: The last letter of UCI 123450270003A does not fit the digits. Check each character.",
        "2 bad lines; the good rows were loaded.",
    ]
    assert [entry.candidate.number for entry in entries()] == ["0001", "0004"]


@pytest.mark.parametrize(
    ("change", "column", "part"),
    [
        ({"centre_number": "99999"}, "centre_number", "There is no centre 99999."),
        ({"centre_number": "12A45"}, "centre_number", "five digits"),
        ({"candidate_number": "0000"}, "candidate_number", "0001 to 9999"),
        ({"candidate_number": ""}, "candidate_number", "This is empty."),
        ({"uci": ""}, "uci", "This is empty."),
        ({"uln": "9999999999"}, "uln", "Leave the ULN empty"),
        ({"surname": ""}, "surname", "This is empty."),
        ({"surname": "x" * 101}, "surname", "101 characters"),
        ({"surname": "a\x00b"}, "surname", "cannot be printed"),
        ({"date_of_birth": "2011-02-30"}, "date_of_birth", "not in the calendar"),
        ({"date_of_birth": "soon"}, "date_of_birth", "was not understood"),
        ({"status": "Q"}, "status", "S or P"),
        ({"series": "June"}, "series", "2027-06"),
        ({"series": "2031-06"}, "series", "There is no series 2031-06. Series: 2027-06."),
        ({"entry_code": "J999"}, "entry_code", "there is no such entry code"),
        ({"entry_code": "J351"}, "option_code", "Give the option of J351: A or B."),
        ({"option_code": "9"}, "option_code", "J277 has no option “9”. Its options are 1."),
        ({"action": "remove"}, "action", "add, amend or withdraw"),
        ({"teaching_group": "x" * 21}, "teaching_group", "21 characters"),
    ],
)
def test_each_kind_of_mistake_has_its_sentence_in_its_column(
    change: dict[str, str], column: str, part: str
) -> None:
    report = load(row() | change)
    assert [(line, name) for line, name, _ in told(report)] == [(2, column)]
    assert part in report.problems[0].sentence
    assert entries() == []


def test_several_mistakes_in_one_line_are_all_told() -> None:
    report = load(row(sex="?", status="?"))
    assert [(line, column) for line, column, _ in told(report)] == [(2, "sex"), (2, "status")]


def test_spreadsheets_may_eat_noughts_and_write_dates_their_own_way() -> None:
    report = load(
        row("1", uci=make_uci("12345", 2027, "0001").lower(), date_of_birth="02/01/2011", sex="Female")
    )
    assert told(report) == []
    assert str(entries()[0].candidate.born_on) == "2011-01-02"


def test_a_mark_at_the_beginning_and_capitals_in_the_headings_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + as_csv(row()).replace(b"surname", b"Surname", 1)
    assert told(load_file(io.BytesIO(data), name="x")) == []


def test_letters_that_are_not_utf8_are_told_with_their_line() -> None:
    data = as_csv(row("0001"), row("0002", surname="Zoé")).replace("é".encode(), b"\xe9")
    report = load_file(io.BytesIO(data), name="x")
    assert [(line, column) for line, column, _ in told(report)] == [(3, "surname")]
    assert "UTF-8" in report.problems[0].sentence
    assert len(entries()) == 1


def test_an_open_quotation_mark_spoils_only_its_line() -> None:
    lines = as_csv(row("0001"), row("0002"), row("0003")).replace(b"\r\n12345,0002,", b'\r\n"12345,0002,')
    report = load_file(io.BytesIO(lines), name="x")
    assert [line for line, _, _ in told(report)] == [3]
    assert len(entries()) == 2


def test_with_a_column_missing_nothing_is_loaded(run: Callable[..., tuple[str, str, bool]]) -> None:
    out, err, succeeded = run(as_csv(row()).replace(b"surname,", b"", 1))
    assert (out, succeeded) == ("", False)
    assert "line 1, column surname: There is no column" in err
    assert err.endswith("1 bad lines; nothing was loaded.")
    assert entries() == []


def test_a_column_that_nobody_knows_is_noted(run: Callable[..., tuple[str, str, bool]]) -> None:
    out, _, succeeded = run(as_csv(row(shoe_size="38")))
    assert succeeded
    assert "note: The column “shoe_size” is not known and was left out." in out


def test_an_empty_file_and_no_file_are_told(
    run: Callable[..., tuple[str, str, bool]], tmp_path: Path
) -> None:
    assert "The file is empty." in run(b"")[1]
    with pytest.raises(CommandError, match="is not a file"):
        call_command("load_entries", str(tmp_path / "nowhere.csv"))


def test_the_bad_rows_come_back_to_be_put_right(
    run: Callable[..., tuple[str, str, bool]], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    run(as_csv(row("0001"), row("0002", sex="?", surname="Zoë")), "--bad", str(bad))
    [back] = csv.DictReader(io.StringIO(bad.read_text("utf-8-sig"), newline=""))
    assert (back["candidate_number"], back["surname"]) == ("0002", "Zoë")
    assert back["error"] == "sex: “?” is not one of the choices. Enter M or F."
    out, _, succeeded = run(bad.read_bytes().replace(b"?", b"M"))
    assert succeeded
    assert "1 added" in out


def test_a_second_uci_for_one_person_is_a_warning_across_centres(
    run: Callable[..., tuple[str, str, bool]],
) -> None:
    make_centre("54321")
    run(as_csv(row("0001", centre="54321")))
    out, _, succeeded = run(as_csv(row("0001")))
    assert succeeded
    known = make_uci("54321", 2027, "0001")
    assert (
        f"warning: line 2, column uci: A candidate with this name and date of birth already has UCI {known}."
        in out
    )
    assert len(entries()) == 1


def test_a_centre_is_loaded_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails after the candidates are written takes them back with it."""

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("interchange.entries.steps.writing.add_entries", fail)
    with pytest.raises(RuntimeError):
        load(row())
    with tenancy.for_staff():
        assert Candidate.unscoped.count() == 0


def test_the_number_of_statements_does_not_grow_with_the_rows() -> None:
    with CaptureQueriesContext(connection) as few:
        load(*(row(f"{number:04d}") for number in range(1, 4)))
    with CaptureQueriesContext(connection) as many:
        load(*(row(f"{number:04d}") for number in range(101, 401)))
    assert len(many) == len(few)
    assert len(many) <= 32


MEANT = st.sampled_from(["", "0001", "12345", "add", "withdraw", "2027-06", "J277", "A", "F"])
WORDS = st.one_of(
    MEANT, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {"candidate_number": st.sampled_from(["0001", "0002", "3", "x"])},
            optional={name: WORDS for name in COLUMNS if name != "candidate_number"},
        ),
        max_size=6,
    )
)
def test_every_line_is_loaded_or_told_and_twice_is_once(changes: list[dict[str, str]]) -> None:
    rows = [row() | change for change in changes]
    first = load(*rows)
    done = sum(each.added + each.changed + each.withdrawn + each.unchanged for each in first.outcomes)
    blank = sum(not any(value.strip() for value in each.values()) for each in rows)
    assert done + len(first.bad_lines) + blank == len(rows)
    again = load(*rows)
    assert sum(each.added + each.withdrawn for each in again.outcomes) == 0


def test_codes_may_be_written_in_small_letters_and_are_stored_as_printed() -> None:
    report = load(row("0001", entry_code="j351", option_code="a"), row("0002", entry_code=" J 277 "))
    assert told(report) == []
    assert [(entry.entry_code, entry.option.code) for entry in entries()] == [("J351", "A"), ("J277", "1")]


def test_a_catalogue_may_print_small_letters() -> None:
    make_option(make_component("x9-e/01"), code="b1")
    report = load(row("0001", entry_code="X9-E", option_code="B1"))
    assert told(report) == []
    assert [(entry.entry_code, entry.option.code) for entry in entries()] == [("x9-e", "b1")]
