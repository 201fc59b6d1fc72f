"""A message reaches the centre's system once and signed, or is tried again, or is given up and everybody is told."""

import json
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.http import Http404

from interchange.accounts.factories import make_actor
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.notifications.models import Notice
from interchange.webhooks import rules, sending, steps
from interchange.webhooks.models import Delivery, Hook
from interchange.webhooks.rules import MOST_ITEMS, Message
from interchange.webhooks.sending import post
from interchange.webhooks.services import delivering, hooks
from interchange.webhooks.services.delivering import send_due

DATA = {"batch": "1", "entries": [{"candidate_number": "0001", "entry_code": "J277"}]}


class Receiver:
    """A centre's system on this machine: what it was sent, and what it answers."""

    def __init__(self):
        self.got: list[tuple[dict[str, str], str]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *parts):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/told"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def system(settings):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def hook(system, ann):
    return hooks.add_hook("Registers", system.address, [Message.ENTRIES_ACCEPTED.value], by=ann)


def announced(ann, message=Message.ENTRIES_ACCEPTED, data=DATA):
    with tenancy.for_centre(ann.centre_id):
        return steps.announce(message, ann.centre_id, data)


def the_delivery(ann):
    with tenancy.for_centre(ann.centre_id):
        return Delivery.unscoped.get()


def after(days):
    return clock.pretend(clock.now() + timedelta(days=days))


def test_a_message_arrives_signed_and_once(ann, hook, system):
    assert announced(ann) == 1
    assert send_due(at=clock.now()) == 1
    assert send_due(at=clock.now()) == 0
    [(headers, body)] = system.got
    assert json.loads(body)["type"] == "entries.accepted"
    assert json.loads(body)["data"] == DATA
    wanted = rules.signature(hook[1], headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == wanted
    assert the_delivery(ann).taken_at is not None


def test_a_hook_is_told_only_of_what_it_asked_for_and_of_its_own_centre(ann, hook, system, elsewhere):
    assert announced(ann, Message.FILE_PROCESSED) == 0
    with tenancy.for_centre(elsewhere.pk):
        assert steps.announce(Message.ENTRIES_ACCEPTED, elsewhere.pk, DATA) == 0
    send_due(at=clock.now())
    assert system.got == []


def test_a_refused_message_is_tried_again_later_and_then_taken(ann, hook, system):
    announced(ann)
    system.status = 503
    send_due(at=clock.now())
    assert send_due(at=clock.now()) == 0
    system.status = 204
    with clock.pretend(clock.now() + rules.WAITS[0]):
        assert send_due(at=clock.now()) == 1
    delivery = the_delivery(ann)
    assert [attempt[1] for attempt in delivery.attempts] == [503, 204]
    assert len({headers["webhook-id"] for headers, _ in system.got}) == 1


def test_a_redirection_is_not_followed(ann, hook, system):
    announced(ann)
    system.status = 302
    send_due(at=clock.now())
    assert len(system.got) == 1
    assert the_delivery(ann).taken_at is None


def test_after_the_last_try_the_hook_stops_and_administrators_are_told(ann, hook, system):
    announced(ann)
    system.status = 500
    for day in range(len(rules.WAITS) + 1):
        with after(2 * day):
            send_due(at=clock.now())
    assert len(system.got) == len(rules.WAITS) + 1
    assert announced(ann) == 0
    [notice] = Notice.objects.filter(kind="webhook-stopped")
    assert "It answered 500." in notice.body
    hooks.start_again(hook[0].pk, by=ann)
    assert announced(ann) == 1


def test_a_machine_that_is_not_there_is_a_failed_try_with_words(ann, hook, system):
    announced(ann)
    system.close()
    send_due(at=clock.now())
    assert the_delivery(ann).attempts[0][1:] == [0, "The machine did not answer."]


def test_nothing_is_sent_for_a_maker_who_has_left_until_another_administrator_takes_over(
    ann, centre, hook, system
):
    announced(ann)
    Membership.objects.filter(pk=ann.membership_id).update(ended_at=clock.now())
    send_due(at=clock.now())
    assert system.got == []
    hooks.start_again(hook[0].pk, by=make_actor("Joy Webb", Role.CAG, centre=centre))
    with after(1):
        send_due(at=clock.now())
    assert len(system.got) == 1


def test_for_a_day_both_secrets_sign(ann, hook, system):
    _, secret = hooks.replace_secret(hook[0].pk, by=ann)
    announced(ann)
    send_due(at=clock.now())
    assert len(system.got[0][0]["webhook-signature"].split(" ")) == 2
    with after(2):
        announced(ann)
        send_due(at=clock.now())
    headers, body = system.got[1]
    wanted = rules.signature(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == wanted


def test_a_removed_hook_is_sent_nothing_that_waits(ann, hook, system):
    announced(ann)
    hooks.end_hook(hook[0].pk, by=ann)
    assert send_due(at=clock.now()) == 0
    with pytest.raises(Http404):
        hooks.send_test(hook[0].pk, by=ann)


def test_a_message_can_be_sent_again_by_hand_but_not_while_it_waits(ann, hook, system):
    hooks.send_test(hook[0].pk, by=ann)
    with pytest.raises(Refused, match="still waits"):
        hooks.send_again(the_delivery(ann).pk, by=ann)
    send_due(at=clock.now())
    hooks.send_again(the_delivery(ann).pk, by=ann)
    send_due(at=clock.now())
    assert len(system.got) == 2


def test_a_long_list_is_cut_and_says_so(ann, hook, system):
    announced(ann, data={"entries": [{"candidate_number": f"{n:04d}"} for n in range(MOST_ITEMS + 1)]})
    send_due(at=clock.now())
    told = json.loads(system.got[0][1])["data"]
    assert len(told["entries"]) == MOST_ITEMS
    assert told["more"] is True


def test_an_inner_machine_is_never_reached_whatever_its_name(settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("169.254.169.254", 443))])
    assert post("https://mis.school.example/", "{}", {}).wrong == "The address is not a public one."


