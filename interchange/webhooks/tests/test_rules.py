"""Where messages may go, how they are signed, and how long one goes on trying."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.webhooks import rules
from interchange.webhooks.rules.addresses import ASK, LONGEST_ADDRESS, is_public, why_not

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_message_is_signed_as_standard_webhooks_publishes_it():
    """The example of the specification, which any library for it must agree with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = rules.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.text(), st.text(), st.integers(0, 2**40))
def test_each_good_secret_signs_and_no_other_does(body, message_id, at):
    old, new = rules.new_secret(), rules.new_secret()
    both = rules.signatures([new, old], message_id, at, body).split(" ")
    for secret, signed in zip((new, old), both, strict=True):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        want = hmac.new(key, f"{message_id}.{at}.{body}".encode(), hashlib.sha256).digest()
        assert signed == "v1," + base64.b64encode(want).decode()


def test_two_days_of_trying_and_each_wait_longer_than_the_last():
    assert list(rules.WAITS) == sorted(set(rules.WAITS))
    assert timedelta(days=1) < sum(rules.WAITS, timedelta()) <= timedelta(days=2)
    assert rules.next_try(1, after=NOON) == NOON + timedelta(minutes=1)
    assert rules.next_try(len(rules.WAITS), after=NOON) == NOON + timedelta(days=1)
    assert rules.next_try(len(rules.WAITS) + 1, after=NOON) is None


@pytest.mark.parametrize(
    ("status", "taken"), [(200, True), (204, True), (299, True), (301, False), (404, False), (0, False)]
)
def test_only_a_2xx_takes_a_message(status, taken):
    assert rules.is_taken(status) is taken


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://mis.school.example/told", ""),
        ("https://mis.school.example:8443/told?k=1", ""),
        ("http://mis.school.example/told", "https://"),
        ("https://ann:secret@mis.school.example/", "each message is signed"),
        ("https://mis.school.example/#part", "after #"),
        ("https://10.0.0.1/", "full name"),
        ("https://[::1]/", "full name"),
        ("https://2130706433/", "full name"),
        ("https://0x7f000001/", "full name"),
        ("https://localhost/", "full name"),
        ("ftp://mis.school.example/", ASK),
        ("https://mis.school.example:0/", ASK),
        ("https://mis.school.example:99999/", ASK),
        ("https://mis school.example/", ASK),
        ("https://mis.school.example/\r\nHost: x", ASK),
        ("https://" + "a" * LONGEST_ADDRESS + ".example/", ASK),
        ("https://schöl.example/", ASK),
        ("", ASK),
        ("https://", ASK),
        ("https://[", ASK),
    ],
)
def test_an_address_is_a_public_machine_s_by_https(address, said):
    told = why_not(address)
    assert (said in told) if said else told == ""


@pytest.mark.parametrize(
    ("numbers", "public"),
    [
        (["93.184.216.34"], True),
        (["93.184.216.34", "10.0.0.1"], False),
        (["127.0.0.1"], False),
        (["169.254.169.254"], False),
        (["192.168.1.1"], False),
        (["100.64.0.1"], False),
        (["0.0.0.0"], False),  # noqa: S104
        (["224.0.0.1"], False),
        (["::1"], False),
        (["fe80::1"], False),
        (["fd00::1"], False),
        (["::ffff:10.0.0.1"], False),
        (["2606:2800:220:1::1"], True),
        ([], False),
    ],
)
def test_a_name_that_leads_to_any_inner_machine_is_not_used(numbers, public):
    assert is_public(numbers) is public


@given(st.text())
def test_whatever_is_typed_is_judged_and_never_breaks(address):
    assert isinstance(why_not(address), str)
