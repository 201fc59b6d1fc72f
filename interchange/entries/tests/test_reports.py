"""Statements and reports say what stands entered, no more and no less (R-CERT-2, R-DOC-1, R-DOC-3)."""

import random
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import (
    make_component,
    make_option,
    make_qualification,
    make_series,
    make_sitting,
)
from interchange.catalogue.models import Option, TerminalRule
from interchange.core import clock, tenancy
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Candidate, Entry
from interchange.entries.queries import statements
from interchange.entries.queries.warnings import Warned, warnings_of


def certification_warnings(officer: Any) -> list[Warned]:
    return [one for one in warnings_of(officer, make_series()) if one.certification]


@pytest.fixture
def officer(centre: Any) -> Any:
    return make_actor("Eve Marsh", Role.EFA, centre=centre)


@pytest.fixture
def offer(db: None) -> list[Option]:
    """Four codes, of which the first two are sat in one morning; one has no paper."""
    found = []
    for code, on in (("J277/01", 11), ("J560/01", 11), ("H446/01", 12), ("J351/02", None)):
        component = make_component(code, kind="exam", title="<Paper>", duration_minutes=120)
        found.append(make_option(component, code="A"))
        if on:
            make_sitting(component, on=date(2027, 6, on))
    return found


@pytest.fixture
def award(db: None) -> dict[str, Option]:
    """Two units that everybody takes; the first has to be taken in the series of certification."""
    award = make_qualification("J837", title="National in <Media>", grading_model="ums")
    units = {
        code: make_option(
            make_component(f"{code}/01", unit=True, qualification=award, mandatory="yes"), code="", entry_code=code,
            unit_code=code,
        )
        for code in ("R093", "R094")
    }  # fmt: skip
    certification = Option.objects.create(qualification=award, entry_code="J837", code="", certification=True)
    TerminalRule.objects.create(qualification=award, unit_code="R093")
    return {**units, "J837": certification}


def enter(centre: Any, number: str, *options: Option, **values: Any) -> Candidate:
    candidate = make_candidate(centre, number, **values)
    for option in options:
        make_entry(candidate, option)
    return candidate


def text_of(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "made.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-raw", str(file), "-"]
    return " ".join(subprocess.run(command, check=True, capture_output=True).stdout.decode().split())


# ---------------------------------------------------------------- statements


def test_the_rows_of_statements_are_the_entries_that_stand(officer, centre, offer, elsewhere):
    chance = random.Random(7)  # noqa: S311
    for number in range(1, 31):
        candidate = make_candidate(centre, f"{number:04}")
        for option in chance.sample(offer, chance.randint(0, 4)):
            make_entry(candidate, option, withdrawn_at=clock.now() if chance.random() < 0.3 else None)
    enter(elsewhere, "0001", *offer)
    with tenancy.reading(officer):
        standing = Entry.objects.visible_to(officer).filter(withdrawn_at=None)
        held = set(standing.values_list("candidate__number", "entry_code", "option__code"))
        found = list(statements.chosen(officer, {}))
        made = statements.statements_of(officer, make_series(), found).candidates
        count, rows, _ = statements.statement_rows(officer, {})
    assert {(one.number, line.code, line.option[7:8]) for one in made for line in one.lines} == held
    assert {(row[1], row[8]) for row in rows} == {(number, code) for number, code, _ in held}
    assert count == len({number for number, *_ in held}) == len(found)
    both = {number for number, code, _ in held if code == "J277"} & {
        n for n, code, _ in held if code == "J560"
    }
    assert {one.number for one in made for line in one.lines for paper in line.papers if paper.clash} == both


def test_statements_go_out_all_together_or_those_that_are_ticked(signed_in, officer, centre, offer, tmp_path):
    first, second = enter(centre, "0001", offer[0], surname="O'Neil #x"), enter(centre, "0002", offer[1])
    make_candidate(centre, "0003")
    browser = signed_in(officer)
    where = "/entries/statements/statements.pdf"
    said = text_of(browser.get(where).content, tmp_path)
    assert re.findall(r"Page \d of \d", said) == ["Page 1 of 2", "Page 2 of 2"]
    assert "O'Neil #x" in said
    assert second.uci in said
    ticked = text_of(browser.get(f"{where}?candidate={second.pk}&candidate=nonsense").content, tmp_path)
    assert first.uci not in ticked
    assert second.uci in ticked
    own = browser.get(f"/entries/candidates/{first.pk}/statement.pdf")
    assert "statement-of-entry-2027-06-0001.pdf" in own["Content-Disposition"]
    assert "O&#39;Neil #x" in browser.get(f"/entries/candidates/{first.pk}/statement/").content.decode()
    for empty in ("?q=nobody", "?part=9"):
        assert browser.get(f"{where}{empty}").status_code == 404