def test_a_machine_that_answers_a_letter_now_and_then_keeps_nobody_waiting(settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(sending, "SECONDS", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=answer_slowly, args=[door], daemon=True).start()
        began = time.monotonic()
        assert post(f"http://127.0.0.1:{door.getsockname()[1]}/", "{}", {}).wrong == sending.TOO_SLOW
    assert time.monotonic() - began < 2


def answer_slowly(door):
    with suppress(OSError):
        connection, _ = door.accept()
        with connection:
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100:
                connection.sendall(bytes([letter]))
                time.sleep(0.03)


def test_a_hook_that_is_removed_while_it_is_asked_waits_for_nothing(ann, hook, system):
    announced(ann)
    [claimed] = delivering._claim(clock.now())
    hooks.end_hook(hook[0].pk, by=ann)
    delivering._note(claimed.pk, sending.Answer(500), at=clock.now())
    assert the_delivery(ann).due_at is None


def test_everything_wrong_with_a_new_hook_is_told_at_once(ann):
    with pytest.raises(Refused) as refusal:
        hooks.add_hook("", "http://x", ["everything"], by=ann)
    assert [part.code for part in refusal.value.parts] == ["hook-name", "hook-address", "hook-messages"]


def test_a_centre_has_ten_hooks_at_most(ann):
    for number in range(rules.MOST_HOOKS):
        hooks.add_hook(f"System {number}", "https://mis.school.example/", ["file.processed"], by=ann)
    with pytest.raises(Refused, match="Remove one"):
        hooks.add_hook("One more", "https://mis.school.example/", ["file.processed"], by=ann)


def test_the_secret_is_kept_sealed(ann, hook):
    with tenancy.for_centre(ann.centre_id):
        kept = Hook.unscoped.get()
    assert hook[1] not in kept.sealed_secret
