"""The demo's page: one click signs in, and the clock is set for one browser."""

import io
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from interchange.accounts.factories import PASSWORD, SEED, make_membership
from interchange.accounts.models import Factor, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules.factors import code_of, step_at
from interchange.audit.queries import events_of
from interchange.centres.factories import make_centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import unseal
from interchange.demo import company
from interchange.demo.cast import ALDHELM, BAR, NORTHGATE
from interchange.demo.mailbox import SEPARATOR
from interchange.demo.mailbox import mails as mailbox_of_the_demo
from interchange.demo.management.commands.sign_in_code import Command
from interchange.demo.middleware import COOKIE
from interchange.notifications.rules import Kind
from interchange.notifications.steps import write_to
from interchange.notifications.tasks import deliver

PAGE = "/demo/"


@pytest.fixture
def ann_lee(db):
    return make_membership("Ann Lee", Role.CAG, centre=make_centre(BAR, "Bar School"))


def test_the_page_names_the_cast_with_a_button_each(client, ann_lee):
    page = client.get(PAGE).content.decode()
    assert "65432 Bar School" in page
    assert "Centre Administrator (GQ)" in page
    assert f'action="{reverse("demo:sign-in-as", args=[ann_lee.pk])}"' in page


def test_one_click_signs_in_and_stands_in_the_trail(client, ann_lee):
    answer = client.post(reverse("demo:sign-in-as", args=[ann_lee.pk]))
    assert answer.url == "/welcome/"
    assert "Welcome, Ann Lee" in client.get("/welcome/").content.decode()
    with tenancy.for_staff():
        [event] = events_of(Actor.system("tests"), name="accounts:person:signed-in")
    assert (event.person_name, event.centre_id) == ("Ann Lee", ann_lee.centre_id)


def test_only_the_cast_signs_in_by_a_click(client, db, elsewhere):
    stranger = make_membership("Cal Reid", Role.CAG, centre=elsewhere)
    assert client.post(reverse("demo:sign-in-as", args=[stranger.pk])).status_code == 404


def test_the_clock_is_set_for_this_browser_and_nobody_is_signed_out(client, ann_lee):
    client.post(reverse("demo:sign-in-as", args=[ann_lee.pk]))
    client.post(reverse("demo:set-clock"), {"moment": "2031-05-15T23:30"})
    assert "15 May 2031, 11:30pm" in client.get("/welcome/").content.decode()
    assert clock.today().year != 2031


def test_the_clock_goes_on_in_steps_and_back(client, db):
    client.post(reverse("demo:set-clock"), {"step": "week"})
    client.post(reverse("demo:set-clock"), {"step": "day"})
    assert int(client.cookies[COOKIE].value) == timedelta(8).total_seconds()
    client.post(reverse("demo:set-clock"), {"step": "real"})
    assert client.cookies[COOKIE].value == ""


def test_the_clock_outlives_a_sign_in(client, ann_lee):
    client.post(reverse("demo:set-clock"), {"moment": "2031-05-15T23:30"})
    client.post(reverse("demo:sign-in-as", args=[ann_lee.pk]))
    assert "15 May 2031" in client.get("/welcome/").content.decode()


@pytest.mark.parametrize("moment", ["", "yesterday", "9999-12-31T23:59", "1900-01-01T00:00"])
def test_what_is_no_moment_is_refused(client, db, moment):
    answer = client.post(reverse("demo:set-clock"), {"moment": moment}, follow=True)
    assert "That is not a moment" in answer.content.decode()
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("cookie", ["x", "--5", "-", "99999999999999", "1e9", "²"])
def test_a_spoilt_cookie_does_no_harm(client, db, cookie):
    client.cookies[COOKIE] = cookie
    assert client.get(PAGE).status_code == 200


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message = EmailMessage()
    message["To"], message["Subject"] = "ann@65432.example", "Your account – welcome"
    message["Date"] = datetime(2026, 11, 23, 9, tzinfo=clock.LONDON)
    message.set_content("Open this link:\n\nhttps://interchange.example/activate/abc/\n")
    (tmp_path / "20261123-1.log").write_bytes(message.as_bytes() + b"\n" + SEPARATOR)
    return tmp_path


def test_the_mailbox_lists_mail_and_shows_it(client, db, mailbox):
    page = client.get("/demo/mail/").content.decode()
    assert "Your account – welcome" in page
    assert "23 November 2026, 9:00am" in page
    one = client.get("/demo/mail/20261123-1-0/").content.decode()
    assert 'href="https://interchange.example/activate/abc/"' in one


