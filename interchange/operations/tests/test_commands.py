"""The commands of bin/: what they do by themselves, and the sentence they say when they cannot."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from interchange.operations import checks, debian, installation, processes, serve, setup, testing
from interchange.operations.command import by_the_right_role
from interchange.operations.postgres_programs import CannotStart

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERCHANGE_HOME", str(tmp_path / "home"))


# --- bin/run


def test_a_port_in_use_is_refused_with_what_to_do(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("INTERCHANGE_PORT", str(taken.getsockname()[1]))
        with pytest.raises(CannotStart, match="name another in INTERCHANGE_PORT"):
            serve.free_port()


@pytest.mark.parametrize("nonsense", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch, nonsense):
    monkeypatch.setenv("INTERCHANGE_PORT", nonsense)
    with pytest.raises(CannotStart, match="from 1 to 65535"):
        serve.free_port()


def test_a_second_server_on_the_same_state_is_refused():
    with serve.only_one(), pytest.raises(CannotStart, match="already running"):
        serve.only_one()


def test_a_child_that_ends_by_itself_is_named():
    child = processes.begin([sys.executable, "-c", "raise SystemExit(3)"], {})
    child.wait()
    with pytest.raises(CannotStart, match=r"The worker ended by itself \(exit code 3\)"):
        serve.watch({"The worker": child})


# --- processes


def test_a_child_is_asked_to_end_and_ends():
    child = processes.begin(SLEEP, {})
    processes.end(child)
    assert child.returncode == -signal.SIGTERM


def test_a_child_does_not_outlive_a_killed_parent():
    parent_of = (
        f"from interchange.operations.processes import begin; print(begin({SLEEP!r}, {{}}).pid, flush=True)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", f"{parent_of}; import time; time.sleep(60)"], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout
        number = parent.stdout.readline().strip()
        assert parent.stdout.readline() == "up\n"
        parent.kill()
    until = time.monotonic() + 10
    while _is_alive(number) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(number)


def _is_alive(number):
    status = Path("/proc") / number / "stat"
    return status.exists() and status.read_text().split(")")[-1].split()[0] != "Z"


# --- the installation


def test_a_kept_secret_stays_the_same_and_is_ours_alone(tmp_path):
    first = installation.kept_secret("secret.key")
    assert installation.kept_secret("secret.key") == first
    assert len(first) == 64
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o077 == 0


def test_a_named_database_whose_role_cannot_make_roles_needs_its_owner(monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", installation.DEMO)
    with pytest.raises(CannotStart, match="DATABASE_OWNER_URL"), installation.database():
        pass


def test_a_lone_address_of_an_owner_gets_the_applications_role(monkeypatch):
    owner_url = os.environ["DATABASE_OWNER_URL"]
    monkeypatch.setattr(installation, "prepare_roles", lambda url, password: f"{url} for {password}")
    monkeypatch.setenv("DATABASE_URL", owner_url)
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with installation.database() as addresses:
        made = f"{owner_url} for {installation.kept_secret('app.pw')}"
        assert addresses == {"DATABASE_URL": made, "DATABASE_OWNER_URL": owner_url}


# --- bin/manage, bin/check, bin/test, bin/setup


@pytest.mark.parametrize(
    ("typed", "run"),
    [(["migrate"], ["migrate", "--database=owner"]), (["migrate", "--database=x"], ["migrate", "--database=x"]),
     (["shell"], ["shell"]), ([], [])],
)  # fmt: skip
def test_only_the_owner_changes_the_schema(typed, run):
    assert by_the_right_role(typed) == run


def test_an_unknown_check_lists_the_known_ones():
    with pytest.raises(SystemExit, match="deploy"):
        checks.main(["nonsense"])


def test_a_step_that_fails_shows_its_words_and_one_that_holds_does_not(capsys):
    chatter, because = "print('chatter')", "raise SystemExit('because')"
    steps = {"good": chatter, "bad": because, "also": chatter}
    commands = {name: [sys.executable, "-c", program] for name, program in steps.items()}
    assert testing.fail(commands, {}) == ["bad"]
    said = capsys.readouterr().out
    assert "chatter" not in said
    assert "because\nFAIL bad" in said
    assert said.count("ok  ") == 2


@pytest.mark.parametrize(
    ("there", "enough"), [({"chromium", "pdftoppm"}, True), ({"chromium"}, False), (set(), False)]
)
def test_a_program_that_cannot_be_installed_may_have_a_slower_one_in_its_place(monkeypatch, there, enough):
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    monkeypatch.setattr(testing, "have_packages", lambda *names: sys.exit("no network"))
    if enough:
        testing.have_programs()
    else:
        with pytest.raises(SystemExit, match="no network"):
            testing.have_programs()


def test_where_packages_cannot_be_installed_the_line_to_type_is_said(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install -y --no-install-recommends chromium"):
        debian.have_packages("chromium")


def test_a_mark_changes_with_any_byte_it_stands_for(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "CLONE", tmp_path)
    (tmp_path / "scss").mkdir()
    (tmp_path / "scss" / "a.scss").write_text("a")
    before = setup._mark([tmp_path / "scss"], "fact")
    assert setup._mark([tmp_path / "scss"], "fact") == before != setup._mark([tmp_path / "scss"], "other")
    (tmp_path / "scss" / "a.scss").write_text("b")
    assert setup._mark([tmp_path / "scss"], "fact") != before
