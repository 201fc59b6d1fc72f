import re
from pathlib import Path

import pytest
from django.apps import apps

from interchange.audit.events import STILL_TO_COME, Event, Group

GRAMMAR = re.compile(r"(?P<capability>[a-z]+):(?P<subject>[a-z]+(-[a-z]+)*):(?P<what>[a-z]+(-[a-z]+)*)\Z")
IRREGULAR = {
    "began", "seen", "sent", "given", "withdrawn", "forgotten", "chosen", "reset", "made", "left", "held", "set",
}  # fmt: skip
NAMED_BY_THE_RULES = """
    login.ok login.fail login.new_device login.locked logout session.expired session.ended_by stepup.ok stepup.fail
    password.change password.reset_requested password.reset_used password.expired password.extended
    password.breached_refused factor.add factor.remove factor.reset_by recovery.used
    email.change_requested email.changed
    user.invite user.activate user.invite_expire user.suspend user.restore user.dormant user.leave user.anonymise
    role.grant role.revoke role.self_added scope.change import.preview import.commit
    centre.apply centre.approve centre.hold centre.release_hold centre.lapse agreement.sent agreement.returned
    agreement.accepted ca.nominate ca.hoc_confirm ca.appoint ca.leave review.open review.line review.complete
    review.overdue
    entry.save entry.submit entry.withdraw mark.save mark.check mark.uncheck mark.submit mark.unlock claim.submit
    postresult.submit postresult.decide work.upload work.download
    result.view_restricted result.export candidate.view_by_ab material.download report.export print.form actas.start
    actas.end breakglass.start breakglass.end
    release.schedule release.approve release.fire release.withdraw config.change backup.done restore.done audit.verify
    authz.denied ratelimit.hit csrf.fail gate.denied
"""


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


def test_every_event_that_the_rules_name_is_here_or_still_to_come():
    """Section 7."""
    here = {rule for event in Event for rule in event.rule.split()}
    assert sorted(here | STILL_TO_COME.keys()) == sorted(NAMED_BY_THE_RULES.split())
    assert not here & STILL_TO_COME.keys()


def test_every_group_has_events():
    assert {event.group for event in Event} == set(Group)


def test_every_event_happens_somewhere():
    package = Path(__file__).parents[2]
    sources = [
        path for path in package.rglob("*.py") if "tests" not in path.parts and path.name != "events.py"
    ]
    named = {name for path in sources for name in re.findall(r"\bEvent\.(\w+)", path.read_text("utf-8"))}
    assert {event.name for event in Event} - named == set()