def test_there_is_no_mail_by_another_name(client, db, mailbox):
    assert client.get("/demo/mail/20261123-2-0/").status_code == 404


def test_what_the_worker_mails_is_in_the_mailbox_with_its_link(client, db, settings, tmp_path):
    """Also when it was told by a clock that is a week ahead of the worker's."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    noon_next_week = clock.start_of_day(clock.today()) + timedelta(days=7, hours=12)
    words = {"code": "H446/03", "series": "June 2027", "receipt": "10001-ABCDE"}
    with clock.pretend(noon_next_week + timedelta(days=7 - noon_next_week.weekday())):
        write_to("ann@65432.example", Kind.MARKS_RECEIVED, words=words, secret_link="/activate/abc/")
        asked_at = clock.now().isoformat()
    deliver(asked_at)
    (found,) = mailbox_of_the_demo()
    assert (found.to, found.subject) == ("ann@65432.example", "Marks received: H446/03, June 2027")
    one = client.get(f"/demo/mail/{found.name}/").content.decode()
    assert f'<a href="{settings.SITE_ADDRESS}/activate/abc/"' in one


def test_an_empty_mailbox_says_what_will_be_there(client, db, settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "none")
    assert "No mail yet" in client.get("/demo/mail/").content.decode()


ROUTES_IN_PRODUCTION = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
resolve("/welcome/")
for path in ("/demo/", "/demo/mail/", "/demo/clock/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    raise SystemExit(f"{path} exists")
assert not apps.is_installed("interchange.demo")
assert not any("demo" in name for name in settings.MIDDLEWARE)
"""


def test_the_demo_does_not_exist_in_production():
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production", "ALLOWED_HOSTS": "interchange.example",
        "SITE_ADDRESS": "https://interchange.example",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ROUTES_IN_PRODUCTION], env=os.environ | production, cwd=settings.BASE_DIR, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def said_code(person) -> str:
    said = io.StringIO()
    call_command("sign_in_code", person.login_id, person.username, stdout=said)
    return said.getvalue().strip()


def test_somebody_without_a_phone_signs_in_by_the_code_that_a_command_says(client, ann_lee):
    parts = {"login_id": BAR, "username": "annlee", "password": PASSWORD}
    assert client.post("/sign-in/", parts)["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": said_code(ann_lee.person)})["Location"] == "/welcome/"


def test_a_code_that_is_used_up_is_not_said_again(ann_lee, monkeypatch):
    app = Factor.objects.get(person=ann_lee.person)
    slept: list[float] = []
    now = step_at(clock.real())
    monkeypatch.setattr(clock, "real", lambda: datetime.fromtimestamp((now + len(slept)) * 30 + 5, UTC))
    monkeypatch.setattr(time, "sleep", slept.append)
    for last, said in ((now - 1, now), (now, now + 1), (now + 1, now + 2)):
        Factor.objects.filter(pk=app.pk).update(last_step=last)
        assert said_code(ann_lee.person) == code_of(SEED, said)
    assert slept == [25.0]


def test_the_code_of_nobody_is_not_said(ann_lee):
    with pytest.raises(CommandError, match="Nobody"):
        call_command("sign_in_code", BAR, "nobody")


def test_without_the_demo_no_code_is_said(ann_lee, monkeypatch):
    monkeypatch.setattr(type(apps), "is_installed", lambda self, name: False)
    with pytest.raises(CommandError, match="in the demo"):
        Command().handle(login_id=BAR, username="annlee")


def test_everybody_of_the_cast_has_an_app_once_but_those_left_to_set_one_up(db):
    max_bright = make_membership("Max Bright", Role.ACM, centre=make_centre(ALDHELM)).person
    joan = make_membership("Joan Weaver", Role.CAG, centre=make_centre(NORTHGATE)).person
    Factor.objects.all().delete()
    company.equip([max_bright, joan])
    company.equip([max_bright, joan])
    [app] = Factor.objects.all()
    assert (app.person_id, unseal(app.sealed)) == (joan.pk, company.seed_of(joan))


def test_the_password_of_the_cast_does_not_grow_old(ann_lee):
    long_ago = clock.real() - timedelta(days=300)
    Person.objects.filter(pk=ann_lee.person_id).update(password_changed_at=long_ago)
    company.renew([ann_lee.person])
    changed_at = Person.objects.get(pk=ann_lee.person_id).password_changed_at
    assert changed_at is not None
    assert changed_at > clock.real() - timedelta(days=1)