# ---------------------------------------------------------------- certification


def test_certification_warnings_name_each_kind(signed_in, officer, centre, elsewhere, award, tmp_path):
    enter(centre, "0001", award["R093"], award["R094"], award["J837"])
    enter(centre, "0002", award["R093"], award["R094"])
    enter(centre, "0003", award["R094"], award["J837"])
    enter(centre, "0004", award["J837"])
    twin: dict[str, Any] = {"surname": "Same", "forenames": "Sam", "born_on": date(2010, 1, 2), "sex": "M"}
    enter(centre, "0005", award["R094"], **twin)
    make_candidate(elsewhere, "0001", **twin)
    with tenancy.reading(officer):
        found = certification_warnings(officer)
    kinds: dict[str, set[str]] = {}
    for one in found:
        kinds.setdefault(one.number, set()).add(one.kind)
    assert kinds == {
        "0002": {"No certification entry", "Terminal rule not met"},
        "0003": {"Terminal rule not met", "Units that do not go together"},
        "0004": {"Terminal rule not met", "Units that do not go together"},
        "0005": {"More than one UCI"},
    }
    browser = signed_in(officer)
    page = (
        browser.get("/entries/warnings/?kind=No+certification+entry").content.decode().partition("<main")[2]
    )
    assert "has every unit of National in &lt;Media&gt;" in page
    assert "0003" not in page
    said = text_of(browser.get("/entries/warnings/report.pdf").content, tmp_path)
    assert "has every unit of National in <Media>" in said
    rows = browser.get("/entries/warnings/export/csv/").content.decode().splitlines()
    assert sum(re.match(r'"?000\d', row) is not None for row in rows) == len(found)


def test_a_unit_of_an_earlier_series_counts(officer, centre, award):
    before = make_series("2026-06")
    early = make_candidate(centre, "0001", series=before)
    make_entry(early, award["R094"])
    now = make_candidate(centre, "0001", uci=early.uci)
    make_entry(now, award["R093"])
    with tenancy.reading(officer):
        assert "No certification entry" in {one.kind for one in certification_warnings(officer)}
    make_entry(now, award["J837"])
    with tenancy.reading(officer):
        assert certification_warnings(officer) == []


# ---------------------------------------------------------------- totals and clashes


def test_the_summary_adds_up_and_clashes_are_told_by_day(signed_in, officer, centre, offer, tmp_path):
    enter(centre, "0001", offer[0], offer[1], surname="Fox", forenames="Ada")
    enter(centre, "0002", offer[0], status="P")
    make_entry(make_candidate(centre, "0003"), offer[0], withdrawn_at=clock.now())
    browser = signed_in(officer)
    summary = text_of(browser.get("/entries/summary/report.pdf").content, tmp_path)
    assert "J277 A An option, upload 2 1 1 0 1".replace("upload", "Upload") in summary
    assert "Together 3 2 1 0 1" in summary
    clash = text_of(browser.get("/entries/clashes/report.pdf").content, tmp_path)
    assert "Friday 11 June 2027" in clash
    assert "0001 Fox, Ada 09:00* J277/01 <Paper> (2 hours) 09:00* J560/01 <Paper> (2 hours) 4 hours" in clash
    assert "J277/01 + J560/01" in browser.get("/entries/clashes/export/csv/").content.decode()


def test_of_a_centre_without_entries_every_page_and_file_says_so(signed_in, officer, centre, tmp_path):
    make_series()
    browser = signed_in(officer)
    for page in (
        "view",
        "view/candidates",
        "not-taken",
        "reports",
        "statements",
        "summary",
        "warnings",
        "clashes",
    ):
        assert browser.get(f"/entries/{page}/?series=2027-06").status_code == 200
        assert browser.get(f"/entries/{page}/?series=2099-06").status_code == 404
    for part in ("view", "view/candidates", "not-taken", "statements", "summary", "warnings", "clashes"):
        for kind in ("csv", "xlsx", "ods"):
            assert browser.get(f"/entries/{part}/export/{kind}/").status_code == 200
    for part, said in (("summary", "Nothing has been entered."), ("warnings", "There is nothing to warn about."),
                       ("clashes", "No candidate has papers that clash.")):  # fmt: skip
        assert said in text_of(browser.get(f"/entries/{part}/report.pdf").content, tmp_path)
