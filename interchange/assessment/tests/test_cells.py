"""What the script sends and asks for: saving cell by cell, what others saved, a cell's history (C4, C5, C8)."""

import json
from urllib.parse import quote

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.tests.a_browser import opened


@pytest.fixture
def script(signed_in, ben, sheet):
    """Ben's page: sends a body to the cells of the sheet, and gives the status and the answer."""
    return talking(signed_in(ben), sheet)


def talking(browser, sheet):
    def send(body, *, kind="application/json", url="cells/"):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = browser.post(
            sheet.url + url, text, content_type=kind, headers={"accept": "application/json"}
        )
        return answer.status_code, answer.json()

    return send


def cell(number="0001", version=0, mark="54", **more):
    return {"number": number, "version": version, "mark": mark, **more}


def one(script, **values):
    status, answer = script({"rows": [cell(**values)], "source": "typing"})
    assert status == 200
    return answer["rows"][0]


def asked(browser, sheet, since=""):
    return browser.get(
        f"{sheet.url}cells/?since={quote(since)}", headers={"accept": "application/json"}
    ).json()


# ---------------------------------------------------------------- saving


def test_a_saved_cell_is_answered_with_the_row_as_it_stands(script):
    row = one(script, checked=True)
    assert row.items() >= {
        "number": "0001", "outcome": "saved", "version": 1, "mark": "54", "absent": False, "checked": True,
        "by": "Ben Shaw", "state": "is-checked", "words": "Checked",
    }.items()  # fmt: skip


def test_a_problem_is_answered_with_what_stands_and_why_not(script):
    one(script)
    row = one(script, version=1, mark="71")
    assert (row["outcome"], row["mark"], row["version"]) == ("problem", "54", 1)
    assert row["message"] == "71 is more than the maximum of 70."


def test_a_conflict_is_answered_with_their_value_version_and_name(script, sheet, ann):
    sheet.give(ann, "0001", "60")
    row = one(script)
    assert (row["outcome"], row["mark"], row["version"], row["by"]) == ("conflict", "60", 1, "Ann Lee")


def test_a_row_that_is_not_on_the_sheet_is_locked(script):
    row = one(script, number="0099")
    assert (row["outcome"], row["number"]) == ("locked", "0099")


def test_the_answer_carries_figures_and_warnings_of_the_whole_sheet(script, sheet, ann):
    sheet.give(ann, "0002", "40", checked=True)
    _, answer = script({"rows": [cell()], "source": "paste"})
    figures = {
        "entered": 2,
        "checked": 1,
        "of": 3,
        "count": 2,
        "mean": "47.0",
        "highest": "54",
        "lowest": "40",
    }
    assert answer["figures"] == {**figures, "spread": "7.0"}
    assert answer["others"] == ["Ann Lee"]


def test_a_person_alone_on_a_sheet_has_no_company(script):
    _, answer = script({"rows": [cell()]})
    assert answer["others"] == []


@pytest.mark.parametrize("source", ["typing", "paste", "undo", "form", "telepathy", None, 7, [], {}])
def test_a_source_we_do_not_know_counts_as_typing(script, sheet, source):
    status, _ = script({"rows": [cell()], "source": source})
    assert status == 200


def test_an_answer_that_was_lost_is_given_again(script):
    first = one(script, checked=True)
    again = one(script, checked=True)
    assert (again["outcome"], again["version"]) == ("unchanged", first["version"])


# ---------------------------------------------------------------- what is no message of ours


def a_row(**values):
    return json.dumps({"rows": [{"number": "0001", "version": 0, "mark": "54", **values}]})


