"""Reminding a host centre that it has been asked, and the entering centre that it waits."""

from interchange.centres import queries as centres
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.notifications.rules import Kind
from interchange.transfers.models import HostRequest, Transfer
from interchange.transfers.queries.transfers import A_WEEK, waiting_for_hosts
from interchange.transfers.steps import telling


def remind_hosts(*, by: Actor) -> int:
    """Tell both centres of each transfer that its host has not answered for a week, and again each week after; how
    many transfers. Nobody is told twice in one week."""
    with tenancy.writing(by):
        waiting = list(waiting_for_hosts(by, at=clock.now()))
        requests = HostRequest.objects.visible_to(by).filter(transfer__in=[one.pk for one in waiting])
        asked = {one.transfer: one for one in requests}
        names = centres.names_of({one.centre_id for one in waiting})
        for case in waiting:
            if case.pk in asked:
                _remind(case, asked[case.pk], names[case.centre_id])
    return len(waiting)


def _remind(case: Transfer, asked: HostRequest, centre: tuple[str, str]) -> None:
    assert case.sent_at is not None  # noqa: S101  (it was sent)
    words = telling.words_of(case, centre) | {"sent": clock.day_in_words(clock.london(case.sent_at))}
    once = f"transfer-reminder:{case.pk}:{(clock.now() - case.sent_at) // A_WEEK}"
    for centre_id, link in (
        (case.host_id, telling.at_host(asked.pk)),
        (case.centre_id, telling.at_entering(case)),
    ):
        telling.tell_officers(centre_id, Kind.TRANSFER_REMINDER, words, link=link, once=once)
