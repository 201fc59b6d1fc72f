"""What machines ask: is it alive, is it ready, and how has it answered."""

import pytest
from django.db import OperationalError

from interchange.core import health

pytestmark = pytest.mark.django_db(transaction=True)


def test_alive_needs_no_database(client, monkeypatch):
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", None)
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"live\n")


def test_ready_with_a_database_its_role_and_its_schema(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_while_the_database_is_down(client, monkeypatch):
    def gone(*_):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


def test_not_ready_with_a_role_that_could_see_too_much(client, monkeypatch):
    monkeypatch.setattr(health, "why_unsafe", lambda _: "the database role x has too much power.")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"the database role x has too much power.\n")


def test_not_ready_while_migrations_wait(client, monkeypatch):
    monkeypatch.setattr(health, "_check_schema", _waits)
    assert client.get("/health/ready").content == b"migrations are waiting\n"


def _waits():
    raise health.MigrationsWaiting


def test_the_figures_count_answers_by_route_and_status(client):
    client.get("/help/")
    client.get("/nothing/?q=adeyemi")
    figures = client.get("/metrics").content.decode()
    assert 'interchange_requests_total{route="site:help",status="200"}' in figures
    assert 'interchange_requests_total{route="none",status="404"}' in figures
    assert 'interchange_request_seconds_bucket{le="0.5",route="site:help"}' in figures
    assert "adeyemi" not in figures


def test_the_figures_are_read_on_this_machine_or_with_the_token(client, settings):
    settings.METRICS_TOKEN = "a token of the operators"
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
    wrong, right = "Bearer another", "Bearer a token of the operators"
    assert (
        client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers={"Authorization": wrong}).status_code == 404
    )
    assert (
        client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers={"Authorization": right}).status_code == 200
    )


def test_no_token_is_no_key(client, settings):
    settings.METRICS_TOKEN = ""
    assert (
        client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers={"Authorization": "Bearer "}).status_code
        == 404
    )
