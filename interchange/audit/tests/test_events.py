import re
from pathlib import Path

import pytest
from django.apps import apps

from interchange.audit.events import Event

GRAMMAR = re.compile(r"(?P<capability>[a-z]+):(?P<subject>[a-z]+(-[a-z]+)*):(?P<what>[a-z]+(-[a-z]+)*)\Z")
IRREGULAR = {"began", "seen", "sent", "given", "withdrawn"}


@pytest.mark.parametrize("event", Event)
def test_a_name_says_the_capability_the_subject_and_what_was_done(event: Event):
    name = GRAMMAR.match(event.value)
    assert name is not None
    assert apps.is_installed(f"interchange.{name['capability']}")
    assert any(word.endswith("ed") or word in IRREGULAR for word in name["what"].split("-"))
    assert len(event.value) <= 60


@pytest.mark.parametrize("event", Event)
def test_what_it_is_called_is_fit_to_be_shown(event: Event):
    assert event.label[0].isupper()
    assert not event.label.endswith(".")


def test_no_two_events_say_the_same():
    assert len({event.label for event in Event}) == len({event.value for event in Event}) == len(Event)


def test_every_event_happens_somewhere():
    package = Path(__file__).parents[2]
    sources = [
        path for path in package.rglob("*.py") if "tests" not in path.parts and path.name != "events.py"
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert [event.name for event in Event if not re.search(rf"\bEvent\.{event.name}\b", text)] == []
