"""Names and days of training."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from interchange.accounts.queries.users import User
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.users.verbs import Verb, check_here, subject_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.errors import Refused


@dataclass(frozen=True)
class Rename(Verb):
    """A name as it is written; the username stays (2.3)."""

    first_name: str
    last_name: str

    def check(self, office: Office, user: User) -> str:
        person = user.person
        if (self.first_name, self.last_name) == (person.first_name, person.last_name):
            return ""
        check_here(user)
        if user.target.elsewhere:
            raise Refused(
                "elsewhere", "This person is at another centre too. The awarding body changes the name."
            )
        return f"is called {self.first_name} {self.last_name}"

    def carry_out(self, office: Office, user: User) -> None:
        person, before = user.person, user.name
        person.first_name, person.last_name = self.first_name, self.last_name
        person.save(update_fields=["first_name", "last_name"])
        audit.record(Event.PERSON_CHANGED, subject=subject_of(user), data={"was": before, "is": str(person)})


@dataclass(frozen=True)
class NoteTraining(Verb):
    """The day of the last yearly training (section 9)."""

    on: date | None

    def check(self, office: Office, user: User) -> str:
        if self.on == user.person.trained_on:
            return ""
        check_here(user)
        if self.on is not None and self.on > clock.today():
            raise Refused("training-future", "The day of training is to come. Enter today or an earlier day.")
        return (
            f"was trained on {clock.day_in_words(self.on)}" if self.on else "has no day of training any more"
        )

    def carry_out(self, office: Office, user: User) -> None:
        user.person.trained_on = self.on
        user.person.save(update_fields=["trained_on"])
        data: dict[str, Any] = {"on": self.on.isoformat() if self.on else None}
        audit.record(Event.TRAINING_NOTED, subject=subject_of(user), data=data)
