"""Background work of accounts. Each may run twice without harm."""

from interchange.accounts.services import expiring, keeping, resets, reviews, throttling
from interchange.core import clock, jobs
from interchange.core.actor import Actor


@jobs.job("accounts.send_link")
def send_link(asked: str) -> None:
    """Mail the link to a new password that somebody asked for, if it is somebody's."""
    resets.send_link(asked)


@jobs.periodic("accounts.alarm", "*/5 * * * *")
def alarm() -> None:
    """Look whether far more sign-ins fail than usual."""
    throttling.alarm_if_flooded(by=Actor.system("Interchange"))


@jobs.periodic("accounts.clear_tries", "20 * * * *")
def clear_tries() -> None:
    """Let go of wrong tries from which nothing follows."""
    throttling.clear_old_tries(by=Actor.system("Interchange"))


@jobs.periodic("accounts.passwords_ending", "30 7,8 * * *")
def passwords_ending() -> None:
    """Tell whose password ends soon or ended yesterday; the second run of a morning finds nobody."""
    expiring.tell_of_passwords(clock.today(), by=Actor.system("Interchange"))


@jobs.periodic("accounts.invitations_ending", "40 * * * *")
def invitations_ending() -> None:
    """Tell who has not used an invitation that ends tomorrow, and note those that have run out."""
    expiring.tell_of_invitations(by=Actor.system("Interchange"))


@jobs.periodic("accounts.daily", "15 5,6 * * *")
def daily() -> None:
    """Accounts and reviews by the calendar: last days, accounts that nobody uses, the yearly review (4.2, 4.8, 4.9)."""
    keep_all_accounts()


def keep_all_accounts() -> None:
    """One centre after the other; what was done already is not done again."""
    for centre_id in keeping.centres_due(clock.now()):
        keeping.keep_accounts(by=Actor.system("Interchange", centre_id=centre_id))
    for centre_id, year in reviews.centres_to_open(clock.today()):
        reviews.open_review(centre_id, year, by=Actor.system("Interchange", centre_id=centre_id))
    for review_id, centre_id in reviews.unfinished():
        reviews.follow_up(review_id, clock.today(), by=Actor.system("Interchange", centre_id=centre_id))
