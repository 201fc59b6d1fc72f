"""Production refuses to start half configured; the demo is nowhere in it."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "fifty-characters-and-more-that-nobody-would-easily-guess-0123456789",
    "ALLOWED_HOSTS": "interchange.example",
    "SITE_ADDRESS": "https://interchange.example",
    "DATABASE_URL": "postgresql:///interchange",
}
READ_BACK = "from django.conf import settings as s; print(s.INSTALLED_APPS, s.DEBUG, s.SESSION_COOKIE_NAME)"


def start(environment):
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", os.curdir)}
    return subprocess.run(
        [sys.executable, "-c", READ_BACK], env=kept | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_ADDRESS", "DATABASE_URL"])
def test_production_refuses_to_start_without(missing):
    done = start({name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def test_production_has_no_demo_and_no_debugging():
    done = start(COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "interchange.demo" not in done.stdout
    assert "False __Host-session" in done.stdout
