"""The server of our own: closed to others, shared by our processes, and not easily hurt."""

import os
import signal
import stat
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from interchange.operations import embedded_postgres, postgres_programs
from interchange.operations.embedded_postgres import Cluster, state_for
from interchange.operations.postgres_programs import SETTING, CannotStart, find_programs


@pytest.fixture(scope="module")
def place():
    with tempfile.TemporaryDirectory(prefix="interchange-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def cluster(place):
    with Cluster(place / "database", throwaway=True) as running:
        yield running


def test_it_answers_with_the_database_made(cluster):
    with psycopg.connect(cluster.url()) as connection:
        assert connection.info.dbname == "interchange"


def test_starting_twice_is_once(cluster):
    number = (cluster.data / "postmaster.pid").read_text().split()[0]
    assert cluster.start() == cluster.url()
    assert (cluster.data / "postmaster.pid").read_text().split()[0] == number


def test_it_listens_on_no_network(cluster):
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_wrong_password_is_refused(cluster):
    wrong = cluster.url().replace((cluster.state / "owner.pw").read_text(), "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_nobody_else_may_enter(cluster):
    assert stat.S_IMODE(cluster.state.stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.state / "owner.pw").stat().st_mode) == 0o600


def test_the_last_to_leave_stops_it(place):
    first, second = (Cluster(place / "shared", throwaway=True) for _ in range(2))
    first.start()
    second.start()
    first.stop()
    assert second.running()
    second.stop()
    assert not (place / "shared").exists()


def test_what_was_committed_survives_a_hard_kill(place):
    with Cluster(place / "killed") as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS mark")
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        while cluster.running():
            time.sleep(0.05)
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SELECT mark FROM kept").fetchone() == (42,)


def test_a_path_too_long_for_a_socket_gets_a_short_one(place):
    deep = place / ("deep" * 20) / ("deeper" * 10)
    with Cluster(deep, throwaway=True) as cluster, psycopg.connect(cluster.url()) as connection:
        elsewhere = connection.info.host
    assert len(elsewhere) < len(str(deep))
    assert not Path(elsewhere).exists()


def test_a_process_number_that_now_is_somebody_elses_does_not_stop_it(tmp_path):
    cluster = Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n{tmp_path}\n")
    assert not cluster.running()
    cluster._clear_a_strangers_number()
    assert not (cluster.data / "postmaster.pid").exists()


def test_root_is_told_where_the_database_went_when_the_wanted_place_is_private(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    tmp_path.chmod(0o700)
    folder, remark = state_for(tmp_path / "home" / "database", clone=tmp_path)
    assert folder.is_relative_to("/var/lib/interchange")
    assert str(folder) in remark


def test_an_ordinary_user_keeps_the_wanted_place(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert state_for(tmp_path / "database", clone=tmp_path) == (tmp_path / "database", "")


def test_the_programs_that_are_set_come_first(tmp_path, monkeypatch):
    (tmp_path / "initdb").touch()
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert find_programs() == tmp_path


def test_without_programs_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(postgres_programs, "find_spec", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda *arguments: [])
    with pytest.raises(CannotStart, match="Install postgresql"):
        find_programs()


def test_a_database_of_another_version_is_left_alone(tmp_path):
    cluster = Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("12\n")
    cluster.programs.__dict__["major"] = 18
    cluster.programs.__dict__["folder"] = tmp_path
    with pytest.raises(CannotStart, match="was made by PostgreSQL 12"):
        cluster._check_version()


def test_a_server_that_cannot_start_says_why(place, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "QUICK_AND_UNSAFE", ["no_such_setting=1"])
    cluster = Cluster(place / "broken", throwaway=True)
    with pytest.raises(CannotStart, match="no_such_setting"), cluster:
        pass
    assert not cluster.state.exists()
