"""kill -9 of the web server and of PostgreSQL in mid-work: what was acknowledged is there, whole (architecture 5)."""

import http.client
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from interchange.entries.rules.identifiers import make_uci
from interchange.operations.installation import CLONE, PYTHON
from tests.faults.populate import CANDIDATES
from tests.faults.served import Browser, Served, served

NO_ANSWER = (OSError, http.client.HTTPException, json.JSONDecodeError)
NUMBERS = [f"{number:04d}" for number in range(1, CANDIDATES + 1)]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """A server of its own for the tests of this file, killed and started again by each."""
    folder = Path(tempfile.mkdtemp(prefix="interchange-faults-"))
    folder.chmod(0o711)
    try:
        with served(folder) as found:
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def ann(server: Served) -> Browser:
    """Ann, signed in; her cookie outlives every kill."""
    if not server.username:
        done = subprocess.run(
            [PYTHON, "-m", "tests.faults.populate"], cwd=CLONE, env=server.as_environment(), check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        server.username = done.stdout.strip()
    if not server.answers():
        server.start_web()
    browser = Browser(server)
    browser.cookies = server.cookies
    if not browser.cookies:
        browser.sign_in("10001", server.username)
    browser.ask("GET", "/coursework/2027-06/H446-03/")
    return browser


def row(number: str, mark: str, version: int = 0) -> dict[str, object]:
    return {"number": number, "version": version, "mark": mark, "checked": True}


def save_one_by_one(browser: Browser, sheet: str, numbers: list[str], told: dict[str, str]) -> None:
    """Saves until nobody answers; `told` holds what was acknowledged."""
    for place, number in enumerate(numbers):
        mark = str(place % 70 + 1)
        try:
            status, answer = browser.save(sheet, [row(number, mark)])
        except NO_ANSWER:
            return
        if status == 503:
            return
        assert status == 200, answer
        assert answer["rows"][0]["outcome"] == "saved"
        told[number] = mark


def while_saving(
    browser: Browser, sheet: str, numbers: list[str], strike: Callable[[], None]
) -> dict[str, str]:
    """What was acknowledged before the strike, which comes in the middle of the work."""
    told: dict[str, str] = {}
    work = threading.Thread(target=save_one_by_one, args=[browser, sheet, numbers, told])
    work.start()
    until = time.monotonic() + 30
    while len(told) < 12 and time.monotonic() < until:
        time.sleep(0.01)
    strike()
    work.join(30)
    assert 12 <= len(told) < len(numbers), "the strike came too early or too late to prove anything"
    return told


def test_marks_acknowledged_before_a_kill_of_the_web_server_are_there(server, ann):
    sheet = "/coursework/2027-06/H446-03/"
    told = while_saving(ann, sheet, NUMBERS, server.kill_web)
    server.start_web()
    rows = ann.rows(sheet)
    assert {number: rows[number]["mark"] for number in told} == told
    assert len(rows) - len(told) in (0, 1)
    assert all(found["version"] == 1 and found["checked"] for found in rows.values())


def test_marks_acknowledged_before_a_kill_of_the_database_are_there(server, ann):
    sheet = "/coursework/2027-06/J277-03/"
    numbers = [f"{int(number) + CANDIDATES:04d}" for number in NUMBERS]
    told = while_saving(ann, sheet, numbers, server.kill_database)
    status, text = ann.ask("GET", sheet)
    assert (status, "Not available at the moment" in text) == (503, True)
    status, answer = ann.save(sheet, [row(numbers[-1], "5")])
    assert (status, answer["code"]) == (503, "unavailable")
    assert "keeps what you type and sends it when the service is back" in answer["message"]
    server.start_database()
    rows = ann.rows(sheet)
    assert {number: rows[number]["mark"] for number in told} == told
    assert len(rows) - len(told) in (0, 1)


@pytest.mark.parametrize("delay", [0.03, 0.1])
def test_a_whole_sheet_is_there_or_not_at_all_after_a_kill(server, ann, delay):
    sheet = "/coursework/2027-06/R005-01/"
    numbers = [f"{int(number) + 2 * CANDIDATES:04d}" for number in NUMBERS]
    before = ann.rows(sheet)
    mark = str(int(delay * 100) + 20)
    rows = [row(number, mark, before.get(number, {}).get("version", 0)) for number in numbers]
    answers = struck_after(delay, server, lambda: ann.save(sheet, rows))
    server.start_web()
    after = [found["mark"] for found in ann.rows(sheet).values()]
    assert after in ([mark] * CANDIDATES, [found["mark"] for found in before.values()])
    if answers:
        assert after == [mark] * CANDIDATES


@pytest.mark.parametrize("delay", [0.05])
def test_a_sheet_is_submitted_once_or_not_at_all_after_a_kill_and_can_be_sent_again(server, ann, delay):
    sheet = "/coursework/2027-06/R006-01/"
    numbers = [f"{int(number) + 3 * CANDIDATES:04d}" for number in NUMBERS]
    if not ann.rows(sheet):
        ann.save(sheet, [row(number, "9") for number in numbers])
    status, page = ann.ask("GET", f"{sheet}submit/")
    form = {
        name: found[1]
        for name in ("key", "shown")
        if (found := re.search(rf'name="{name}" value="([^"]+)"', page))
    }
    form = form or {"key": str(uuid4()), "shown": "sent already"}
    struck_after(delay, server, lambda: ann.post(f"{sheet}submit/", form))
    server.start_web()
    status, _ = ann.post(f"{sheet}submit/", form)
    assert status in (302, 409)
    _, page = ann.ask("GET", f"{sheet}submit/")
    receipt = re.search(r"/submissions/[0-9a-f-]+/", page)
    assert receipt is not None
    _, text = ann.ask("GET", receipt[0])
    assert text.count('data-label="Candidate"') == CANDIDATES
    assert "All versions" not in text


def struck_after(delay: float, server: Served, send: Callable[[], object]) -> list[object]:
    """The answer to a message during which the web server was killed, if there was one."""
    at = time.monotonic() + delay
    return struck_when(lambda: time.monotonic() >= at, server, send)


def struck_when(begun: Callable[[], object], server: Served, send: Callable[[], object]) -> list[object]:
    """The same, killed as soon as the work has begun."""
    answers: list[object] = []

    def sending() -> None:
        with suppress(*NO_ANSWER):
            answers.append(send())

    work = threading.Thread(target=sending)
    work.start()
    until = time.monotonic() + 30
    while not begun() and work.is_alive() and time.monotonic() < until:
        time.sleep(0.001)
    server.kill_web()
    work.join(30)
    return answers


# ---------------------------------------------------------------- a file of entries

HOLD_VERSIONS = "LOCK TABLE entries_version IN EXCLUSIVE MODE"
IN_MID_LOAD = """
    SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'entries_version'::regclass
"""
HELD = """
    SELECT count(DISTINCT own.id), count(DISTINCT entry.id), (SELECT count(*) FROM entries_version)
    FROM entries_candidate AS own LEFT JOIN entries_entry AS entry ON entry.candidate_id = own.id
    WHERE own.number >= '5000'
"""
FILES = """
    SELECT state, (counts->>'added')::int, counts ? 'again' FROM entries_batch WHERE kept <> '' ORDER BY received_at
"""
SENT = 600


def rows_of_a_file() -> str:
    """New candidates, each with one entry."""
    headings = (
        "centre_number,candidate_number,uci,surname,forenames,date_of_birth,sex,status,series,entry_code"
    )
    numbers = [f"{number:04d}" for number in range(5000, 5000 + SENT)]
    lines = [
        f"10001,{number},{make_uci('10001', 2027, number)},Fox,Ada,2011-01-02,F,S,2027-06,H446"
        for number in numbers
    ]
    return "\r\n".join([headings, *lines, ""])


def test_a_file_of_entries_is_loaded_whole_or_not_at_all_after_a_kill_and_comes_to_one_state(server, ann):
    content = rows_of_a_file()
    ann.ask("GET", "/entries/send/")
    with server.holding(HOLD_VERSIONS):  # candidates and entries are in, the last table of the load is not
        answers = struck_when(
            lambda: server.asked(IN_MID_LOAD),
            server,
            lambda: ann.send_file("/entries/send/", "june.csv", content),
        )
    assert answers == []
    assert server.asked(HELD) == [(0, 0, 0)]
    assert server.asked(FILES) == [("received", None, False)]
    server.work_off()
    whole = [(SENT, SENT, SENT)]
    assert (server.asked(HELD), server.asked(FILES)) == (whole, [("loaded", SENT, False)])
    server.start_web()
    status, _ = ann.send_file("/entries/send/", "june.csv", content)
    assert (status, server.asked(HELD)) == (302, whole)
    assert server.asked(FILES) == [("loaded", SENT, False), ("loaded", 0, True)]