BAD = {
    "nothing": "",
    "no JSON": "{",
    "not UTF-8": b"\xff\xfe{",
    "a list": "[]",
    "a number": "7",
    "null": "null",
    "no rows": "{}",
    "rows is no list": '{"rows": 7}',
    "no row at all": '{"rows": []}',
    "a row is no object": '{"rows": [7]}',
    "no number": '{"rows": [{"version": 0}]}',
    "no version": '{"rows": [{"number": "0001"}]}',
    "number is a number": a_row(number=1),
    "version is a text": a_row(version="0"),
    "version is a fraction": a_row(version=0.5),
    "version is true": a_row(version=True),
    "mark is a number": a_row(mark=54),
    "mark is null": a_row(mark=None),
    "absent is a text": a_row(absent="yes"),
    "parts is a text": a_row(parts="12"),
    "a part is a number": a_row(parts=[1]),
    "half a letter": a_row(mark="\ud800"),
    "half a number": a_row(number="\udfff"),
    "a doubled row": json.dumps({"rows": [{"number": "0001", "version": 0, "mark": "54"}] * 2}),
    "too many rows": json.dumps({"rows": [{"number": str(at), "version": 0} for at in range(10_001)]}),
    "a nested bomb": "[" * 100_000 + "]" * 100_000,
    "a nested bomb inside": '{"rows": ' + '{"a":' * 50_000 + "1" + "}" * 50_001,
    "an endless number": '{"rows": [{"number": "0001", "version": ' + "9" * 5000 + "}]}",
    "cut off": a_row()[:-2],
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_message_that_is_not_whole_is_refused_and_stores_nothing(script, sheet, ben, body):
    status, answer = script(body)
    assert (status, answer["code"]) == (409, "not-whole")
    assert set(sheet.marks(ben).values()) == {""}


@pytest.mark.parametrize("mark", ["\x00", "😀", "<script>", "9" * 10_000, "\u202e54", "' OR 1=1 --"])
def test_any_text_in_a_cell_is_a_problem_told_in_a_sentence(script, mark):
    row = one(script, mark=mark)
    assert (row["outcome"], row["message"][-1]) == ("problem", ".")


@pytest.mark.parametrize("number", ["\x00", "", "x" * 10_000, "0001\n"])
def test_any_text_for_a_number_is_an_unknown_candidate(script, number):
    assert one(script, number=number)["outcome"] == "locked"


@pytest.mark.parametrize("version", [-1, 2**31, 2**63, 10**30])
def test_any_whole_number_may_be_a_version_and_does_not_fit(script, version):
    one(script)
    assert one(script, version=version, mark="60")["outcome"] == "conflict"


def test_ten_megabytes_are_too_much(script, sheet, ben):
    status, answer = script({"rows": [cell(mark="5" * 10_000_000)]})
    assert (status, answer["code"]) == (413, "too-large")
    assert sheet.marks(ben)["0001"] == ""


# ---------------------------------------------------------------- refused whole


def test_signed_out_the_script_is_told(client, sheet, ben):
    status, answer = talking(client, sheet)({"rows": [cell()]})
    assert (status, answer["code"]) == (401, "signed-out")
    assert sheet.marks(ben)["0001"] == ""


def test_without_the_role_the_script_is_refused(signed_in, sheet, centre):
    reader = make_actor("Ray Reader", Role.ERO, centre=centre)
    status, answer = talking(signed_in(reader), sheet)({"rows": [cell()]})
    assert (status, answer["code"]) == (403, "not-allowed")


def test_a_page_of_an_older_session_is_refused(sheet, ben, signed_in):
    browser = signed_in(ben)
    browser.handler.enforce_csrf_checks = True
    status, answer = talking(browser, sheet)({"rows": [cell()]})
    assert (status, answer["code"]) == (403, "page-too-old")


def test_after_the_time_the_script_is_told_and_keeps_what_was_typed(a_sheet, signed_in, ben):
    sheet = a_sheet(closes=-1)
    status, answer = talking(signed_in(ben), sheet)({"rows": [cell()]})
    assert (status, answer["code"]) == (409, "window-closed")
    assert "has not been saved" in answer["message"]


def test_after_submitting_the_script_is_told(script, sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    status, answer = script({"rows": [cell(version=1)]})
    assert (status, answer["code"]) == (409, "sheet-submitted")


def test_a_sheet_that_does_not_exist_is_not_found(script):
    status, _ = script({"rows": [cell()]}, url="../H446-99/cells/")
    assert status == 404


# ---------------------------------------------------------------- what others saved


def test_a_page_hears_what_others_saved_since_it_last_asked(signed_in, sheet, ben, ann):
    sheet.give(ben, "0001", "54")
    browser = signed_in(ben)
    token = asked(browser, sheet)["token"]
    sheet.give(ann, "0002", "60")
    answer = asked(browser, sheet, token)
    heard = {row["number"]: (row["mark"], row["by"], row["version"]) for row in answer["rows"]}
    assert heard["0002"] == ("60", "Ann Lee", 1)
    assert answer["token"] > token
    assert answer["others"] == ["Ann Lee"]


def test_a_save_that_was_still_being_written_is_heard_the_next_time(signed_in, sheet, ben, ann):
    sheet.give(ann, "0002", "60")
    sheet.give(ben, "0001", "54")
    browser = signed_in(ben)
    token = asked(browser, sheet)["token"]
    assert "0002" in [row["number"] for row in asked(browser, sheet, token)["rows"]]


def test_long_after_a_save_nothing_is_heard_again(signed_in, sheet, ben):
    sheet.give(ben, "0001", "54")
    assert asked(signed_in(ben), sheet, "2099-01-01T00:00:00+00:00")["rows"] == []


@pytest.mark.parametrize(
    "token",
    [
        "",
        "yesterday",
        "2027-01-01",
        "\x01",
        "9" * 5000,
        "2027-13-45T99:00:00+00:00",
        "0001-01-01T00:00:00+00:00",
    ],
)
def test_a_token_that_is_none_is_answered_with_every_row(signed_in, sheet, ben, token):
    sheet.give(ben, "0001", "54")
    assert [row["number"] for row in asked(signed_in(ben), sheet, token)["rows"]] == ["0001"]


def test_the_page_carries_the_token_from_which_to_ask(signed_in, sheet, ben):
    sheet.give(ben, "0001", "54")
    browser = signed_in(ben)
    token = asked(browser, sheet)["token"]
    assert f'data-token="{token}"' in opened(browser, sheet.url).html


def test_another_centre_hears_nothing(signed_in, sheet, ben, cal):
    sheet.give(ben, "0001", "54")
    answer = asked(signed_in(cal), sheet)
    assert (answer["rows"], answer["figures"]["of"]) == ([], 0)


# ---------------------------------------------------------------- the history of a cell: C5


def history(browser, sheet, number="0001"):
    return browser.get(f"{sheet.url}history/{quote(number)}/", headers={"accept": "application/json"}).json()


def test_a_cells_history_tells_when_who_old_new_and_how(signed_in, sheet, ben, ann):
    sheet.give(ben, "0001", "54")
    sheet.give(ann, "0001", "56")
    found = history(signed_in(ben), sheet)
    assert found["number"] == "0001"
    assert [(line["who"], line["old"], line["new"], line["how"]) for line in found["lines"]] == [
        ("Ben Shaw", "nothing", "54", "typed"),
        ("Ann Lee", "54", "56", "typed"),
    ]


def test_a_candidate_without_a_mark_has_no_history(signed_in, sheet, ben):
    sheet.give(ben, "0001", "54")
    assert history(signed_in(ben), sheet, "0009")["lines"] == []


@pytest.mark.parametrize("number", ["x", "%", "0001'--", "😀", "00001"])
def test_a_number_that_is_none_has_no_page(signed_in, sheet, ben, number):
    assert signed_in(ben).get(f"{sheet.url}history/{quote(number)}/").status_code == 404


def test_the_history_page_of_the_sheet_tells_every_event(signed_in, sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    text = opened(signed_in(ann), f"{sheet.url}history/").text
    assert all(
        said in text for said in ("Saved marks", "Submitted marks", "The awarding body received the marks")
    )


def test_looking_at_a_history_is_no_change(signed_in, sheet, ben):
    sheet.give(ben, "0001", "54")
    history(signed_in(ben), sheet)
    assert (sheet.row(ben, "0001").version, len(history(signed_in(ben), sheet)["lines"])) == (1, 1)
